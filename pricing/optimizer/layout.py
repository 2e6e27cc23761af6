"""Rows and fixed columns of a performance's linear program.

``pricing.optimizer.relaxation`` states the program; here is where each of its
rows stands. A category that demand cannot exhaust has no rows: its seats are
worth nothing and it never closes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.closable import closable, exhaustible, groups_of
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


class _Rows:
    """Rows and entries of fixed columns as they are added."""

    def __init__(self) -> None:
        self.limit: list[float] = []
        self.equal: list[bool] = []
        self.entries: list[tuple[int, int, float]] = []

    def add(
        self, limit: float, entries: list[tuple[int, float]], *, equal: bool = False
    ) -> int:
        """Add a row with (column, value) entries; return its place."""
        place = len(self.limit)
        self.limit.append(limit)
        self.equal.append(equal)
        self.entries.extend((place, column, value) for column, value in entries)
        return place


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
    rows = _Rows()
    periods = len(problem.periods)
    use = np.arange(periods * len(tiers)).reshape(periods, -1)
    sold = use.size + np.arange(periods * len(tight)).reshape(periods, -1)
    public = sold.size + sold
    count = use.size + sold.size * len(groups)
    link = _links(rows, use, len(groups))
    flow = _flows(rows, sold)
    public_flow = _flows(rows, public) if len(groups) > 1 else np.full_like(flow, -1)
    capacity = np.array(
        [
            rows.add(float(problem.left[c]), [(int(n), 1.0)])
            for c, n in zip(tight, sold[-1], strict=True)
        ],
        dtype=np.int64,
    )
    own = np.array(
        [rows.add(float(constant), []) for constant in problem.own.constant],
        dtype=np.int64,
    )
    public_limit = _public_limits(rows, problem, tight, public, len(groups))
    keep = np.full((len(groups), *sold.shape), -1)
    nest = np.full(sold.shape, -1)
    if problem.keep_open:
        keep = _keep_open(rows, may_close, closing, tight, sold)
        nest = _nested(rows, may_close, tight, nest)
    _transitions(rows, use, problem)
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
        capacity_row=capacity,
        public_flow_row=public_flow,
        own_row=own,
        limit=np.array(rows.limit),
        equal=np.array(rows.equal),
        fixed_row=np.array(row),
        fixed_column=np.array(column),
        fixed_value=np.array(value),
        fixed_count=count,
    )


def _links(rows: _Rows, use: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Add the rows that tie open sets to the use of tiers: [T, A, G]."""
    link = np.empty((*use.shape, groups), dtype=np.int64)
    for t, a in np.ndindex(use.shape):
        if a == 0:
            rows.add(1.0, [(int(use[t, 0]), 1.0)], equal=True)
        at_tier = [(int(use[t, a]), -1.0)]
        if a + 1 < use.shape[1]:
            at_tier.append((int(use[t, a + 1]), 1.0))
        for group in range(groups):
            link[t, a, group] = rows.add(0.0, at_tier, equal=True)
    return link


def _flows(rows: _Rows, sold: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add the rows that carry sales from period to period: [T, M]."""
    flow = np.empty(sold.shape, dtype=np.int64)
    for (t, m), column in np.ndenumerate(sold):
        before = [(int(sold[t - 1, m]), -1.0)] if t else []
        flow[t, m] = rows.add(0.0, [(int(column), 1.0), *before], equal=True)
    return flow


def _public_limits(
    rows: _Rows,
    problem: Problem,
    tight: NDArray[np.int64],
    public: NDArray[np.int64],
    groups: int,
) -> NDArray[np.int64]:
    """Add the limits on the public's sales at the last period of each: [T, M]."""
    place = np.full(public.shape, -1)
    if groups == 1:
        return place
    last = len(public) - 1
    for (t, m), column in np.ndenumerate(public):
        limit = problem.public_left[t, tight[m]]
        rises = t < last and problem.public_left[t + 1, tight[m]] > limit
        if limit < problem.left[tight[m]] and (rises or t == last):
            place[t, m] = rows.add(float(limit), [(int(column), 1.0)])
    return place


def _keep_open(
    rows: _Rows,
    may_close: NDArray[np.bool_],
    closing: NDArray[np.float64],
    tight: NDArray[np.int64],
    sold: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Add the keep-open rows: [G, T, M]."""
    place = np.full((len(may_close), *sold.shape), -1)
    for group, t, m in np.ndindex(place.shape):
        if may_close[group, t, tight[m]] and closing[group, t, tight[m]] > 0:
            place[group, t, m] = rows.add(0.0, [(int(sold[t, m]), -1.0)])
    return place


def _nested(
    rows: _Rows,
    may_close: NDArray[np.bool_],
    tight: NDArray[np.int64],
    none: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Add the rows that close no category to solidarity classes alone: [T, M]."""
    place = none.copy()
    if len(may_close) > 1:
        for t, m in np.argwhere(may_close[1][:, tight]):
            place[t, m] = rows.add(0.0, [])
    return place


def _transitions(rows: _Rows, use: NDArray[np.int64], problem: Problem) -> None:
    """Add rows that hold whenever each tier may follow the one before.

    A tier or dearer is posted no more than the tiers were from which it can be
    reached; and what it is followed by is no cheaper than the cheapest that can
    follow it. Where a tier may only rise, the latter say just that.
    """
    tiers = np.flatnonzero(problem.allowed)
    for a in np.flatnonzero(~problem.first[tiers]) if len(use) else ():
        then = [(int(use[0, a + 1]), -1.0)] if a + 1 < len(tiers) else []
        rows.add(0.0, [(int(use[0, a]), 1.0), *then])
    for t, follow in enumerate(problem.follow[:, tiers][:, :, tiers]):
        lowest = follow.argmax(axis=1)
        for m in range(1, len(tiers)):
            source = int(follow[:, m:].any(axis=1).argmax())
            if not follow[:, m:].any():
                rows.add(0.0, [(int(use[t + 1, m]), 1.0)])
            elif source > 0:
                now, then_at = int(use[t, source]), int(use[t + 1, m])
                rows.add(0.0, [(then_at, 1.0), (now, -1.0)])
            least = int(lowest[m:].min())
            if least > 0:
                now, then_at = int(use[t, m]), int(use[t + 1, least])
                rows.add(0.0, [(now, 1.0), (then_at, -1.0)])
