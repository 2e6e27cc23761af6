"""A problem, and the state of its play-out, as compiled code takes them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.problem import Problem
from pricing.optimizer.row_arrays import weigh


class Arrays(NamedTuple):
    """A problem as compiled code takes it; letters as in ``Problem``.

    Measures V are sums over what a path sells: the value, own rows, the objective,
    income, shared rows. The value is the objective and shared rows at their prices,
    which end at different periods: H counts the phases between.

    Parameters
    ----------
    phase : [T], the phase of each period
    worth : [H, L, C, K]; worth_use : [H, L, C]; worth_surplus : [H, K]
        What counts for the value.
    counted : the first so many measures are summed
    sales : [V, L, C, K], per seat sold
    use : [V, L, C], per share of the horizon's buyers met at a category's tier
    surplus : [V, K], per unit of log-sum of a person
    through : [V], how many periods count
    gains : whether any measure counts surplus
    constant, unit : [R], of the own rows
    tiers : [A], places of the allowed tiers on the ladder
    codes : [S], sets of categories that a plan may close
    start : [A]; follow : [T - 1, A, A], of tiers for all categories
    rungs, start_rungs : [L, C]; moves : [T - 1, C, L, L], of each category
    full : [L, C]; in_order : [C]
    """

    attraction: NDArray[np.float64]
    mass: NDArray[np.float64]
    weights: NDArray[np.float64]
    solidarity: NDArray[np.bool_]
    public_left: NDArray[np.float64]
    phase: NDArray[np.int64]
    worth: NDArray[np.float64]
    worth_use: NDArray[np.float64]
    worth_surplus: NDArray[np.float64]
    counted: int
    sales: NDArray[np.float64]
    use: NDArray[np.float64]
    surplus: NDArray[np.float64]
    through: NDArray[np.int64]
    gains: bool
    constant: NDArray[np.float64]
    unit: NDArray[np.float64]
    tiers: NDArray[np.int64]
    codes: NDArray[np.int64]
    start: NDArray[np.bool_]
    follow: NDArray[np.bool_]
    rungs: NDArray[np.bool_]
    start_rungs: NDArray[np.bool_]
    moves: NDArray[np.bool_]
    full: NDArray[np.int64]
    in_order: NDArray[np.bool_]
    by_category: bool
    never_falls: bool


class State(NamedTuple):
    """What holds as each period begins, and room to work in.

    Parameters
    ----------
    left, public_sold : [T + 1, C], seats
    total : [T + 1, V], sums of the measures
    room : [C]; rate, sales, attraction : [C, K]
    pull : [K], 1 and the attraction of all that is open
    gained : [K], log-sums of those who came in the period
    opened : [2 C + 1, 2, C], by segment of a period: to the public (0), to all (1)
    share : [2 C + 1], the part of the period that each segment lasts
    """

    left: NDArray[np.float64]
    public_sold: NDArray[np.float64]
    total: NDArray[np.float64]
    room: NDArray[np.float64]
    rate: NDArray[np.float64]
    sales: NDArray[np.float64]
    attraction: NDArray[np.float64]
    pull: NDArray[np.float64]
    gained: NDArray[np.float64]
    opened: NDArray[np.bool_]
    share: NDArray[np.float64]


def arrays_of(problem: Problem, shared_price: NDArray[np.float64]) -> Arrays:
    """Return a problem as compiled code takes it, shared rows at prices [Q].

    The measures are the value, own rows, the objective, income, shared rows.
    """
    own, shared = problem.own, problem.shared
    tiers = np.flatnonzero(problem.allowed & problem.rungs.all(axis=1))
    nothing = np.zeros((1, *problem.allowed_each.shape))
    surplus = np.concatenate(
        [
            problem.gain[None], own.surplus, problem.gain[None],
            np.zeros((1, len(problem.gain))), shared.surplus,
        ]
    )  # fmt: skip
    every = np.full(1, len(problem.periods))
    weighed = weigh(
        problem.worth, problem.gain, problem.surplus_scale, len(problem.periods),
        ((shared, shared_price),),
    )  # fmt: skip
    return Arrays(
        attraction=problem.attraction,
        mass=problem.mass,
        weights=problem.weights,
        solidarity=problem.solidarity,
        public_left=problem.public_left,
        phase=weighed.phase,
        worth=weighed.sales,
        worth_use=weighed.use,
        worth_surplus=weighed.surplus,
        counted=len(surplus),
        sales=np.concatenate(
            [
                problem.worth[None],
                own.sales,
                problem.worth[None],
                problem.income[None],
                shared.sales,
            ]
        ),
        use=np.concatenate([nothing, own.use, nothing, nothing, shared.use]),
        surplus=surplus * problem.surplus_scale,
        through=np.concatenate([every, own.through, every, every, shared.through]),
        gains=bool(surplus.any()),
        constant=own.constant,
        unit=own.unit,
        tiers=tiers,
        codes=problem.codes,
        start=problem.first[tiers],
        follow=np.ascontiguousarray(problem.follow[:, tiers][:, :, tiers]),
        rungs=np.ascontiguousarray(problem.rungs),
        start_rungs=np.ascontiguousarray(problem.start_rungs),
        moves=problem.moves,
        full=problem.full,
        in_order=problem.in_order,
        by_category=problem.by_category,
        never_falls=problem.never_falls,
    )


def state_of(problem: Problem, measures: int) -> State:
    """Return the state before anything of a problem is sold."""
    periods, categories = problem.public_left.shape
    classes = len(problem.solidarity)
    segments = 2 * categories + 1
    left = np.zeros((periods + 1, categories))
    left[0] = problem.left
    return State(
        left=left,
        public_sold=np.zeros((periods + 1, categories)),
        total=np.zeros((periods + 1, measures)),
        room=np.zeros(categories),
        rate=np.zeros((categories, classes)),
        sales=np.zeros((categories, classes)),
        attraction=np.zeros((categories, classes)),
        pull=np.zeros(classes),
        gained=np.zeros(classes),
        opened=np.zeros((segments, 2, categories), dtype=np.bool_),
        share=np.zeros(segments),
    )
