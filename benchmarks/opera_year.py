"""A season of the issue's size as a programme: many performances of one house.

300 performances x 6 categories x 9 rungs x 12 booking periods; three classes of
audience, each under six tariffs; categories with seats left stay open; an access
share over the season, and a solidarity budget that is never overdrawn.
"""

from datetime import UTC, datetime, timedelta

import numpy as np

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.channel import Channel
from pricing.domain.objective import PricingMode
from pricing.domain.performance import Performance
from pricing.domain.rules import AccessShare, CategoryOrder, Rule, SolidarityBudget
from pricing.domain.season import Season
from pricing.domain.tariff import Percentage, Tariff
from pricing.domain.venue import PriceTier, SeatCategory, Venue

PERFORMANCES = 300
RUNGS = 9
REFERENCE = (10_000, 8_000, 6_200, 4_700, 3_300, 2_000)
SEATS = (120, 200, 250, 300, 200, 100)
PERIODS = (180, 150, 120, 90, 60, 45, 30, 21, 14, 7, 3, 1)
# What each tariff pays of the full price, in thousandths; the last two are for
# those of small means.
PAID = (1000, 900, 800, 700, 600, 500)
SOLIDARITY = 2
# How much classes of the audience mind prices, and how large they are.
SENSITIVITY = (0.7, 1.0, 1.6)
SHARE = (0.3, 0.45, 0.25)
TARIFF_SHARE = (0.4, 0.2, 0.15, 0.1, 0.1, 0.05)
OPENING = datetime(2026, 9, 14, 18, 0, tzinfo=UTC)
PRODUCTIONS = ("carmen", "tosca", "rusalka", "wozzeck", "lakme", "norma")


def season_and_demand(
    performances: int = PERFORMANCES,
    mode: PricingMode = "scale",
    *,
    rules: tuple[Rule, ...] = (),
) -> tuple[Season, dict[str, list[float]]]:
    """Return the season, seeded, and the demand of each performance by category."""
    rng = np.random.default_rng(1)
    rungs = np.linspace(0.7, 1.6, RUNGS)
    tiers = tuple(
        PriceTier(
            f"rung-{n + 1}",
            tuple(round(rung * full / 100) * 100 for full in REFERENCE),
        )
        for n, rung in enumerate(rungs)
    )
    categories = tuple(
        SeatCategory(f"cat-{n + 1}", seats) for n, seats in enumerate(SEATS)
    )
    tariffs = tuple(
        Tariff(
            f"tariff-{n + 1}",
            f"Tariff {n + 1}",
            Percentage(paid),
            solidarity=n >= len(PAID) - SOLIDARITY,
        )
        for n, paid in enumerate(PAID)
    )
    nights = tuple(
        Performance(
            id=f"night-{n + 1}",
            production=PRODUCTIONS[n * len(PRODUCTIONS) // performances],
            venue_id="house",
            starts_at=OPENING + timedelta(days=n),
            on_sale_at=OPENING - timedelta(days=200),
            capacities=SEATS,
            ladder=tuple(tier.id for tier in tiers),
            reference_tier=tiers[np.abs(rungs - 1.0).argmin()].id,
        )
        for n in range(performances)
    )
    load = rng.uniform(0.5, 1.5, performances)
    mix = rng.uniform(0.7, 1.3, (performances, len(SEATS)))
    demand = {
        night.id: (load[n] * mix[n] * np.array(SEATS)).tolist()
        for n, night in enumerate(nights)
    }
    season = Season(
        id="opera-year",
        organization_id="opera",
        name="A year at the opera",
        currency_code="EUR",
        venues=(Venue("house", "House", categories, tiers),),
        tariffs=tariffs,
        channels=(Channel("web", "Web"),),
        performances=nights,
        demand=_audience(),
        rules=(*_rules(performances), *rules),
        period_days_out=PERIODS,
        pricing_mode=mode,
    )
    return season, demand


def _audience() -> DemandAssumptions:
    """Return three classes of audience, each under every tariff."""
    return DemandAssumptions(
        classes=tuple(
            AudienceClass(
                f"tariff-{n + 1}", share * of_tariff, price_sensitivity=sensitivity
            )
            for sensitivity, share in zip(SENSITIVITY, SHARE, strict=True)
            for n, of_tariff in enumerate(TARIFF_SHARE)
        )
    )


def _rules(performances: int) -> tuple[Rule, ...]:
    """Return the rules of the season; the two over all performances bind."""
    return (
        CategoryOrder(id="order"),
        AccessShare(
            id="access", share_permille=160, price_minor=3_000, each_performance=False
        ),
        SolidarityBudget(
            id="budget",
            donations_minor=performances * 200_000,
            surplus_permille=100,
        ),
    )
