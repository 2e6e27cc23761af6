"""Better paths one performance at a time, with the room that the others leave."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.enumeration import missed as rows_missed
from pricing.optimizer.mixture import activity_of, objective_of
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import NODES_MAX, Found, find_path

# Times that each performance is looked at while that helps.
ROUNDS_MAX = 6
# Up to so many performances, all paths of each are gone through in the end, as far
# as a share of the nodes allows: rows may leave few paths, far from one another.
THOROUGH_MAX = 30


def best_alone(problem: Problem, starts: tuple[NDArray[np.int64], ...] = ()) -> Found:
    """Return the best path found of a performance for itself.

    Where the search misses its own rows, all paths are gone through.
    """
    nothing = np.zeros(len(problem.shared))
    found = find_path(problem, nothing, starts=starts, wide=True)
    if found.short == 0 or len(found.path) == 0:
        return found
    return find_path(
        problem,
        nothing,
        starts=(found.path,),
        seat_price=np.zeros(len(problem.left)),
        nodes_max=NODES_MAX,
    )


def polish(
    problems: Sequence[Problem],
    chosen: Sequence[Found],
    constant: NDArray[np.float64],
    check: Callable[[float], bool],
) -> list[Found]:
    """Return paths that miss the shared rows less, or that are worth more.

    Parameters
    ----------
    problems : Sequence[Problem]
    chosen : a path of each that keeps its own rows
    constant : [Q]
        What is added to the sums of the shared rows.
    check : called with the share of the work done
        Whether to go on; raises to call the work off.
    """
    chosen = list(chosen)
    nodes = 0
    for _ in range(ROUNDS_MAX):
        before = list(chosen)
        total = constant + sum(
            (activity_of(p, f) for p, f in zip(problems, chosen, strict=True)),
            np.zeros(len(constant)),
        )
        for f, problem in enumerate(problems):
            if not check(1.0):
                return chosen
            room = total - activity_of(problem, chosen[f])
            chosen[f] = _with_room(problem, chosen[f], room, nodes)
            total = room + activity_of(problem, chosen[f])
        if any(now is not then for now, then in zip(chosen, before, strict=True)):
            continue
        if nodes or len(problems) > THOROUGH_MAX or not len(constant):
            break
        nodes = NODES_MAX // len(problems)
    return chosen


def _with_room(
    problem: Problem, known: Found, room: NDArray[np.float64], nodes: int
) -> Found:
    """Return the best path where the shared rows are the performance's own.

    With ``nodes`` so many periods are played beyond the search.
    """
    alone = replace(problem, own=problem.own.and_rows(problem.shared, room))
    found = best_alone(alone, (known.path,))
    if nodes and len(found.path):
        nothing, seats = np.zeros(len(room)), np.zeros(len(problem.left))
        starts = (found.path, known.path)
        found = find_path(
            alone, nothing, starts=starts, seat_price=seats, nodes_max=nodes
        )
    added = np.arange(len(room)) + 1 + len(problem.own)
    short = -np.minimum(room + activity_of(problem, known), 0.0) / problem.shared.unit
    less = found.short < short.sum() - ROW_TOLERANCE
    worth_more = found.value > objective_of(problem, known)
    own = problem.own
    if rows_missed(found.measures, own.constant, own.unit) > 0:
        return known
    if less or (found.short <= ROW_TOLERANCE and worth_more):
        measures = np.delete(found.measures, added)
        return replace(found, measures=measures, short=0.0)
    return known
