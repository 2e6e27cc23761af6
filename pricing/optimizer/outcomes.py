"""What each rule costs, how much room is left in it, and where it binds.

A rule that is a linear row costs its dual price per unit of its figure: one point
of a share, one currency unit. Rules that act otherwise cost what a plan without
them would gain (``pricing.optimizer.room``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pricing.constraints.rows import kept_until
from pricing.domain.plan import RuleOutcome
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    Rule,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.optimizer.figures import figures
from pricing.optimizer.fund_plan import with_fund
from pricing.optimizer.market import Market
from pricing.optimizer.posing import Poser, pose_season
from pricing.optimizer.room import room
from pricing.optimizer.search import value_of
from pricing.optimizer.steps import Multipliers
from pricing.optimizer.without import Solved, without

# A limit is met when fewer seats than this are left under it.
SEATS_MIN = 1e-6

ROW_KINDS = (AccessShare, SolidarityBudget, AveragePrice, IncomeFloor, GroupGap)

Key = tuple[str, str, int]


def _always(done: float) -> bool:
    return True


def outcome(
    rule: Rule,
    poser: Poser,
    multiplier: Multipliers,
    solved: Sequence[Solved],
    check: Callable[[float], bool] = _always,
    *,
    settled: bool = True,
) -> RuleOutcome:
    """Return what a rule did to a plan.

    Parameters
    ----------
    rule, poser, multiplier : Rule, Poser, Multipliers
    solved : the performances of the plan
    check : called with the share of the work done; raises to call it off
        Where it says that time is over, what the rule costs is left open.
    settled : whether there was time to settle the multipliers
    """
    season = poser.book.season
    covered = [
        each
        for each in solved
        if rule.scope.covers(season.performance_by_id[each.market.performance_id])
    ]
    if isinstance(rule, ROW_KINDS):
        found = _row(rule, poser, multiplier, solved)
        found = replace(found, priced=_is_priced(rule, poser, solved, settled))
        if isinstance(rule, SolidarityBudget):
            planned = [
                (each.market, each.problem, each.path, each.play) for each in solved
            ]
            found = with_fund(rule, poser.book, found, planned)
        return found
    if isinstance(rule, SolidarityShare):
        return _solidarity(rule, poser, covered)
    gained = without(rule, poser, multiplier, covered, check)
    gains = [(each, gain) for each, gain in zip(covered, gained, strict=True) if gain]
    return RuleOutcome(
        rule.id,
        type(rule).__name__,
        room(
            rule,
            season,
            [(each.market, each.problem.rungs_of(each.path)) for each in covered],
        ),
        sum(gain for _, gain in gains),
        tuple(each.market.performance_id for each, _ in gains),
        priced=None not in gained,
    )


def _is_priced(
    rule: Rule, poser: Poser, solved: Sequence[Solved], settled: bool
) -> bool:
    """Return whether there was time to find the duals of all rows of a rule."""
    late = {each.market.performance_id for each in solved if not each.proven.priced}
    if not settled:
        late.add("")
    return not any(key[0] in late for key in _sums(rule, rule, poser, solved))


def _row(
    rule: Rule, poser: Poser, multiplier: Multipliers, solved: Sequence[Solved]
) -> RuleOutcome:
    """Return the outcome of a rule that is a linear row.

    Its sums at the rule's figure and at a tighter one tell the room that is left,
    as rows are linear in the figure, and with the dual price what a unit costs.
    """
    season = poser.book.season
    (figure,) = figures(rule)
    scale, step = figure.scale(season), figure.step(season)
    tighter, sign = _tighter(rule, step)
    now, then = (_sums(each, rule, poser, solved) for each in (rule, tighter))
    cost = 0.0
    slack = np.inf
    binding = {
        each.market.performance_id for each in solved if rule.id in each.moved_by
    }
    own_price = {
        (each.market.performance_id, *key): float(price)
        for each in solved
        for key, price in zip(each.problem.own.keys, each.proven.own_price, strict=True)
    }
    for key, total in now.items():
        lost = sign * (total - then[key])
        dual = own_price.get(key, multiplier.get(key[1:], 0.0) if not key[0] else 0.0)
        cost += dual * lost
        if dual > 0 and key[0]:
            binding.add(key[0])
        if lost > SEATS_MIN * step / scale:
            slack = min(slack, total / lost * step / scale)
    order = [each.market.performance_id for each in solved]
    return RuleOutcome(
        rule.id,
        type(rule).__name__,
        float(slack) if np.isfinite(slack) else 0.0,
        float(cost),
        tuple(name for name in order if name in binding),
        poser.book.free_gap(rule) if isinstance(rule, GroupGap) else None,
    )


def _tighter(rule: Rule, step: int) -> tuple[Rule, float]:
    """Return a rule a step tighter and 1, or a step easier and -1 at the end."""
    (figure,) = figures(rule)
    toward = -step if figure.rising_eases else step
    try:
        return figure.on(rule, figure.of(rule) + toward), 1.0
    except ValueError:
        return figure.on(rule, figure.of(rule) - toward), -1.0


def _sums(
    figured: Rule, rule: Rule, poser: Poser, solved: Sequence[Solved]
) -> Mapping[Key, float]:
    """Return the sums of a rule's rows over the plan, with another figure of it.

    By performance id ("" where performances keep it together), rule id and place.
    """
    book = poser.book
    market = Market(book.season, tuple(each.market for each in solved))
    posed = pose_season(market, (figured,), poser.standing, book.free_gaps)
    found: dict[Key, float] = {
        ("", *key): float(constant)
        for key, constant in zip(posed.keys, posed.constant, strict=True)
    }
    for each, problem in zip(solved, posed.problems, strict=True):
        # Seats that other rules keep from the public stay kept.
        played = replace(problem, public_left=each.problem.public_left)
        nothing = np.zeros(len(posed.keys))
        measures = value_of(played, nothing, each.path).measures
        for r, key in enumerate(problem.own.keys):
            name = each.market.performance_id
            found[name, *key] = float(measures[1 + r] + problem.own.constant[r])
        for key, added in zip(
            posed.keys, measures[3 + len(problem.own) :], strict=True
        ):
            found["", *key] += float(added)
    return found


def _solidarity(
    rule: SolidarityShare, poser: Poser, covered: Sequence[Solved]
) -> RuleOutcome:
    """Return the outcome of kept seats; its cost is of one seat more, on average."""
    season = poser.book.season
    during = kept_until(rule, season)
    cost = kept_seats = 0.0
    room_left = np.inf
    binding = []
    for each in covered:
        problem = each.problem
        performance = season.performance_by_id[problem.performance_id]
        kept = np.array(
            [
                rule.kept(category.id, capacity)
                for category, capacity in zip(
                    season.venue_of(performance).seat_categories,
                    performance.capacities,
                    strict=True,
                )
            ],
            dtype=float,
        )
        held = during[problem.periods]
        if not (kept.any() and held.any()):
            continue
        public = each.play.sales[:, :, ~problem.solidarity].sum(axis=2).cumsum(axis=0)
        left = (problem.public_left - public)[held][:, kept > 0]
        room_left = min(room_left, float(left.min()))
        if left.min() < SEATS_MIN:
            binding.append(problem.performance_id)
        kept_seats += kept.sum()
        cost += float((each.proven.limit_price[held] * kept).sum())
    return RuleOutcome(
        rule.id,
        type(rule).__name__,
        room_left if np.isfinite(room_left) else 0.0,
        float(cost / kept_seats) if kept_seats else 0.0,
        tuple(binding),
        priced=all(each.proven.priced for each in covered),
    )
