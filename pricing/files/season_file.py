"""Season files: TOML to a Season; a fault names the line.

``pricing.files.season_format`` says what the file holds.
"""

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import ValidationError

from pricing.domain.errors import FileInvalid
from pricing.domain.season import Season
from pricing.files import season_format as toml
from pricing.files.plain_faults import keys_of, plain
from pricing.files.season_reader import SeasonReader
from pricing.files.toml_lines import line_of

FILE_BYTES_MAX = 16 << 20


def read(path: Path) -> Season:
    """Return the season that a TOML file describes.

    Raises
    ------
    FileInvalid
        With the line and what was expected there; nothing is taken.
    """
    text = _text(path)
    return SeasonReader(_tables(text, str(path)), text, str(path)).season()


def history_path(path: Path) -> Path | None:
    """Return where the past sales that a season file names are, if it names any."""
    named = _tables(_text(path), str(path)).season.history
    return path.parent / named if named else None


def parse(text: str, file: str = "season.toml") -> Season:
    """Return the season that the text of a season file describes."""
    return SeasonReader(_tables(text, file), text, file).season()


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
        tables = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else max(1, len(text.splitlines()))
        raise FileInvalid(file, str(error).split(" (at")[0], line) from None
    except (ValueError, RecursionError):
        # The parser names no line: digits without end, arrays in arrays.
        line = max(enumerate(text.splitlines(), 1), key=lambda each: len(each[1]))[0]
        raise FileInvalid(
            file, "expected values that are not so long or nested", line
        ) from None
    try:
        return toml.SeasonFile.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        keys = keys_of(first)
        more = error.error_count() - 1
        raise FileInvalid(
            file,
            plain(first) + (f" (and {more} more)" if more else ""),
            line_of(text, keys),
            ".".join(str(k) for k in keys),
        ) from None


def _decimal(literal: str) -> Decimal:
    try:
        return Decimal(literal)
    except InvalidOperation:
        # An exponent of twenty digits; what reads the value refuses it by line.
        return Decimal("Infinity")
