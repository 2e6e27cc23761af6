"""Scenario files: an audience as TOML, read whole or refused, and written.

``[audience]`` holds the spreads, ``[[segments]]``, ``[[nights]]`` and, where there
are any, ``[[turns]]`` the fields of the types of ``simulator.scenario`` by their
names; ``channels`` is a table of shares by channel id.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

import tomli_w

from pricing.domain.errors import FileInvalid
from simulator.scenario import Night, Scenario, Segment, Turn

FILE_NAME = "audience.toml"
FILE_BYTES_MAX = 16 << 20

_SPREADS = tuple(
    f.name for f in fields(Scenario) if f.name not in ("segments", "nights", "turns")
)
_SHORT_ARRAY = re.compile(r"\[\n((?:\s+[^\[\]{}\n]+,\n)+)\s*\]")

Part = TypeVar("Part", Segment, Night, Turn)


def read(path: Path) -> Scenario:
    """Return the scenario that a TOML file describes.

    Raises
    ------
    FileInvalid
        With what was expected, and where as far as it is known.
    """
    try:
        raw = path.read_bytes()
        if len(raw) > FILE_BYTES_MAX:
            raise FileInvalid(str(path), f"over {FILE_BYTES_MAX >> 20} MiB")
        return parse(raw.decode(), str(path))
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise FileInvalid(str(path), "expected UTF-8") from None


def beside(season_path: Path) -> Scenario | None:
    """Return the scenario in audience.toml beside a season file, if there is one.

    Raises
    ------
    FileInvalid
        When it is there and does not say what it should.
    """
    path = season_path.with_name(FILE_NAME)
    return read(path) if path.exists() else None


def parse(text: str, file: str = FILE_NAME) -> Scenario:
    """Return the scenario that the text of a file describes."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        raise FileInvalid(
            file, str(error).split(" (at")[0], int(found[1]) if found else None
        ) from None
    unknown = set(tables) - {"audience", "segments", "nights", "turns"}
    if unknown:
        raise FileInvalid(file, f"unknown table {min(unknown)!r}")
    segments = _parts(Segment, tables.get("segments"), "segments", file)
    nights = _parts(Night, tables.get("nights"), "nights", file)
    turns = _parts(Turn, tables.get("turns", []), "turns", file)
    spreads = tables.get("audience", {})
    return _made(
        Scenario,
        {**spreads, "segments": segments, "nights": nights, "turns": turns},
        "audience",
        file,
    )


def _parts(kind: type[Part], found: object, name: str, file: str) -> tuple[Part, ...]:
    if not isinstance(found, list) or not all(isinstance(f, dict) for f in found):
        raise FileInvalid(file, f"expected tables [[{name}]]")
    return tuple(
        _made(kind, _tuples(table), f"{name}[{index}]", file)
        for index, table in enumerate(found)
    )


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of a part with its arrays as tuples."""
    return {
        key: tuple(value.items())
        if isinstance(value, dict)
        else tuple(tuple(v) if isinstance(v, list) else v for v in value)
        if isinstance(value, list)
        else value
        for key, value in table.items()
    }


Made = TypeVar("Made", Segment, Night, Turn, Scenario)


def _made(kind: type[Made], table: Mapping[str, Any], where: str, file: str) -> Made:
    known = {f.name for f in fields(kind)}
    unknown = set(table) - known
    if unknown:
        raise FileInvalid(file, f"unknown key {min(unknown)!r}", column=where)
    try:
        return kind(**table)
    except (TypeError, ValueError) as error:
        # A TypeError: a key is missing, or its value is of another type.
        why = str(error).replace(f"{kind.__name__}.__init__()", "the table is")
        raise FileInvalid(file, why, column=where) from None


def render(scenario: Scenario) -> str:
    """Return the text of the scenario file."""
    tables: dict[str, object] = {
        "audience": {name: getattr(scenario, name) for name in _SPREADS},
        "segments": [
            {**asdict(each), "channels": dict(each.channels)}
            for each in scenario.segments
        ],
        "nights": [
            {key: value for key, value in asdict(each).items() if value != ()}
            for each in scenario.nights
        ],
    }
    if scenario.turns:
        tables["turns"] = [
            {key: value for key, value in asdict(each).items() if value is not None}
            for each in scenario.turns
        ]
    text = tomli_w.dumps(tables)
    return _SHORT_ARRAY.sub(lambda m: f"[{' '.join(m[1].split())[:-1]}]", text)
