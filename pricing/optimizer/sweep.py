"""The programs of a season's performances, solved by the engine at multipliers.

Multipliers of the rows that performances share decouple them, and at whatever
multipliers the bounds of the performances add up to a bound on all plans. So the
first sweep over all performances gives one, and each further one, at the multipliers
that a master program over all sweeps asks for (``engine.multipliers``), a lower one;
the least of them counts when time is over. Programs are kept: solving them again at
other multipliers takes little.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.crew import Work
from pricing.optimizer.engine.multipliers import settle_multipliers
from pricing.optimizer.engine.near import near_mixes
from pricing.optimizer.engine.pose import pose
from pricing.optimizer.problem import Problem
from pricing.optimizer.spread import each_here

# Share of a bound that a program may leave, and that multipliers may.
TOLERANCE = 3e-5
TOLERANCE_TIED = 5e-5
# Performances whose programs share arrays.
CHUNK = 4


@dataclass
class Chunk:
    """A few performances of halls of one size, and their programs.

    Parameters
    ----------
    places : of the performances in the season
    problems : Sequence[Problem]
    """

    places: tuple[int, ...]
    problems: tuple[Problem, ...]
    _work: Work | None = field(default=None, repr=False)

    @property
    def work(self) -> Work:
        """Return the arrays of the programs, made at first use."""
        if self._work is None:
            first = self.problems[0]
            nothing = np.zeros(len(first.shared))
            instance = pose(self.problems, nothing, by_category=first.by_category)
            self._work = Work.of(instance, None, threads=1)
        return self._work


def chunks_of(problems: Sequence[Problem]) -> list[Chunk]:
    """Return the performances that somebody may still come to, few by few."""
    places = [f for f, each in enumerate(problems) if len(each.periods)]
    # Halls of one size stand together, so that little of a chunk is padding.
    places.sort(key=lambda f: len(problems[f].left))
    some = [places[n : n + CHUNK] for n in range(0, len(places), CHUNK)]
    return [Chunk(tuple(at), tuple(problems[f] for f in at)) for at in some]


@dataclass(frozen=True)
class Swept:
    """The multipliers of the least bound found.

    Parameters
    ----------
    multiplier : [Q]
    bound : [F]
        Of each performance there, shared rows priced in; by category only as good
        as local search, which does not bound all paths.
    chunks : the programs
    settled : whether there was time to look for lower bounds to the end
    """

    multiplier: NDArray[np.float64]
    bound: NDArray[np.float64]
    chunks: tuple[Chunk, ...]
    settled: bool = False


class _Late(Exception):
    """There was no time for all performances."""


def sweep(
    problems: Sequence[Problem],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> Swept | None:
    """Return multipliers of low bound; None where time allowed none.

    Parameters
    ----------
    problems : all such that the engine takes them
    constant : [Q], what is added to the sums of the shared rows
    check : called with the share of a sweep done
        Whether to go on; raises to call the work off.
    """
    chunks = chunks_of(problems)
    best: Swept | None = None
    least = np.inf

    def bounds_at(
        multiplier: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        nonlocal best, least
        bound = np.zeros(len(problems))
        measure = np.zeros((len(problems), 1 + len(constant)))
        for chunk, found in zip(
            chunks, each_here(partial(_solve, multiplier), chunks, check), strict=True
        ):
            if found is None:
                raise _Late
            bound[list(chunk.places)], measure[list(chunk.places)] = found
        total = float(bound.sum() + multiplier @ constant)
        if total < least:
            best, least = Swept(multiplier.copy(), bound, tuple(chunks)), total
        return bound, measure

    unit = sum(np.abs(each.shared.sales).mean(axis=(1, 2, 3)) for each in problems)
    worth = sum(np.abs(each.worth).mean() for each in problems) or 1.0
    scale = worth / np.where(unit > 0.0, unit, worth)
    with suppress(_Late):
        settle_multipliers(bounds_at, constant, scale, None, TOLERANCE_TIED)
        best = None if best is None else replace(best, settled=True)
    return best


def _solve(
    multiplier: NDArray[np.float64], chunk: Chunk
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return bounds [F] and measures [F, 1 + Q] of the best mixes."""
    return chunk.work.solve(multiplier, TOLERANCE, exact=False)


def paths_near(
    multiplier: NDArray[np.float64], chunk: Chunk
) -> list[list[NDArray[np.int64]]]:
    """Return paths of each performance [T, C] near its program's mix at multipliers."""
    return [
        [path[: len(each.periods), : len(each.left)].astype(np.int64) for path in some]
        for each, some in zip(
            chunk.problems, near_mixes(chunk.work, multiplier), strict=True
        )
    ]
