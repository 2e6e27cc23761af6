"""The solidarity fund month by month: what was given away, and what paid for it.

Given away is what seats at solidarity tariffs cost under their reference prices.
It is paid for by the donations and the subsidy of a SolidarityBudget rule, there
from the beginning, and by its share of what other seats brought above theirs. Each
sale counts in the month in which it took place, and what was given back in the
month in which it came back (``simulator.ledger``). A reduction that the fund of a rule
cannot pay for is not sold, as in the service.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.rules import SolidarityBudget
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Thousandths of a minor unit: rules take thousandths of what seats bring.
MILLI = 1000


@dataclass(frozen=True)
class Fund:
    """A fund, and what is there from the beginning.

    Attributes
    ----------
    rule_id : str
        Empty where no rule says what pays for the reductions.
    given_minor : donations and subsidy
    """

    rule_id: str
    given_minor: int


@dataclass(frozen=True)
class Funds:
    """The funds of a season, and the months over which they run.

    Attributes
    ----------
    effect : [N, 2, F, L, C, K], thousandths of a minor unit
        What a seat sold takes out of each fund, and what it brings to it.
    months : "2026-11"
        From the first sale to the last curtain.
    month_starts : [M], seconds
    unit : minor units in a currency unit
    """

    funds: tuple[Fund, ...]
    effect: Ints
    months: tuple[str, ...]
    month_starts: Ints
    unit: int

    def money(self, milli: Ints) -> Floats:
        """Return thousandths of a minor unit as currency units."""
        found: Floats = milli / (MILLI * self.unit)
        return found

    @property
    def budgets(self) -> tuple[Ints, Ints]:
        """What is given to the funds that a rule watches, [N], and their effects.

        Both in thousandths of a minor unit.
        """
        count = sum(bool(each.rule_id) for each in self.funds)
        given = [each.given_minor * MILLI for each in self.funds[:count]]
        return np.array(given, np.int64), self.effect[:count]

    def given(self, fund: Fund) -> float:
        """Return what is in a fund from the beginning, in currency units."""
        return fund.given_minor / self.unit


def balances(given: float, granted: Floats, brought: Floats) -> Floats:
    """Return what is in a fund at the end of each month, from [..., M]."""
    found: Floats = given + np.cumsum(brought - granted, axis=-1)
    return found


def funds_of(
    season: Season,
    performances: Sequence[Performance],
    face: Ints,
    tariffs: Sequence[Tariff],
) -> Funds:
    """Return the funds of a season: of each SolidarityBudget rule, else of none.

    Parameters
    ----------
    face : [F, L, C, K], minor units
        Price of a seat by the rung at which it is sold.
    tariffs : of each audience class, [K]
    """
    solidarity = np.array([each.solidarity for each in tariffs])
    chosen = np.array([each.choice is not None for each in tariffs])
    reference = np.zeros((len(performances), face.shape[2]), np.int64)
    for f, each in enumerate(performances):
        for c in range(len(each.capacities)):
            reference[f, c] = season.reference_minor(each, c)
    above = face - reference[:, None, :, None]
    granted = np.where(solidarity, np.maximum(-above, 0), 0) * MILLI
    surplus = np.maximum(above, 0)
    funds, effect = [], []
    for rule in season.rules:
        if isinstance(rule, SolidarityBudget):
            covered = np.array([int(rule.scope.covers(p)) for p in performances])
            mine = covered[:, None, None, None]
            funds.append(Fund(rule.id, rule.given_minor))
            enters = np.where(
                chosen,
                rule.share_permille(chosen=True),
                rule.share_permille(chosen=False),
            )
            effect.append([granted * mine, surplus * mine * enters])
    if not funds and solidarity.any():
        funds.append(Fund("", 0))
        effect.append([granted, np.zeros_like(granted)])
    months, starts = _calendar(season, performances)
    return Funds(
        tuple(funds),
        np.array(effect, np.int64).reshape(len(funds), 2, *face.shape),
        months,
        starts,
        10 ** minor_digits(season.currency_code),
    )


def _calendar(
    season: Season, performances: Sequence[Performance]
) -> tuple[tuple[str, ...], Ints]:
    """Return the months of a season's sales, and when each begins on its clock."""
    zone = ZoneInfo(season.time_zone)
    first = min(each.on_sale_at for each in performances).astimezone(zone)
    last = max(each.starts_at for each in performances).astimezone(zone)
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    places = [divmod(first.month - 1 + n, 12) for n in range(count)]
    begins = [datetime(first.year + y, m + 1, 1, tzinfo=zone) for y, m in places]
    starts = [int(each.astimezone(UTC).timestamp()) for each in begins]
    return tuple(f"{each:%Y-%m}" for each in begins), np.array(starts)
