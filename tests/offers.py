"""A house that sells in every way: choices, gifts, groups, cards, packs, counters."""

from datetime import timedelta

from pricing.domain.channel import Channel, ChannelKind, Commission, Counter, Release
from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.moment import Moment, Window
from pricing.domain.pack import Pack, PackPrices, PackShare
from pricing.domain.products import SubscriberCard, SuspendedPool
from pricing.domain.scope import Scope
from pricing.domain.season import Season
from pricing.domain.tariff import Evidence, FixedAmount, Percentage, Tariff
from tests.houses import CHANNELS, ON_SALE, OPENING, TARIFFS, studio_season

NIGHTS = ("night-1", "night-2", "night-3", "night-4")

OFFERED = (
    Tariff(
        "chosen",
        "Choose your price",
        AmongAmounts((600, 1300, 1800, 2400, 3000), 1800, evidence_up_to_minor=600),
        evidence=Evidence.AT_BOOKING,
        seats_per_order_max=6,
    ),
    Tariff(
        "conscious",
        "Pay what you can",
        BetweenBounds(500, 6000, 2000),
        rounding_step_minor=50,
    ),
    Tariff("suspended", "Suspended ticket", Suspended("gifts", 100), solidarity=True),
    Tariff(
        "school",
        "Schools",
        FixedAmount(600),
        evidence=Evidence.AT_BOOKING,
        group_size_min=10,
        seats_per_order_max=100,
    ),
    Tariff("member", "Card holders", Percentage(800), card_id="carte"),
    Tariff("pass", "Passes", Percentage(1000), pack_only=True),
    Tariff(
        "early",
        "Early birds",
        Percentage(900),
        seats_per_show_max=3,
        window=Window(Moment(days_out=120), Moment(days_out=90)),
    ),
    Tariff(
        "neighbour",
        "Neighbours",
        Percentage(700),
        kept_permille=100,
        kept_until=Moment(days_out=10),
    ),
)

POOLS = (
    SuspendedPool("gifts", "Suspended tickets", 1500),
    SuspendedPool(
        "antigone",
        "For Antigone",
        800,
        Scope(production="antigone"),
        gift_minor_min=100,
    ),
)

CARD = SubscriberCard(
    "carte",
    "Carte",
    seats_per_show=2,
    price_minor=3000,
    valid_from=OPENING - timedelta(days=1),
    valid_until=OPENING + timedelta(days=3),
    window=Window(closes=Moment(at=OPENING)),
)

PACKS = (
    Pack("duo", "Two nights", "pass", NIGHTS[:2], PackShare(850), quota_count=20),
    Pack(
        "three",
        "Three of four",
        "pass",
        NIGHTS,
        PackPrices((("front", 4500), ("back", 2500))),
        choose=3,
        packs_per_order_max=5,
    ),
)

SELLERS = (
    *CHANNELS[:2],
    Channel(
        "network",
        "Network of resellers",
        quota_permille=250,
        commission_permille=80,
        commission_inside=False,
        kind=ChannelKind.NETWORK,
        cost_minor=30,
        counters=(
            Counter("corner", "The corner shop", 50, Commission(0, 100, inside=False)),
            Counter("station", "The station", commission=Commission(100, 0, True, 150)),
        ),
    ),
    Channel(
        "partner",
        "Partner",
        kind=ChannelKind.REMOTE_COUNTER,
        kept_permille=200,
        quota_permille=300,
        releases=(Release(Moment(days_out=60), 50),),
        release_at=ON_SALE + timedelta(days=150),
    ),
)


def offers_season(**changes: object) -> Season:
    """Return the studio's season of four nights with all that may be offered."""
    settings: dict[str, object] = {
        "nights": 4,
        "tariffs": (*TARIFFS, *OFFERED),
        "channels": SELLERS,
        "pools": POOLS,
        "cards": (CARD,),
        "packs": PACKS,
        **changes,
    }
    return studio_season(**settings)  # type: ignore[arg-type]
