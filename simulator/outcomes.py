"""What a season brought: the measures of one trial."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import minor_digits
from simulator.house import House, Ints
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


@dataclass(frozen=True)
class Outcome:
    """Everything that was sold and lost in one season.

    Attributes
    ----------
    sold : [F, L, C, K], seats
        By the rung at which they were sold.
    spilled : [F], seats
        Wished for at the posted price by parties that found no room.
    priced_out : [F], seats
        Of parties that would pay the price of no category.
    recaptured : [F], seats
        Sold to parties whose first choice, category or date, had no room.
    given_back : [F], seats
        Sold, and returned at what was paid; not counted as sold.
    to_resellers, sold_on : [F], seats
        Of those sold, bought to sell on; and of these, sold to people who found
        no room.
    path : [F, T]
        Rung posted in each booking period; -1 before sales open.
    booked : [F, T], seats
        Sold in each booking period.
    """

    sold: Ints
    spilled: Ints
    priced_out: Ints
    recaptured: Ints
    given_back: Ints
    to_resellers: Ints
    sold_on: Ints
    path: Ints
    booked: Ints


@dataclass(frozen=True)
class Summary:
    """The measures of one trial under one policy.

    Attributes
    ----------
    measures : of the season, by name
        Income in currency units of face value; shares of seats; seats.
    income, fill_rate, spill : [F]
    category_seats : [F, C], seats sold
    class_seats, class_wanted : [K], seats
        Sold at the price of each audience class; looked for by its people.
    class_income : [K], currency units
    path, booked : [F, T]
        As in ``Outcome``; small integers, for trials are kept by the thousand.
    rules : by rule id
        Whether the rule was kept, and the share realised by an AccessShare.
    fund : [N, 2, M], currency units
        Granted by and brought to each solidarity fund, by month.
    split, shares : currency units
        Parts of the income by name, and of its net by party.
    """

    measures: Mapping[str, float]
    income: NDArray[np.float64]
    fill_rate: NDArray[np.float64]
    spill: NDArray[np.float64]
    category_seats: NDArray[np.int32]
    class_seats: Ints
    class_wanted: Ints
    class_income: NDArray[np.float64]
    path: NDArray[np.int16]
    booked: NDArray[np.int32]
    rules: Mapping[str, Kept]
    fund: NDArray[np.float64]
    split: Mapping[str, float]
    shares: Mapping[str, float]


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
    face = house.face_by_rung
    sold = outcome.sold
    paid_minor = sold * face
    income_minor = paid_minor.sum(axis=(1, 2, 3))
    income = income_minor / unit
    fund = house.funds.over_time(sold, outcome.path, outcome.booked)
    seats = sold.sum(axis=(1, 2, 3))
    capacity = house.capacity.sum(axis=1)
    total = int(seats.sum())
    solidarity = int(sold[..., house.class_solidarity].sum())
    accessible = int((sold * (face <= house.access_minor)).sum())
    measures = {
        "income": float(income.sum()),
        "fill_rate": _share(total, int(capacity.sum())),
        "access_share": _share(accessible, total),
        "spill": float(outcome.spilled.sum()),
        "average_price": _share(float(income.sum()), total),
        "solidarity_share": _share(solidarity, total),
        "priced_out": float(outcome.priced_out.sum()),
        "recaptured": float(outcome.recaptured.sum()),
        "undercut_share": _share(undercut(outcome), total),
        "given_back": float(outcome.given_back.sum()),
        "to_resellers": float(outcome.to_resellers.sum()),
        "sold_on": float(outcome.sold_on.sum()),
    }
    return Summary(
        measures=measures,
        income=income,
        fill_rate=seats / np.maximum(capacity, 1),
        spill=outcome.spilled.astype(np.float64),
        category_seats=sold.sum(axis=(1, 3)).astype(np.int32),
        class_seats=sold.sum(axis=(0, 1, 2)),
        class_wanted=class_wanted,
        class_income=paid_minor.sum(axis=(0, 1, 2)) / unit,
        path=outcome.path.astype(np.int16),
        booked=outcome.booked.astype(np.int32),
        rules=rules_kept(house, sold, outcome.path, face, fund),
        fund=fund,
        split=house.income_split.of(sold, income_minor),
        shares=house.income_split.shares(sold, income_minor),
    )


def income_minor(outcome: Outcome, house: House) -> int:
    """Return the face value of what was sold, in minor units."""
    return int((outcome.sold * house.face_by_rung).sum())


def undercut(outcome: Outcome) -> int:
    """Return the seats sold at a rung above one posted later for the same night."""
    lowest_from = np.minimum.accumulate(outcome.path[:, ::-1], axis=1)[:, ::-1]
    lowest_after = np.append(lowest_from[:, 1:], outcome.path[:, -1:], axis=1)
    return int(outcome.booked[outcome.path > lowest_after].sum())


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
