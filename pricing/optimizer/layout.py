"""Rows and fixed columns of a performance's linear program.

``pricing.optimizer.relaxation`` states the program; here is where each of its
rows stands. A category that demand cannot exhaust has no rows: its seats are
worth nothing and it never closes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.closable import closable, exhaustible, groups_of
from pricing.optimizer.layout_rows import (
    ProgramRows,
    add_flows,
    add_keep_open,
    add_links,
    add_nested,
    add_public_limits,
    add_transitions,
)
from pricing.optimizer.problem import Problem


@dataclass(frozen=True)
class Layout:
    """The program without its generated columns.

    Rows that do not exist have place -1. Letters: G groups, M the tight
    categories, A the allowed tiers.

    Parameters
    ----------
    problem : Problem
    tiers : [A], places of the allowed tiers on the ladder
    groups : [G, K], who belongs to each group
    tight : [M], places of the categories that may sell out
    closable : [G, T, C], whether a group may find the category closed
    closing : [G, T, C], seats sold that may close it
    limit, equal : the right-hand sides of all rows, and which are equations
    fixed_row, fixed_column, fixed_value : entries of the fixed columns
    fixed_count : int
    use_column : [T, A], part of each period at a tier or a dearer one
    sold_column : [T, M], seats sold by a period's end
    link_row : [T, A, G]
    flow_row : [T, M]
    capacity_row : [M]
    public_flow_row : [T, M], of the public's sales
    public_limit_row : [T, M]
    keep_row : [G, T, M]
    nest_row : [T, M], closed to solidarity classes only while to the public
    own_row : [R]
    """

    problem: Problem
    tiers: NDArray[np.int64]
    groups: NDArray[np.bool_]
    tight: NDArray[np.int64]
    closable: NDArray[np.bool_]
    closing: NDArray[np.float64]
    limit: NDArray[np.float64]
    equal: NDArray[np.bool_]
    fixed_row: NDArray[np.int64]
    fixed_column: NDArray[np.int64]
    fixed_value: NDArray[np.float64]
    fixed_count: int
    use_column: NDArray[np.int64]
    sold_column: NDArray[np.int64]
    link_row: NDArray[np.int64]
    flow_row: NDArray[np.int64]
    capacity_row: NDArray[np.int64]
    public_flow_row: NDArray[np.int64]
    public_limit_row: NDArray[np.int64]
    keep_row: NDArray[np.int64]
    nest_row: NDArray[np.int64]
    own_row: NDArray[np.int64]

    def seat_price(
        self, dual: NDArray[np.float64], group: int, period: int
    ) -> NDArray[np.float64]:
        """Return what a sale to a group in a period costs at the duals: [C]."""
        price = np.zeros(len(self.problem.left))
        price[self.tight] = -dual[self.flow_row[period]]
        if len(self.groups) > 1 and group == 0:
            price[self.tight] -= dual[self.public_flow_row[period]]
        return price

    def closing_price(
        self, dual: NDArray[np.float64], group: int, period: int
    ) -> NDArray[np.float64]:
        """Return what it costs at the duals to close a category: [C].

        Closing one to the public lets it close to solidarity classes: it may bring.
        """
        price = np.zeros(len(self.problem.left))
        rows = self.keep_row[group, period]
        found = rows >= 0
        places = self.tight[found]
        price[places] = self.closing[group, period, places] * np.maximum(
            dual[rows[found]], 0.0
        )
        rows = self.nest_row[period]
        found = rows >= 0
        sign = -1.0 if group == 0 else 1.0
        price[self.tight[found]] += sign * np.maximum(dual[rows[found]], 0.0)
        return price


def lay_out(problem: Problem) -> Layout:
    """Return the rows and fixed columns of a problem's program."""
    tiers = np.flatnonzero(problem.allowed)
    groups = groups_of(problem)
    closing = np.broadcast_to(
        problem.left, (len(groups), *problem.public_left.shape)
    ).copy()
    if len(groups) > 1:
        closing[0] = np.minimum(problem.public_left, problem.left)
    may_close = closable(problem)
    tight = np.flatnonzero(exhaustible(problem).any(axis=(0, 1)))
    rows = ProgramRows()
    periods = len(problem.periods)
    use = np.arange(periods * len(tiers)).reshape(periods, -1)
    sold = use.size + np.arange(periods * len(tight)).reshape(periods, -1)
    public = sold.size + sold
    count = use.size + sold.size * len(groups)
    link = add_links(rows, use, len(groups))
    flow = add_flows(rows, sold)
    public_flow = add_flows(rows, public) if len(groups) > 1 else np.full_like(flow, -1)
    capacity = [
        rows.add(float(problem.left[c]), [(int(n), 1.0)])
        for c, n in zip(tight, sold[-1], strict=True)
    ]
    own = [rows.add(float(constant), []) for constant in problem.own.constant]
    public_limit = add_public_limits(rows, problem, tight, public, len(groups))
    keep = np.full((len(groups), *sold.shape), -1)
    nest = np.full(sold.shape, -1)
    if problem.keep_open:
        keep = add_keep_open(rows, may_close, closing, tight, sold)
        nest = add_nested(rows, may_close, tight, nest)
    add_transitions(rows, use, problem)
    row, column, value = zip(*rows.entries, strict=True)
    return Layout(
        problem=problem,
        tiers=tiers,
        groups=groups,
        tight=tight,
        closable=may_close,
        closing=closing,
        public_limit_row=public_limit,
        keep_row=keep,
        nest_row=nest,
        use_column=use,
        sold_column=sold,
        link_row=link,
        flow_row=flow,
        capacity_row=np.array(capacity, dtype=np.int64),
        public_flow_row=public_flow,
        own_row=np.array(own, dtype=np.int64),
        limit=np.array(rows.limit),
        equal=np.array(rows.equal),
        fixed_row=np.array(row),
        fixed_column=np.array(column),
        fixed_value=np.array(value),
        fixed_count=count,
    )
