"""Better paths one performance at a time, with the room that the others leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.enumeration import missed as rows_missed
from pricing.optimizer.mixture import activity_of, objective_of, sum_of, unit_of
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import NODES_MAX, Found, find_path
from pricing.optimizer.spread import each

# Times that each performance is looked at while that helps.
ROUNDS_MAX = 6
ROUNDS_LARGE = 2
# Up to so many performances, all paths of each are gone through in the end, as far
# as a share of the nodes allows: rows may leave few paths, far from one another.
THOROUGH_MAX = 30
# Beyond that so many are looked at at once, each with all the room that there is.
TOGETHER = 8


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
    *,
    order: Sequence[int] | None = None,
    enough: float = np.inf,
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
    order : in which performances are looked at, as the season has them unless given
    enough : the objective at which paths that keep all rows are good enough
    """
    plan = _Plan(problems, list(chosen), constant)
    places = range(len(problems)) if order is None else order
    together = TOGETHER if len(problems) > THOROUGH_MAX else 1
    nodes = 0
    rounds = ROUNDS_MAX if len(problems) <= THOROUGH_MAX else ROUNDS_LARGE
    for _ in range(rounds):
        changed = False
        for first in range(0, len(places), together):
            if not check(1.0) or plan.is_enough(enough):
                return plan.chosen
            changed |= plan.improve(places[first : first + together], nodes, check)
        if changed:
            continue
        if nodes or len(problems) > THOROUGH_MAX or not len(constant):
            break
        nodes = NODES_MAX // len(problems)
    return plan.chosen


@dataclass
class _Plan:
    """A path of each performance, and the sums of the shared rows [Q]."""

    problems: Sequence[Problem]
    chosen: list[Found]
    constant: NDArray[np.float64]

    def __post_init__(self) -> None:
        self.total = sum_of(self.problems, self.chosen, self.constant)
        self.unit = unit_of(self.problems)

    def is_enough(self, objective: float) -> bool:
        """Return whether all rows hold and the objective is reached."""
        if objective == np.inf or self._missed(self.total) > ROW_TOLERANCE:
            return False
        pairs = zip(self.problems, self.chosen, strict=True)
        return sum(objective_of(*pair) for pair in pairs) >= objective

    def improve(
        self, places: Sequence[int], nodes: int, check: Callable[[float], bool]
    ) -> bool:
        """Look for better paths of some performances at once; whether any was found.

        Each may use all the room that the others leave; those that together would
        miss rows wait for the next round.
        """
        asked = [
            _Asked(
                self.problems[f], self.chosen[f],
                self.total - activity_of(self.problems[f], self.chosen[f]), nodes,
                len(self.problems) <= THOROUGH_MAX,
            )
            for f in places
        ]  # fmt: skip
        found_any = False
        for f, found in zip(places, each(_with_room, asked, check), strict=True):
            problem, known = self.problems[f], self.chosen[f]
            if found is None:
                continue
            found_any = True
            after = self.total + activity_of(problem, found)
            after -= activity_of(problem, known)
            missed, now = self._missed(after), self._missed(self.total)
            if missed <= ROW_TOLERANCE or missed < now - ROW_TOLERANCE:
                self.chosen[f], self.total = found, after
        return found_any

    def _missed(self, total: NDArray[np.float64]) -> float:
        return float((np.maximum(-total, 0.0) / self.unit).sum())


@dataclass(frozen=True)
class _Asked:
    """A performance to look at, with the room [Q] that the others leave.

    With ``nodes`` so many periods are played beyond the search, which begins from
    single tiers too where ``levels`` says so.
    """

    problem: Problem
    known: Found
    room: NDArray[np.float64]
    nodes: int
    levels: bool


def _with_room(asked: _Asked) -> Found | None:
    """Return the best path where the shared rows are the performance's own.

    None where it is no better than the one known.
    """
    problem, known, room = asked.problem, asked.known, asked.room
    tight = np.flatnonzero(room + _least(problem) < 0.0)
    own = problem.own.and_rows(problem.shared.some(tight), room[tight])
    alone = replace(problem, own=own)
    nothing = np.zeros(len(room))
    if asked.levels:
        found = best_alone(alone, (known.path,))
    else:
        found = find_path(alone, nothing, starts=(known.path,), wide=True, levels=False)
    if asked.nodes and len(found.path):
        seats = np.zeros(len(problem.left))
        starts = (found.path, known.path)
        found = find_path(
            alone, nothing, starts=starts, seat_price=seats, nodes_max=asked.nodes
        )
    added = np.arange(len(tight)) + 1 + len(problem.own)
    short = -np.minimum(room + activity_of(problem, known), 0.0) / problem.shared.unit
    less = found.short < short.sum() - ROW_TOLERANCE
    worth_more = found.value > objective_of(problem, known)
    own = problem.own
    if rows_missed(found.measures, own.constant, own.unit) > 0:
        return None
    if less or (found.short <= ROW_TOLERANCE and worth_more):
        measures = np.delete(found.measures, added)
        return replace(found, measures=measures, short=0.0)
    return None


def _least(problem: Problem) -> NDArray[np.float64]:
    """Return what a performance adds to each shared row at the least: [Q].

    Rows that have more room than that cannot be missed by any path of its.
    """
    rows = problem.shared
    sold = np.minimum(rows.sales.min(axis=(1, 3), initial=0.0), 0.0) @ problem.left
    met = np.minimum(rows.use.min(axis=1, initial=0.0), 0.0).sum(axis=1)
    least = sold + met * problem.weights.sum()
    return np.where(rows.surplus.any(axis=1), -np.inf, least)
