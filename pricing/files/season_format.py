"""The season file: what each table of the TOML holds, for people who write it.

Amounts are in currency units (72.50), shares in per cent (5.5), times carry
their zone. The same types give the published JSON Schema.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pricing.domain.ids import ID_PATTERN

Id = Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
Amount = Annotated[Decimal, Field(ge=0, description="In currency units: 72.50.")]
Percent = Annotated[
    Decimal, Field(ge=0, le=1000, description="With one decimal at most: 5.5.")
]


class Table(BaseModel):
    """A table of the file: no key but those named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class BracketTable(Table):
    """A line of a grid by means."""

    id: Id
    percent: Percent


class TariffTable(Table):
    """[[tariffs]]: exactly one of percent, amount and brackets sets the price."""

    id: Id
    name: str = ""
    percent: Percent | None = None
    amount: Amount | None = None
    brackets: tuple[BracketTable, ...] | None = None
    solidarity: bool = False
    evidence: Literal["none", "at_booking", "at_entry"] = "none"
    seats_per_order_max: int = 10
    floor: Amount = Decimal(0)
    ceiling: Amount | None = None
    rounding_step: Amount | None = None
    quota_percent: Percent = Decimal(100)


class ChannelTable(Table):
    """[[channels]]: a way to buy."""

    id: Id
    name: str = ""
    quota_percent: Percent = Decimal(100)
    release_days_out: int | None = None
    commission_percent: Percent = Decimal(0)
    commission_fixed: Amount = Decimal(0)
    commission_inside: bool = True
    cost: Amount = Decimal(0)


class RuleTable(Table):
    """What every rule has: an id, and the performances it is about."""

    id: Id
    production: str = ""
    venue: str = ""
    performance: str = ""


class PriceBoundsTable(RuleTable):
    """Floor and cap on full prices."""

    kind: Literal["PriceBounds"]
    category: str = ""
    floor: Amount = Decimal(0)
    cap: Amount | None = None


class CategoryOrderTable(RuleTable):
    """A better seat never costs less."""

    kind: Literal["CategoryOrder"]


class AccessShareTable(RuleTable):
    """At least a share of the seats sold at or under a price."""

    kind: Literal["AccessShare"]
    share_percent: Percent
    price: Amount
    each_performance: bool = False


class SolidarityShareTable(RuleTable):
    """Seats kept for solidarity tariffs until a release day."""

    kind: Literal["SolidarityShare"]
    share_percent: Percent
    release_days_out: int
    categories: tuple[str, ...] = ()


class NeverFallsTable(RuleTable):
    """The full price never falls."""

    kind: Literal["NeverFalls"]


AnyRuleTable = Annotated[
    PriceBoundsTable
    | CategoryOrderTable
    | AccessShareTable
    | SolidarityShareTable
    | NeverFallsTable,
    Field(discriminator="kind"),
]


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
    rules: tuple[AnyRuleTable, ...] = ()
    demand: DemandTable
    performances: tuple[PerformanceTable, ...]
