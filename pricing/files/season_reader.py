"""The tables of a season file as domain types; what does not fit names its line."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.errors import FileInvalid
from pricing.domain.money import to_minor
from pricing.domain.objective import Objective
from pricing.domain.performance import Performance, PerformanceState
from pricing.domain.sales_repricing import SalesRepricing
from pricing.domain.season import Season
from pricing.domain.venue import PriceTier, SeatCategory, Venue
from pricing.files import season_format as toml
from pricing.files.channel_table import channel_of
from pricing.files.offer_table import card_of, pack_of, pool_of
from pricing.files.refund_table import refunds_of
from pricing.files.rule_reader import Keys, rule_of
from pricing.files.settlement_table import settlement_of
from pricing.files.table import permille
from pricing.files.tariff_table import tariff_of
from pricing.files.toml_lines import line_of

T = TypeVar("T")

# Words in the faults of a season, and the keys that they are about.
_SEASON_KEYS: Mapping[str, Keys] = {
    "a season id": ["season", "id"],
    "an organization id": ["season", "organization"],
    "currency": ["season", "currency"],
    "time zone": ["season", "time_zone"],
    "hold_minutes": ["season", "hold_minutes"],
    "booking period": ["season", "booking_periods"],
    "audience class": ["demand", "classes"],
    "class weight": ["season", "class_weights"],
    "objective": ["season", "objective"],
    "tariffs that keep": ["tariffs"],
    "channels that keep": ["channels"],
    "VAT rate": ["settlement", "vat"],
    "split": ["settlement", "splits"],
    "tariff with refunds": ["refunds", "tariffs"],
}


# Lists of tables, and what each table of them is turned into.
_LISTS: Mapping[str, Callable[..., Any]] = {
    "tariffs": tariff_of,
    "channels": channel_of,
    "pools": pool_of,
    "cards": card_of,
    "packs": pack_of,
    "rules": rule_of,
}


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
        venues = self.each(["venues"], tables.venues, self._venue)
        self.seats = {
            v.id: (
                tuple(c.capacity for c in v.seat_categories),
                tuple(t.id for t in v.price_tiers),
            )
            for v in venues
        }
        parts: dict[str, Any] = {
            "venues": venues,
            **{
                key: self.each([key], getattr(tables, key), partial(make, values=self))
                for key, make in _LISTS.items()
            },
            "performances": self.each(
                ["performances"], tables.performances, self._performance
            ),
            "settlement": settlement_of(tables.settlement, self),
            "refunds": refunds_of(tables.refunds, self),
            "demand": self.checked(["demand"], lambda: self._demand(tables.demand)),
        }
        head = tables.season
        if head.booking_periods is not None:
            parts["period_days_out"] = head.booking_periods
        return self.checked(
            ["season"],
            lambda: Season(
                id=head.id,
                organization_id=head.organization,
                name=head.name,
                currency_code=head.currency,
                time_zone=head.time_zone,
                hold_minutes=head.hold_minutes,
                vat_permille=self.percent(["season", "vat_percent"], head.vat_percent),
                objective=self.checked(
                    ["season", "class_weights"],
                    lambda: Objective(
                        head.objective, tuple(head.class_weights.items())
                    ),
                ),
                pricing_mode=head.pricing_mode,
                sales_repricing=self._sales_repricing(head.sales_repricing),
                inventory=head.inventory,
                notes=head.notes,
                **parts,
            ),
        )

    def _sales_repricing(self, table: toml.SalesRepricingTable) -> SalesRepricing:
        at: Keys = ["season", "sales_repricing"]
        sold = self.percent([*at, "sold_percent"], table.sold_percent)
        return self.checked(at, lambda: SalesRepricing(table.on, sold, table.minutes))

    def checked(self, keys: Keys, make: Callable[[], T]) -> T:
        """Return what is made; what does not fit names the line of the keys."""
        try:
            return make()
        except ValueError as error:
            raise self._fault(str(error), keys) from None

    def _fault(self, message: str, keys: Keys) -> FileInvalid:
        if keys != ["season"]:
            line = line_of(self.text, keys)
            column = ".".join(str(key) for key in keys)
            return FileInvalid(self.file, message, line, column)
        # A season's own checks name the thing that is wrong: look for its id, or
        # for the key that it stands under.
        named = re.search(r"(?:of|rule|tariff|pack|for) '([^']+)'", message)
        if named:
            found = line_of(self.text, ["id", named[1]])
            return FileInvalid(self.file, message, found or line_of(self.text, keys))
        for words, path in _SEASON_KEYS.items():
            if words in message:
                return self._fault(message, path)
        return FileInvalid(self.file, message, line_of(self.text, keys))

    def each(
        self, at: Keys, tables: Sequence[Any], make: Callable[[Any, Keys], T]
    ) -> tuple[T, ...]:
        """Return what is made of the tables of a list, whose ids differ."""
        made, ids = [], set()
        for index, table in enumerate(tables):
            here = [*at, index]
            if table.id in ids:
                raise self._fault(
                    f"Expected {at[-1]} once each, got {table.id!r} twice.", here
                )
            ids.add(table.id)
            made.append(self.checked(here, lambda t=table, h=here: make(t, h)))  # type: ignore[misc]
        return tuple(made)

    def percent(self, at: Keys, percent: Decimal, most: int = 100) -> int:
        """Return thousandths of per cent from 0 to ``most``."""
        return self.checked(at, lambda: permille(percent, most))

    def minor(self, at: Keys, amount: Decimal | None, otherwise: int = 0) -> int:
        """Return an amount in minor units, or what stands for no amount."""
        if amount is None:
            return otherwise
        return self.checked(at, lambda: to_minor(amount, self.currency))

    def _venue(self, table: toml.VenueTable, at: Keys) -> Venue:
        categories = self.each(
            [*at, "categories"],
            table.categories,
            lambda each, _: SeatCategory(each.id, each.capacity),
        )
        tiers = self.each([*at, "tiers"], table.tiers, self._tier)
        name = table.name or table.id
        for index in range(len(tiers) if categories else 0):
            # A hall of a tier and the one below fails where that tier is wrong.
            two = tiers[max(0, index - 1) : index + 1]
            here = [*at, "tiers", index]
            self.checked(here, lambda two=two: Venue(table.id, name, categories, two))  # type: ignore[misc]
        return Venue(table.id, name, categories, tiers)

    def _tier(self, table: toml.TierTable, at: Keys) -> PriceTier:
        here = [*at, "prices"]
        return PriceTier(table.id, tuple(self.minor(here, p) for p in table.prices))

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
                self.checked(
                    ["demand", "classes", index],
                    lambda c=c: AudienceClass(  # type: ignore[misc]
                        c.tariff, c.share, c.bracket, c.price_sensitivity
                    ),
                )
                for index, c in enumerate(table.classes)
            ),
            **chosen,
        )

    def _performance(self, table: toml.PerformanceTable, _: Keys) -> Performance:
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
