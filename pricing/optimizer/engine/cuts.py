"""Bounds on paths where all categories take one rung, and the best path under them.

At any duals of a performance's rows, what each period is worth at most at each
rung adds up to a bound on every path: a cut. The duals of a path's own program
make its cut exact, so where the greatest of the least bounds is no more than what
a path is worth that was valued, no path is worth more.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, every, fill

# Duals remembered for bounds on paths.
CUTS_MAX = 48
# Beginnings of paths looked at in one search.
LOOKS_MAX = 200_000


class Cuts(NamedTuple):
    """Bounds on paths: each of the first ``number[0]`` duals tried gives one.

    Parameters
    ----------
    paid : [J], duals x limits
    ladder : [J, T, L]
        What each period is worth at most at each rung, -inf where a rung is not
        allowed. A path is worth no more than any paid + its sum over periods.
    rest : [J, T, L]
        What the period and all later ones are worth at most, from a rung on.
    may : [T - 1, L, L]
        Whether a rung may follow another.
    sofar : [T, J]; place : [T]; trial : [T, C]
        Room for searches.
    """

    number: NDArray[np.int64]
    paid: NDArray[np.float64]
    ladder: NDArray[np.float64]
    rest: NDArray[np.float64]
    may: NDArray[np.bool_]
    sofar: NDArray[np.float64]
    place: NDArray[np.int64]
    trial: NDArray[np.int8]


@maker
def new_cuts(arrays: Arrays) -> Cuts:
    """Return no cuts."""
    periods, rungs = arrays.mass.shape[1], arrays.allowed.shape[1]
    shape = (CUTS_MAX, periods, rungs)
    return Cuts(
        np.zeros(1, dtype=np.int64),
        np.zeros(CUTS_MAX),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros((periods - 1, rungs, rungs), dtype=np.bool_),
        np.zeros((periods, CUTS_MAX)),
        np.zeros(periods, dtype=np.int64),
        np.zeros((periods, arrays.allowed.shape[2]), dtype=np.int8),
    )


@inner
def forget(arrays: Arrays, f: int, cuts: Cuts) -> None:
    """Start on a performance: no cuts yet, and its own steps."""
    cuts.number[0] = 0
    for t in range(cuts.may.shape[0]):
        for rung in range(cuts.may.shape[1]):
            for after in range(cuts.may.shape[1]):
                cuts.may[t, rung, after] = not arrays.chained[f] or every(
                    arrays.steps[f, t, :, rung, after]
                )


@inner
def place_for(cuts: Cuts) -> int:
    """Return the place of the next cut; the oldest but one makes room."""
    if cuts.number[0] < CUTS_MAX:
        return int(cuts.number[0])
    return int(1 + (cuts.number[0] - 1) % (CUTS_MAX - 1))


@inner
def close_cut(cuts: Cuts, j: int) -> None:
    """Set the rest of a cut from its ladder, and count it."""
    periods, rungs = cuts.ladder.shape[1:]
    copy(cuts.rest[j, periods - 1], cuts.ladder[j, periods - 1])
    for t in range(periods - 2, -1, -1):
        for rung in range(rungs):
            most = -np.inf
            for after in range(rungs):
                if cuts.may[t, rung, after]:
                    most = max(most, cuts.rest[j, t + 1, after])
            cuts.rest[j, t, rung] = cuts.ladder[j, t, rung] + most
    cuts.number[0] += 1


@inner
def best_under(cuts: Cuts, floor: float, path: NDArray[np.int8]) -> float:
    """Set the path [T, C] of greatest bound, if above a floor; return the bound.

    Where no path has one, the floor is returned and the path stays. A search that
    takes too long returns a bound on all paths, and the best it found.
    """
    periods, rungs = cuts.ladder.shape[1:]
    count = min(cuts.number[0], CUTS_MAX)
    copy(cuts.sofar[0], cuts.paid)
    cuts.place[0] = -1
    most, t, looks = floor, 0, 0
    while t >= 0:
        cuts.place[t] += 1
        rung = cuts.place[t]
        if rung == rungs:
            t -= 1
            continue
        if t > 0 and not cuts.may[t - 1, cuts.place[t - 1], rung]:
            continue
        looks += 1
        if looks > LOOKS_MAX:
            return _bound_of_all(cuts)
        bound = np.inf
        # The last cuts are of paths like the best.
        for j in range(count - 1, -1, -1):
            bound = min(bound, cuts.sofar[t, j] + cuts.rest[j, t, rung])
            if bound <= most:
                break
        if bound <= most:
            continue
        if t < periods - 1:
            for j in range(count):
                cuts.sofar[t + 1, j] = cuts.sofar[t, j] + cuts.ladder[j, t, rung]
            t += 1
            cuts.place[t] = -1
            continue
        most = bound
        for s in range(periods):
            fill(path[s], cuts.place[s])
    return most


@inner
def _bound_of_all(cuts: Cuts) -> float:
    """Return the least of the cuts' own bounds on all paths."""
    least = np.inf
    for j in range(min(cuts.number[0], CUTS_MAX)):
        most = -np.inf
        for rung in range(cuts.rest.shape[2]):
            most = max(most, cuts.rest[j, 0, rung])
        least = min(least, cuts.paid[j] + most)
    return least
