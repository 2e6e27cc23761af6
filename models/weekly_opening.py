"""Weeks of a production that has not sold yet.

Nothing is known of it but its theatre, its size, the market and the season: it
gets the level of the market at the origin, plus what earlier productions got in
the same week of their run, plus its theatre's usual deviation, shrunk.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.weekly_calendar import WEEKS_MAX
from models.weekly_market import season_at
from models.weekly_rows import UNKNOWN
from models.weekly_state import State

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

OPENING_WEEKS = 26
THEATRE_PRIOR_WEEKS = 60.0
THEATRE_KEPT = 0.98
FILL_GUESS = 0.8  # of a market of which nothing is known
SEATS_GUESS = 1000.0


@dataclass(frozen=True)
class Openings:
    """What the past says of shows that have not sold.

    Parameters
    ----------
    state : of the rows
    level : [W], mean latent fill of the running shows, season apart
    keys : [T], theatre x WEEKS_MAX + week, rising
    deviation : [T], the theatre's openings less the market, up to that week
    """

    state: State
    level: Floats
    keys: Codes
    deviation: Floats


def openings_of(state: State) -> Openings:
    """Return market level and theatres' deviations as they stood in each week."""
    rows, start = state.rows, state.market.start
    weeks = len(state.market.index)
    total = np.bincount(rows.week - start, rows.capacity * state.levels[:, 2], weeks)
    mass = np.bincount(rows.week - start, rows.capacity, weeks)
    level = np.empty(weeks)
    last = FILL_GUESS
    for week in range(weeks):
        last = total[week] / mass[week] if mass[week] > 0 else last
        level[week] = last
    young = np.flatnonzero((rows.age < OPENING_WEEKS) & (rows.theatre != UNKNOWN))
    keys = rows.theatre[young] * WEEKS_MAX + rows.week[young]
    order = np.argsort(keys, kind="stable")
    young, keys = young[order], keys[order]
    deviation = np.empty(len(young))
    excess, count = 0.0, 0.0
    for place, row in enumerate(young):
        if place and rows.theatre[row] != rows.theatre[young[place - 1]]:
            excess, count = 0.0, 0.0
        gap = state.adjusted[row] - level[rows.week[row] - start]
        excess, count = THEATRE_KEPT * excess + gap, THEATRE_KEPT * count + 1.0
        deviation[place] = excess / (count + THEATRE_PRIOR_WEEKS)
    return Openings(state, level, keys, deviation)


def opening_features(
    openings: Openings,
    theatre: Codes,
    origin_week: Codes,
    weeks: Codes,
    age: Codes,
    performances: Floats,
    capacity: Floats,
) -> tuple[Floats, Floats]:
    """Return features and offset of weeks of new productions.

    Parameters
    ----------
    theatre : [M], codes, UNKNOWN allowed
    origin_week, weeks : [M], as of ``week_of``
    age : [M], weeks from the run's first to the target
    performances, capacity : [M], of the target weeks, positive

    Returns
    -------
    features : [M, 8]
    offset : [M], share of the ceiling
    """
    state = openings.state
    at = origin_week - state.market.start
    known = np.clip(at, 0, len(openings.level) - 1)
    level = np.where(at >= 0, openings.level[known], FILL_GUESS)
    deviation = np.zeros(len(theatre))
    if len(openings.keys):
        key = theatre * WEEKS_MAX + origin_week
        last = np.searchsorted(openings.keys, key, side="right") - 1
        row = np.maximum(last, 0)
        told = (last >= 0) & (openings.keys[row] // WEEKS_MAX == theatre)
        deviation = np.where(told & (theatre != UNKNOWN), openings.deviation[row], 0.0)
    weeks_in = age.astype(np.float64)
    seats = np.log(capacity / performances / SEATS_GUESS)
    features = np.stack(
        [
            np.ones(len(weeks)), age == 0, np.exp(-weeks_in / 2.0),
            np.exp(-weeks_in / 6.0), np.log(performances / 8.0), seats,
            deviation, level - FILL_GUESS,
        ],
        axis=1,
    )  # fmt: skip
    return features.astype(np.float64), level + season_at(state.season, weeks)
