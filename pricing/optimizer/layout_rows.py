"""The kinds of rows of a performance's linear program, one after another.

``pricing.optimizer.relaxation`` states them; letters as in ``layout``. A row that does
not exist has place -1.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.problem import Problem


class ProgramRows:
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


def add_links(
    rows: ProgramRows, use: NDArray[np.int64], groups: int
) -> NDArray[np.int64]:
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


def add_flows(rows: ProgramRows, sold: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add the rows that carry sales from period to period: [T, M]."""
    flow = np.empty(sold.shape, dtype=np.int64)
    for (t, m), column in np.ndenumerate(sold):
        before = [(int(sold[t - 1, m]), -1.0)] if t else []
        flow[t, m] = rows.add(0.0, [(int(column), 1.0), *before], equal=True)
    return flow


def add_public_limits(
    rows: ProgramRows,
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


def add_keep_open(
    rows: ProgramRows,
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


def add_nested(
    rows: ProgramRows,
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


def add_transitions(
    rows: ProgramRows, use: NDArray[np.int64], problem: Problem
) -> None:
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
