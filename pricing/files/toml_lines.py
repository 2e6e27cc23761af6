"""Where in a TOML text a value stands, so that a fault can name its line.

The parser of the standard library keeps no positions. This follows headers and
keys as people lay them out; where a value cannot be found, the nearest table
that holds it stands in.
"""

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*\[(\[)?\s*([\w.\"-]+)\s*\]")
_KEY = re.compile(r"^\s*([\w\"-]+)\s*=")


def line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """Return the line of a value by its path, such as ``venues, 0, tiers, 2``.

    A path ``id, NAME`` finds the table whose id is NAME.
    """
    lines = text.splitlines()
    if len(keys) == 2 and keys[0] == "id":
        pattern = re.compile(rf"\bid\s*=\s*[\"']{re.escape(str(keys[1]))}[\"']")
        return next(
            (n for n, line in enumerate(lines, 1) if pattern.search(line)), None
        )
    start = _table_line(lines, keys)
    if start is None:
        return _root_line(lines, keys)
    inside = [k for k in keys[1:] if not isinstance(k, int)]
    elements = [k for k in keys[2:] if isinstance(k, int)]
    if not inside:
        return start
    subtable = f"{keys[0]}.{inside[0]}"
    seen = 0
    for number in range(start, len(lines) + 1):
        line = lines[number - 1]
        header, key = _HEADER.match(line), _KEY.match(line)
        if number == start and header and header[2] == keys[0]:
            continue
        if header and header[2] == subtable:
            if not elements or seen == elements[0]:
                return _key_line(lines, number, inside[1:])
            seen += 1
        elif header and not header[2].startswith(f"{keys[0]}."):
            break
        elif key and not seen and key[1].strip('"') == inside[0]:
            return _element_line(lines, number, elements)
    return start


def _key_line(lines: Sequence[str], start: int, inside: Sequence[str]) -> int:
    """Return the line of a key of the table that starts on a line, else that line."""
    for number in range(start + 1, len(lines) + 1):
        key = _KEY.match(lines[number - 1])
        if not inside or _HEADER.match(lines[number - 1]):
            break
        if key and key[1].strip('"') == inside[0]:
            return number
    return start


def _table_line(lines: Sequence[str], keys: Sequence[str | int]) -> int | None:
    wanted = keys[1] if len(keys) > 1 and isinstance(keys[1], int) else 0
    seen = 0
    for number, line in enumerate(lines, 1):
        header = _HEADER.match(line)
        if header and header[2].strip('"') == keys[0]:
            if seen == wanted:
                return number
            seen += 1
        elif header and not seen and header[2].startswith(f"{keys[0]}."):
            # A table that has nothing but tables needs no header of its own.
            return number
    return None


def _root_line(lines: Sequence[str], keys: Sequence[str | int]) -> int | None:
    for number, line in enumerate(lines, 1):
        key = _KEY.match(line)
        if _HEADER.match(line):
            break
        if key and key[1].strip('"') == keys[0]:
            elements = [k for k in keys[1:] if isinstance(k, int)]
            return _element_line(lines, number, elements)
    return None


def _element_line(lines: Sequence[str], start: int, elements: Sequence[int]) -> int:
    """Return the line of an element of an array with an inline table a line."""
    if not elements or lines[start - 1].rstrip().endswith("]"):
        return start
    seen = -1
    for number in range(start + 1, len(lines) + 1):
        stripped = lines[number - 1].strip()
        if stripped.startswith(("{", "[")):
            seen += 1
            if seen == elements[0]:
                return number
        if stripped.startswith("]"):
            break
    return start
