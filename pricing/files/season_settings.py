"""What if: a season file with some of its values set otherwise.

A setting ``rules.access.share_percent=10,20`` names a value by its path, with
ids in the place of a list's elements, and the values that it is to take. Each
combination of the values of several settings is a variant.
"""

import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from itertools import product
from pathlib import Path
from typing import Any

import tomli_w

from pricing.domain.errors import FieldInvalid, FileInvalid
from pricing.domain.season import Season
from pricing.files import season_file

VARIANTS_MAX = 50
# The value of an element that is to be left out, such as a rule.
OFF = "off"
# Names less alike than this are not offered in the place of an unknown one.
_LIKENESS = 0.4
_KNOWN_SHOWN_MAX = 12
_OPENING, _CLOSING, _QUOTES = "[{(", "]})", "\"'"


@dataclass(frozen=True)
class SetSeason:
    """A season with other values than its file's, by their paths."""

    settings: Mapping[str, str]
    season: Season


def read(path: Path, asked: Sequence[str]) -> tuple[SetSeason, list[SetSeason]]:
    """Return the season as its file stands, and its variants.

    The first bears the file's own values of the paths that are set. A variant
    with no other values than those is left out.

    Raises
    ------
    FieldInvalid
        When a setting is malformed or its path leads nowhere; it offers the
        nearest name. When a value does not fit, with what was expected.
    FileInvalid
        When the file itself does not say what it should.
    """
    season = season_file.read(path)
    if not asked:
        return SetSeason({}, season), []
    tables = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    choices: dict[str, list[str]] = {}
    for each in asked:
        name, values = _parsed(each)
        if name in choices:
            raise FieldInvalid(f"--set {name}", "is given twice; give its values once")
        choices[name] = values
    as_it_stands = {name: _shown(tables, name) for name in choices}
    count = 1
    for values in choices.values():
        count *= len(values)
    if count > VARIANTS_MAX:
        raise FieldInvalid("--set", f"{count} variants; at most {VARIANTS_MAX} are")
    variants = []
    for combination in product(*choices.values()):
        settings = dict(zip(choices, combination, strict=True))
        found = _season(tables, settings, path)
        if found != season:
            variants.append(SetSeason(settings, found))
    return SetSeason(as_it_stands, season), variants


def _parsed(asked: str) -> tuple[str, list[str]]:
    """Return path and values of a setting; commas in lists and quotes stay."""
    name, equals, text = asked.partition("=")
    values, depth, quote = [""], 0, ""
    for letter in text:
        if letter in _QUOTES:
            quote = "" if letter == quote else quote or letter
        elif not quote:
            depth += (letter in _OPENING) - (letter in _CLOSING)
        if letter == "," and not quote and depth == 0:
            values.append("")
        else:
            values[-1] += letter
    values = list(dict.fromkeys(value.strip() for value in values))
    if not equals or not name.strip() or "" in values:
        raise FieldInvalid(
            f"--set {asked}", "expected PATH=VALUE or PATH=VALUE1,VALUE2,..."
        )
    return name.strip(), values


def _season(
    tables: Mapping[str, Any], settings: Mapping[str, str], path: Path
) -> Season:
    changed: dict[str, Any] = deepcopy(dict(tables))
    for name, value in settings.items():
        holder, key = _place(changed, name)
        if isinstance(holder, dict):
            holder[key] = _value(value)
        elif value == OFF:
            del holder[key]
        else:
            raise FieldInvalid(
                f"--set {name}={value}",
                f"name one of its keys ({', '.join(holder[key])}), or set it {OFF!r}",
            )
    try:
        return season_file.parse(tomli_w.dumps(changed), str(path))
    except FileInvalid as fault:
        told = ", ".join(f"{name}={value}" for name, value in settings.items())
        raise FieldInvalid(f"--set {told}", _without_place(fault)) from None


def _without_place(fault: FileInvalid) -> str:
    """Return what a fault says, without a line of a text that nobody wrote."""
    line, column = fault.metadata["line"], fault.metadata["column"]
    place = f"{fault.metadata['file']}{f':{line}' if line else ''}"
    place += f": {column}: " if column else ": "
    return fault.message.removeprefix(place)


def _place(tables: dict[str, Any], name: str) -> tuple[Any, Any]:
    """Return the table or list that a path ends in, and the key or place there."""
    holder: Any = tables
    key: Any = None
    steps = name.split(".")
    for depth, step in enumerate(steps):
        if key is not None:
            holder = holder[key]
        before = ".".join(steps[:depth]) or "the season file"
        last = depth == len(steps) - 1
        if isinstance(holder, list):
            ids = [each.get("id") for each in holder if isinstance(each, dict)]
            if step not in ids:
                raise _unknown(name, step, before, [each for each in ids if each])
            key = ids.index(step)
        elif not isinstance(holder, dict):
            raise FieldInvalid(f"--set {name}", f"{before} is a value; set it whole")
        elif step in holder or (last and depth):
            key = step
        else:
            raise _unknown(name, step, before, list(holder))
    if isinstance(holder, dict) and isinstance(holder.get(key), dict | list):
        inside = holder[key]
        if depth == 0 or isinstance(inside, dict) or _has_ids(inside):
            raise FieldInvalid(f"--set {name}", "names a whole table; go on to a value")
    return holder, key


def _has_ids(values: Sequence[Any]) -> bool:
    return any(isinstance(each, dict) and "id" in each for each in values)


def _unknown(name: str, step: str, before: str, known: Sequence[str]) -> FieldInvalid:
    near = get_close_matches(step, known, 1, _LIKENESS)
    shown = ", ".join(known[:_KNOWN_SHOWN_MAX]) + (
        ", ..." if len(known) > _KNOWN_SHOWN_MAX else ""
    )
    hint = f"did you mean {near[0]!r}?" if near else f"known: {shown or 'nothing'}"
    return FieldInvalid(
        f"--set {name}", f"nothing is called {step!r} in {before}; {hint}"
    )


def _value(text: str) -> Any:
    """Return a value as TOML reads it, else the text as it is."""
    try:
        table = tomllib.loads(f"value = {text}", parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return text
    return table["value"] if set(table) == {"value"} else text


def _shown(tables: dict[str, Any], name: str) -> str:
    """Return the file's own value of a path; empty where it says nothing."""
    holder, key = _place(tables, name)
    if isinstance(holder, list):
        return "on"
    return _text(holder.get(key, ""))


def _text(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
