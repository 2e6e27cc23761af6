"""A season as rows to forecast, and a forecast as demand of its performances."""

import math
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import slug
from pricing.domain.money import to_units
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable, History

DemandMean = Mapping[str, tuple[float, ...]]


def programme(season: Season) -> History:
    """Return a row per performance and category on sale, at reference prices.

    Dates are in the season's time zone: an evening in Paris is that weekday.
    """
    zone = ZoneInfo(season.time_zone)
    names = sorted({name for p in season.performances for name, _ in p.covariates})
    rows = [
        (performance, index, category)
        for performance in season.performances
        for index, category in enumerate(season.venue_of(performance).seat_categories)
        if performance.capacities[index] > 0
    ]
    reference = {
        p.id: season.venue_of(p).tier(p.reference_tier) for p in season.performances
    }
    return History(
        performance_id=tuple(p.id for p, _, _ in rows),
        production=tuple(p.production for p, _, _ in rows),
        venue=tuple(p.venue_id for p, _, _ in rows),
        starts_at=tuple(p.starts_at.astimezone(zone) for p, _, _ in rows),
        seat_category=tuple(c.id for _, _, c in rows),
        capacity=tuple(p.capacities[i] for p, i, _ in rows),
        unit_price=tuple(
            float(to_units(reference[p.id].prices_minor[i], season.currency_code))
            for p, i, _ in rows
        ),
        quantity=None,
        covariates={
            name: tuple(dict(p.covariates).get(name, "") for p, _, _ in rows)
            for name in names
        },
    )


def demand_by_performance(season: Season, forecast: ForecastTable) -> DemandMean:
    """Return expected demand per category of each performance's venue.

    Ids are compared as slugs, so that a forecast of a table fits the season
    that was made from it.

    Raises
    ------
    FieldInvalid
        When the forecast lacks a category on sale of a performance.
    """
    found = {
        (slug(performance_id), slug(category)): demand
        for performance_id, category, demand in zip(
            forecast.performance_id,
            forecast.seat_category,
            forecast.demand_mean,
            strict=True,
        )
    }
    demand: dict[str, tuple[float, ...]] = {}
    for performance in season.performances:
        categories = season.venue_of(performance).seat_categories
        row = tuple(
            found.get((slug(performance.id), slug(c.id)), math.nan) if seats else 0.0
            for c, seats in zip(categories, performance.capacities, strict=True)
        )
        for category, each in zip(categories, row, strict=True):
            if math.isnan(each):
                raise FieldInvalid(
                    "forecast",
                    f"no row for performance {performance.id!r}, category "
                    f"{category.id!r}; forecast the season's own programme",
                )
        demand[performance.id] = row
    return demand


def with_season_names(history: History) -> History:
    """Return a history with venues and categories named as a season file does."""
    return History(
        performance_id=history.performance_id,
        production=history.production,
        venue=tuple(slug(v) for v in history.venue),
        starts_at=history.starts_at,
        seat_category=tuple(slug(c) for c in history.seat_category),
        capacity=history.capacity,
        unit_price=history.unit_price,
        quantity=history.quantity,
        season=history.season,
        covariates=history.covariates,
    )
