"""Seasons and performances."""

from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.duration_pb2 import Duration

from jauge.pricing.v1 import season_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.inventory import Inventory
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.venue import Venue
from pricing.service.convert import settlement
from pricing.service.convert.channels import channel_from_proto, channel_to_proto
from pricing.service.convert.demand import demand_from_proto, demand_to_proto
from pricing.service.convert.fields import (
    at,
    present,
    required,
    seconds_from_proto,
)
from pricing.service.convert.objectives import (
    mode_from_proto,
    mode_to_proto,
    objective_from_proto,
    objective_to_proto,
    sales_repricing_from_proto,
    sales_repricing_to_proto,
)
from pricing.service.convert.offers import (
    card_from_proto,
    card_to_proto,
    pack_from_proto,
    pack_to_proto,
    pool_from_proto,
    pool_to_proto,
)
from pricing.service.convert.refunds import terms_from_proto, terms_to_proto
from pricing.service.convert.rules import rule_from_proto, rule_to_proto
from pricing.service.convert.tariffs import tariff_from_proto, tariff_to_proto
from pricing.service.convert.venues import venue_from_proto, venue_to_proto
from pricing.service.names import SeasonName

_INVENTORY: Mapping[Inventory, season_pb2.Season.Inventory] = {
    "own": season_pb2.Season.INVENTORY_OWN,
    "platform": season_pb2.Season.INVENTORY_PLATFORM,
}
_INVENTORY_IN = {value: key for key, value in _INVENTORY.items()}


def season_name(season: Season) -> SeasonName:
    """Return the name of a season."""
    return SeasonName(season.organization_id, season.id)


def season_to_proto(season: Season) -> season_pb2.Season:
    """Return a season as the message, without what the books say of it."""
    currency = season.currency_code
    return season_pb2.Season(
        name=str(season_name(season)),
        display_name=season.name,
        currency_code=currency,
        venues=[venue_to_proto(v, currency) for v in season.venues],
        tariffs=[tariff_to_proto(t, currency) for t in season.tariffs],
        channels=[channel_to_proto(c, currency) for c in season.channels],
        suspended_pools=[pool_to_proto(each, currency) for each in season.pools],
        subscriber_cards=[card_to_proto(each, currency) for each in season.cards],
        packs=[pack_to_proto(each, currency) for each in season.packs],
        rules=[rule_to_proto(r, currency) for r in season.rules],
        demand_assumptions=demand_to_proto(season.demand),
        booking_period_days_out=season.period_days_out,
        hold_duration=Duration(seconds=60 * season.hold_minutes),
        vat_permille=season.vat_permille,
        time_zone=season.time_zone,
        notes=season.notes,
        performance_count=len(season.performances),
        objective=objective_to_proto(season.objective),
        pricing_mode=mode_to_proto(season.pricing_mode),
        sales_repricing=sales_repricing_to_proto(season.sales_repricing),
        refunds=terms_to_proto(season.refunds, currency),
        settlement=settlement.terms_to_proto(season.settlement, currency),
        inventory=_INVENTORY[season.inventory],
    )


def season_from_proto(
    value: season_pb2.Season,
    name: SeasonName,
    performances: Sequence[Performance],
    path: str,
) -> Season:
    """Return a message as a season with these performances."""
    currency = required(value.currency_code, f"{path}.currency_code")
    with at(f"{path}.currency_code"):
        _check_currency(currency)
    present(value, "demand_assumptions", path)
    for listed in ("venues", "tariffs", "channels"):
        if not getattr(value, listed):
            raise FieldInvalid(f"{path}.{listed}", "is required.")
    settings = _settings(value, path)
    rules = tuple(
        rule_from_proto(r, currency, f"{path}.rules[{i}]")
        for i, r in enumerate(value.rules)
    )
    demand = demand_from_proto(value.demand_assumptions, f"{path}.demand_assumptions")
    with at(path):
        return Season(
            id=name.season_id,
            organization_id=name.organization_id,
            name=required(value.display_name, f"{path}.display_name"),
            currency_code=currency,
            venues=venues_from_proto(value, path),
            tariffs=tuple(
                tariff_from_proto(t, currency, f"{path}.tariffs[{i}]")
                for i, t in enumerate(value.tariffs)
            ),
            channels=tuple(
                channel_from_proto(c, currency, f"{path}.channels[{i}]")
                for i, c in enumerate(value.channels)
            ),
            pools=tuple(
                pool_from_proto(each, currency, f"{path}.suspended_pools[{i}]")
                for i, each in enumerate(value.suspended_pools)
            ),
            cards=tuple(
                card_from_proto(each, currency, f"{path}.subscriber_cards[{i}]")
                for i, each in enumerate(value.subscriber_cards)
            ),
            packs=tuple(
                pack_from_proto(each, currency, f"{path}.packs[{i}]")
                for i, each in enumerate(value.packs)
            ),
            performances=tuple(performances),
            demand=demand,
            rules=rules,
            objective=objective_from_proto(value.objective, f"{path}.objective"),
            pricing_mode=mode_from_proto(value.pricing_mode, f"{path}.pricing_mode"),
            sales_repricing=sales_repricing_from_proto(
                value.sales_repricing, f"{path}.sales_repricing"
            ),
            refunds=terms_from_proto(value.refunds, currency, f"{path}.refunds"),
            settlement=settlement.terms_from_proto(
                value.settlement, currency, f"{path}.settlement"
            ),
            notes=value.notes,
            **settings,
        )


def _settings(value: season_pb2.Season, path: str) -> dict[str, Any]:
    """Return what a message says of a season's settings that have defaults."""
    settings: dict[str, Any] = {}
    if value.booking_period_days_out:
        settings["period_days_out"] = tuple(value.booking_period_days_out)
    if value.HasField("hold_duration"):
        seconds = seconds_from_proto(value.hold_duration, f"{path}.hold_duration")
        if seconds % 60:
            raise FieldInvalid(f"{path}.hold_duration", "Expected whole minutes.")
        settings["hold_minutes"] = int(seconds // 60)
    if value.HasField("vat_permille"):
        settings["vat_permille"] = value.vat_permille
    if value.time_zone:
        settings["time_zone"] = value.time_zone
    if value.inventory:
        if value.inventory not in _INVENTORY_IN:
            raise FieldInvalid(
                f"{path}.inventory", f"Expected a value, got {value.inventory}."
            )
        settings["inventory"] = _INVENTORY_IN[value.inventory]
    return settings


def venues_from_proto(value: season_pb2.Season, path: str) -> tuple[Venue, ...]:
    """Return the venues of a season's message."""
    return tuple(
        venue_from_proto(v, value.currency_code, f"{path}.venues[{i}]")
        for i, v in enumerate(value.venues)
    )


def _check_currency(code: str) -> None:
    if len(code) != 3 or not (code.isascii() and code.isupper()):
        raise ValueError(f"Expected three capitals, got {code[:10]!r}.")
