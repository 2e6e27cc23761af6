"""Small named houses that tests price and play."""

from datetime import UTC, datetime, timedelta

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.channel import Channel
from pricing.domain.performance import Performance
from pricing.domain.rules import CategoryOrder, NeverFalls, Rule
from pricing.domain.season import Season
from pricing.domain.tariff import (
    Evidence,
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
)
from pricing.domain.venue import PriceTier, SeatCategory, Venue

OPENING = datetime(2026, 11, 14, 19, 0, tzinfo=UTC)
ON_SALE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

STUDIO = Venue(
    id="studio",
    name="The studio",
    seat_categories=(SeatCategory("front", 40), SeatCategory("back", 40)),
    price_tiers=(
        PriceTier("low", (2000, 1200)),
        PriceTier("mid", (2500, 1500)),
        PriceTier("high", (3200, 2000)),
    ),
)

TARIFFS = (
    Tariff("full", "Full price", Percentage(1000)),
    Tariff(
        "under-26",
        "Under 26",
        Percentage(600),
        evidence=Evidence.AT_ENTRY,
        rounding_step_minor=50,
    ),
    Tariff(
        "solidarity",
        "Solidarity",
        FixedAmount(500),
        solidarity=True,
        evidence=Evidence.AT_BOOKING,
        seats_per_order_max=4,
    ),
    Tariff(
        "by-means",
        "By means",
        MeansGrid((MeansBracket("low", 300), MeansBracket("middle", 700))),
        solidarity=True,
        evidence=Evidence.AT_BOOKING,
    ),
)

CHANNELS = (
    Channel("web", "Web"),
    Channel("counter", "Counter", cost_minor=120),
    Channel(
        "network",
        "Network of resellers",
        quota_permille=250,
        commission_permille=80,
        commission_inside=False,
    ),
)

DEMAND = DemandAssumptions(
    classes=(
        AudienceClass("full", 0.6),
        AudienceClass("under-26", 0.2, price_sensitivity=1.5),
        AudienceClass("solidarity", 0.15, price_sensitivity=2.0),
        AudienceClass("by-means", 0.05, "low", 2.0),
    )
)


def studio_season(
    nights: int = 2, rules: tuple[Rule, ...] | None = None, **changes: object
) -> Season:
    """Return a season of a studio theatre: 2 x 40 seats, 3 tiers, so many nights."""
    performances = tuple(
        Performance(
            id=f"night-{n + 1}",
            production="antigone" if n % 2 == 0 else "phedre",
            venue_id="studio",
            starts_at=OPENING + timedelta(days=n),
            on_sale_at=ON_SALE,
            capacities=(40, 40),
            ladder=("low", "mid", "high"),
            reference_tier="mid",
        )
        for n in range(nights)
    )
    settings: dict[str, object] = {
        "id": "autumn",
        "organization_id": "studio-theatre",
        "name": "Autumn at the studio",
        "currency_code": "EUR",
        "venues": (STUDIO,),
        "tariffs": TARIFFS,
        "channels": CHANNELS,
        "performances": performances,
        "demand": DEMAND,
        "rules": (CategoryOrder(id="order"), NeverFalls(id="never-falls"))
        if rules is None
        else rules,
        "period_days_out": (90, 60, 30, 14, 7, 1),
        **changes,
    }
    return Season(**settings)  # type: ignore[arg-type]
