"""What a plan gives away and brings in for a solidarity fund, month by month.

Only what is still to be sold. As in the rule's rows, what a booking period sells
counts in the month in which the period begins. Money that a gift adds is given away
where the rule binds: then a currency unit more buys as many seats as one does on
average, and where it does not, seats wait for buyers and not for money.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rule_book import RuleBook
from pricing.domain.plan import FundMonth, RuleOutcome
from pricing.domain.rules import SolidarityBudget
from pricing.optimizer.fluid import Play
from pricing.optimizer.market import PerformanceMarket
from pricing.optimizer.problem import Problem

Floats = NDArray[np.float64]
# What a plan has of a performance: its market, problem, path [T, C] and play.
Planned = tuple[PerformanceMarket, Problem, NDArray[np.int64], Play]


def with_fund(
    rule: SolidarityBudget,
    book: RuleBook,
    outcome: RuleOutcome,
    planned: Sequence[Planned],
) -> RuleOutcome:
    """Return the outcome of a budget with what its fund is to give and to get."""
    ends = book.checkpoints[rule.id]
    granted, brought = np.zeros(len(ends)), np.zeros(len(ends))
    seats = 0.0
    for each in planned:
        performance = book.season.performance_by_id[each[0].performance_id]
        if not rule.scope.covers(performance):
            continue
        through = np.array([book.through(performance, end) for end in ends])
        month = np.searchsorted(through, each[1].periods)
        taken, added, reduced = _by_period(rule, book, each)
        np.add.at(granted, month, taken)
        np.add.at(brought, month, added)
        seats += float(reduced.sum())
    months = tuple(
        FundMonth(end, float(out), float(into))
        for end, out, into in zip(ends, granted, brought, strict=True)
    )
    total = float(granted.sum())
    buys = seats / total if total > 0 and outcome.marginal_cost > 0 else 0.0
    return replace(outcome, fund=months, seats_per_unit=buys)


def _by_period(
    rule: SolidarityBudget, book: RuleBook, planned: Planned
) -> tuple[Floats, Floats, Floats]:
    """Return what each open period takes and adds, [T], and its reduced seats."""
    market, problem, path, play = planned
    season = book.season
    performance = season.performance_by_id[market.performance_id]
    reference = season.venue_of(performance).tier(performance.reference_tier)
    tariffs = [season.tariff_by_id[c.tariff_id] for c in season.demand.classes]
    solidarity = np.array([tariff.solidarity for tariff in tariffs])
    share = [rule.share_permille(chosen=t.choice is not None) / 1000 for t in tariffs]
    places = np.arange(path.shape[1])
    price = market.price_minor[problem.rungs_of(path), places]
    above = (price - np.array(reference.prices_minor)[:, None]) / book.unit
    reduction = np.where(solidarity, np.maximum(-above, 0.0), 0.0)
    surplus = np.maximum(above, 0.0) * np.array(share)
    reduced = (play.sales * (reduction > 0)).sum(axis=(1, 2))
    taken = (play.sales * reduction).sum(axis=(1, 2))
    return taken, (play.sales * surplus).sum(axis=(1, 2)), reduced
