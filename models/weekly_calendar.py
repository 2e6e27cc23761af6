"""Describe weeks by where they stand in the year, moving holidays included.

The season of a week is the mean of its seven days; a day's is a closed curve of
the day of the year plus, near a moving holiday, one step every three days. So a
week that holds Christmas Eve but not New Year's Eve gets what its days get,
whatever the weekday on which Christmas falls.

References
----------
.. [1] Anonymous, "To find Easter", Nature 13, 487 (1876): the rule for the
   Gregorian calendar, valid in all years.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Weeks = NDArray[np.int64]

FIRST_DAY = -719162  # 1 January of year 1, in days since 1970
WEEKS_MAX = 1 << 17  # 2,500 years of weeks
YEAR_KNOTS = 73  # one every five days
STEP_DAYS = 3
# Days before and after each moving holiday of the United States whose demand
# differs: school is out in Easter week and Presidents' week.
HOLIDAYS = (
    ("easter", -21, 15),
    ("thanksgiving", -10, 11),
    ("presidents", -4, 11),
    ("memorial", -4, 5),
    ("labor", -4, 5),
    ("columbus", -4, 5),
    ("king", -4, 5),
)
# Month and which weekday of it ("-1" the last) of the holidays but Easter.
WEEKDAY_RULES = {
    "thanksgiving": ("11", "Thu", 4),
    "presidents": ("02", "Mon", 3),
    "memorial": ("05", "Mon", -1),
    "labor": ("09", "Mon", 1),
    "columbus": ("10", "Mon", 2),
    "king": ("01", "Mon", 3),
}
# Penalties of the season's fit: on steps between knots, levels, holiday steps.
KNOT_PENALTY, LEVEL_PENALTY, HOLIDAY_PENALTY = 0.05, 0.0001, 0.015


def week_of(dates: object) -> Weeks:
    """Return the number of the week, Monday to Sunday, that holds each date.

    Parameters
    ----------
    dates : [N], datetime64, or what numpy reads as such

    Returns
    -------
    [N], weeks since that of 1 January of year 1, a Monday

    Raises
    ------
    ValueError
        A date is missing, or not in the years 1 to 2500.
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    if np.any(np.isnat(days)):
        raise ValueError("Expected a date in each row.")
    weeks: Weeks = (days.astype(np.int64) - FIRST_DAY) // 7
    if np.any((weeks < 0) | (weeks >= WEEKS_MAX)):
        raise ValueError("Expected dates in the years 1 to 2500.")
    return weeks


def easter(years: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Return Easter Sunday of each year [1]_: [N], datetime64[D].

    Examples
    --------
    >>> print(easter(np.array([2014, 2015, 2016])))
    ['2014-04-20' '2015-04-05' '2016-03-27']
    """
    golden, century, of_century = years % 19, years // 100, years % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4
    weekday = (32 + weekday) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    march = epact + weekday - 7 * late + 114
    months = (years - 1970) * 12 + march // 31 - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    sunday: NDArray[np.datetime64] = first + (march % 31).astype("timedelta64[D]")
    return sunday


def holiday_dates(name: str, years: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the day of a holiday of HOLIDAYS: [N], days since 1970."""
    if name == "easter":
        return easter(years).astype(np.int64)
    month, weekday, which = WEEKDAY_RULES[name]
    first = ((years - 1970) * 12 + int(month) - 1).astype("datetime64[M]")
    if which < 0:
        days = np.busday_offset(
            (first + np.timedelta64(1, "M")).astype("datetime64[D]"),
            which, roll="forward", weekmask=weekday,
        )  # fmt: skip
    else:
        days = np.busday_offset(
            first.astype("datetime64[D]"), which - 1, roll="forward", weekmask=weekday
        )
    return days.astype(np.int64)


def season_basis(weeks: Weeks) -> Floats:
    """Return what the season of a week is linear in.

    Parameters
    ----------
    weeks : [W], as of ``week_of``

    Returns
    -------
    [W, F], shares of the week's seven days; the first YEAR_KNOTS sum to 1
    """
    days = weeks[:, None] * 7 + FIRST_DAY + np.arange(7)
    dates = days.astype("datetime64[D]")
    years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    starts = dates.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    place = (days - starts) / 365.25 * YEAR_KNOTS
    knot = place.astype(np.int64)
    share = place - knot
    rows = np.broadcast_to(np.arange(len(weeks))[:, None], days.shape)
    parts = [np.zeros((len(weeks), YEAR_KNOTS))]
    np.add.at(parts[0], (rows, knot % YEAR_KNOTS), (1.0 - share) / 7.0)
    np.add.at(parts[0], (rows, (knot + 1) % YEAR_KNOTS), share / 7.0)
    for name, before, after in HOLIDAYS:
        since = days - holiday_dates(name, years.ravel()).reshape(days.shape)
        near = (since >= before) & (since < after)
        part = np.zeros((len(weeks), (after - before) // STEP_DAYS))
        np.add.at(part, (rows[near], (since[near] - before) // STEP_DAYS), 1.0 / 7.0)
        parts.append(part)
    return np.concatenate(parts, axis=1)


def season_penalty() -> Floats:
    """Return the quadratic penalty [F, F] that keeps a season smooth and small."""
    step = np.eye(YEAR_KNOTS) - np.roll(np.eye(YEAR_KNOTS), 1, axis=1)
    knots = KNOT_PENALTY * step.T @ step + LEVEL_PENALTY * np.eye(YEAR_KNOTS)
    steps = sum((after - before) // STEP_DAYS for _, before, after in HOLIDAYS)
    penalty = np.zeros((YEAR_KNOTS + steps, YEAR_KNOTS + steps))
    penalty[:YEAR_KNOTS, :YEAR_KNOTS] = knots
    penalty[YEAR_KNOTS:, YEAR_KNOTS:] = HOLIDAY_PENALTY * np.eye(steps)
    return penalty
