"""Write a Season as the TOML file that ``season_file.read`` reads."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from pricing.domain.audience import DemandAssumptions
from pricing.domain.money import to_units
from pricing.domain.performance import Performance
from pricing.domain.sales_repricing import SALES_HOURLY
from pricing.domain.season import Season
from pricing.domain.venue import Venue
from pricing.files.channel_table import channel_table
from pricing.files.columns import replace_file
from pricing.files.offer_table import card_table, pack_table, pool_table
from pricing.files.refund_table import refunds_table
from pricing.files.rule_writer import percent, rule_table
from pricing.files.settlement_table import settlement_table
from pricing.files.tariff_table import tariff_table

_SHORT_ARRAY = re.compile(r"\[\n((?:\s+[^\[\]{}\n]+,\n)+)\s*\]")


def write(season: Season, path: Path, history: str = "") -> None:
    """Write the season file whole or not at all; ``history`` names past sales."""
    replace_file(path, render(season, history).encode())


def render(season: Season, history: str = "") -> str:
    """Return the text of the season file."""
    currency = season.currency_code
    head: dict[str, Any] = {
        "id": season.id,
        "organization": season.organization_id,
        "name": season.name,
        "currency": currency,
        "time_zone": season.time_zone,
        "booking_periods": list(season.period_days_out),
        "hold_minutes": season.hold_minutes,
        "vat_percent": percent(season.vat_permille),
    }
    objective = season.objective
    if objective.kind != "income":
        head["objective"] = objective.kind
    if objective.class_weights:
        head["class_weights"] = dict(objective.class_weights)
    if season.pricing_mode != "scale":
        head["pricing_mode"] = season.pricing_mode
    if season.sales_repricing != SALES_HOURLY:
        head["sales_repricing"] = {
            "on": season.sales_repricing.on,
            "sold_percent": percent(season.sales_repricing.sold_permille),
            "minutes": season.sales_repricing.minutes,
        }
    if history:
        head["history"] = history
    if season.notes:
        head["notes"] = season.notes
    if season.inventory != "own":
        head["inventory"] = season.inventory
    terms = {
        "settlement": settlement_table(season.settlement, currency),
        "refunds": refunds_table(season.refunds, currency),
    }
    text = tomli_w.dumps(
        {
            "season": head,
            **{key: table for key, table in terms.items() if table},
            "venues": [_venue(v, currency) for v in season.venues],
            "tariffs": [tariff_table(t, currency) for t in season.tariffs],
            "channels": [channel_table(c, currency) for c in season.channels],
            **_offers(season),
            "rules": [rule_table(r, currency) for r in season.rules],
            "demand": _demand(season.demand),
            "performances": [_performance(p, season) for p in season.performances],
        }
    )
    return _short(text)


def _offers(season: Season) -> dict[str, Any]:
    """Return the tables of pools, cards and packs; none where there are none."""
    currency = season.currency_code
    tables = {
        "pools": [pool_table(each, currency) for each in season.pools],
        "cards": [card_table(each, currency) for each in season.cards],
        "packs": [pack_table(each, currency) for each in season.packs],
    }
    return {key: listed for key, listed in tables.items() if listed}


def render_curve(days_out: Sequence[float], share: Sequence[float]) -> str:
    """Return the lines of a season file that say the booking curve."""
    text = tomli_w.dumps({"demand": {"booking_curve": _booking_curve(days_out, share)}})
    return _short(text)


def _short(text: str) -> str:
    """Return a text whose innermost arrays stand on one line: they are read across."""
    return _SHORT_ARRAY.sub(lambda m: f"[{' '.join(m[1].split())[:-1]}]", text)


def _venue(venue: Venue, currency: str) -> dict[str, Any]:
    return {
        "id": venue.id,
        "name": venue.name,
        "categories": [
            {"id": c.id, "capacity": c.capacity} for c in venue.seat_categories
        ],
        "tiers": [
            {"id": t.id, "prices": [to_units(p, currency) for p in t.prices_minor]}
            for t in venue.price_tiers
        ],
    }


def _demand(demand: DemandAssumptions) -> dict[str, Any]:
    return {
        "price_elasticity": demand.price_elasticity,
        "purchase_share": demand.purchase_share,
        "booking_curve": _booking_curve(demand.curve_days_out, demand.curve_share),
        "classes": [
            {
                "tariff": each.tariff_id,
                **({"bracket": each.means_bracket_id} if each.means_bracket_id else {}),
                "share": each.share,
                "price_sensitivity": each.price_sensitivity,
            }
            for each in demand.classes
        ],
    }


def _booking_curve(
    days_out: Sequence[float], share: Sequence[float]
) -> list[list[float]]:
    points = zip(days_out, share, strict=True)
    return [[float(days), float(part)] for days, part in points]


def _performance(performance: Performance, season: Season) -> dict[str, Any]:
    venue = season.venue_of(performance)
    table: dict[str, Any] = {
        "id": performance.id,
        "production": performance.production,
        "venue": performance.venue_id,
        "starts_at": performance.starts_at,
        "on_sale_at": performance.on_sale_at,
        "reference": performance.reference_tier,
    }
    if performance.ladder != tuple(t.id for t in venue.price_tiers):
        table["ladder"] = list(performance.ladder)
    if performance.capacities != tuple(c.capacity for c in venue.seat_categories):
        table["capacities"] = list(performance.capacities)
    if performance.state.value != "open":
        table["state"] = performance.state.value
    if performance.covariates:
        table["covariates"] = dict(performance.covariates)
    return table
