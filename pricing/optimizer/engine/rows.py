"""The rows of a performance's program, and what the duals say to each period.

Beside one row for the parts of each period (or path), a performance keeps

    seats   sold of c by the end <= seats                              (SEATS)
    the public's sales of c by period t <= public limit                (LIMIT)
    b x (part of period t that c is closed to group g) <= sold of c
        by the end of t                                                (KEEP)
    part of period t that c is closed to solidarity classes
        <= the part that it is closed to the public                    (NEST)
    own measure + constant >= 0                                        (OWN)

where b seats sold close the category: with keep-open, a category closes only
then (``pricing.optimizer.relaxation``). By category columns close nothing to
solidarity classes alone, so no rows have to say it. Groups are the public (0) and
the solidarity classes (1), told apart only where the public meets limits.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import entry, inner, maker
from pricing.optimizer.engine.instance import Arrays, Instance
from pricing.optimizer.engine.loops import some

SEATS, LIMIT, KEEP, OWN, NEST = 0, 1, 2, 3, 4
# Categories count as exhaustible a little early, so that rounding cannot make a
# bound miss a path.
MARGIN_SHARE = 1e-9
MARGIN_SEATS = 1e-6
# Times the greatest worth of a seat: what missing a row by one costs.
SHORT_COST = {SEATS: 30.0, LIMIT: 30.0, KEEP: 30.0, OWN: 1e3, NEST: 1e3}


class Rows(NamedTuple):
    """Rows of all performances, padded to M.

    Parameters
    ----------
    number : [F], how many each has
    kind, place, group, period : [F, M]
        Place is the category, or the own row's number.
    size : [F, M], seats b of keep-open rows
    limit, short_cost : [F, M]
    closable : [F, 2, T, C], whether a group may find a category closed
    groups : [F], 1 or 2
    """

    number: NDArray[np.int64]
    kind: NDArray[np.int64]
    place: NDArray[np.int64]
    group: NDArray[np.int64]
    period: NDArray[np.int64]
    size: NDArray[np.float64]
    limit: NDArray[np.float64]
    short_cost: NDArray[np.float64]
    closable: NDArray[np.bool_]
    groups: NDArray[np.int64]


def lay_rows(instance: Instance) -> Rows:
    """Return the rows of all performances of an instance."""
    arrays = instance.arrays()
    performances, periods, categories = arrays.public_limit.shape
    most = categories * (1 + 4 * periods) + arrays.own_constant.shape[1]
    rows = Rows(
        number=np.zeros(performances, dtype=np.int64),
        kind=np.zeros((performances, most), dtype=np.int64),
        place=np.zeros((performances, most), dtype=np.int64),
        group=np.zeros((performances, most), dtype=np.int64),
        period=np.zeros((performances, most), dtype=np.int64),
        size=np.zeros((performances, most)),
        limit=np.zeros((performances, most)),
        short_cost=np.zeros((performances, most)),
        closable=np.zeros((performances, 2, periods, categories), dtype=np.bool_),
        groups=np.ones(performances, dtype=np.int64),
    )
    own = slice(1, 1 + arrays.own_constant.shape[1])
    held = (arrays.sales[:, own] != 0.0).any(axis=(2, 3, 4))
    held |= (arrays.use[:, own] != 0.0).any(axis=(2, 3))
    held |= (arrays.surplus[:, own] != 0.0).any(axis=2)
    held &= arrays.through[:, own] >= 0
    _lay(arrays, rows, held | (arrays.own_constant < 0.0))
    width = max(1, int(rows.number.max()))
    worth = np.abs(arrays.sales[:, 0]).max(axis=(1, 2, 3))
    surplus = np.abs(arrays.surplus[:, 0]).max(axis=1)
    scale = np.maximum(np.maximum(worth, surplus), 1e-12)
    factor = np.array([SHORT_COST[kind] for kind in (SEATS, LIMIT, KEEP, OWN, NEST)])
    rows.short_cost[:] = factor[rows.kind] * scale[:, None]
    trimmed = {
        name: np.ascontiguousarray(getattr(rows, name)[:, :width])
        for name in ("kind", "place", "group", "period", "size", "limit", "short_cost")
    }
    return rows._replace(**trimmed)


@entry
def _lay(arrays: Arrays, rows: Rows, held: NDArray[np.bool_]) -> None:
    """Set the rows, own ones [F, R] where they are held."""
    for f in range(len(rows.number)):
        _set_closable(arrays, rows, f)
        _lay_one(arrays, rows, held, f)


@maker
def _most_share(
    arrays: Arrays, f: int, c: int, never: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the greatest share of each class that may choose a category: [K].

    All others that may ever close are closed; those that never do are open
    beside it, at the least attraction that they can have.
    """
    rungs, categories, classes = arrays.attraction[f].shape
    most = np.zeros(classes)
    for k in range(classes):
        floor = 1.0
        for j in range(categories):
            if arrays.by_category and never[j] and j != c:
                least = np.inf
                for rung in range(rungs):
                    if arrays.allowed[f, rung, j]:
                        least = min(least, arrays.attraction[f, rung, j, k])
                floor += least
        for rung in range(rungs):
            if not arrays.allowed[f, rung, c]:
                continue
            beside = floor
            if not arrays.by_category:
                for j in range(categories):
                    if never[j] and j != c:
                        beside += arrays.attraction[f, rung, j, k]
            pull = arrays.attraction[f, rung, c, k]
            most[k] = max(most[k], pull / (beside + pull))
    return most


