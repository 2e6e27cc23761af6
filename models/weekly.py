"""Seats sold in the weeks to come, of shows that run for weeks and months.

A week's fill (seats sold / seats on sale) is latent demand bent under the ceiling
of a full week (``weekly_link``). Latent fill h weeks after the origin is

    z[t] = z[o] + season[t] - season[o] + x[o, t]' beta[h],

as last week, season apart, plus what features of run and market say
(``weekly_state``): levels at four rates, so that beta mixes exponential smoothings
[1]_; the run's age; last year's week and its gap; the show's own response to the
season; the market's shock; performances. beta is a median regression over all
shows (``weekly_regression``), one for each horizon of HORIZONS and interpolated
between; the tenth and ninetieth percentiles have their own. With nothing to learn
from, beta stays at 0 and the forecast at last week's, with the prior's interval.

Seasons and coefficients are estimated once a year (a *vintage*) from the weeks
before it, and an origin uses the last vintage that it had: no forecast sees a week
after its origin.

Axes: N show-weeks of the history, M weeks asked for, W weeks of the calendar, H
horizons, Q quantiles, F features.

References
----------
.. [1] Gardner, Exponential smoothing: the state of the art, part II, Int. J.
   Forecasting 22 (2006).
.. [2] Keefer & Bodily, Three-point approximations for continuous random
   variables, Management Science 29 (1983): the mean from p10, p50, p90.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.weekly_calendar import week_of
from models.weekly_link import fill_at
from models.weekly_market import market_of
from models.weekly_rows import UNKNOWN, Rows, arrange, checked
from models.weekly_vintage import VINTAGE_WEEKS, Vintage, fit_vintage, vintage_week

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Labels = Sequence[str] | NDArray[np.generic]

HORIZON_MAX = 26
# Of p10, p50 and p90 in the mean [2]_.
MEAN_WEIGHTS = (0.3, 0.4, 0.3)


@dataclass(frozen=True)
class WeeklyForecast:
    """What weeks to come are expected to sell.

    Parameters
    ----------
    mean, p10, p50, p90 : [M], seats of the week; p10 <= p50 <= p90
        p50 misses least in absolute terms.
    demand : [M], seats, at least p50
        Median of what would sell if no week were ever full.
    new : [M]
        Whether the show had no sales in the weeks up to its origin.
    """

    mean: Floats
    p10: Floats
    p50: Floats
    p90: Floats
    demand: Floats
    new: NDArray[np.bool_]


@dataclass(frozen=True)
class WeeklyModel:
    """A fitted history.

    Parameters
    ----------
    rows : the show-weeks
    shows, theatres : code of each label
    vintages : earliest first, VINTAGE_WEEKS apart
    """

    rows: Rows
    shows: dict[str, int]
    theatres: dict[str, int]
    vintages: tuple[Vintage, ...]

    def forecast(
        self,
        show: Labels,
        origin: ArrayLike,
        target: ArrayLike,
        performances: ArrayLike,
        capacity: ArrayLike,
        *,
        theatre: Labels | None = None,
        opening: ArrayLike | None = None,
    ) -> WeeklyForecast:
        """Forecast target weeks from what was known at the end of origin weeks.

        Parameters
        ----------
        show : [M], labels
            A show without sales in the GAP_WEEKS up to the origin is new.
        origin, target : [M], dates, 1 to HORIZON_MAX weeks apart
        performances : [M], of the target week; 0 is a dark week
        capacity : [M], seats on sale in the target week, all performances together
        theatre : [M], labels; only new shows use it
        opening : [M], date of a new show's first week; the target by default

        Raises
        ------
        ValueError
            Lengths differ, an amount is negative or not finite, a horizon is out of
            range, or an origin is before the ``since`` of the fit.
        """
        asked = len(show)
        now, weeks = week_of(origin), week_of(target)
        opens = weeks if opening is None else week_of(opening)
        if {now.shape, weeks.shape, opens.shape} != {(asked,)}:
            raise ValueError(f"Expected dates of length {asked}.")
        if np.any((weeks - now < 1) | (weeks - now > HORIZON_MAX)):
            raise ValueError(f"Expected targets 1 to {HORIZON_MAX} weeks ahead.")
        start = self.vintages[0].week
        if np.any(now < start):
            raise ValueError("Expected origins from the fit's since on.")
        played = checked(performances, "performances", asked)
        seats = checked(capacity, "capacity", asked)
        last = self.rows.last_of_show(_coded(show, self.shows, asked), now)
        houses = _coded(theatre, self.theatres, asked)
        age = np.maximum(weeks - opens, 0)

        on_sale = (played > 0) & (seats > 0)
        which = np.minimum((now - start) // VINTAGE_WEEKS, len(self.vintages) - 1)
        latent, ceiling = np.zeros((3, asked)), np.ones(asked)
        for number, vintage in enumerate(self.vintages):
            of = np.flatnonzero((which == number) & on_sale & (last >= 0))
            latent[:, of] = vintage.running(last[of], weeks[of], played[of], seats[of])
            ceiling[of] = self.rows.ceiling[last[of]]
            of = np.flatnonzero((which == number) & on_sale & (last < 0))
            latent[:, of] = vintage.new(
                houses[of], now[of], weeks[of], age[of], played[of], seats[of]
            )
        return _forecast(latent, ceiling, np.where(on_sale, seats, 0.0), last < 0)


def fit(
    show: Labels,
    week: ArrayLike,
    performances: ArrayLike,
    capacity: ArrayLike,
    quantity: ArrayLike,
    *,
    theatre: Labels | None = None,
    since: ArrayLike | None = None,
) -> WeeklyModel:
    """Fit show-weeks; a gap of more than GAP_WEEKS starts a new run of a show.

    Parameters
    ----------
    show : [N], labels
    week : [N], dates, any day of the week Monday to Sunday; one row a show and week
    performances : [N], of the week, previews included; 0 is a dark week
    capacity : [N], seats on sale in the week, all performances together
    quantity : [N], seats sold; may exceed the capacity (standing room)
    theatre : [N], labels
    since : the first origin that will be asked for, a date
        The last week of the rows by default; each year before it takes one more
        vintage.

    Raises
    ------
    ValueError
        As of ``models.weekly_rows.arrange``.
    """
    count = len(show)
    shows, theatres = _codes(show), _codes(theatre)
    rows = arrange(
        _coded(show, shows, count),
        _coded(theatre, theatres, count),
        week,
        performances,
        capacity,
        quantity,
    )
    end = int(rows.week.max())
    begin = end if since is None else min(int(week_of([since])[0]), end)
    market = market_of(rows)
    weeks = range(int(vintage_week(np.array(begin))), end + 1, VINTAGE_WEEKS)
    vintages = tuple(fit_vintage(rows, market, start) for start in weeks)
    return WeeklyModel(rows, shows, theatres, vintages)


def _codes(labels: Labels | None) -> dict[str, int]:
    distinct = [] if labels is None else sorted(set(np.asarray(labels, str).tolist()))
    return {label: code for code, label in enumerate(distinct)}


def _coded(labels: Labels | None, codes: dict[str, int], length: int) -> Codes:
    """Return the code of each label, UNKNOWN where it was not fitted: [length]."""
    if labels is None:
        return np.full(length, UNKNOWN)
    given = np.asarray(labels, str)
    if given.shape != (length,):
        raise ValueError(f"Expected labels of length {length}.")
    found = [codes.get(label, UNKNOWN) for label in given.tolist()]
    return np.array(found, dtype=np.int64)


def _forecast(
    latent: Floats, ceiling: Floats, seats: Floats, new: NDArray[np.bool_]
) -> WeeklyForecast:
    """Carry latent fill [Q, M] through the bend to seats."""
    latent = np.sort(latent, axis=0)  # quantiles fitted apart may cross
    sold = fill_at(latent, ceiling) * seats
    mean = np.array(MEAN_WEIGHTS) @ sold
    demand = np.maximum(latent[1] * ceiling * seats, sold[1])
    return WeeklyForecast(mean, sold[0], sold[1], sold[2], demand, new)
