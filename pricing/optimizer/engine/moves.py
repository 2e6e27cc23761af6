"""Moves of a path where all categories take one rung, by what they may gain."""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner
from pricing.optimizer.engine.cuts import CUTS_MAX, Cuts
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, copy_rows, every, fill, same, some
from pricing.optimizer.engine.paths import legal


@inner
def best_move(
    arrays: Arrays,
    f: int,
    cuts: Cuts,
    path: NDArray[np.int8],
    tried: NDArray[np.int8],
    trials: int,
    best: NDArray[np.int8],
) -> float:
    """Set the path of greatest bound that one move makes; return the bound.

    Paths among the first ``trials`` of ``tried`` [N, T] do not count; -inf where
    no move is left.
    """
    periods, rungs = cuts.ladder.shape[1:]
    trial = cuts.trial
    most = -np.inf
    for first in range(periods):
        for last in range(first, periods):
            for rung in range(rungs):
                if rung == path[first, 0] or not every(arrays.allowed[f, rung]):
                    continue
                move(arrays, f, path, trial, first, last, rung)
                bound = np.inf
                for j in range(min(cuts.number[0], CUTS_MAX)):
                    total = cuts.paid[j]
                    for t in range(periods):
                        total += cuts.ladder[j, t, trial[t, 0]]
                    bound = min(bound, total)
                    if bound <= most:
                        break
                if bound <= most or not legal(arrays, f, trial):
                    continue
                known = False
                for n in range(trials):
                    known = known or same(tried[n], trial[:, 0])
                if not known:
                    most = bound
                    copy_rows(best, trial)
    return most


@inner
def move(
    arrays: Arrays,
    f: int,
    path: NDArray[np.int8],
    trial: NDArray[np.int8],
    first: int,
    last: int,
    rung: int,
) -> None:
    """Set a path with a stretch at a rung.

    Where rungs may only rise, the periods before and after give way.
    """
    rises = arrays.chained[f] and not some(arrays.steps[f, 0, 0, 1:, 0])
    for t in range(len(path)):
        if first <= t <= last:
            fill(trial[t], rung)
        elif rises and t < first:
            fill(trial[t], min(path[t, 0], rung))
        elif rises:
            fill(trial[t], max(path[t, 0], rung))
        else:
            copy(trial[t], path[t])
