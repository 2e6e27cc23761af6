"""The linear program of a performance: a bound on all paths, and bid prices.

Letters as in ``pricing.optimizer.market``; groups G are the public and the
solidarity classes, told apart only where the public meets limits of its own.
Columns say which part of a period a tier is posted with a set S of categories
open to a group; the expected sales D and income R of a column are exact, since
tier and set fix every price. With u[t, l] the part of period t at tier l:

    maximise   sum R w
    subject to sum_l u[t, l] = 1                                     each t
               sum_S w[t, l, g, S] = u[t, l]                         each t, l, g
               Y[t, c] = Y[t-1, c] + sum D_c w[t]                    each t, c
               Y[last, c] <= seats left                dual: the bid price of c
               the same for sales to the public, Z[t, c] <= public limit
               b sum over l, S without c of w[t, l, g, S] <= Y[t, c]  (keep open)
               closed to solidarity <= closed to the public     each t, c (nested)
               sum_{l >= m} u[t, l] <= sum_{l >= m} u[t+1, l]        (never falls)
               sum a D w + constant >= 0               each own row of a rule

(The objective and rows may count surplus and buyers met beside sales; other rules
on changes of price have rows of the same kind as those of prices that never fall.)
A category with seats left is on sale, so in period t it is closed to a group
only if the seats b that close it were sold by the period's end: the keep-open
rows say so, divided by b, unless the plan may close categories. What is closed to
solidarity classes is sold out, so it is closed to the public too. Every path's
play-out is a solution of the same value, hence the bound. The sets S are
generated: ``best_set`` finds by enumeration the set of greatest reduced cost for
each t, l, g, and what it finds bounds what the columns left out could add.
"""

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.assortment import best_sets
from pricing.optimizer.columns import Column, entries, played
from pricing.optimizer.layout import Layout, lay_out
from pricing.optimizer.problem import Problem
from pricing.optimizer.row_arrays import weigh
from pricing.optimizer.solver import Answer, LinearProgram, Session

# Share of the value that the columns left out may add when generation stops.
TOLERANCE = 1e-5
ROUNDS_MAX = 60


@dataclass(frozen=True)
class Relaxation:
    """What the program proves.

    Parameters
    ----------
    bound : float
        No path brings more, objective and priced shared rows together.
    seat_price : [C], currency units per seat, at least 0
        Duals of the seats left.
    bid_price : [C], currency units per seat, at least 0
        What the bound gains by one more seat in all rows where seats stand.
    limit_price : [T, C], currency units per seat
        Duals of the limits on the public's sales.
    own_price : [R]
        Duals of own rows.
    use : [T, L]
        Part of each period at each tier.
    """

    bound: float
    seat_price: NDArray[np.float64]
    bid_price: NDArray[np.float64]
    limit_price: NDArray[np.float64]
    own_price: NDArray[np.float64]
    use: NDArray[np.float64]


def relax(
    problem: Problem,
    shared_price: NDArray[np.float64],
    path: NDArray[np.int64],
    time_limit_seconds: float = 60.0,
) -> Relaxation | None:
    """Return a bound on all paths of a problem, and its dual prices.

    Parameters
    ----------
    problem : Problem
        With at least one period and one tier allowed.
    shared_price : [Q]
        Prices of the rows that several performances share.
    path : [T], places on the ladder
        A path that keeps the problem's rules; its columns are the first.
    time_limit_seconds : float

    Returns
    -------
    Relaxation, or None when no mix of tiers keeps the rules

    Raises
    ------
    SolverFailed
        When the time is over before the first solution.
    """
    started = monotonic()
    layout = lay_out(problem)
    known = set(played(layout, path)) | set(_all_open(layout))
    first = sorted(known, key=lambda c: (c.period, c.tier, c.group, c.opened))
    session = Session(_program(layout, shared_price, []), time_limit_seconds)
    _add(session, layout, shared_price, first)
    answer = session.solve()
    if answer is None:
        return None
    for _ in range(ROUNDS_MAX):
        fresh, left_out = _generate(layout, shared_price, answer.dual, known)
        enough = left_out <= TOLERANCE * abs(answer.objective) + 1e-9
        late = monotonic() - started > time_limit_seconds
        if enough or late or not fresh:
            break
        known.update(fresh)
        _add(session, layout, shared_price, fresh)
        grown = session.solve()
        if grown is None:
            break
        answer = grown
    return _read(layout, answer, left_out)


def _add(
    session: Session,
    layout: Layout,
    shared_price: NDArray[np.float64],
    columns: list[Column],
) -> None:
    """Add columns to the program in the solver."""
    made = entries(layout, shared_price, columns)
    session.add_columns(
        made.cost, made.start.astype(np.int32), made.row.astype(np.int32), made.value
    )


def _all_open(layout: Layout) -> list[Column]:
    """Return the columns with every category open."""
    periods, categories = layout.problem.public_left.shape
    every = (True,) * categories
    return [
        Column(t, int(tier), group, every)
        for t in range(periods)
        for tier in layout.tiers
        for group in range(len(layout.groups))
    ]


