"""Whether a season that was played kept to the rules, as far as it tells.

How a rule is told of is one of

- ``seen``: on the prices posted and the seats sold, sale by sale;
- ``part``: so far as that, but for the notice before a rise;
- ``held``: the house itself keeps it, whatever a policy does, or no season file
  without it is read;
- ``untold``: what was sold does not show it.
"""

from collections import defaultdict
from itertools import pairwise
from typing import Literal

import numpy as np

from pricing.constraints.filters import price_breach
from pricing.domain.performance import Performance
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    CategoryOrder,
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
from simulator.house import DAY_SECONDS, House, Ints
from simulator.outcomes import Change, Outcome

# "estimated" is of results of earlier versions.
How = Literal["seen", "part", "estimated", "held", "untold"]
# Whether a rule was kept, and the share that was realised where it asks for one.
Kept = tuple[bool, float | None]


def how_told(rule: Rule) -> How:
    """Return how a season that was played tells of a rule."""
    match rule:
        case GroupGap():
            return "untold"
        case KeepOpen() | SolidarityShare() | SolidarityBudget() | ChannelParity():
            return "held"
        case PriceStep() if rule.notice_days:
            return "part"
    return "seen"


def rules_kept(house: House, outcome: Outcome) -> dict[str, Kept]:
    """Return by rule whether a season kept to it; without those untold."""
    sold, face = outcome.sold, house.face_by_rung
    changes: dict[int, list[Change]] = defaultdict(list)
    for each in outcome.changes:
        changes[each.f].append(each)
    found: dict[str, Kept] = {}
    for rule in house.season.rules:
        covered = [rule.scope.covers(p) for p in house.performances]
        inside, within = np.array(covered), np.flatnonzero(covered).tolist()
        match rule:
            case GroupGap():
                continue
            case AccessShare():
                found[rule.id] = _access(rule, sold[inside], face[inside])
            case AveragePrice() | IncomeFloor():
                found[rule.id] = (_money(rule, sold[inside], face[inside]), None)
            case NeverFalls():
                kept = all(_rises(changes[f]) for f in within)
                found[rule.id] = (kept, None)
            case PriceStep():
                kept = all(_steps(rule, house, f, changes[f]) for f in within)
                found[rule.id] = (kept, None)
            case KeepOpen() | SolidarityShare() | SolidarityBudget() | ChannelParity():
                found[rule.id] = (True, None)
            case _:
                kept = all(_allowed(rule, house, f, changes[f]) for f in within)
                found[rule.id] = (kept, None)
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


def _moves(changes: list[Change]) -> list[tuple[int, Ints, Ints]]:
    """Return each move of a price that was on sale: when, from what, to what.

    Categories that open or close move nothing: they are where they were last.
    """
    found = []
    last = np.full(len(changes[0].rungs), -1) if changes else np.array([])
    for time, _, rungs in changes:
        now = np.where(rungs >= 0, rungs, last)
        if ((now != last) & (last >= 0)).any():
            found.append((time, last, now))
        last = now
    return found


def _rises(changes: list[Change]) -> bool:
    return all((now >= last).all() for _, last, now in _moves(changes))


def _steps(rule: PriceStep, house: House, f: int, changes: list[Change]) -> bool:
    moves = _moves(changes)
    apart = rule.days_between * DAY_SECONDS
    if any(after[0] - before[0] < apart for before, after in pairwise(moves)):
        return False
    for _, last, now in moves:
        for c in np.flatnonzero((now != last) & (last >= 0)).tolist():
            before, after = house.full[f, (last[c], now[c]), c].tolist()
            if house.capacity[f, c] and not rule.allows(before, after):
                return False
    return True


def _allowed(rule: Rule, house: House, f: int, changes: list[Change]) -> bool:
    """Return whether a rule on prices allows all that were posted."""
    performance = house.performances[f]
    posted = {tuple(each.rungs.tolist()) for each in changes}
    return all(_allows(rule, house, f, performance, rungs) for rungs in posted)


def _allows(
    rule: Rule, house: House, f: int, performance: Performance, rungs: tuple[int, ...]
) -> bool:
    prices = [
        (c, int(house.full[f, rung, c]))
        for c, rung in enumerate(rungs)
        if rung >= 0 and house.capacity[f, c]
    ]
    if isinstance(rule, CategoryOrder):
        return all(better >= worse for (_, better), (_, worse) in pairwise(prices))
    season, demand = house.season, house.forecast_of(performance)
    return not any(
        price_breach(rule, season, performance, c, price, demand)[0]
        for c, price in prices
    )
