"""Whether a season that was played kept to the rules, as far as it tells.

How a rule is told of is one of

- ``seen``: on the prices posted and the seats sold;
- ``part``: so far as that, but for the notice before a rise;
- ``estimated``: by the ends of months, see ``simulator.fund``;
- ``held``: the house itself keeps it, whatever a policy does, or no season file
  without it is read;
- ``untold``: what was sold does not show it.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.filters import FILTERS, breach
from pricing.domain.money import minor_digits
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    ChannelParity,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    NeverFalls,
    PriceStep,
    Rule,
    SolidarityBudget,
    SolidarityShare,
)
from simulator.fund import balances
from simulator.house import House, Ints

How = Literal["seen", "part", "estimated", "held", "untold"]

Bools = NDArray[np.bool_]
# Whether a rule was kept, and the share that was realised where it asks for one.
Kept = tuple[bool, float | None]


def how_told(rule: Rule) -> How:
    """Return how a season that was played tells of a rule."""
    match rule:
        case GroupGap():
            return "untold"
        case KeepOpen() | SolidarityShare() | ChannelParity():
            return "held"
        case SolidarityBudget():
            return "estimated"
        case PriceStep() if rule.notice_days:
            return "part"
    return "seen"


def rules_kept(
    house: House,
    sold: Ints,
    path: Ints,
    face: Ints,
    fund: NDArray[np.float64],
) -> dict[str, Kept]:
    """Return by rule whether a season kept to it; without those untold.

    Parameters
    ----------
    sold : [F, L, C, K], seats
    path : [F, T]
        Rung posted in each booking period.
    face : [F, L, C, K], minor units
    fund : [N, 2, M], currency units
        Granted and brought in each month.
    """
    found: dict[str, Kept] = {}
    for rule in house.season.rules:
        inside = np.array([rule.scope.covers(p) for p in house.performances])
        match rule:
            case GroupGap():
                continue
            case AccessShare():
                found[rule.id] = _access(rule, sold[inside], face[inside])
            case AveragePrice() | IncomeFloor():
                found[rule.id] = (_money(rule, sold[inside], face[inside]), None)
            case SolidarityBudget():
                found[rule.id] = (_paid_for(rule, house, fund), None)
            case NeverFalls():
                rises = np.diff(path[inside], axis=1) >= 0
                found[rule.id] = (bool(rises.all()), None)
            case PriceStep():
                found[rule.id] = (_steps(rule, house, path, inside), None)
            case KeepOpen() | SolidarityShare() | ChannelParity():
                found[rule.id] = (True, None)
            case _:
                found[rule.id] = (_tiers_allowed(rule, house, path), None)
    return found


def _access(rule: AccessShare, sold: Ints, face: Ints) -> Kept:
    cheap = (sold * (face <= rule.price_minor)).sum(axis=(1, 2, 3))
    seats = sold.sum(axis=(1, 2, 3))
    total = int(seats.sum())
    realised = int(cheap.sum()) / total if total else 0.0
    if rule.each_performance:
        kept = cheap * 1000 >= rule.share_permille * seats
        return bool(kept.all()), realised
    return int(cheap.sum()) * 1000 >= rule.share_permille * total, realised


def _money(rule: AveragePrice | IncomeFloor, sold: Ints, face: Ints) -> bool:
    paid, seats = (sold * face).sum(axis=(1, 2, 3)), sold.sum(axis=(1, 2, 3))
    if not rule.each_performance:
        paid, seats = paid.sum(keepdims=True), seats.sum(keepdims=True)
    if isinstance(rule, AveragePrice):
        return bool((paid <= rule.price_minor * seats).all())
    return bool((paid >= rule.income_minor).all())


def _paid_for(rule: SolidarityBudget, house: House, fund: NDArray[np.float64]) -> bool:
    unit = 10 ** minor_digits(house.season.currency_code)
    ids = [each.rule_id for each in house.funds.funds]
    granted, brought = fund[ids.index(rule.id)]
    left = balances(rule.given_minor / unit, granted, brought)
    # Less than a minor unit is the rounding of floats.
    return bool((left > -1 / unit).all())


def _steps(rule: PriceStep, house: House, path: Ints, inside: Bools) -> bool:
    days_out = house.season.period_days_out
    for f in np.flatnonzero(inside).tolist():
        performance, row = house.performances[f], path[f]
        ladder = house.season.ladder_of(performance)
        moved = np.flatnonzero((row[1:] != row[:-1]) & (row[:-1] >= 0)) + 1
        for t in moved.tolist():
            before, after = ladder[row[t - 1]], ladder[row[t]]
            for c, seats in enumerate(performance.capacities):
                if seats and not rule.allows(
                    before.prices_minor[c], after.prices_minor[c]
                ):
                    return False
        days = np.array(days_out)[moved]
        if (days[:-1] - days[1:] < rule.days_between).any():
            return False
    return True


def _tiers_allowed(rule: Rule, house: House, path: Ints) -> bool:
    if not isinstance(rule, FILTERS):
        raise TypeError(f"Expected a rule on prices, got {type(rule).__name__}.")
    season = house.season
    for f, performance in enumerate(house.performances):
        ladder, demand = season.ladder_of(performance), house.forecast_of(performance)
        for rung in np.unique(path[f][path[f] >= 0]).tolist():
            if breach(rule, season, performance, ladder[rung], demand):
                return False
    return True