def full_program(problem: Problem, shared_price: NDArray[np.float64]) -> LinearProgram:
    """Return the whole program of a small problem, every set of categories in it."""
    layout = lay_out(problem)
    columns = []
    for each in _all_open(layout):
        places = np.flatnonzero(layout.closable[each.group, each.period])
        for code in range(1 << len(places)):
            opened = np.ones(len(each.opened), dtype=bool)
            opened[[c for i, c in enumerate(places) if code >> i & 1]] = False
            columns.append(
                Column(each.period, each.tier, each.group, tuple(opened.tolist()))
            )
    return _program(layout, shared_price, columns)


def _program(
    layout: Layout, shared_price: NDArray[np.float64], columns: list[Column]
) -> LinearProgram:
    """Return the program with some of its columns."""
    count = layout.fixed_count
    if not columns:
        return LinearProgram(
            np.zeros(count), layout.fixed_row, layout.fixed_column, layout.fixed_value,
            layout.limit, layout.equal,
        )  # fmt: skip
    made = entries(layout, shared_price, columns)
    column = count + np.repeat(
        np.arange(len(columns)), np.diff(np.append(made.start, len(made.row)))
    )
    return LinearProgram(
        cost=np.concatenate([np.zeros(count), made.cost]),
        row=np.concatenate([layout.fixed_row, made.row]),
        column=np.concatenate([layout.fixed_column, column]),
        value=np.concatenate([layout.fixed_value, made.value]),
        limit=layout.limit,
        equal=layout.equal,
    )


def _generate(
    layout: Layout,
    shared_price: NDArray[np.float64],
    dual: NDArray[np.float64],
    known: set[Column],
) -> tuple[list[Column], float]:
    """Return the columns of greatest reduced cost, and what all others may add."""
    problem = layout.problem
    periods, categories = problem.public_left.shape
    fresh = []
    left_out = 0.0
    weighed = weigh(
        problem.worth, problem.gain, problem.surplus_scale, periods,
        ((problem.own, dual[layout.own_row]), (problem.shared, shared_price)),
    )  # fmt: skip
    for group, members in enumerate(layout.groups):
        size = np.where(members, problem.class_size, 0.0)
        for t in range(periods):
            seat = layout.seat_price(dual, group, t)
            phase = weighed.phase[t]
            opened = np.empty((len(layout.tiers), categories), dtype=bool)
            worth, bound = best_sets(
                problem.attraction,
                problem.weights[t] * size,
                weighed.sales[phase],
                weighed.surplus[phase],
                seat,
                layout.closing_price(dual, group, t),
                np.flatnonzero(layout.closable[group, t]),
                layout.tiers,
                opened,
            )
            paid = dual[layout.link_row[t, :, group]]
            if group == 0:
                paid = paid - problem.weights[t] * weighed.posted[phase, layout.tiers]
            left_out += max(0.0, float((bound - paid).max()))
            for place in np.flatnonzero(worth - paid > 1e-9 * np.abs(worth)):
                tier = int(layout.tiers[place])
                column = Column(t, tier, group, tuple(opened[place].tolist()))
                if column not in known:
                    fresh.append(column)
    return fresh, left_out


def _read(layout: Layout, answer: Answer, left_out: float) -> Relaxation:
    """Return the bound and the prices of the program's last solution."""
    problem, tight = layout.problem, layout.tight
    dual = answer.dual
    seat_price = np.zeros(len(problem.left))
    seat_price[tight] = np.maximum(dual[layout.capacity_row], 0.0)
    limit_price = np.zeros(problem.public_left.shape)
    for t, m in np.argwhere(layout.public_limit_row >= 0):
        limit_price[t, tight[m]] = max(dual[layout.public_limit_row[t, m]], 0.0)
    # One more seat also puts off the moment from which a category may close.
    bid_price = seat_price + limit_price.sum(axis=0) - _put_off(layout, answer)
    use = np.zeros((len(problem.periods), len(problem.allowed)))
    at_least = answer.x[layout.use_column]
    use[:, layout.tiers] = at_least - np.pad(at_least[:, 1:], ((0, 0), (0, 1)))
    return Relaxation(
        # The constants of own rows stand in their limits: the objective has them.
        bound=answer.objective + left_out,
        seat_price=seat_price,
        bid_price=np.maximum(bid_price, 0.0),
        limit_price=limit_price,
        own_price=np.maximum(dual[layout.own_row], 0.0),
        use=use,
    )


def _put_off(layout: Layout, answer: Answer) -> NDArray[np.float64]:
    """Return what the keep-open rows lose by one more seat of each category: [C].

    Where such a row binds, the part of the period that is closed is the seats
    sold over the seats that close the category.
    """
    lost = np.zeros(len(layout.problem.left))
    for group, t, m in np.argwhere(layout.keep_row >= 0):
        dual = max(answer.dual[layout.keep_row[group, t, m]], 0.0)
        category = layout.tight[m]
        sold = answer.x[layout.sold_column[t, m]]
        lost[category] += dual * sold / layout.closing[group, t, category]
    return lost
