"""What a season brought: the measures of one trial."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import minor_digits
from simulator.house import House, Ints
from simulator.ledger import Ledger, ledger_of
from simulator.outcomes import Outcome
from simulator.rules_kept import Kept, rules_kept

# The measures of a season, in the order in which they are reported.
MEASURES = (
    "income",
    "fill_rate",
    "access_share",
    "spill",
    "average_price",
    "solidarity_share",
    "priced_out",
    "recaptured",
    "undercut_share",
    "given_back",
    "to_resellers",
    "sold_on",
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Summary:
    """The measures of one trial under one policy.

    Attributes
    ----------
    measures : of the season, by name
        Income in currency units of face value; shares of seats; seats.
    income, fill_rate, spill, priced_out : [F]
    category_seats : [F, C], seats sold
    class_seats, class_wanted : [K], seats
        Sold at the price of each audience class; looked for by its people.
    class_income : [K], currency units
    posted : [F, T], currency units
        Mean full price, over the seats on sale, as each booking period began; NaN
        where none was.
    booked : [F, T]
        As in ``Outcome``; small integers, for trials are kept by the thousand.
    rules : by rule id
        Whether the rule was kept, and the share realised by an AccessShare.
    fund : [N, 2, M], currency units
        Granted by and brought to each solidarity fund, by month.
    split, shares : currency units
        Parts of the income by name, and of its net by party.
    full_prices : by name of a measure
        Income, and the share at a low price, were all sold at full prices.
    channels : [3, H]
        Seats sold through each channel, their income and what the channel takes,
        in currency units.
    """

    measures: Mapping[str, float]
    income: Floats
    fill_rate: Floats
    spill: Floats
    priced_out: Floats
    category_seats: NDArray[np.int32]
    class_seats: Ints
    class_wanted: Ints
    class_income: Floats
    posted: NDArray[np.float32]
    booked: NDArray[np.int32]
    rules: Mapping[str, Kept]
    fund: Floats
    split: Mapping[str, float]
    shares: Mapping[str, float]
    full_prices: Mapping[str, float]
    channels: Floats


def summarise(outcome: Outcome, house: House, class_wanted: Ints) -> Summary:
    """Return the measures of a season that was played.

    Parameters
    ----------
    outcome : Outcome
    house : House
    class_wanted : [K], seats
        Looked for by the people of each audience class.
    """
    unit = 10 ** minor_digits(house.season.currency_code)
    ledger = ledger_of(outcome, house)
    sold = outcome.sold
    paid_minor = sold * house.face_by_rung
    income_minor = paid_minor.sum(axis=(1, 2, 3))
    income = income_minor / unit
    split = house.income_split
    return Summary(
        measures=_measures(outcome, house, ledger, float(income.sum())),
        income=income,
        fill_rate=sold.sum(axis=(1, 2, 3)) / np.maximum(house.capacity.sum(axis=1), 1),
        spill=outcome.spilled.astype(np.float64),
        priced_out=outcome.priced_out.astype(np.float64),
        category_seats=sold.sum(axis=(1, 3)).astype(np.int32),
        class_seats=sold.sum(axis=(0, 1, 2)),
        class_wanted=class_wanted,
        class_income=paid_minor.sum(axis=(0, 1, 2)) / unit,
        posted=_posted(house, outcome.path, unit),
        booked=outcome.booked.astype(np.int32),
        rules=rules_kept(house, outcome),
        fund=house.funds.money(ledger.fund),
        split=split.of(ledger.by_channel, income_minor),
        shares=split.shares(ledger.by_channel, income_minor),
        full_prices=_at_full_prices(house, sold, unit),
        channels=split.channels(ledger.by_channel),
    )


def _at_full_prices(house: House, sold: Ints, unit: int) -> dict[str, float]:
    """Return measures as past sales tell them, which count no reductions."""
    seats = sold.sum(axis=3)
    cheap = seats * (house.full <= house.access_minor)
    return {
        "income": float((seats * house.full).sum()) / unit,
        "access_share": _share(int(cheap.sum()), int(seats.sum())),
    }


def _measures(
    outcome: Outcome, house: House, ledger: Ledger, income: float
) -> dict[str, float]:
    sold = outcome.sold
    total = int(sold.sum())
    cheap = sold * (house.face_by_rung <= house.access_minor)
    solidarity = int(sold[..., house.class_solidarity].sum())
    return {
        "income": income,
        "fill_rate": _share(total, int(house.capacity.sum())),
        "access_share": _share(int(cheap.sum()), total),
        "spill": float(outcome.spilled.sum()),
        "average_price": _share(income, total),
        "solidarity_share": _share(solidarity, total),
        "priced_out": float(outcome.priced_out.sum()),
        "recaptured": float(outcome.recaptured.sum()),
        "undercut_share": _share(ledger.undercut, total),
        "given_back": float(outcome.given_back.sum()),
        "to_resellers": float(outcome.to_resellers.sum()),
        "sold_on": float(outcome.sold_on.sum()),
    }


def _posted(house: House, path: Ints, unit: int) -> NDArray[np.float32]:
    """Return the mean full price over the seats on sale, [F, T], from [F, T, C]."""
    performances, _, categories = path.shape
    f = np.arange(performances)[:, None, None]
    c = np.arange(categories)
    seats = np.where(path >= 0, house.capacity[:, None, :], 0)
    value = (house.full[f, np.maximum(path, 0), c] * seats).sum(axis=2)
    total = seats.sum(axis=2)
    mean = value / np.maximum(total, 1) / unit
    return np.where(total > 0, mean, np.nan).astype(np.float32)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
