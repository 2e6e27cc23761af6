"""How wide the forecast of each row is, and with what shape of errors.

Width of a row = spread * sqrt(1 + V / (1 + 8 n)).

*Spread* (spread.py) is how far nights fall from their season: it is learned on past
errors less their median in each season and place (hall and category), so that a
hall's first season, forecast too high or too low as a whole, already tells how far
its nights scatter. V is what a place without a past adds, in units of the variance
of its nights: errors of past first seasons, shrunk to a prior. It counts less with
the number n of seasons that the place has been seen for.

The *shape* is that of errors of held-out seasons over the width that they would
have had.
"""

import numpy as np
from numpy.typing import NDArray

from models import spread, two_stage
from models.programme import pair
from models.rolling import HELD_OUT_ROWS_MIN, MEMORIES, Rolling

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Prior of V, and how many places it is worth: a category whose seats, prices and
# public nobody has seen is off by three times what a night is.
NEW_PLACE_VARIANCE = 9.0
NEW_PLACES = 4.0
# A season tells as much of a place as so many of the prior.
SEASON_WORTH = 8.0
# Variance of a normal error over the square of its usual size, which spread is.
NORMAL_SQUARE = 2.2


def calibrated(
    work: Rolling, last: two_stage.TwoStage, errors: Floats, held_out: Mask
) -> tuple[Floats, Floats]:
    """Return the width of every row, [R], and the shape of standardised errors, [99].

    Parameters
    ----------
    work, last
        The level before each season, and on all of them.
    errors : [R], log units
        Of the whole model, read where ``held_out`` is true.
    held_out : [R]
        Rows of the seasons that the whole model was tried on.
    """
    rolled = work.known & np.isfinite(work.rolled)
    if rolled.sum() < HELD_OUT_ROWS_MIN:
        return np.sqrt(last.variance), spread.student_shape()
    error = np.where(rolled, work.y - work.rolled, 0.0)
    shift = _place_shift(work, error, rolled)

    def learned(fitted: two_stage.TwoStage, rows: Mask) -> Floats:
        codes = work.spread_codes(fitted)
        return spread.spread(error - shift, codes, rows, work.season, MEMORIES[1])

    width = learned(last, rolled)
    doubt = _place_doubt(work, shift / width, rolled)
    # Held-out errors are measured in a width that had not seen them.
    honest = width.copy()
    for s, fitted in work.before.items():
        past = rolled & (work.season < s)
        if past.sum() >= HELD_OUT_ROWS_MIN:
            here = work.season == s
            honest[here] = learned(fitted, past)[here]
    if not held_out.any():
        errors, held_out = error, rolled
    found = spread.shape(
        (errors / (honest * doubt))[held_out],
        work.censored[held_out],
        work.season[held_out],
    )
    return width * doubt, found


def _place_shift(work: Rolling, error: Floats, rows: Mask) -> Floats:
    """Return the median error of each row's season and place, 0 elsewhere: [R]."""
    shift = np.zeros(len(error))
    at = np.flatnonzero(rows)
    cell = pair(work.season[at], work.model.places[at])
    order = np.argsort(cell, kind="stable")
    for part in np.split(at[order], np.cumsum(np.bincount(cell))[:-1]):
        shift[part] = np.median(error[part])
    return shift


def _place_doubt(work: Rolling, shift: Floats, rows: Mask) -> Floats:
    """Return how much wider a row is for what is not known of its place: [R].

    ``shift`` is in units of the spread of nights.
    """
    first = rows & (work.seasons_seen == 0)
    _, opening = np.unique(work.model.places[first], return_index=True)
    squares = shift[first][opening] ** 2 / NORMAL_SQUARE
    variance = (NEW_PLACES * NEW_PLACE_VARIANCE + squares.sum()) / (
        NEW_PLACES + len(squares)
    )
    doubt: Floats = np.sqrt(1.0 + variance / (1.0 + SEASON_WORTH * work.seasons_seen))
    return doubt
