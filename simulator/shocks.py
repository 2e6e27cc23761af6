"""Named surprises: what goes otherwise than the forecast and the plan believed.

A shock changes the people, or what policies believe of them, never the season;
the same people otherwise come, so that differences are the shock's own.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from pricing.domain.errors import NameUnknown
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from simulator.scenario import Scenario, Turn

Demand = Mapping[str, Sequence[float]]

# The project's own round figures, about what houses tell of such seasons.
STAR_DAYS_OUT, STAR_FACTOR = 21, 0.5
RAVE_FACTOR, POOR_FACTOR = 1.6, 0.6
STRIKE_DAYS_BEFORE, STRIKE_NIGHTS_FACTOR, STRIKE_TALK_FACTOR = 3, 0.3, 0.7
BIAS = 0.3


@dataclass(frozen=True, slots=True)
class Shock:
    """A surprise by name: to the people, to the forecast, or to both."""

    name: str
    says: str
    people: Callable[[Season, Scenario], Scenario] = lambda season, scenario: scenario
    forecast: Callable[[Season, Demand], Demand] = lambda season, demand: demand


def find(name: str) -> Shock:
    """Return a shock by name.

    Raises
    ------
    NameUnknown
        When there is no such shock.
    """
    for shock in SHOCKS:
        if shock.name == name:
            return shock
    raise NameUnknown("shock", name, tuple(shock.name for shock in SHOCKS))


def _star_cancels(season: Season, scenario: Scenario) -> Scenario:
    nights = _largest_production(season)
    begins = nights[0].starts_at - timedelta(days=STAR_DAYS_OUT)
    return _turned(scenario, Turn(STAR_FACTOR, begins, None, _ids(nights)))


def _reviews(factor: float) -> Callable[[Season, Scenario], Scenario]:
    def written(season: Season, scenario: Scenario) -> Scenario:
        nights = _largest_production(season)
        told = nights[0].starts_at + timedelta(days=1)
        return _turned(scenario, Turn(factor, told, None, _ids(nights)))

    return written


def _strike_week(season: Season, scenario: Scenario) -> Scenario:
    zone = ZoneInfo(season.time_zone)

    def monday(night: Performance) -> datetime:
        local = night.starts_at.astimezone(zone)
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return (day - timedelta(days=day.weekday())).astimezone(UTC)

    seats: Counter[datetime] = Counter()
    for night in season.performances:
        seats[monday(night)] += night.capacity
    # The fullest week; of equals the first.
    begins = min(seats, key=lambda week: (-seats[week], week))
    ends = begins + timedelta(days=7)
    struck = [n for n in season.performances if begins <= n.starts_at < ends]
    known = begins - timedelta(days=STRIKE_DAYS_BEFORE)
    return _turned(
        scenario,
        Turn(STRIKE_NIGHTS_FACTOR, known, None, _ids(struck)),
        Turn(STRIKE_TALK_FACTOR, begins, ends),
    )


def _late_booking(season: Season, scenario: Scenario) -> Scenario:
    return replace(
        scenario,
        segments=tuple(
            replace(
                each,
                curve_days_out=tuple((1 - BIAS) * days for days in each.curve_days_out),
            )
            for each in scenario.segments
        ),
    )


def _biased(factor: float) -> Callable[[Season, Demand], Demand]:
    def forecast(season: Season, demand: Demand) -> Demand:
        return {
            performance: tuple(factor * mean for mean in means)
            for performance, means in demand.items()
        }

    return forecast


def _one_mean(season: Season, demand: Demand) -> Demand:
    """Return the venue's mean night for each: nothing known of single works."""
    means: dict[str, tuple[float, ...]] = {}
    for venue in season.venues:
        ids = [p.id for p in season.performances if p.venue_id == venue.id]
        if ids:
            mean = np.mean([demand[each] for each in ids], axis=0)
            means |= dict.fromkeys(ids, tuple(mean.tolist()))
    return means


def _largest_production(season: Season) -> list[Performance]:
    """Return the nights of the production with most seats, in order."""
    seats: Counter[str] = Counter()
    for night in season.performances:
        seats[night.production] += night.capacity
    name = min(seats, key=lambda each: (-seats[each], each))
    nights = [n for n in season.performances if n.production == name]
    return sorted(nights, key=lambda night: night.starts_at)


def _ids(nights: Sequence[Performance]) -> tuple[str, ...]:
    return tuple(night.id for night in nights)


def _turned(scenario: Scenario, *turns: Turn) -> Scenario:
    return replace(scenario, turns=(*scenario.turns, *turns))


SHOCKS = (
    Shock(
        "star-cancels",
        f"from {STAR_DAYS_OUT} days before the first night of the production with most "
        "seats, half as many look for it",
        people=_star_cancels,
    ),
    Shock(
        "rave-reviews",
        "from the day after its first night, 60 % more look for the production with "
        "most seats",
        people=_reviews(RAVE_FACTOR),
    ),
    Shock(
        "poor-reviews",
        "from the day after its first night, 40 % fewer look for the production with "
        "most seats",
        people=_reviews(POOR_FACTOR),
    ),
    Shock(
        "strike-week",
        "in the week with most seats, 70 % fewer look for its nights (from 3 days "
        "before) and 30 % fewer for all others",
        people=_strike_week,
    ),
    Shock(
        "late-booking",
        "people begin to look when 30 % less time is left than the curve says",
        people=_late_booking,
    ),
    Shock(
        "forecast-high",
        "policies believe in 30 % more demand than the season's forecast",
        forecast=_biased(1 + BIAS),
    ),
    Shock(
        "forecast-low",
        "policies believe in 30 % less demand than the season's forecast",
        forecast=_biased(1 - BIAS),
    ),
    Shock(
        "learnt-late",
        "policies know the mean night of a venue and learn of works from sales alone",
        forecast=_one_mean,
    ),
)
