"""What pydantic finds wrong with a season file, in the words of who writes it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from pricing.files import season_format as toml
from pricing.files.channel_table import ChannelTable, CounterTable, ReleaseTable
from pricing.files.offer_table import OFFER_TABLES
from pricing.files.refund_table import REFUND_TABLES
from pricing.files.rule_format import RULE_TABLES
from pricing.files.settlement_table import SETTLEMENT_TABLES
from pricing.files.table import Table
from pricing.files.tariff_table import BracketTable, TariffTable

_TABLES: Mapping[tuple[str, ...], type[Table]] = {
    (): toml.SeasonFile,
    ("season",): toml.SeasonTable,
    ("venues",): toml.VenueTable,
    ("venues", "categories"): toml.CategoryTable,
    ("venues", "tiers"): toml.TierTable,
    ("tariffs",): TariffTable,
    ("tariffs", "brackets"): BracketTable,
    ("channels",): ChannelTable,
    ("channels", "counters"): CounterTable,
    ("channels", "releases"): ReleaseTable,
    **OFFER_TABLES,
    **SETTLEMENT_TABLES,
    **REFUND_TABLES,
    ("demand",): toml.DemandTable,
    ("demand", "classes"): toml.ClassTable,
    ("performances",): toml.PerformanceTable,
    **{("rules", kind): table for kind, table in RULE_TABLES.items()},
}
# By the beginning of pydantic's name of the fault; the first that fits.
_WANTED: Mapping[str, str] = {
    "int_": "a whole number",
    "decimal_": "a number",
    "float_": "a number",
    "finite_number": "a finite number",
    "bool_": "true or false",
    "string_type": "text in quotes",
    "datetime_": "a time such as 2026-11-14T19:30:00+01:00",
    "tuple_": "a list such as [1, 2]",
    "model_": "a table",
    "dict_": "a table",
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "too_long": "{max_length} values at most",
    "literal_error": "one of {expected}",
    "union_tag_invalid": "a kind of rule among {kinds}",
}
_GOT_MAX = 60


def keys_of(fault: ErrorDetails) -> list[str | int]:
    """Return the path of a fault in the file, without the kind of a rule."""
    loc = fault["loc"]
    return [key for at, key in enumerate(loc) if not (_in_rules(loc, at) and at == 2)]


def plain(fault: ErrorDetails) -> str:
    """Return a fault as what was expected, and what stands there instead."""
    kind, loc, found = fault["type"], fault["loc"], fault["input"]
    if kind == "missing":
        return f"expected a key {str(loc[-1])!r}, which is not there"
    if kind == "union_tag_not_found":
        return f"expected a key 'kind' of {', '.join(RULE_TABLES)}"
    if kind == "extra_forbidden":
        return _unknown_key(loc)
    if kind == "string_pattern_mismatch":
        wanted = (
            "a currency of three capitals such as EUR"
            if loc[-1] == "currency"
            else "an id of 1 to 63 lower-case letters, digits and hyphens"
        )
        return f"expected {wanted}, got {_shown(found)}"
    context: dict[str, Any] = {**fault.get("ctx", {}), "kinds": ", ".join(RULE_TABLES)}
    for beginning, wanted in _WANTED.items():
        if kind.startswith(beginning):
            if kind == "union_tag_invalid":
                found = context["tag"]
            return f"expected {wanted.format(**context)}, got {_shown(found)}"
    return f"{fault['msg'][0].lower()}{fault['msg'][1:]}, got {_shown(found)}"


def _in_rules(loc: Sequence[str | int], at: int) -> bool:
    return loc[0] == "rules" and loc[at] in RULE_TABLES


def _unknown_key(loc: Sequence[str | int]) -> str:
    key = str(loc[-1])
    table = _TABLES.get(tuple(each for each in loc[:-1] if isinstance(each, str)))
    known = list(table.model_fields) if table is not None else []
    near = get_close_matches(key, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
    return f"no key {key!r} is known here; {hint}"


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, Decimal) else repr(value)
    if isinstance(value, bool):
        text = text.lower()
    return text if len(text) <= _GOT_MAX else f"{text[: _GOT_MAX - 1]}…"
