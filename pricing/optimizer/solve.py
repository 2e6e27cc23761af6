"""The best plan of a season under its rules, with bounds on all plans.

``master.settle`` finds a path for each performance that together keep all rules;
``relaxation.relax`` and ``search.find_path`` bound all paths at its multipliers, and
where the search ends in time prove that a path is the best.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.domain.errors import SolverFailed
from pricing.optimizer.fluid import play
from pricing.optimizer.headroom import loose_bound
from pricing.optimizer.market import Market
from pricing.optimizer.master import Settled, refine, settle
from pricing.optimizer.outcomes import Solved
from pricing.optimizer.posing import Poser, pose_season
from pricing.optimizer.problem import Problem
from pricing.optimizer.relaxation import Relaxation, relax
from pricing.optimizer.search import Found, find_path
from pricing.optimizer.steps import Multipliers
from pricing.optimizer.watch import Watch

SEARCHING = "searching paths"


@dataclass(frozen=True)
class SeasonSolved:
    """The best plan found, and what is proven of all plans.

    Parameters
    ----------
    performances : each with its path, in the season's order
    multiplier : of the rows that performances share
    upper_bound : units of the objective
    pool : all paths found for each performance
    """

    performances: tuple[Solved, ...]
    multiplier: Multipliers
    upper_bound: float
    pool: tuple[tuple[NDArray[np.int64], ...], ...]

    @property
    def objective(self) -> float:
        """Return the objective of the plan."""
        return float(sum(each.play.objective for each in self.performances))


def solve(
    market: Market,
    poser: Poser,
    watch: Watch,
    starts: Sequence[Sequence[NDArray[np.int64]]] = (),
) -> SeasonSolved | None:
    """Return the best plan found, or None when none keeps all rules.

    Parameters
    ----------
    market : Market
    poser : of the rules, and the books as they stand
    watch : Watch
    starts : paths known for each performance, of other rules perhaps, optional
    """
    book = poser.book
    posed = pose_season(market, book.rules, poser.standing, book.free_gaps)
    problems, constant = posed.problems, posed.constant
    if not all(each.possible for each in problems):
        return None

    def search_on(done: float) -> bool:
        return watch.tell(0.05 + 0.3 * done, SEARCHING)

    settled = settle(problems, constant, search_on, starts)
    if settled.shortfall > 0:
        return None
    proof = _prove(problems, settled, watch)
    settled = refine(
        problems,
        settled,
        proof.found,
        constant,
        lambda done: watch.tell(0.75, "choosing paths"),
    )
    solved = tuple(
        Solved(each, problem, path, play(problem, path), relaxation, frozenset())
        for each, problem, path, relaxation in zip(
            market.performances,
            problems,
            settled.paths,
            proof.relaxations,
            strict=True,
        )
    )
    bound = proof.bound + float(settled.multiplier @ constant)
    objective = float(sum(each.play.objective for each in solved))
    return SeasonSolved(
        performances=solved,
        multiplier=dict(zip(posed.keys, settled.multiplier.tolist(), strict=True)),
        upper_bound=max(objective, bound),
        pool=tuple(tuple(found.path for found in known) for known in settled.pool),
    )


@dataclass(frozen=True)
class _Proof:
    """What is known beyond the chosen paths: the sum of bounds, and better paths."""

    bound: float
    relaxations: tuple[Relaxation | None, ...]
    found: tuple[Found, ...]


def _prove(problems: Sequence[Problem], settled: Settled, watch: Watch) -> _Proof:
    """Return bounds on all paths at the multipliers, and the best paths found."""
    total = 0.0
    relaxations, best = [], []
    for place, (problem, chosen) in enumerate(
        zip(problems, settled.chosen, strict=True)
    ):
        in_time = watch.tell(0.35 + 0.4 * place / len(problems), "proving bounds")
        relaxation = _relax(problem, settled, chosen.path, watch) if in_time else None
        relaxations.append(relaxation)
        if relaxation is None:
            total += loose_bound(problem, settled.multiplier)
            best.append(chosen)
            continue
        found = find_path(
            problem,
            settled.multiplier,
            starts=(chosen.path,),
            seat_price=relaxation.seat_price,
            own_price=relaxation.own_price,
        )
        total += min(relaxation.bound, found.bound)
        best.append(found)
    return _Proof(total, tuple(relaxations), tuple(best))


def _relax(
    problem: Problem, settled: Settled, path: NDArray[np.int64], watch: Watch
) -> Relaxation | None:
    """Return the relaxation of a problem; None when the time does not allow it."""
    if len(problem.periods) == 0:
        return None
    try:
        return relax(problem, settled.multiplier, path, watch.seconds_left)
    except SolverFailed:
        if watch.seconds_left > 0:
            raise
        return None
