"""Columns of a performance's linear program: a tier with some categories open."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.fluid import play
from pricing.optimizer.layout import Layout


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
    layout: Layout, priced: NDArray[np.float64], columns: Sequence[Column]
) -> Entries:
    """Return what columns bring and use.

    Parameters
    ----------
    layout : Layout
    priced : [L, C, K], currency units per seat sold
    columns : at least one
    """
    problem, tight = layout.problem, layout.tight
    period = np.array([each.period for each in columns])
    tier = np.array([each.tier for each in columns])
    group = np.array([each.group for each in columns])
    opened = np.array([each.opened for each in columns])
    # Expected sales of each column by category and class: [N, C, K].
    pull = problem.attraction[tier] * opened[:, :, None]
    come = problem.mass[period] * layout.groups[group]
    sales = pull / (1.0 + pull.sum(axis=1, keepdims=True)) * come[:, None, :]
    by_category = sales.sum(axis=2)[:, tight]
    place = np.searchsorted(layout.tiers, tier)
    closed = ~opened[:, tight]
    own = np.einsum("nck,rnck->nr", sales, problem.own[:, tier])
    public = (group == 0) & (len(layout.groups) > 1)
    row = np.concatenate(
        [
            layout.link_row[period, place, group][:, None],
            layout.flow_row[period],
            np.where(public[:, None], layout.public_flow_row[period], -1),
            np.where(closed, layout.keep_row[group, period], -1),
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
            -own,
        ],
        axis=1,
    )
    used = (row >= 0) & (value != 0)
    return Entries(
        cost=np.einsum("nck,nck->n", sales, priced[tier]),
        start=np.cumsum(np.append(0, used.sum(axis=1)))[:-1],
        row=row[used],
        value=value[used],
    )


def played(layout: Layout, path: NDArray[np.int64]) -> list[Column]:
    """Return the columns that the play-out of a path goes through."""
    columns = []
    for t, opened in enumerate(play(layout.problem, path).opened):
        for group in range(len(layout.groups)):
            # One group alone is never held back by a limit of the public.
            seen = opened[:, group if len(layout.groups) > 1 else 1]
            for each in seen | ~layout.closable[group, t]:
                columns.append(Column(t, int(path[t]), group, tuple(each.tolist())))
    return list(dict.fromkeys(columns))