@maker
def _set_closable(arrays: Arrays, rows: Rows, f: int) -> None:
    """Set which categories may be found closed, and whether groups differ."""
    periods, categories = arrays.public_limit[f].shape
    classes = arrays.mass.shape[2]
    sold = np.zeros(categories, dtype=np.bool_)
    for c in range(categories):
        for rung in range(arrays.attraction.shape[1]):
            for k in range(classes):
                sold[c] = sold[c] or arrays.attraction[f, rung, c, k] > 0.0
        for t in range(periods):
            if sold[c] and arrays.public_limit[f, t, c] < arrays.seats[f, c] - 1e-9:
                rows.groups[f] = 2
    if not arrays.keep_open[f]:
        for c in range(categories):
            for t in range(periods):
                rows.closable[f, 0, t, c] = rows.closable[f, 1, t, c] = sold[c]
        return
    never = np.zeros(categories, dtype=np.bool_)
    settled = False
    while not settled:
        settled = True
        for c in range(categories):
            if not sold[c]:
                continue
            share = _most_share(arrays, f, c, never)
            public, everyone = 0.0, 0.0
            for t in range(periods):
                for k in range(classes):
                    come = arrays.mass[f, t, k] * share[k] * (1.0 + MARGIN_SHARE)
                    everyone += come
                    if not arrays.solidarity[f, k]:
                        public += come
                gone = everyone + MARGIN_SEATS >= arrays.seats[f, c]
                rows.closable[f, 1, t, c] = gone
                rows.closable[f, 0, t, c] = gone or (
                    rows.groups[f] == 2
                    and public + MARGIN_SEATS >= arrays.public_limit[f, t, c]
                )
            if not some(rows.closable[f, 0, :, c]) and not never[c]:
                never[c] = True
                settled = False


@inner
def _lay_one(arrays: Arrays, rows: Rows, held: NDArray[np.bool_], f: int) -> None:
    periods, categories = arrays.public_limit[f].shape
    n = 0
    for c in range(categories):
        if not some(rows.closable[f, 0, :, c]):
            continue
        rows.kind[f, n], rows.place[f, n] = SEATS, c
        rows.period[f, n] = periods - 1
        rows.limit[f, n] = arrays.seats[f, c]
        n += 1
        for t in range(periods):
            limit = arrays.public_limit[f, t, c]
            last = t == periods - 1 or arrays.public_limit[f, t + 1, c] > limit
            if rows.groups[f] == 2 and limit < arrays.seats[f, c] and last:
                rows.kind[f, n], rows.place[f, n] = LIMIT, c
                rows.period[f, n] = t
                rows.limit[f, n] = limit
                n += 1
        if not arrays.keep_open[f]:
            continue
        for g in range(rows.groups[f]):
            for t in range(periods):
                closes = arrays.seats[f, c]
                if g == 0 and rows.groups[f] == 2:
                    closes = min(closes, arrays.public_limit[f, t, c])
                if rows.closable[f, g, t, c] and closes > 0.0:
                    rows.kind[f, n], rows.place[f, n] = KEEP, c
                    rows.group[f, n], rows.period[f, n] = g, t
                    rows.size[f, n] = closes
                    n += 1
                if g == 1 and rows.closable[f, g, t, c] and not arrays.by_category:
                    rows.kind[f, n], rows.place[f, n] = NEST, c
                    rows.period[f, n] = t
                    n += 1
    for r in range(arrays.own_constant.shape[1]):
        if held[f, r]:
            rows.kind[f, n], rows.place[f, n] = OWN, r
            rows.limit[f, n] = arrays.own_constant[f, r]
            n += 1
    rows.number[f] = n
