"""The season file: what each table of the TOML holds, for people who write it.

Amounts are in currency units (72.50), shares in per cent (5.5), times carry
their zone. The same types give the published JSON Schema.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from pricing.domain.inventory import Inventory
from pricing.domain.objective import ObjectiveKind, PricingMode
from pricing.files.channel_table import ChannelTable
from pricing.files.offer_table import CardTable, PackTable, PoolTable
from pricing.files.refund_table import RefundsTable
from pricing.files.rule_format import AnyRuleTable
from pricing.files.settlement_table import SettlementTable
from pricing.files.table import Amount, Id, Percent, Table
from pricing.files.tariff_table import TariffTable


class SalesRepricingTable(Table):
    """[season.sales_repricing]: after how many sales prices are looked at again."""

    on: bool = True
    sold_percent: Annotated[
        Percent, Field(description="Sold of a performance since the plan in force.")
    ] = Decimal(5)
    minutes: Annotated[
        int, Field(description="Sales move prices at its whole multiples in UTC.")
    ] = 60


class SeasonTable(Table):
    """[season]: what the season is, and how it sells."""

    id: Id
    organization: Id
    name: str
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    time_zone: str = "UTC"
    booking_periods: Annotated[
        tuple[int, ...] | None,
        Field(description="Days out at which prices may change, falling."),
    ] = None
    hold_minutes: int = 15
    vat_percent: Percent = Decimal("5.5")
    history: Annotated[str, Field(description="Past sales, relative to this file.")] = (
        ""
    )
    objective: Annotated[
        ObjectiveKind, Field(description="What plans make the most of.")
    ] = "income"
    class_weights: Annotated[
        dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]],
        Field(description="What a tariff or means bracket counts for, if not 1."),
    ] = Field(default_factory=dict)
    pricing_mode: Annotated[
        PricingMode,
        Field(description="Whether categories move together, or each by itself."),
    ] = "scale"
    sales_repricing: SalesRepricingTable = SalesRepricingTable()
    inventory: Annotated[
        Inventory,
        Field(description="Whether seats are held here, or by a platform."),
    ] = "own"
    notes: str = ""


class CategoryTable(Table):
    """A price zone of a venue, best first."""

    id: Id
    capacity: Annotated[int, Field(ge=0)]


class TierTable(Table):
    """A vector of full prices, one per category; tiers stand cheapest first."""

    id: Id
    prices: tuple[Amount, ...]


class VenueTable(Table):
    """[[venues]]: a hall."""

    id: Id
    name: str = ""
    categories: tuple[CategoryTable, ...]
    tiers: tuple[TierTable, ...]


class ClassTable(Table):
    """A part of the audience and the tariff it is entitled to."""

    tariff: Id
    bracket: str = ""
    share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    price_sensitivity: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0


class DemandTable(Table):
    """[demand]: what is believed of demand beyond what history tells."""

    classes: tuple[ClassTable, ...]
    price_elasticity: Annotated[float, Field(allow_inf_nan=False)] | None = None
    purchase_share: Annotated[float, Field(allow_inf_nan=False)] | None = None
    booking_curve: Annotated[
        tuple[tuple[float, float], ...] | None,
        Field(description="Pairs of days out and share booked by then."),
    ] = None


class PerformanceTable(Table):
    """[[performances]]: one dated showing."""

    id: Id
    production: str
    venue: Id
    starts_at: datetime
    on_sale_at: datetime
    reference: Annotated[Id, Field(description="The tier printed in the brochure.")]
    ladder: Annotated[
        tuple[Id, ...] | None, Field(description="Tiers it may take; else all.")
    ] = None
    capacities: Annotated[
        tuple[int, ...] | None, Field(description="Seats if not the venue's.")
    ] = None
    state: Literal["open", "closed"] = "open"
    covariates: dict[str, str | int | float] = Field(default_factory=dict)


class SeasonFile(Table):
    """A season: venues, tariffs, channels, rules, demand and performances."""

    season: SeasonTable
    venues: tuple[VenueTable, ...]
    tariffs: tuple[TariffTable, ...]
    channels: tuple[ChannelTable, ...]
    pools: tuple[PoolTable, ...] = ()
    cards: tuple[CardTable, ...] = ()
    packs: tuple[PackTable, ...] = ()
    rules: tuple[AnyRuleTable, ...] = ()
    settlement: SettlementTable = SettlementTable()
    refunds: RefundsTable = RefundsTable()
    demand: DemandTable
    performances: tuple[PerformanceTable, ...]
