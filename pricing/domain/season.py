"""A programme on sale: everything that prices are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from pricing.domain.audience import DAYS_OUT_MAX, AudienceClass, DemandAssumptions
from pricing.domain.channel import Channel
from pricing.domain.ids import check_currency, check_id, check_range, check_unique
from pricing.domain.inventory import INVENTORIES, Inventory
from pricing.domain.named import check_objective, check_rules, check_settlement
from pricing.domain.objective import INCOME, PRICING_MODES, Objective, PricingMode
from pricing.domain.offered import check_offered
from pricing.domain.pack import Pack
from pricing.domain.performance import Performance
from pricing.domain.products import SubscriberCard, SuspendedPool
from pricing.domain.refund import NO_REFUNDS, RefundTerms
from pricing.domain.rules import Rule
from pricing.domain.sales_repricing import SALES_HOURLY, SalesRepricing
from pricing.domain.settlement import PLAIN_TERMS, SettlementTerms, vat_rates
from pricing.domain.tariff import MeansGrid, Tariff
from pricing.domain.venue import PriceTier, Venue


@dataclass(frozen=True)
class Season:
    """A programme of an organisation with its prices, tariffs, channels and rules."""

    id: str
    organization_id: str
    name: str
    currency_code: str
    venues: tuple[Venue, ...]
    tariffs: tuple[Tariff, ...]
    channels: tuple[Channel, ...]
    performances: tuple[Performance, ...]
    demand: DemandAssumptions
    rules: tuple[Rule, ...] = ()
    # Days out at which each booking period begins, falling; the last ends at 0.
    period_days_out: tuple[int, ...] = (180, 120, 90, 60, 45, 30, 21, 14, 7, 3, 1)
    hold_minutes: int = 15
    # Where none of the settlement's rates holds; see vat_permille_of.
    vat_permille: int = 55
    time_zone: str = "UTC"
    objective: Objective = INCOME
    # Whether all categories move together, by one rung of the ladder, or each
    # may take the price of any rung.
    pricing_mode: PricingMode = "scale"
    # How sales move posted prices, where the season has a forecast.
    sales_repricing: SalesRepricing = SALES_HOURLY
    settlement: SettlementTerms = PLAIN_TERMS
    refunds: RefundTerms = NO_REFUNDS
    # Whether seats are held here, or by a platform that tells of its sales.
    inventory: Inventory = "own"
    # What is sold beside seats, and seats that are sold together.
    pools: tuple[SuspendedPool, ...] = ()
    cards: tuple[SubscriberCard, ...] = ()
    packs: tuple[Pack, ...] = ()
    # History says by what it means, for people; shown with every plan.
    notes: str = field(default="")

    def __post_init__(self) -> None:
        """Check ids and that whatever is named exists."""
        check_id(self.id, "a season id")
        check_id(self.organization_id, "an organization id")
        check_currency(self.currency_code)
        try:
            ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(
                f"Expected a time zone such as Europe/Paris, got {self.time_zone!r}."
            ) from None
        check_range(self.hold_minutes, 1, 1440, "hold_minutes")
        check_range(self.vat_permille, 0, 1000, "vat_permille")
        if not self.period_days_out or any(
            b >= a for a, b in pairwise(self.period_days_out)
        ):
            raise ValueError(
                "Expected at least one booking period, with days out that fall."
            )
        check_range(
            self.period_days_out[-1], 1, DAYS_OUT_MAX, "the last booking period"
        )
        check_range(
            self.period_days_out[0], 1, DAYS_OUT_MAX, "the first booking period"
        )
        for kind, ids in {
            "venues": [v.id for v in self.venues],
            "tariffs": [t.id for t in self.tariffs],
            "channels": [c.id for c in self.channels],
            "performances": [p.id for p in self.performances],
            "rules": [r.id for r in self.rules],
        }.items():
            check_unique(ids, kind)
        for performance in self.performances:
            self._check_performance(performance)
        for each in self.demand.classes:
            self._check_class(each)
        check_rules(self)
        check_offered(self)
        if self.pricing_mode not in PRICING_MODES:
            raise ValueError(
                f"Expected a pricing mode among {', '.join(PRICING_MODES)}, "
                f"got {self.pricing_mode!r}."
            )
        check_objective(self)
        check_settlement(self)
        self._check_after_sale()

    def _check_performance(self, performance: Performance) -> None:
        venue = self.venue_by_id.get(performance.venue_id)
        if venue is None:
            raise ValueError(
                f"Expected a venue of {performance.id!r} among "
                f"{', '.join(self.venue_by_id)}, got {performance.venue_id!r}."
            )
        if len(performance.capacities) != len(venue.seat_categories):
            raise ValueError(
                f"Expected {len(venue.seat_categories)} capacities of "
                f"{performance.id!r}, got {len(performance.capacities)}."
            )
        order = [t.id for t in venue.price_tiers]
        places = [order.index(t) if t in order else -1 for t in performance.ladder]
        if -1 in places or places != sorted(set(places)):
            raise ValueError(
                f"Expected the ladder of {performance.id!r} to be price tiers of "
                f"{venue.id!r} that rise, got {', '.join(performance.ladder)}."
            )

    def _check_after_sale(self) -> None:
        for tariff_id, _ in self.refunds.by_tariff:
            if tariff_id not in self.tariff_by_id:
                raise ValueError(
                    f"Expected a tariff with refunds among "
                    f"{', '.join(self.tariff_by_id)}, got {tariff_id!r}."
                )
        if self.inventory not in INVENTORIES:
            raise ValueError(
                f"Expected an inventory among {', '.join(INVENTORIES)}, "
                f"got {self.inventory!r}."
            )

    def _check_class(self, each: AudienceClass) -> None:
        tariff = self.tariff_by_id.get(each.tariff_id)
        if tariff is None:
            raise ValueError(
                f"Expected a tariff of an audience class among "
                f"{', '.join(self.tariff_by_id)}, got {each.tariff_id!r}."
            )
        if isinstance(tariff.price, MeansGrid) != bool(each.means_bracket_id) or (
            each.means_bracket_id and tariff.bracket(each.means_bracket_id) is None
        ):
            raise ValueError(
                f"Expected a means bracket of tariff {tariff.id!r} in its audience "
                f"class, got {each.means_bracket_id!r}."
            )

    @cached_property
    def venue_by_id(self) -> Mapping[str, Venue]:
        """Venues by id."""
        return {v.id: v for v in self.venues}

    @cached_property
    def tariff_by_id(self) -> Mapping[str, Tariff]:
        """Tariffs by id."""
        return {t.id: t for t in self.tariffs}

    @cached_property
    def channel_by_id(self) -> Mapping[str, Channel]:
        """Channels by id."""
        return {c.id: c for c in self.channels}

    @cached_property
    def performance_by_id(self) -> Mapping[str, Performance]:
        """Performances by id."""
        return {p.id: p for p in self.performances}

    @cached_property
    def _vat_by_performance(self) -> Mapping[str, int]:
        return vat_rates(self.settlement, self.performances, self.vat_permille)

    def vat_permille_of(self, performance: Performance) -> int:
        """Return the VAT inside the prices of a performance, in thousandths."""
        return self._vat_by_performance[performance.id]

    @cached_property
    def pool_by_id(self) -> Mapping[str, SuspendedPool]:
        """Pools of suspended tickets by id."""
        return {pool.id: pool for pool in self.pools}

    @cached_property
    def card_by_id(self) -> Mapping[str, SubscriberCard]:
        """Subscriber cards by id."""
        return {card.id: card for card in self.cards}

    @cached_property
    def pack_by_id(self) -> Mapping[str, Pack]:
        """Packs by id."""
        return {pack.id: pack for pack in self.packs}

    def venue_of(self, performance: Performance) -> Venue:
        """Return the venue of a performance."""
        return self.venue_by_id[performance.venue_id]

    def ladder_of(self, performance: Performance) -> tuple[PriceTier, ...]:
        """Return the price tiers a performance may take, cheapest first."""
        venue = self.venue_of(performance)
        return tuple(venue.tier(tier_id) for tier_id in performance.ladder)

    def reference_minor(self, performance: Performance, place: int) -> int:
        """Return the reference price of a category, by its place in the venue."""
        tier = self.venue_of(performance).tier(performance.reference_tier)
        return tier.prices_minor[place]

    def period_at(self, days_out: float) -> int:
        """Return the booking period in force at so many days out.

        Before the first period begins, the first; after the curtain, the last.
        """
        period = 0
        for index, start in enumerate(self.period_days_out):
            if days_out <= start:
                period = index
        return period
