"""A house for benchmarks of the service: many prices, and seats that never run out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pricing.domain.season import Season
from pricing.domain.tariff import Percentage, Tariff
from pricing.domain.venue import PriceTier, SeatCategory
from pricing.store.interface import Store
from tests.houses import STUDIO, studio_season
from tests.pricing.store.asks import open_house

CATEGORIES, TARIFFS, NIGHTS, SEATS = 6, 10, 100, 30_000
SEASON = "organizations/studio-theatre/seasons/autumn"
TIERS = ("low", "mid", "high")


def hall_season() -> Season:
    """Return a season on sale now: six categories, ten tariffs, a hundred nights."""
    now = datetime.now(UTC)
    venue = replace(
        STUDIO,
        seat_categories=tuple(
            SeatCategory(f"cat-{n}", SEATS) for n in range(1, CATEGORIES + 1)
        ),
        price_tiers=tuple(
            PriceTier(
                tier, tuple(12_000 - 1_500 * n + 500 * m for n in range(CATEGORIES))
            )
            for m, tier in enumerate(TIERS)
        ),
    )
    reduced = tuple(
        Tariff(f"reduced-{n}", f"Reduced {n}", Percentage(1000 - 50 * n))
        for n in range(1, TARIFFS)
    )
    season = studio_season(nights=NIGHTS)
    nights = tuple(
        replace(
            each,
            capacities=(SEATS,) * CATEGORIES,
            starts_at=now + timedelta(days=60 + n),
            on_sale_at=now - timedelta(days=1),
        )
        for n, each in enumerate(season.performances)
    )
    classes = tuple(replace(season.demand.classes[0], share=1.0) for _ in range(1))
    return replace(
        season,
        venues=(venue,),
        tariffs=(season.tariffs[0], *reduced),
        performances=nights,
        demand=replace(season.demand, classes=classes),
    )


def open_hall(store: Store) -> Season:
    """Put the season on sale in a store, if it is not there yet."""
    season = hall_season()
    if season.id not in store.books(season.organization_id).seasons:
        open_house(store, season)
    return season


def night(number: int) -> str:
    """Return the name of a performance."""
    return f"{SEASON}/performances/night-{number % NIGHTS + 1}"


def names() -> Sequence[str]:
    """Return the names of all performances."""
    return [night(number) for number in range(NIGHTS)]
