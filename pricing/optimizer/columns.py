"""Columns of a performance's linear program: a tier with some categories open."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.fluid import play
from pricing.optimizer.layout import Layout
from pricing.optimizer.row_arrays import Rows


@dataclass(frozen=True, slots=True)
class Column:
    """A part of a period at a tier, with the categories open to a group."""

    period: int
    tier: int
    group: int
    opened: tuple[bool, ...]


@dataclass(frozen=True)
class Entries:
    """Costs and matrix entries of columns; ``start`` is where each begins."""

    cost: NDArray[np.float64]
    start: NDArray[np.int64]
    row: NDArray[np.int64]
    value: NDArray[np.float64]


def entries(
    layout: Layout, shared_price: NDArray[np.float64], columns: Sequence[Column]
) -> Entries:
    """Return what columns bring and use.

    Parameters
    ----------
    layout : Layout
    shared_price : [Q]
        Prices of the rows that several performances share.
    columns : at least one
    """
    problem, tight = layout.problem, layout.tight
    sold = _sold(layout, columns)
    period, tier, group = sold.period, sold.tier, sold.group
    by_category = sold.sales.sum(axis=2)[:, tight]
    place = np.searchsorted(layout.tiers, tier)
    closed = ~sold.opened[:, tight]
    own = _activity(problem.own, sold)
    public = (group == 0) & (len(layout.groups) > 1)
    row = np.concatenate(
        [
            layout.link_row[period, place, group][:, None],
            layout.flow_row[period],
            np.where(public[:, None], layout.public_flow_row[period], -1),
            np.where(closed, layout.keep_row[group, period], -1),
            np.where(closed, layout.nest_row[period], -1),
            np.broadcast_to(layout.own_row, own.shape),
        ],
        axis=1,
    )
    value = np.concatenate(
        [
            np.ones((len(columns), 1)),
            -by_category,
            -by_category,
            layout.closing[group, period][:, tight],
            np.where(group == 0, -1.0, 1.0)[:, None] * np.ones(closed.shape),
            -own,
        ],
        axis=1,
    )
    used = (row >= 0) & (value != 0)
    cost = np.einsum("nck,nck->n", sold.sales, problem.worth[tier])
    cost += sold.gained @ problem.gain + _activity(problem.shared, sold) @ shared_price
    return Entries(
        cost=cost,
        start=np.cumsum(np.append(0, used.sum(axis=1)))[:-1],
        row=row[used],
        value=value[used],
    )


@dataclass(frozen=True)
class _Sold:
    """What N columns sell: [N, C, K] seats, share met [N], surplus [N, K]."""

    period: NDArray[np.int64]
    tier: NDArray[np.int64]
    group: NDArray[np.int64]
    opened: NDArray[np.bool_]
    sales: NDArray[np.float64]
    met: NDArray[np.float64]
    gained: NDArray[np.float64]


def _sold(layout: Layout, columns: Sequence[Column]) -> _Sold:
    problem = layout.problem
    period = np.array([each.period for each in columns])
    tier = np.array([each.tier for each in columns])
    group = np.array([each.group for each in columns])
    opened = np.array([each.opened for each in columns])
    pull = problem.attraction[tier] * opened[:, :, None]
    whole = 1.0 + pull.sum(axis=1)
    come = problem.mass[period] * layout.groups[group]
    return _Sold(
        period,
        tier,
        group,
        opened,
        sales=pull / whole[:, None, :] * come[:, None, :],
        # Whoever is met counts once, with the first group.
        met=np.where(group == 0, problem.weights[period], 0.0),
        gained=np.log(whole) * come * problem.surplus_scale,
    )


def _activity(rows: Rows, sold: _Sold) -> NDArray[np.float64]:
    """Return what columns add to rows: [N, R]."""
    added = np.einsum("nck,rnck->nr", sold.sales, rows.sales[:, sold.tier])
    added += sold.met[:, None] * rows.posted[:, sold.tier].T
    added += sold.gained @ rows.surplus.T
    return np.where(sold.period[:, None] < rows.through, added, 0.0)


def played(layout: Layout, path: NDArray[np.int64]) -> list[Column]:
    """Return the columns that the play-out of a path goes through."""
    columns = []
    tiers = layout.problem.tiers_of(path)
    closed = layout.problem.closed_by(path)
    for t, opened in enumerate(play(layout.problem, path).opened):
        for group in range(len(layout.groups)):
            # One group alone is never held back by a limit of the public.
            seen = opened[:, group if len(layout.groups) > 1 else 1]
            for each in seen | (~layout.closable[group, t] & ~closed[t]):
                columns.append(Column(t, int(tiers[t]), group, tuple(each.tolist())))
    return list(dict.fromkeys(columns))
