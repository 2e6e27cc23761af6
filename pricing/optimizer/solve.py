"""The best plan of a season under its rules, with bounds on all plans.

``by_paths`` mixes paths until they keep all rules and then bounds all others; for
large seasons, ``at_multipliers`` goes the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.at_multipliers import at_multipliers, is_large
from pricing.optimizer.by_paths import by_paths
from pricing.optimizer.fluid import play
from pricing.optimizer.market import Market
from pricing.optimizer.posing import Poser, pose_season
from pricing.optimizer.proof import loose
from pricing.optimizer.steps import Multipliers
from pricing.optimizer.watch import Watch
from pricing.optimizer.without import Solved


@dataclass(frozen=True)
class SeasonSolved:
    """The best plan found, and what is proven of all plans.

    Parameters
    ----------
    performances : each with its path, in the season's order
    multiplier : of the rows that performances share
    upper_bound : units of the objective
    pool : all paths found for each performance
    priced : whether there was time to settle the multipliers
    """

    performances: tuple[Solved, ...]
    multiplier: Multipliers
    upper_bound: float
    pool: tuple[tuple[NDArray[np.int64], ...], ...]
    priced: bool

    @property
    def objective(self) -> float:
        """Return the objective of the plan."""
        return float(sum(each.play.objective for each in self.performances))


def least_bound(
    bounds: Sequence[tuple[NDArray[np.float64], Sequence[float]]],
    constant: NDArray[np.float64],
) -> float:
    """Return the least bound on all plans; whatever else is proven never raises it.

    Parameters
    ----------
    bounds : at least one pair of multipliers [Q] and bounds of performances [F] there
    constant : [Q], what is added to the sums of the shared rows
    """
    return min(sum(most) + float(price @ constant) for price, most in bounds)


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

    way = at_multipliers if is_large(problems) else by_paths
    found = way(problems, constant, watch, starts)
    if found is None:
        return None
    settled, proven, better = found
    solved = tuple(
        Solved(each, problem, path, play(problem, path), known, frozenset())
        for each, problem, path, known in zip(
            market.performances, problems, settled.paths, proven, strict=True
        )
    )
    most = [
        min(known.bound, found.bound)
        for known, found in zip(proven, better, strict=True)
    ]
    bounds = [(settled.multiplier, most)]
    if not settled.priced or not all(known.priced for known in proven):
        # Multipliers that were not settled may bound worse than none at all.
        nothing = np.zeros(len(constant))
        bounds.append((nothing, [loose(problem, nothing) for problem in problems]))
    objective = float(sum(each.play.objective for each in solved))
    return SeasonSolved(
        performances=solved,
        multiplier=dict(zip(posed.keys, settled.multiplier.tolist(), strict=True)),
        upper_bound=max(objective, least_bound(bounds, constant)),
        pool=tuple(tuple(found.path for found in known) for known in settled.pool),
        priced=settled.priced,
    )
