"""Final bookings from what is on the books, with calibrated intervals.

The forecast of a date h days out is additive pickup, corrected:

    final = books + mean pickup + scale x (b[h, s] . signals).

b[h] minimises the absolute errors of complete dates, at h and, weighted by a
normal kernel in log h, at other days out, plus a ridge that draws b to 0: with
little history the forecast is additive pickup, and no signal runs away with
the few seasons there are. Far out dates next to each other have their pickup in
common and tell less: beyond RIDGE_DAYS the ridge rises with h. The weights of a
series, b[h, s], minimise its own errors under a ridge that draws them to those
of all (``pickup_regression``).

Intervals: each fifth of the blocks of four weeks is forecast by a fit to the
others; quantiles of its errors over the last year, divided by forecast ** p[h],
are added to later forecasts in the same proportion (cross-conformal prediction
[1]_), with p[h] the slope of log |error| on log forecast.

Letters here: **S** series, **D** dates, **L** days out, **H** points of days
out, **F** signals, **Q** quantiles.

References
----------
.. [1] Vovk, V. (2015). Cross-conformal predictors. Annals of Mathematics and
       Artificial Intelligence 74, 9-28.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.pickup import checked
from models.pickup_regression import least_absolute
from models.pickup_signals import Signals, signals

Array = NDArray[np.float64]

QUANTILES = (0.1, 0.5, 0.9)
# Kernel over days out: at h / e and e h a date counts 0.6.
KERNEL_WIDTH = 1.0
KERNEL_MIN = 0.02
# Ridge, in units of the sum of weights 1 / |error|: about a thousand dates.
RIDGE = 4000.0
RIDGE_DAYS = 60.0
# A series departs from all together as slowly as four times that.
RIDGE_OWN = 4.0
# The slope of pickup on the books is what additive (0) and multiplicative
# pickup (ratio - 1) disagree on: it is drawn to 0 a tenth as much.
RIDGE_BOOKS = 0.1
ROWS_MIN = 60
FOLDS = 5
BLOCK = 28
LATEST = 365


@dataclass(frozen=True)
class Panel:
    """Books with the signals of every date at each point of days out.

    Parameters
    ----------
    books : [S, D, L], seats
    days_out : [H], different, at least 1
    signals : [H], of every date
    """

    books: Array
    days_out: tuple[int, ...]
    signals: tuple[Signals, ...]


@dataclass(frozen=True)
class Correction:
    """What complete dates teach, at each point of days out.

    Parameters
    ----------
    origin : dates before it were complete
    weights : [H, S, F], of the signals, each in units of scale
    powers : [H], in [0, 1]: errors grow with forecast ** power
    errors : [H, Q], quantiles of error / forecast ** power
    """

    origin: int
    weights: Array
    powers: Array
    errors: Array


def panel(books: Array, gross: Array, days_out: Sequence[int]) -> Panel:
    """Return the panel of what is to be forecast.

    Parameters
    ----------
    books : [S, D, L], seats
        On the books by days out, as ``pickup.books`` makes it: net of
        cancellations, or gross. Entries not yet reached are not read.
    gross : [S, D, L], seats, before cancellations
    days_out : [H], different, in [1, L)
    """
    checked(books, days_out)
    if gross.shape != books.shape or not np.all(np.isfinite(gross) & (gross >= 0)):
        raise ValueError("Expected finite gross of at least 0, shaped like books.")
    if len(set(days_out)) < len(days_out):
        raise ValueError("Expected days_out to be different.")
    seen = tuple(signals(books, gross, h) for h in days_out)
    return Panel(books, tuple(days_out), seen)


def fit(panel: Panel, origin: int) -> Correction:
    """Return the correction that dates complete before the origin teach.

    A date is in when its last day is past; where fewer than ROWS_MIN are, the
    weights are 0; intervals are then those of additive pickup's errors.
    """
    if not 1 <= origin <= panel.books.shape[1]:
        raise ValueError(f"Expected origin in [1, {panel.books.shape[1]}].")
    complete = np.arange(origin)
    block = (origin - 1 - complete) // BLOCK
    weights = _weights(panel, complete, None)
    held_out = np.full((len(panel.days_out), len(panel.books), origin), np.nan)
    for fold in range(FOLDS):
        out = complete[block % FOLDS == fold]
        learned = _weights(panel, complete[block % FOLDS != fold], weights)
        for i in range(len(panel.days_out)):
            held_out[i][:, out] = _medians(panel, i, out, learned[i])
    points = range(len(panel.days_out))
    spreads = [_spread(panel, held_out[i], origin) for i in points]
    return Correction(
        origin,
        weights,
        powers=np.array([power for power, _ in spreads]),
        errors=np.array([errors for _, errors in spreads]),
    )


def forecast(
    panel: Panel, correction: Correction, days_out: int, dates: NDArray[np.int64]
) -> Array:
    """Return [S, len(dates), Q] quantiles of final bookings, rising, at least 0.

    Each date is seen days_out before it, when at least one was complete.
    """
    if dates.dtype.kind not in "iu":
        raise ValueError("Expected dates as whole numbers.")
    if np.any((dates <= days_out) | (dates >= panel.books.shape[1])):
        raise ValueError(
            "Expected dates of the panel, more days after its first than days_out."
        )
    if days_out not in panel.days_out:
        raise ValueError(f"Expected days_out among {panel.days_out}.")
    i = panel.days_out.index(days_out)
    middle = _medians(panel, i, dates, correction.weights[i])
    # The median is left where the weights put it: their loss already did.
    around = correction.errors[i].copy()
    around[QUANTILES.index(0.5)] = 0.0
    around = np.sort(around)
    reach = np.maximum(middle, 1.0)[:, :, None] ** correction.powers[i] * around
    result: Array = np.maximum(middle[:, :, None] + reach, 0)
    return result


def rolling(panel: Panel, first: int, *, refit_days: int = 14) -> Array:
    """Return [H, S, D, Q] forecasts of each date from its own origins.

    A date h days out is forecast by the latest fit no later than that day, of
    one fit every refit_days; NaN before the first date and where none was
    complete. This is how the forecaster is to be scored: no look-ahead.
    """
    series, dates, _ = panel.books.shape
    if not 0 <= first < dates or refit_days < 1:
        raise ValueError(f"Expected first in [0, {dates}) and refit_days of 1 or more.")
    result = np.full(
        (len(panel.days_out), series, dates, len(QUANTILES)), np.nan, np.float64
    )
    learned: dict[int, Correction] = {}
    for i, h in enumerate(panel.days_out):
        date = np.arange(max(first, h + 1), dates)
        refit = np.maximum((date - h) // refit_days * refit_days, 1)
        for origin in np.unique(refit):
            if origin not in learned:
                learned[origin] = fit(panel, int(origin))
            seen = date[refit == origin]
            result[i][:, seen] = forecast(panel, learned[origin], h, seen)
    return result


def _spread(panel: Panel, held_out: Array, origin: int) -> tuple[float, Array]:
    """Return the power errors grow with, and quantiles of errors over it.

    Dates of a block err together: the error of a new block around the mean of
    b blocks has 1 + 1 / b times the variance of theirs.
    """
    latest = np.arange(max(origin - LATEST, 0), origin)
    forecast = np.maximum(held_out[:, latest], 1.0)
    final = panel.books[:, latest, 0]
    known = np.isfinite(held_out[:, latest])
    if known.sum() < BLOCK:
        # No errors to learn from yet: as wide as dates differ, and then some.
        around = final / np.maximum(final.mean(axis=1, keepdims=True), 1.0) - 1
        wide = np.quantile(around, QUANTILES)
        return 1.0, np.array([min(wide[0], -0.5), 0.0, max(wide[-1], 1.0)])
    error = (final - held_out[:, latest])[known]
    level, missed = np.log(forecast[known]), np.log(np.abs(error) + 0.5)
    around = level - level.mean()
    slope = around @ missed / max(float(around @ around), 1e-9)
    power = float(np.clip(slope, 0.0, 1.0))
    blocks = max(known.any(axis=0).sum() / BLOCK, 1.0)
    quantiles = np.quantile(error / forecast[known] ** power, QUANTILES)
    return power, quantiles * np.sqrt(1 + 1 / blocks)


def _medians(panel: Panel, i: int, dates: NDArray[np.int64], weights: Array) -> Array:
    """Return [S, len(dates)] median final bookings, by weights [S, F]."""
    seen, h = panel.signals[i], panel.days_out[i]
    told = np.einsum("sdf,sf->sd", np.nan_to_num(seen.values[:, dates]), weights)
    to_come = seen.pickup[:, dates] + seen.scale[:, dates] * told
    result: Array = np.maximum(panel.books[:, dates, h] + to_come, 0)
    return result


def _weights(panel: Panel, dates: NDArray[np.int64], start: Array | None) -> Array:
    """Return [H, S, F] weights learned from complete dates, each at its own origin."""
    rows = [_rows(panel, i, dates) for i in range(len(panel.days_out))]
    series, _, width = panel.signals[0].values.shape
    weights = np.zeros((len(rows), series, width))
    days_out = np.log(np.array(panel.days_out, np.float64))
    for i in range(len(rows)):
        kernel = np.exp(-(((days_out - days_out[i]) / KERNEL_WIDTH) ** 2) / 2)
        near = np.flatnonzero(kernel >= KERNEL_MIN)
        told = np.concatenate([rows[j][0] for j in near], axis=1)
        missed = np.concatenate([rows[j][1] for j in near], axis=1)
        if missed.size < ROWS_MIN:
            continue
        count = np.repeat(kernel[near], [rows[j][1].shape[1] for j in near])
        ridge = np.full(width, RIDGE * max(1.0, panel.days_out[i] / RIDGE_DAYS))
        lighter = ridge.copy()
        lighter[0] *= RIDGE_BOOKS
        shared = least_absolute(
            told.reshape(-1, width),
            missed.ravel(),
            np.tile(count, series),
            np.zeros(width),
            lighter,
            start=None if start is None else start[i].mean(axis=0),
        )
        for s in range(series):
            weights[i, s] = least_absolute(
                told[s], missed[s], count, shared, RIDGE_OWN * ridge
            )
    return weights


def _rows(panel: Panel, i: int, dates: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return signals [S, D, F] and pickup beyond the mean [S, D], units of scale."""
    seen, h = panel.signals[i], panel.days_out[i]
    known = dates[np.isfinite(seen.values[0, dates, 0])]
    books = panel.books[:, known]
    beyond = books[:, :, 0] - books[:, :, h] - seen.pickup[:, known]
    return seen.values[:, known], beyond / seen.scale[:, known]
