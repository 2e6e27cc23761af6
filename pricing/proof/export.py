"""A log as lines of JSON that anybody can check: ``docs/proof.md`` has the format.

1. ``{"format": "jauge-log", "version": 1, "organization": ...}``
2. for each event, in order, ``{"sequence": ..., "time": ..., "kind": ..., "body": ...,
   "request_id": ..., "fingerprint": ..., "seal": ...}``; ``time`` is microseconds
   since 1970, ``body`` the event's JSON as a text, ``seal`` hexadecimal digits
3. ``{"sequence": ..., "seal": ...}``, the head

A name that ends in ``.gz`` is written and read compressed.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pricing.domain.errors import FileInvalid
from pricing.store.seal import Head, SealedRow

FORMAT = "jauge-log"
VERSION = 1
_NAMES = ("sequence", "time", "kind", "body", "request_id", "fingerprint")


def write_log(path: Path, organization_id: str, rows: Iterable[SealedRow]) -> Head:
    """Write a log to a file, which is replaced whole or not at all; return its head.

    Raises
    ------
    FileInvalid
        When the file cannot be written.
    """
    partial = path.with_name(f"{path.name}.partial")
    head = Head()
    try:
        with _opened(partial, "wt", compressed=path.suffix == ".gz") as file:
            first = {"format": FORMAT, "version": VERSION}
            file.write(json.dumps({**first, "organization": organization_id}) + "\n")
            for row, seal in rows:
                head = Head(row[0], seal)
                line = dict(zip(_NAMES, row, strict=True), seal=seal.hex())
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            last = {"sequence": head.sequence, "seal": head.seal.hex()}
            file.write(json.dumps(last) + "\n")
        partial.replace(path)
    except OSError as error:
        why = f"cannot be written: {error.strerror}"
        raise FileInvalid(str(path), why) from None
    finally:
        # It took its place, or is left nowhere.
        with suppress(OSError):
            partial.unlink()
    return head


class ExportedLog:
    """An exported log, to read only: its organisation, and its rows with seals."""

    def __init__(self, path: Path) -> None:
        """Open a file and read its first line.

        Raises
        ------
        FileInvalid
            When it is no exported log of this version.
        """
        self._path = path
        told = _told(path, 1, next(self._lines(), ""))
        if told.get("format") != FORMAT or not isinstance(
            told.get("organization"), str
        ):
            raise FileInvalid(str(path), "is not a log exported by Jauge", 1)
        if told.get("version") != VERSION:
            raise FileInvalid(
                str(path),
                f"is of version {told.get('version')!r}, this one reads {VERSION}",
                1,
            )
        self.organization_id = str(told["organization"])

    def sealed_rows(self) -> Iterator[SealedRow]:
        """Yield the events with their seals, and hold the file to its last line.

        Raises
        ------
        FileInvalid
            Where a line is none, or the last is not what the others come to.
        """
        head: Head | None = None
        last = Head()
        for number, line in enumerate(self._lines(), 1):
            if number == 1:
                continue
            if head is not None:
                raise FileInvalid(str(self._path), "goes on after its head", number)
            told = _told(self._path, number, line)
            try:
                seal = bytes.fromhex(told["seal"])
                if "kind" not in told:
                    head = Head(told["sequence"], seal)
                    continue
                row = tuple(told[name] for name in _NAMES)
                if not all(
                    isinstance(value, int if place < 2 else str)
                    for place, value in enumerate(row)
                ):
                    raise TypeError("values of other types")
            except (KeyError, TypeError, ValueError) as fault:
                why = f"is no event of a log: {fault}"
                raise FileInvalid(str(self._path), why, number) from None
            last = Head(row[0], seal)
            yield row, seal
        if head is None:
            raise FileInvalid(str(self._path), "is cut: its last line is missing")
        if head != last:
            raise FileInvalid(str(self._path), "has events that its head does not tell")

    def _lines(self) -> Iterator[str]:
        try:
            compressed = self._path.suffix == ".gz"
            with _opened(self._path, "rt", compressed=compressed) as file:
                yield from file
        except (EOFError, UnicodeDecodeError, zlib.error, gzip.BadGzipFile) as fault:
            why = f"is cut or damaged: {fault}"
            raise FileInvalid(str(self._path), why) from None
        except OSError as error:
            why = f"cannot be read: {error.strerror}"
            raise FileInvalid(str(self._path), why) from None


def _told(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise FileInvalid(str(path), "is not a line of a log", number)
    return told


def _opened(path: Path, mode: str, *, compressed: bool) -> Any:
    if compressed:
        return gzip.open(path, mode, encoding="utf-8", newline="\n")
    return path.open(mode.removesuffix("t"), encoding="utf-8", newline="\n")
