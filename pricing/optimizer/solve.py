"""The best plan of a season under its rules, with bounds on all plans.

``master.settle`` finds a path for each performance that together keep all rules;
``proof.prove`` and ``search.find_path`` bound all paths at its multipliers, and where
the search ends in time prove that a path is the best.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.fluid import play
from pricing.optimizer.market import Market
from pricing.optimizer.master import Settled, refine, settle
from pricing.optimizer.outcomes import Solved
from pricing.optimizer.posing import Poser, pose_season
from pricing.optimizer.problem import Problem
from pricing.optimizer.proof import Proven, prove
from pricing.optimizer.search import Found, find_path
from pricing.optimizer.steps import Multipliers
from pricing.optimizer.watch import Watch

SEARCHING = "searching paths"
# Share of the time that is left for bounds once there are paths that keep all rows.
FOR_BOUNDS = 0.6


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

    kept = FOR_BOUNDS * watch.seconds_left

    def polish_on(done: float) -> bool:
        return search_on(done) and watch.seconds_left > kept

    settled = settle(problems, constant, search_on, starts, polish_on)
    if settled.shortfall > 0:
        return None
    proven = prove(problems, settled.multiplier, settled.paths, watch, (0.35, 0.6))
    better = _search(problems, settled, proven, watch)
    settled = refine(
        problems,
        settled,
        better,
        constant,
        lambda done: watch.tell(0.75, "choosing paths"),
    )
    solved = tuple(
        Solved(each, problem, path, play(problem, path), known, frozenset())
        for each, problem, path, known in zip(
            market.performances, problems, settled.paths, proven, strict=True
        )
    )
    bound = sum(
        min(known.bound, found.bound)
        for known, found in zip(proven, better, strict=True)
    )
    bound += float(settled.multiplier @ constant)
    objective = float(sum(each.play.objective for each in solved))
    return SeasonSolved(
        performances=solved,
        multiplier=dict(zip(posed.keys, settled.multiplier.tolist(), strict=True)),
        upper_bound=max(objective, bound),
        pool=tuple(tuple(found.path for found in known) for known in settled.pool),
    )


def _search(
    problems: Sequence[Problem],
    settled: Settled,
    proven: Sequence[Proven],
    watch: Watch,
) -> list[Found]:
    """Return the best path found of each problem at the multipliers.

    Where tiers move all categories and the search ends in time, it is the best there
    is.
    """
    best = []
    for place, (problem, chosen, known) in enumerate(
        zip(problems, settled.chosen, proven, strict=True)
    ):
        if not watch.tell(0.6 + 0.15 * place / len(problems), SEARCHING):
            best.append(chosen)
            continue
        best.append(
            find_path(
                problem,
                settled.multiplier,
                starts=(chosen.path,),
                wide=problem.by_category,
                seat_price=known.seat_price,
                own_price=known.own_price,
            )
        )
    return best
