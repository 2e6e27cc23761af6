"""How close the other dates of the same piece are, and how often it is played.

A programme says much about what its maker expects: a piece that is given three
times a week for two months is not one given once. Counts and gaps to come stop at
the season's end, because that is as far as a programme reaches; gaps before reach
back through all seasons.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

NAMES = (
    "days_since_last",
    "days_to_next",
    "dates_of_season",
    "dates_before",
    "dates_after",
    "dates_within_14_days",
    "dates_within_30_days",
    "days_since_first",
    "dates_ever_before",
    "share_of_dates_gone",
)
# Longest gaps told apart, days: beyond them a piece is simply not in the air.
GAP_BEFORE_MAX = 3000.0
GAP_AFTER_MAX = 400.0


def spacing(code: Codes, day: Floats, season: Codes) -> Floats:
    """Return the features NAMES of each performance, [P, 10].

    Parameters
    ----------
    code : [P]
        What is played; a negative code is nobody's and gets missing values.
    day : [P], days
        When.
    season : [P]
        Which season it belongs to.
    """
    count = len(code)
    out = np.full((count, len(NAMES)), np.nan)
    if count == 0:
        return out
    order = np.lexsort((day, code))
    piece, when, year = code[order], day[order], season[order]
    same_piece = np.r_[False, piece[1:] == piece[:-1]]
    gap = np.diff(when, prepend=when[0])
    before = np.where(same_piece, np.minimum(gap, GAP_BEFORE_MAX), GAP_BEFORE_MAX)

    place = np.arange(count)
    start = np.maximum.accumulate(np.where(same_piece, 0, place))
    # A group is a piece in a season. Groups keep the order of time inside.
    _, group = np.unique(np.stack([piece, year]), axis=1, return_inverse=True)
    group = group.ravel()
    rank = np.lexsort((when, group))
    size = np.bincount(group)
    opening = np.concatenate([[0], np.cumsum(size)])[:-1]
    position = np.empty(count, np.int64)
    position[rank] = place - opening[group[rank]]
    following = np.full(count, GAP_AFTER_MAX)
    inside = group[rank][1:] == group[rank][:-1]
    step = np.minimum(np.diff(when[rank]), GAP_AFTER_MAX)
    following[rank[:-1][inside]] = step[inside]

    sizes = size[group]
    span = float(np.ptp(when)) + 1e3
    line = group * span + (when - when.min())
    sorted_line = np.sort(line)
    within = [
        np.searchsorted(sorted_line, line + reach, side="right")
        - np.searchsorted(sorted_line, line - reach, side="left")
        for reach in (14.0, 30.0)
    ]
    found = np.column_stack(
        [
            before,
            following,
            sizes,
            position,
            sizes - position - 1,
            *within,
            when - when[start],
            place - start,
            position / sizes,
        ]
    )
    found[piece < 0] = np.nan
    out[order] = found
    return out
