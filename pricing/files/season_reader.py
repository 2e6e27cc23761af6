"""The tables of a season file as domain types; what does not fit names its line."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from pricing.domain.channel import Channel
from pricing.domain.errors import FileInvalid
from pricing.domain.money import to_minor
from pricing.domain.performance import Performance, PerformanceState
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Rule,
    Scope,
    SolidarityShare,
)
from pricing.domain.season import AudienceClass, DemandAssumptions, Season
from pricing.domain.tariff import (
    Evidence,
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
)
from pricing.domain.venue import PRICE_MINOR_MAX, PriceTier, SeatCategory, Venue
from pricing.files import season_format as toml
from pricing.files.toml_lines import line_of

T = TypeVar("T")


class SeasonReader:
    """Turns the tables of one file into domain types, naming lines on faults."""

    def __init__(self, tables: toml.SeasonFile, text: str, file: str) -> None:
        self.tables = tables
        self.text = text
        self.file = file
        self.currency = tables.season.currency

    def season(self) -> Season:
        """Return the season; FileInvalid names the line of what does not fit."""
        tables = self.tables
        venues = self._each("venues", tables.venues, self._venue)
        self.seats = {
            v.id: (
                tuple(c.capacity for c in v.seat_categories),
                tuple(t.id for t in v.price_tiers),
            )
            for v in venues
        }
        parts: dict[str, Any] = {
            "venues": venues,
            "tariffs": self._each("tariffs", tables.tariffs, self._tariff),
            "channels": self._each("channels", tables.channels, self._channel),
            "rules": self._each("rules", tables.rules, self._rule),
            "performances": self._each(
                "performances", tables.performances, self._performance
            ),
            "demand": self._at(["demand"], lambda: self._demand(tables.demand)),
        }
        head = tables.season
        if head.booking_periods is not None:
            parts["period_days_out"] = head.booking_periods
        return self._at(
            ["season"],
            lambda: Season(
                id=head.id,
                organization_id=head.organization,
                name=head.name,
                currency_code=head.currency,
                time_zone=head.time_zone,
                hold_minutes=head.hold_minutes,
                vat_permille=permille(head.vat_percent),
                notes=head.notes,
                **parts,
            ),
        )

    def _at(self, keys: Sequence[str | int], make: Callable[[], T]) -> T:
        try:
            return make()
        except ValueError as error:
            # A season's own checks name the thing that is wrong: look for its id.
            named = re.search(r"(?:of|rule|tariff) '([^']+)'", str(error))
            line = line_of(self.text, keys)
            if named and len(keys) == 1:
                line = line_of(self.text, ["id", named[1]]) or line
            raise FileInvalid(self.file, str(error), line) from None

    def _each(
        self, key: str, tables: Sequence[Any], make: Callable[[Any], T]
    ) -> tuple[T, ...]:
        return tuple(
            self._at([key, index], lambda table=table: make(table))  # type: ignore[misc]
            for index, table in enumerate(tables)
        )

    def _minor(self, amount: Decimal | None, otherwise: int = 0) -> int:
        return otherwise if amount is None else to_minor(amount, self.currency)

    def _venue(self, table: toml.VenueTable) -> Venue:
        return Venue(
            id=table.id,
            name=table.name or table.id,
            seat_categories=tuple(
                SeatCategory(c.id, c.capacity) for c in table.categories
            ),
            price_tiers=tuple(
                PriceTier(t.id, tuple(self._minor(p) for p in t.prices))
                for t in table.tiers
            ),
        )

    def _tariff(self, table: toml.TariffTable) -> Tariff:
        given = [table.percent, table.amount, table.brackets]
        if sum(each is not None for each in given) != 1:
            raise ValueError(
                f"Expected one of percent, amount, brackets in tariff {table.id!r}."
            )
        price: Percentage | FixedAmount | MeansGrid
        if table.percent is not None:
            price = Percentage(permille(table.percent))
        elif table.amount is not None:
            price = FixedAmount(self._minor(table.amount))
        else:
            price = MeansGrid(
                tuple(
                    MeansBracket(b.id, permille(b.percent))
                    for b in table.brackets or ()
                )
            )
        return Tariff(
            id=table.id,
            name=table.name or table.id,
            price=price,
            solidarity=table.solidarity,
            evidence=Evidence(table.evidence),
            seats_per_order_max=table.seats_per_order_max,
            floor_minor=self._minor(table.floor),
            ceiling_minor=self._minor(table.ceiling, PRICE_MINOR_MAX),
            rounding_step_minor=self._minor(table.rounding_step, 1),
            quota_permille=permille(table.quota_percent),
        )

    def _channel(self, table: toml.ChannelTable) -> Channel:
        return Channel(
            id=table.id,
            name=table.name or table.id,
            quota_permille=permille(table.quota_percent),
            release_days_out=table.release_days_out,
            commission_permille=permille(table.commission_percent),
            commission_fixed_minor=self._minor(table.commission_fixed),
            commission_inside=table.commission_inside,
            cost_minor=self._minor(table.cost),
        )

    def _rule(self, table: toml.AnyRuleTable) -> Rule:
        scope = Scope(table.production, table.venue, table.performance)
        match table:
            case toml.PriceBoundsTable():
                return PriceBounds(
                    id=table.id,
                    scope=scope,
                    seat_category_id=table.category,
                    floor_minor=self._minor(table.floor),
                    cap_minor=self._minor(table.cap, PRICE_MINOR_MAX),
                )
            case toml.AccessShareTable():
                return AccessShare(
                    id=table.id,
                    scope=scope,
                    share_permille=permille(table.share_percent),
                    price_minor=self._minor(table.price),
                    each_performance=table.each_performance,
                )
            case toml.SolidarityShareTable():
                return SolidarityShare(
                    id=table.id,
                    scope=scope,
                    share_permille=permille(table.share_percent),
                    release_days_out=table.release_days_out,
                    seat_category_ids=table.categories,
                )
            case toml.CategoryOrderTable():
                return CategoryOrder(id=table.id, scope=scope)
            case toml.NeverFallsTable():
                return NeverFalls(id=table.id, scope=scope)

    def _demand(self, table: toml.DemandTable) -> DemandAssumptions:
        chosen: dict[str, Any] = {}
        if table.price_elasticity is not None:
            chosen["price_elasticity"] = table.price_elasticity
        if table.purchase_share is not None:
            chosen["purchase_share"] = table.purchase_share
        if table.booking_curve is not None:
            chosen["curve_days_out"] = tuple(days for days, _ in table.booking_curve)
            chosen["curve_share"] = tuple(share for _, share in table.booking_curve)
        return DemandAssumptions(
            classes=tuple(
                AudienceClass(c.tariff, c.share, c.bracket, c.price_sensitivity)
                for c in table.classes
            ),
            **chosen,
        )

    def _performance(self, table: toml.PerformanceTable) -> Performance:
        capacities, tiers = self.seats.get(table.venue, ((), (table.reference,)))
        return Performance(
            id=table.id,
            production=table.production,
            venue_id=table.venue,
            starts_at=table.starts_at,
            on_sale_at=table.on_sale_at,
            capacities=table.capacities or capacities,
            ladder=table.ladder or tiers,
            reference_tier=table.reference,
            state=PerformanceState(table.state),
            covariates=tuple((k, str(v)) for k, v in table.covariates.items()),
        )


def permille(percent: Decimal) -> int:
    """Return per cent as thousandths; ValueError when they are not whole."""
    scaled = percent * 10
    if scaled != scaled.to_integral_value():
        raise ValueError(f"Expected per cent with one decimal at most, got {percent}.")
    return int(scaled)
