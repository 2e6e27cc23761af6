"""From a season's market and rules to the problems of its performances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rows import Row, Terms, terms
from pricing.constraints.rule_book import FreeGap, RuleBook
from pricing.domain.performance import Performance
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.optimizer.market import Market, PerformanceMarket
from pricing.optimizer.price_moves import (
    from_posted,
    ladder_of,
    may_follow,
    may_start,
)
from pricing.optimizer.problem import Problem
from pricing.optimizer.row_arrays import Rows
from pricing.optimizer.so_far import added_so_far, seats_sold
from pricing.optimizer.standing import Standing

NO_GAPS: Mapping[str, FreeGap] = {}
NO_PROBLEMS: Mapping[str, Problem] = {}


@dataclass(frozen=True)
class Posed:
    """A season under some rules.

    Parameters
    ----------
    problems : one for each performance, in the season's order
    keys : [Q], rule id and place of each row that performances keep together
    constant : [Q]
        What is added to the sum of each: the rule's figure, seats sold so far.
    """

    problems: tuple[Problem, ...]
    keys: tuple[tuple[str, int], ...]
    constant: NDArray[np.float64]


def pose_season(
    market: Market,
    rules: Sequence[Rule],
    standing: Standing | None = None,
    free_gaps: Mapping[str, FreeGap] = NO_GAPS,
    known: Mapping[str, Problem] = NO_PROBLEMS,
) -> Posed:
    """Return the problems of a season's performances under some of its rules.

    Those of some performances, by id, may be ``known`` from before.

    Raises
    ------
    ValueError
        When the free gap of a GroupGap among the rules is not given.
    """
    book = RuleBook(rules, market.season, free_gaps)
    poser = Poser(book, standing)
    problems = tuple(
        known.get(each.performance_id) or poser.pose(each)
        for each in market.performances
    )
    constant = np.array(
        [fixed + poser.begun(rule_id) for (rule_id, _), fixed in book.constants.items()]
    )
    for problem in problems:
        constant = constant + problem.shared.constant
    if standing is not None:
        # What is over can be kept no better than it was.
        ahead = np.zeros(len(constant), dtype=bool)
        for problem in problems:
            ahead |= problem.shared.through > 0
        constant = np.where(ahead, constant, np.maximum(constant, 0.0))
    return Posed(problems, tuple(book.constants), constant)


@dataclass(frozen=True)
class Poser:
    """Poses performances under the rules of a book, with the books as they stand."""

    book: RuleBook
    standing: Standing | None = None

    def begun(self, rule_id: str) -> float:
        """Return what all that happened so far adds to the shared rows of a rule."""
        moved = {} if self.standing is None else self.standing.fund_moved
        if rule_id in moved:
            return moved[rule_id]
        performances = self.book.season.performances
        return sum(self.so_far(rule_id, each) for each in performances)

    def so_far(self, rule_id: str, performance: Performance) -> float:
        """Return what seats sold so far add to the rows of a rule."""
        if self.standing is None:
            return 0.0
        season = self.book.season
        rule = next(each for each in self.book.rules if each.id == rule_id)
        return added_so_far(rule, season, performance, self.standing)

    def pose(self, market: PerformanceMarket) -> Problem:
        """Return the problem of a performance."""
        season, standing = self.book.season, self.standing
        performance = season.performance_by_id[market.performance_id]
        asked = terms(self.book, performance, market.price_minor, market.demand)
        sold = seats_sold(season, market, standing)
        periods = np.flatnonzero(market.weights * market.class_size.sum() > 0)
        allowed = asked.tiers.copy()
        allowed_each = asked.allowed.copy()
        if asked.never_falls and standing is not None:
            risen = from_posted(season, market, standing)
            allowed &= risen.all(axis=1)
            allowed_each &= risen
        worth, gain = _objective(season, market)
        return Problem(
            performance_id=market.performance_id,
            periods=periods,
            attraction=market.attraction,
            income=market.price,
            worth=worth,
            gain=gain,
            surplus_scale=market.surplus_scale,
            class_size=market.class_size,
            weights=market.weights[periods],
            solidarity=market.solidarity,
            left=np.maximum(market.seats - sold.sum(axis=0), 0.0),
            public_left=np.maximum(asked.public_limit[periods] - sold[0], 0.0),
            allowed=allowed,
            allowed_each=allowed_each,
            by_category=season.pricing_mode == "category",
            full=ladder_of(season, market)[0].T,
            ordered=asked.ordered,
            never_falls=asked.never_falls,
            keep_open=asked.keep_open,
            start=may_start(self.book, standing, market, asked, periods),
            steps=may_follow(self.book, standing, market, asked, periods),
            own=self._own(performance, asked, periods, market.price.shape),
            shared=_rows(
                asked.shared, tuple(self.book.constants), periods, market.price.shape
            ),
        )

    def _own(
        self,
        performance: Performance,
        asked: Terms,
        periods: NDArray[np.int64],
        shape: tuple[int, ...],
    ) -> Rows:
        """Return the rows kept by a performance alone, with what is sold so far."""
        given = asked.own
        if self.standing is not None and len(periods) == 0:
            # After the curtain they can be kept no better than they were.
            given = ()
        rows = _rows(given, tuple((r.rule_id, r.place) for r in given), periods, shape)
        added = np.array([self.so_far(r.rule_id, performance) for r in given])
        return Rows(
            rows.keys, rows.sales, rows.use, rows.surplus, rows.through,
            rows.constant + added.reshape(len(rows)),
        )  # fmt: skip


def _rows(
    given: Sequence[Row],
    keys: tuple[tuple[str, int], ...],
    periods: NDArray[np.int64],
    shape: tuple[int, ...],
) -> Rows:
    """Return rows under their keys; zeros where none is given for a key."""
    found = {(row.rule_id, row.place): row for row in given}
    count = len(keys)
    sales, use = np.zeros((count, *shape)), np.zeros((count, *shape[:2]))
    surplus, constant = np.zeros((count, shape[2])), np.zeros(count)
    through = np.zeros(count, dtype=np.int64)
    for r, key in enumerate(keys):
        if key in found:
            row = found[key]
            sales[r], use[r], surplus[r] = row.sales, row.use, row.surplus
            constant[r] = row.constant
            through[r] = np.searchsorted(periods, row.through, side="right")
    return Rows(keys, sales, use, surplus, through, constant)


def _objective(
    season: Season, market: PerformanceMarket
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what a seat sold [L, C, K] and a unit of surplus [K] count for."""
    objective = season.objective
    weight = np.array(
        [
            objective.weight_of(each.tariff_id, each.means_bracket_id)
            for each in season.demand.classes
        ]
    )
    if objective.kind == "attendance":
        return np.broadcast_to(weight, market.price.shape).copy(), np.zeros(len(weight))
    gain = weight if objective.kind == "welfare" else np.zeros(len(weight))
    return market.price, gain
