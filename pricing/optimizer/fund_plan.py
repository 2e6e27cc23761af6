"""What a plan gives away and brings in for a solidarity fund, month by month.

Only what is still to be sold. As in the rule's rows, what a booking period sells
counts in the month in which the period begins. Money that a gift adds is given away
where the rule binds, or where buyers are left out for want of it: then a currency unit
more buys as many seats as one does on average. Elsewhere seats wait for buyers.
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
    seats, rationed = 0.0, False
    reductions: list[float] = []
    for each in planned:
        performance = book.season.performance_by_id[each[0].performance_id]
        if not rule.scope.covers(performance):
            continue
        through = np.array([book.through(performance, end) for end in ends])
        month = np.searchsorted(through, each[1].periods)
        reduction, added = _by_seat(rule, book, each)
        sales = each[3].sales
        np.add.at(granted, month, (sales * reduction).sum(axis=(1, 2)))
        np.add.at(brought, month, (sales * added).sum(axis=(1, 2)))
        seats += float(sales[reduction > 0].sum())
        rationed = rationed or each[0].rationed
        reductions += reduction[reduction > 0].tolist()
    months = tuple(
        FundMonth(end, float(out), float(into))
        for end, out, into in zip(ends, granted, brought, strict=True)
    )
    total = float(granted.sum())
    buys = seats / total if total > 0 else 0.0
    if rationed and not buys and reductions:
        # Nobody is paid for as it is: the first would be.
        buys = 1 / float(np.mean(reductions))
    lacks = rationed or outcome.marginal_cost > 0
    return replace(outcome, fund=months, seats_per_unit=buys if lacks else 0.0)


def _by_seat(
    rule: SolidarityBudget, book: RuleBook, planned: Planned
) -> tuple[Floats, Floats]:
    """Return what a seat takes out of a fund and what it adds, by open period.

    Both [T, C, K], currency units.
    """
    market, problem, path, _ = planned
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
    return reduction, np.maximum(above, 0.0) * np.array(share)
