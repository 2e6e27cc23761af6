"""The solidarity fund month by month: what was given away, and what paid for it.

Given away is what seats at solidarity tariffs cost under their reference prices.
It is paid for by the donations and the subsidy of a SolidarityBudget rule, there
from the beginning, and by its share of what other seats brought above theirs. When
a seat was sold is known by the rung and the booking period: the seats of a rung
are spread over its periods as all sales of the performance were, and those of a
period evenly over its days.
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

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Fund:
    """What each seat adds to a fund and takes out of it.

    Attributes
    ----------
    rule_id : str
        Empty where no rule says what pays for the reductions.
    given : currency units
        Donations and subsidy.
    granted, brought : [F, L, C, K], currency units a seat
    """

    rule_id: str
    given: float
    granted: Floats
    brought: Floats


@dataclass(frozen=True)
class Funds:
    """The funds of a season, and the months over which they run.

    Attributes
    ----------
    months : "2026-11"
        From the first sale to the last curtain.
    month_share : [F, T, M]
        Part of each booking period's days in each month.
    """

    funds: tuple[Fund, ...]
    months: tuple[str, ...]
    month_share: Floats

    def over_time(self, sold: Ints, path: Ints, booked: Ints) -> Floats:
        """Return what was granted and brought in each month, [N, 2, M].

        Parameters
        ----------
        sold : [F, L, C, K], seats
        path : [F, T]
            Rung posted in each booking period.
        booked : [F, T], seats
        """
        found = np.zeros((len(self.funds), 2, len(self.months)))
        if not self.funds:
            return found
        when = self._when(path, booked, sold.shape[1])
        for n, fund in enumerate(self.funds):
            for side, each in enumerate((fund.granted, fund.brought)):
                found[n, side] = np.tensordot((sold * each).sum(axis=(2, 3)), when)
        return found

    def _when(self, path: Ints, booked: Ints, rungs: int) -> Floats:
        """Return the part of each rung's seats sold in each month, [F, L, M]."""
        # A little of each period it stood, where more was given back than sold.
        seats = np.maximum(booked, 0) + 1e-9
        weight = np.zeros((len(path), rungs, len(self.months)))
        for rung in range(rungs):
            at = np.where(path == rung, seats, 0.0)
            weight[:, rung] = (at[:, :, None] * self.month_share).sum(axis=1)
        total = weight.sum(axis=2, keepdims=True)
        return weight / np.where(total > 0, total, 1.0)


def balances(given: float, granted: Floats, brought: Floats) -> Floats:
    """Return what is in a fund at the end of each month, from [..., M]."""
    found: Floats = given + np.cumsum(brought - granted, axis=-1)
    return found


def funds_of(
    season: Season,
    performances: Sequence[Performance],
    face: Ints,
    class_solidarity: NDArray[np.bool_],
) -> Funds:
    """Return the funds of a season: of each SolidarityBudget rule, else of none.

    Parameters
    ----------
    face : [F, L, C, K], minor units
        Price of a seat by the rung at which it is sold.
    class_solidarity : [K], bool
    """
    unit = 10 ** minor_digits(season.currency_code)
    reference = np.zeros((len(performances), face.shape[2]))
    for f, each in enumerate(performances):
        for c in range(len(each.capacities)):
            reference[f, c] = season.reference_minor(each, c)
    above = (face - reference[:, None, :, None]) / unit
    granted = np.where(class_solidarity & (above < 0), -above, 0.0)
    surplus = np.maximum(above, 0.0)
    funds = []
    for rule in season.rules:
        if isinstance(rule, SolidarityBudget):
            covered = np.array([float(rule.scope.covers(p)) for p in performances])
            mine = covered[:, None, None, None]
            share = rule.surplus_permille / 1000
            funds.append(
                Fund(
                    rule.id, rule.given_minor / unit, granted * mine,
                    surplus * mine * share,
                )
            )  # fmt: skip
    if not funds and class_solidarity.any():
        funds.append(Fund("", 0.0, granted, np.zeros_like(granted)))
    months, month_share = _calendar(season, performances)
    return Funds(tuple(funds), months, month_share)


def _calendar(
    season: Season, performances: Sequence[Performance]
) -> tuple[tuple[str, ...], Floats]:
    """Return the months of a season's sales, and where its booking periods fall."""
    zone = ZoneInfo(season.time_zone)
    first = min(each.on_sale_at for each in performances).astimezone(zone)
    last = max(each.starts_at for each in performances).astimezone(zone)
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    places = [divmod(first.month - 1 + n, 12) for n in range(count + 1)]
    edges = [datetime(first.year + y, m + 1, 1, tzinfo=zone) for y, m in places]
    bounds = np.array([edge.astimezone(UTC).timestamp() for edge in edges])
    days = np.array((*season.period_days_out, 0.0))
    share = np.zeros((len(performances), len(days) - 1, count))
    for f, each in enumerate(performances):
        opens, starts = each.on_sale_at.timestamp(), each.starts_at.timestamp()
        ends = np.maximum(starts - days[1:] * _DAY_SECONDS, opens)
        ends[-1] = starts
        begins = np.concatenate([[opens], ends[:-1]])
        low = np.maximum(begins[:, None], bounds[:-1])
        high = np.minimum(ends[:, None], bounds[1:])
        length = np.maximum(high - low, 0.0)
        share[f] = length / np.maximum(length.sum(axis=1, keepdims=True), 1e-9)
    return tuple(f"{edge:%Y-%m}" for edge in edges[:-1]), share
