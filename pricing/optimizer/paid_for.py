"""Plans where a solidarity fund cannot pay for all who would come.

At the till a reduction that the fund does not pay for is refused. A plan that counts
on everybody then keeps no rule: it is made for the part of them that the fund pays
for, the same for all performances. First for so many that it pays even where each
takes the greatest reduction and nobody else brings a surplus; then, once more, for
as many as that plan shows that it can pay.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rule_book import RuleBook
from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.plan import PricePlan
from pricing.domain.rules import SolidarityBudget
from pricing.domain.season import Season
from pricing.optimizer.market import Market, build
from pricing.optimizer.standing import Standing

# Short of what a plan shows that it can pay, for the next one is another.
CAUTION = 0.97
# Smaller gains are not worth another plan.
GAIN_MIN = 1.05

Demand = Mapping[str, Sequence[float]]
Planner = Callable[[Standing], PricePlan]


def planned_within_funds(
    season: Season, demand_mean: Demand, standing: Standing, plan: Planner
) -> PricePlan:
    """Return the plan of a planner, for fewer solidarity buyers where it has none.

    Parameters
    ----------
    standing : with what has moved the funds since they were opened
    plan : makes a plan of the season and demand, from the standing that it is given

    Raises
    ------
    ConstraintsInfeasible
        As the planner does, where it is not the funds alone that leave no plan.
    """
    try:
        return plan(standing)
    except ConstraintsInfeasible as fault:
        budgets = [r for r in season.rules if isinstance(r, SolidarityBudget)]
        named = set(fault.metadata["constraint_ids"].split(","))
        if not named & {rule.id for rule in budgets}:
            raise
        share = paid_share(season, demand_mean, standing)
        if share >= 1:
            raise
    first = plan(replace(standing, solidarity_paid=share))
    better = min(CAUTION * share * _could_pay(season, first, standing), 1.0)
    if better <= GAIN_MIN * share:
        return first
    try:
        return plan(replace(standing, solidarity_paid=better))
    except ConstraintsInfeasible:
        return first


def paid_share(season: Season, demand_mean: Demand, standing: Standing) -> float:
    """Return the part of solidarity buyers that the funds pay for, whatever happens.

    From 0 to 1; the poorest fund decides for all.
    """
    market = build(season, demand_mean, standing)
    book = RuleBook(season.rules, season)
    share = 1.0
    for rule in season.rules:
        if isinstance(rule, SolidarityBudget):
            wanted = _wanted(rule, book, market)
            left = _left(rule, book, standing)
            over = wanted > left
            if over.any():
                share = min(share, float(left / wanted[over].max()))
    return share


def _left(rule: SolidarityBudget, book: RuleBook, standing: Standing) -> float:
    """Return what a fund has left, in currency units."""
    return max(0.0, rule.given_minor / book.unit + standing.fund_moved.get(rule.id, 0))


def _wanted(
    rule: SolidarityBudget, book: RuleBook, market: Market
) -> NDArray[np.float64]:
    """Return the most that reductions come to by each checkpoint of a fund: [N]."""
    season, ends = book.season, book.checkpoints[rule.id]
    found = np.zeros(len(ends))
    for each in market.performances:
        performance = season.performance_by_id[each.performance_id]
        if not rule.scope.covers(performance):
            continue
        reference = season.venue_of(performance).tier(performance.reference_tier)
        under = np.array(reference.prices_minor)[:, None] - each.price_minor
        most = np.maximum(under, 0).max(axis=(0, 1)) / book.unit
        most = np.where(each.solidarity, most, 0.0)
        by_period = each.weights * float(most @ each.class_size)
        begun = np.array([book.through(performance, end) + 1 for end in ends])
        found += np.concatenate([[0.0], np.cumsum(by_period)])[begun]
    return found


def _could_pay(season: Season, plan: PricePlan, standing: Standing) -> float:
    """Return how many times the reductions of a plan its funds would pay for."""
    book = RuleBook(season.rules, season)
    times = np.inf
    for rule in season.rules:
        outcome = plan.outcome_by_id.get(rule.id)
        if isinstance(rule, SolidarityBudget) and outcome is not None:
            granted = np.cumsum([month.granted for month in outcome.fund])
            brought = np.cumsum([month.brought for month in outcome.fund])
            left = _left(rule, book, standing) + brought
            some = granted > 0
            if some.any():
                times = min(times, float((left[some] / granted[some]).min()))
    return float(times) if np.isfinite(times) else 1.0
