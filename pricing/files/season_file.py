"""Season files: TOML to a Season and back; a fault names the line.

``pricing.files.season_format`` says what the file holds.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

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
FILE_BYTES_MAX = 16 << 20


def read(path: Path) -> Season:
    """Return the season that a TOML file describes.

    Raises
    ------
    FileInvalid
        With the line and what was expected there; nothing is taken.
    """
    text = _text(path)
    return _Reader(_tables(text, str(path)), text, str(path)).season()


def history_path(path: Path) -> Path | None:
    """Return where the past sales that a season file names are, if it names any."""
    named = _tables(_text(path), str(path)).season.history
    return path.parent / named if named else None


def parse(text: str, file: str = "season.toml") -> Season:
    """Return the season that the text of a season file describes."""
    return _Reader(_tables(text, file), text, file).season()


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None
    if len(raw) > FILE_BYTES_MAX:
        raise FileInvalid(str(path), f"over {FILE_BYTES_MAX >> 20} MiB")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise FileInvalid(str(path), "expected UTF-8") from None


def _tables(text: str, file: str) -> toml.SeasonFile:
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        raise FileInvalid(
            file, str(error).split(" (at")[0], int(found[1]) if found else None
        ) from None
    try:
        return toml.SeasonFile.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        # The discriminator stands in the path of a rule; it is no key.
        keys = [k for k in first["loc"] if k not in _RULE_KINDS]
        more = error.error_count() - 1
        raise FileInvalid(
            file,
            first["msg"] + (f" (and {more} more)" if more else ""),
            line_of(text, keys),
            ".".join(str(k) for k in keys),
        ) from None


class _Reader:
    """Turns the tables of one file into domain types, naming lines on faults."""

    def __init__(self, tables: toml.SeasonFile, text: str, file: str) -> None:
        self.tables = tables
        self.text = text
        self.file = file
        self.currency = tables.season.currency

    def season(self) -> Season:
        tables = self.tables
        venues = self.each("venues", tables.venues, self.venue)
        self.seats = {
            v.id: (
                tuple(c.capacity for c in v.seat_categories),
                tuple(t.id for t in v.price_tiers),
            )
            for v in venues
        }
        parts: dict[str, Any] = {
            "venues": venues,
            "tariffs": self.each("tariffs", tables.tariffs, self.tariff),
            "channels": self.each("channels", tables.channels, self.channel),
            "rules": self.each("rules", tables.rules, self.rule),
            "performances": self.each(
                "performances", tables.performances, self.performance
            ),
            "demand": self.at(["demand"], lambda: self.demand(tables.demand)),
        }
        head = tables.season
        if head.booking_periods is not None:
            parts["period_days_out"] = head.booking_periods
        return self.at(
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

    def at(self, keys: Sequence[str | int], make: Callable[[], T]) -> T:
        try:
            return make()
        except ValueError as error:
            # A season's own checks name the thing that is wrong: look for its id.
            named = re.search(r"(?:of|rule|tariff) '([^']+)'", str(error))
            line = line_of(self.text, keys)
            if named and len(keys) == 1:
                line = line_of(self.text, ["id", named[1]]) or line
            raise FileInvalid(self.file, str(error), line) from None

    def each(
        self, key: str, tables: Sequence[Any], make: Callable[[Any], T]
    ) -> tuple[T, ...]:
        return tuple(
            self.at([key, index], lambda table=table: make(table))  # type: ignore[misc]
            for index, table in enumerate(tables)
        )

    def minor(self, amount: Decimal | None, otherwise: int = 0) -> int:
        return otherwise if amount is None else to_minor(amount, self.currency)

    def venue(self, table: toml.VenueTable) -> Venue:
        return Venue(
            id=table.id,
            name=table.name or table.id,
            seat_categories=tuple(
                SeatCategory(c.id, c.capacity) for c in table.categories
            ),
            price_tiers=tuple(
                PriceTier(t.id, tuple(self.minor(p) for p in t.prices))
                for t in table.tiers
            ),
        )

    def tariff(self, table: toml.TariffTable) -> Tariff:
        given = [table.percent, table.amount, table.brackets]
        if sum(each is not None for each in given) != 1:
            raise ValueError(
                f"Expected one of percent, amount, brackets in tariff {table.id!r}."
            )
        price: Percentage | FixedAmount | MeansGrid
        if table.percent is not None:
            price = Percentage(permille(table.percent))
        elif table.amount is not None:
            price = FixedAmount(self.minor(table.amount))
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
            floor_minor=self.minor(table.floor),
            ceiling_minor=self.minor(table.ceiling, PRICE_MINOR_MAX),
            rounding_step_minor=self.minor(table.rounding_step, 1),
            quota_permille=permille(table.quota_percent),
        )

    def channel(self, table: toml.ChannelTable) -> Channel:
        return Channel(
            id=table.id,
            name=table.name or table.id,
            quota_permille=permille(table.quota_percent),
            release_days_out=table.release_days_out,
            commission_permille=permille(table.commission_percent),
            commission_fixed_minor=self.minor(table.commission_fixed),
            commission_inside=table.commission_inside,
            cost_minor=self.minor(table.cost),
        )

    def rule(self, table: toml.AnyRuleTable) -> Rule:
        scope = Scope(table.production, table.venue, table.performance)
        match table:
            case toml.PriceBoundsTable():
                return PriceBounds(
                    id=table.id,
                    scope=scope,
                    seat_category_id=table.category,
                    floor_minor=self.minor(table.floor),
                    cap_minor=self.minor(table.cap, PRICE_MINOR_MAX),
                )
            case toml.AccessShareTable():
                return AccessShare(
                    id=table.id,
                    scope=scope,
                    share_permille=permille(table.share_percent),
                    price_minor=self.minor(table.price),
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

    def demand(self, table: toml.DemandTable) -> DemandAssumptions:
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

    def performance(self, table: toml.PerformanceTable) -> Performance:
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


_RULE_KINDS = {"PriceBounds", "CategoryOrder", "AccessShare", "SolidarityShare"} | {
    "NeverFalls"
}
