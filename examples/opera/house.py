"""The opera's halls, prices, tariffs, channels and rules.

Size and structure follow what French operas publish: a hall of about 2,700
seats in ten categories sold on three printed scales (210 to 5 and 150 to 5
euros, each date at -10 %, as printed or +10 %), an older one of about 2,000
seats in six; tariffs by age and means; several channels, one of them a network
of resellers with a commission. Names and programmes are made up.
"""

from decimal import ROUND_HALF_UP, Decimal

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.channel import Channel, ChannelKind
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Rule,
    Scope,
    SolidarityShare,
)
from pricing.domain.tariff import (
    Evidence,
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
)
from pricing.domain.venue import PriceTier, SeatCategory, Venue

TIME_ZONE = "Europe/Paris"


def _euros(price: int, percent: int) -> int:
    """Return a printed price changed by so much, in whole euros, as minor units."""
    exact = Decimal(price * percent) / 100
    return int(exact.to_integral_value(ROUND_HALF_UP)) * 100


def _tiers(
    scales: dict[str, tuple[int, ...]], fixed: tuple[int, ...]
) -> tuple[PriceTier, ...]:
    """Return every scale at -10 %, as printed and at +10 %, cheapest first.

    The last categories cost the same ``fixed`` euros on all of them.
    """
    tiers = [
        PriceTier(
            f"{name}-{word}",
            tuple(_euros(p, percent) for p in prices) + tuple(100 * p for p in fixed),
        )
        for name, prices in scales.items()
        for word, percent in (("minus", 90), ("printed", 100), ("plus", 110))
    ]
    return tuple(sorted(tiers, key=lambda tier: tier.prices_minor))


def _categories(*capacities: int) -> tuple[SeatCategory, ...]:
    return tuple(
        SeatCategory(f"cat-{number}", capacity)
        for number, capacity in enumerate(capacities, start=1)
    )


GRAND_THEATRE = Venue(
    id="grand-theatre",
    name="Grand Théâtre",
    seat_categories=_categories(440, 400, 390, 340, 300, 250, 210, 170, 120, 80),
    price_tiers=_tiers(
        {
            "low": (150, 130, 110, 90, 70, 50, 35, 25),
            "middle": (180, 156, 132, 108, 84, 60, 42, 30),
            "high": (210, 182, 154, 126, 98, 70, 49, 35),
        },
        fixed=(15, 5),
    ),
)

PALAIS = Venue(
    id="palais",
    name="Palais",
    seat_categories=_categories(460, 440, 400, 340, 240, 120),
    price_tiers=_tiers(
        {
            "low": (110, 88, 66, 44, 25),
            "middle": (132, 106, 79, 53, 30),
            "high": (165, 132, 99, 66, 38),
        },
        fixed=(10,),
    ),
)

TARIFFS = (
    Tariff("full", "Plein tarif", Percentage(1000)),
    Tariff(
        "subscriber",
        "Abonné",
        Percentage(850),
        rounding_step_minor=50,
        quota_permille=450,
    ),
    Tariff(
        "senior",
        "65 ans et plus",
        Percentage(900),
        evidence=Evidence.AT_ENTRY,
        rounding_step_minor=50,
    ),
    Tariff(
        "under-28",
        "Moins de 28 ans",
        Percentage(600),
        evidence=Evidence.AT_ENTRY,
        rounding_step_minor=50,
        seats_per_order_max=4,
    ),
    Tariff(
        "group",
        "Groupes et écoles",
        Percentage(800),
        evidence=Evidence.AT_BOOKING,
        rounding_step_minor=50,
        seats_per_order_max=50,
        quota_permille=200,
    ),
    Tariff(
        "solidarity",
        "Demandeurs d'emploi et minima sociaux",
        FixedAmount(500),
        solidarity=True,
        evidence=Evidence.AT_BOOKING,
        seats_per_order_max=2,
        quota_permille=30,
    ),
    Tariff(
        "by-means",
        "Quotient familial",
        MeansGrid(
            (
                MeansBracket("qf-1", 200),
                MeansBracket("qf-2", 350),
                MeansBracket("qf-3", 550),
                MeansBracket("qf-4", 750),
            )
        ),
        solidarity=True,
        evidence=Evidence.AT_BOOKING,
        seats_per_order_max=6,
        floor_minor=500,
        rounding_step_minor=50,
        quota_permille=100,
    ),
)

CHANNELS = (
    Channel("web", "Site de l'opéra", cost_minor=40, kind=ChannelKind.WEB),
    Channel("telephone", "Téléphone", cost_minor=250, kind=ChannelKind.TELEPHONE),
    Channel(
        "post", "Courrier", cost_minor=300, quota_permille=150, kind=ChannelKind.POST
    ),
    Channel("counter", "Guichet", cost_minor=200, kind=ChannelKind.COUNTER),
    Channel(
        "remote-counter",
        "Guichets partenaires",
        quota_permille=100,
        release_days_out=7,
        commission_permille=50,
        commission_inside=True,
        kind=ChannelKind.REMOTE_COUNTER,
    ),
    Channel(
        "network",
        "Réseau de revendeurs",
        quota_permille=200,
        release_days_out=7,
        commission_permille=80,
        commission_fixed_minor=50,
        commission_inside=False,
        kind=ChannelKind.NETWORK,
    ),
)

# What the house believes of its audience. It does not know who looks, only who
# bought: the shares are those at which the model's sales by tariff at printed
# prices are the past seasons', the sensitivities are guesses, and the curve is
# read off past bookings.
BELIEFS = DemandAssumptions(
    classes=(
        AudienceClass("full", 0.51),
        AudienceClass("subscriber", 0.15, price_sensitivity=0.9),
        AudienceClass("senior", 0.12, price_sensitivity=1.1),
        AudienceClass("under-28", 0.1, price_sensitivity=1.8),
        AudienceClass("group", 0.01, price_sensitivity=1.2),
        AudienceClass("solidarity", 0.015, price_sensitivity=3.0),
        AudienceClass("by-means", 0.022, "qf-1", 3.0),
        AudienceClass("by-means", 0.02, "qf-2", 2.5),
        AudienceClass("by-means", 0.027, "qf-3", 2.0),
        AudienceClass("by-means", 0.026, "qf-4", 1.4),
    ),
    price_elasticity=-1.16,
    purchase_share=0.3,
    curve_days_out=(400, 300, 180, 120, 90, 60, 30, 14, 7, 3, 0),
    curve_share=(0.0, 0.1, 0.22, 0.31, 0.4, 0.51, 0.69, 0.82, 0.91, 0.97, 1.0),
)

RULES: tuple[Rule, ...] = (
    PriceBounds(
        id="cap-carmen",
        scope=Scope(production="Carmen"),
        seat_category_id="cat-4",
        cap_minor=12000,
    ),
    PriceBounds(
        id="cap-lac-des-cygnes",
        scope=Scope(production="Le Lac des cygnes"),
        cap_minor=17000,
    ),
    CategoryOrder(id="category-order"),
    AccessShare(id="access", share_permille=250, price_minor=3500),
    SolidarityShare(id="solidarity-seats", share_permille=30, release_days_out=10),
    NeverFalls(id="never-falls"),
)
