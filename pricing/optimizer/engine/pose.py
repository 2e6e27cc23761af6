"""The problems of a season's performances as one instance of the engine."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.instance import Instance
from pricing.optimizer.problem import Problem
from pricing.optimizer.row_arrays import Rows


def pose(
    problems: Sequence[Problem],
    season_constant: NDArray[np.float64],
    *,
    by_category: bool = False,
) -> Instance:
    """Return problems as an instance, padded to the largest of each axis.

    Parameters
    ----------
    problems : with the same classes and the same shared rows each
    season_constant : [Q], what is added to the shared rows
    by_category : bool
        Whether each category takes a tier of its own.
    """
    if not problems:
        raise ValueError("Expected at least one problem.")
    rungs = max(each.attraction.shape[0] for each in problems)
    categories = max(each.attraction.shape[1] for each in problems)
    periods = max(1, *(len(each.periods) for each in problems))
    own = max(len(each.own) for each in problems)
    posed = [
        _pose_one(each, rungs, categories, periods, own, by_category)
        for each in problems
    ]
    fields = {name: np.array([each[name] for each in posed]) for name in posed[0]}
    return Instance(
        **fields,
        season_constant=np.asarray(season_constant, dtype=float),
        by_category=by_category,
    )


def _pose_one(
    problem: Problem,
    rungs: int,
    categories: int,
    periods: int,
    own: int,
    by_category: bool,
) -> dict[str, NDArray[np.generic]]:
    """Return the part of an instance that is one performance's."""
    count, width, classes = problem.attraction.shape

    spare = own - len(problem.own)
    none = Rows(
        keys=(("", 0),) * spare,
        sales=np.zeros((spare, count, width, classes)),
        use=np.zeros((spare, count, width)),
        surplus=np.zeros((spare, classes)),
        through=np.zeros(spare, dtype=np.int64),
        constant=np.zeros(spare),
    )
    rows = problem.own.and_rows(none, none.constant).and_rows(
        problem.shared, problem.shared.constant
    )
    measures = 1 + len(rows)
    scale = problem.surplus_scale
    steps = _steps(problem, rungs, categories, periods)
    allowed, start = _may_stand(problem, rungs, categories, by_category)
    posted = _padded(problem.income.max(axis=2), rungs, categories)
    # Nobody comes in padded periods: what was sold by then still keeps its limit.
    public_limit = _padded(np.tile(problem.left, (periods, 1)), periods, categories)
    public_limit[: len(problem.periods), :width] = np.minimum(
        problem.public_left, problem.left
    )
    return {
        "attraction": _padded(problem.attraction, rungs, categories, classes),
        "mass": _padded(problem.mass, periods, classes),
        "weights": _padded(problem.weights, periods),
        "sales": _padded(
            np.concatenate([problem.worth[None], rows.sales]),
            measures, rungs, categories, classes,
        ),
        "use": _padded(
            np.concatenate([np.zeros((1, count, width)), rows.use]),
            measures, rungs, categories,
        ),
        "surplus": np.concatenate([problem.gain[None] * scale, rows.surplus * scale]),
        "through": np.append(periods - 1, rows.through - 1),
        "own_constant": rows.constant[:own],
        "seats": _padded(problem.left, categories),
        "public_limit": public_limit,
        "solidarity": problem.solidarity,
        "allowed": allowed,
        "start": start,
        "keep_open": np.array(problem.keep_open),
        "chained": np.array(problem.never_falls or problem.steps is not None),
        "steps": steps,
        "ordered": np.array(by_category and problem.ordered),
        "posted": posted,
    }  # fmt: skip


def _padded(values: NDArray[np.float64], *shape: int) -> NDArray[np.float64]:
    """Return values in the first places of a larger array of zeros."""
    out = np.zeros(shape)
    out[tuple(slice(size) for size in values.shape)] = values
    return out


def _may_stand(
    problem: Problem, rungs: int, categories: int, by_category: bool
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rungs are allowed, and which from the start: [L, C] each."""
    count, width, _ = problem.attraction.shape
    allowed, start = np.zeros((2, rungs, categories), dtype=bool)
    allowed[:count] = problem.allowed[:, None]
    if by_category:
        allowed[:count, :width] = problem.allowed_each
    start[:count] = True
    start[:count, :width] = problem.start.T
    return allowed, start


def _steps(
    problem: Problem, rungs: int, categories: int, periods: int
) -> NDArray[np.bool_]:
    """Return which rung may follow which: [T - 1, C, L, L]."""
    count, width, _ = problem.attraction.shape
    length = len(problem.periods)
    steps = np.ones((periods - 1, categories, rungs, rungs), dtype=bool)
    if length > 1:
        inside = steps[: length - 1, :width, :count, :count]
        inside[:] = np.triu(inside) if problem.never_falls else inside
        if problem.steps is not None:
            inside &= problem.steps
    return steps
