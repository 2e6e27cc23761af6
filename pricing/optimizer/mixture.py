"""The program over known paths: the best mix, or the best choice of one each.

``pricing.optimizer.master`` states it and says what it is for.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.problem import Problem
from pricing.optimizer.search import Found
from pricing.optimizer.solver import LinearProgram, solve

# Units of a row that a choice of paths must have to spare in each.
CHOICE_MARGIN = 1e-5
CHOICE_SECONDS = 5.0


def objective_of(problem: Problem, found: Found) -> float:
    """Return the objective of a path without any priced rows."""
    return float(found.measures[1 + len(problem.own)])


def activity_of(problem: Problem, found: Found) -> NDArray[np.float64]:
    """Return what a path adds to the shared rows: [Q]."""
    return found.measures[3 + len(problem.own) :]


def unit_of(problems: Sequence[Problem]) -> NDArray[np.float64]:
    """Return the size of the shared rows' coefficients: [Q]."""
    return np.asarray(np.max([each.shared.unit for each in problems], axis=0))


def sum_of(
    problems: Sequence[Problem], chosen: Sequence[Found], constant: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the sums of the shared rows: [Q]."""
    total = constant.copy()
    for problem, found in zip(problems, chosen, strict=True):
        total += activity_of(problem, found)
    return total


def missed(
    problems: Sequence[Problem], chosen: Sequence[Found], constant: NDArray[np.float64]
) -> float:
    """Return by how many of their units the shared rows are missed."""
    total = sum_of(problems, chosen, constant)
    return float((np.maximum(-total, 0.0) / unit_of(problems)).sum())


def _program(
    problems: Sequence[Problem],
    pool: Sequence[Sequence[Found]],
    constant: NDArray[np.float64],
    shortfall_cost: float | None,
) -> LinearProgram:
    """Return the master program; in integers when no shortfall is allowed.

    Its shared rows are in their units. An infinite cost leaves only the shortfall
    to count.
    """
    alone = shortfall_cost == np.inf
    unit = unit_of(problems)
    flat = [
        (f, objective_of(problem, found), activity_of(problem, found) / unit)
        for f, (problem, known) in enumerate(zip(problems, pool, strict=True))
        for found in known
    ]
    count, rows = len(flat), len(constant)
    activity = np.array([each[2] for each in flat]).reshape(count, rows)
    slack = 0 if shortfall_cost is None else rows
    cost = np.array([0.0 if alone else each[1] for each in flat])
    missing = 1.0 if alone else shortfall_cost or 0.0
    return LinearProgram(
        cost=np.concatenate([cost, np.full(slack, -missing)]),
        row=np.concatenate(
            [
                np.array([each[0] for each in flat]),
                np.repeat(np.arange(rows), count) + len(problems),
                np.arange(slack) + len(problems),
            ]
        ),
        column=np.concatenate(
            [
                np.arange(count),
                np.tile(np.arange(count), rows),
                count + np.arange(slack),
            ]
        ),
        value=np.concatenate([np.ones(count), -activity.T.ravel(), -np.ones(slack)]),
        # The solver may miss a row a little; a choice may not.
        limit=np.concatenate(
            [
                np.ones(len(problems)),
                constant / unit - (CHOICE_MARGIN if shortfall_cost is None else 0.0),
            ]
        ),
        equal=np.arange(len(problems) + rows) < len(problems),
        integer=shortfall_cost is None,
    )


def mix(
    problems: Sequence[Problem],
    pool: Sequence[Sequence[Found]],
    constant: NDArray[np.float64],
    shortfall_cost: float,
) -> tuple[float, NDArray[np.float64], float]:
    """Return the value of the best mix, the duals of the rows and the shortfall.

    The duals are per unit of the objective and row, the shortfall is in rows' units.
    An infinite cost leaves only the shortfall to count: the value is its negative.
    """
    answer = solve(_program(problems, pool, constant, shortfall_cost))
    if answer is None:
        raise AssertionError("A master with shortfall has a solution.")
    rows = len(constant)
    multiplier = np.maximum(answer.dual[len(problems) :], 0.0) / unit_of(problems)
    return answer.objective, multiplier, float(answer.x[len(answer.x) - rows :].sum())


def choose(
    problems: Sequence[Problem],
    pool: Sequence[Sequence[Found]],
    constant: NDArray[np.float64],
) -> list[Found] | None:
    """Return the best choice of one known path each, or None when none keeps all."""
    answer = solve(_program(problems, pool, constant, None), CHOICE_SECONDS)
    if answer is None:
        return None
    chosen = []
    at = 0
    for known in pool:
        chosen.append(known[int(answer.x[at : at + len(known)].argmax())])
        at += len(known)
    return chosen if missed(problems, chosen, constant) <= ROW_TOLERANCE else None
