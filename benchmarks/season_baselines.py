"""What a season-ahead forecast competes with: last season's sheet and boosting."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.spacing import spacing
from pricing.domain.tables import History

Floats = NDArray[np.float64]
# Weight of the category's mean in the mean of a piece or author seen a few times.
SHRINKAGE = 20.0


def last_season(history: History, past: Sequence[int], ahead: Sequence[int]) -> Floats:
    """Return last season's mean by category and weekday (else by category)."""
    assert history.season is not None
    assert history.quantity is not None
    latest = max(history.season[r] for r in past)
    sold: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for r in past:
        if history.season[r] == latest:
            for key in _keys(history, r):
                sold[key].append(history.quantity[r])
    return np.array(
        [
            next((np.mean(sold[k]) for k in _keys(history, r) if k in sold), 0.0)
            for r in ahead
        ]
    )


def _keys(history: History, row: int) -> tuple[tuple[object, ...], ...]:
    category = history.seat_category[row]
    return (category, history.starts_at[row].weekday()), (category,)


def boosted(
    history: History, past: Sequence[int], ahead: Sequence[int]
) -> tuple[Floats, Floats, Floats]:
    """Return the 10, 50 and 90 % quantiles by gradient boosting (scikit-learn).

    Pieces, authors and second pieces are encoded by their mean fill in other
    seasons than the row's own, shrunk to the category's.
    """
    table = _table(history, past, ahead)
    return (
        _fitted(table, "quantile", 0.1),
        _fitted(table, "absolute_error"),
        _fitted(table, "quantile", 0.9),
    )


def boosted_with_spacing(
    history: History, past: Sequence[int], ahead: Sequence[int]
) -> Floats:
    """Return the median by boosting that is also told how dates are spaced.

    The spacing of a piece's and an author's dates (``models.spacing``) is this
    project's own work: what is left of the gain is not theirs.
    """
    table = _table(history, past, ahead)
    spaced = _spaced(history, [*past, *ahead])
    columns = np.column_stack([table.columns, spaced])
    return _fitted(replace(table, columns=columns), "absolute_error")


@dataclass(frozen=True)
class _Table:
    """Rows as boosting takes them: features, fill, seats, and which are known."""

    columns: Floats
    fill: Floats
    capacity: Floats
    known: NDArray[np.bool_]


def _table(history: History, past: Sequence[int], ahead: Sequence[int]) -> _Table:
    rows = [*past, *ahead]
    known = np.arange(len(rows)) < len(past)
    capacity = np.array([max(history.capacity[r], 1) for r in rows], float)
    assert history.quantity is not None
    fill = np.array([history.quantity[r] for r in rows]) / capacity
    return _Table(_columns(history, rows, known), fill, capacity, known)


def _fitted(table: _Table, loss: str, quantile: float | None = None) -> Floats:
    """Return the seats of the rows ahead by boosting for a loss."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        loss=loss, quantile=quantile, max_iter=400, learning_rate=0.05,
        min_samples_leaf=30, random_state=1,
    )  # fmt: skip
    known = table.known
    model.fit(table.columns[known], table.fill[known])
    return np.clip(model.predict(table.columns[~known]), 0, 1) * table.capacity[~known]


def _spaced(history: History, rows: Sequence[int]) -> Floats:
    """Return how dates of each row's piece and author are spaced: [rows, F]."""
    assert history.season is not None
    ids = [history.performance_id[r] for r in rows]
    _, first, place = np.unique(ids, return_index=True, return_inverse=True)
    leading = [rows[n] for n in first]
    day = np.array([history.starts_at[r].toordinal() for r in leading], float)
    season = np.array(_codes([history.season[r] for r in leading]), np.int64)
    names = (history.production, history.covariates["author"])
    return np.column_stack(
        [
            spacing(np.array(_codes([n[r] for r in leading]), np.int64), day, season)
            for n in names
        ]
    )[place]


def _columns(history: History, rows: Sequence[int], known: NDArray[np.bool_]) -> Floats:
    """Return the features: [rows, F], NaN where missing."""
    starts = [history.starts_at[r] for r in rows]
    columns: list[Sequence[float]] = [
        _codes([history.seat_category[r] for r in rows]),
        _codes([history.venue[r] for r in rows]),
        [at.weekday() for at in starts],
        [at.timetuple().tm_yday for at in starts],
        [at.year for at in starts],
        [history.unit_price[r] for r in rows],
        [history.capacity[r] for r in rows],
    ]
    for _, column in sorted(history.covariates.items()):
        cells = [column[r] for r in rows]
        columns.append(_numbers(cells) if _numeric(cells) else _codes(cells))
        if not _numeric(cells) and len(set(cells)) > 20:
            columns.append(_encoded(history, rows, cells, known))
    productions = [history.production[r] for r in rows]
    columns.append(_encoded(history, rows, productions, known))
    return np.column_stack([np.asarray(c, float) for c in columns])


def _numeric(cells: Sequence[str]) -> bool:
    return all(c.replace(".", "", 1).isdigit() for c in cells if c)


def _numbers(cells: Sequence[str]) -> list[float]:
    return [float(c) if c else np.nan for c in cells]


def _codes(cells: Sequence[str]) -> list[float]:
    order = {cell: float(n) for n, cell in enumerate(sorted(set(cells)))}
    return [order[cell] for cell in cells]


def _encoded(
    history: History, rows: Sequence[int], cells: Sequence[str],
    known: NDArray[np.bool_],
) -> list[float]:  # fmt: skip
    """Return each cell's mean fill in the category, its own season left out."""
    assert history.season is not None
    assert history.quantity is not None
    total: defaultdict[tuple[str, ...], NDArray[np.float64]] = defaultdict(
        lambda: np.zeros(2)
    )
    for n, r in enumerate(rows):
        if known[n]:
            category, season = history.seat_category[r], history.season[r]
            one = np.array([history.quantity[r] / max(history.capacity[r], 1), 1.0])
            for key in (
                (category,),
                (category, cells[n]),
                (category, cells[n], season),
            ):
                total[key] += one
    encoded = []
    for n, r in enumerate(rows):
        category, season = history.seat_category[r], history.season[r]
        mean = total[(category,)][0] / max(total[(category,)][1], 1)
        own = total[category, cells[n]] - total[category, cells[n], season]
        encoded.append((own[0] + SHRINKAGE * mean) / (own[1] + SHRINKAGE))
    return encoded
