"""A copy of a store in one file, that any store can be made from again.

The file is text, a line each (compressed where its name ends in ``.gz``):

1. ``{"format": "jauge-backup", "version": 1, "time": ...}``
2. for each event ``[organization, sequence, time, kind, body, request_id,
   fingerprint]``: the rows of the log, each organisation's in order from 1;
   ``time`` is microseconds since 1970, ``body`` is JSON text
3. ``{"events": ..., "organizations": {organization: last sequence}, "sha256": ...}``,
   the hash of all bytes of the lines before

A file that is cut or damaged anywhere is refused whole: the last line is missing,
or a count or the hash differs. An event is also taken into books, so that what is
restored opens.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from pricing.domain.errors import FieldInvalid, FileInvalid, StoreUnavailable
from pricing.store.address import LogReader
from pricing.store.books import Books
from pricing.store.events import Recorded
from pricing.store.log import Log, recorded_of, row_of

FORMAT = "jauge-backup"
VERSION = 1
EVENTS_AN_APPEND = 5_000


@dataclass
class Contents:
    """What is in a backup: how many events, of whom, and a hash of them all."""

    event_count: int = 0
    # The last sequence number of each organisation.
    heads: dict[str, int] = field(default_factory=dict)
    _hash: Any = field(default_factory=hashlib.sha256, compare=False, repr=False)

    def add(self, recorded: Recorded) -> bytes:
        """Count an event, and return its line."""
        line = json.dumps([recorded.organization_id, *row_of(recorded)]).encode()
        self._hash.update(line)
        self.event_count += 1
        self.heads[recorded.organization_id] = recorded.sequence
        return line + b"\n"

    @property
    def digest(self) -> str:
        """Hash of the events, the same for the same events in the same order."""
        return str(self._hash.hexdigest())


def backup(log: LogReader, path: Path, now: datetime) -> Contents:
    """Write all events of a log to a file, which is replaced whole or not at all.

    What others append meanwhile is in it up to where reading caught up: of each
    organisation all events to some moment, and none after.

    Raises
    ------
    FileInvalid
        When the file cannot be written.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            with _writing(file, path) as out:
                contents = _write(log, out, now)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        why = f"cannot be written: {error.strerror}"
        raise FileInvalid(str(path), why) from None
    return contents


def check(path: Path) -> Contents:
    """Return what is in a backup once all of it was found to be right.

    Raises
    ------
    FileInvalid
        When the file is no backup, or is cut or damaged.
    """
    contents, books = Contents(), dict[str, Books]()
    for line, recorded in _events(path):
        name = recorded.organization_id
        try:
            books.setdefault(name, Books(name)).apply(recorded)
        except Exception as fault:
            # Whatever an event that should not be there made of the books.
            raise FileInvalid(
                str(path), f"does not follow from those before: {fault}", line
            ) from None
        contents.add(recorded)
    return contents


def restore(path: Path, expected: Contents, log: Log) -> None:
    """Fill an empty log from a backup, and compare what is in both.

    ``expected`` is what ``check`` found in the file.

    Raises
    ------
    FileInvalid
        When the file changed since; the log stays empty.
    FieldInvalid
        When the log is not empty.
    StoreUnavailable
        When it cannot be written, or what was written is not what was read.
    """
    if log.organizations():
        raise FieldInvalid("store", "is not empty; restore into a new one.")
    with log.transaction(dict.fromkeys(expected.heads, 0)) as transaction:
        if transaction.missed:
            raise FieldInvalid("store", "is in use; restore into a new one.")
        some: list[Recorded] = []
        for _, recorded in _events(path):
            some.append(recorded)
            if len(some) == EVENTS_AN_APPEND:
                transaction.append(some)
                some = []
        if some:
            transaction.append(some)
    found = Contents()
    for name in expected.heads:
        for recorded in log.read(name):
            found.add(recorded)
    if (found, found.digest) != (expected, expected.digest):
        raise StoreUnavailable(
            "what was restored is not what the backup says; do not use it", lasting=True
        )


def _write(log: LogReader, out: IO[bytes], now: datetime) -> Contents:
    contents, seen = Contents(), hashlib.sha256()

    def put(line: bytes) -> None:
        seen.update(line)
        out.write(line)

    head = {"format": FORMAT, "version": VERSION, "time": now.isoformat()}
    put(json.dumps(head).encode() + b"\n")
    for name in sorted(log.organizations()):
        for recorded in log.read(name):
            put(contents.add(recorded))
    last = {
        "events": contents.event_count,
        "organizations": contents.heads,
        "sha256": seen.hexdigest(),
    }
    out.write(json.dumps(last).encode() + b"\n")
    return contents


def _events(path: Path) -> Iterator[tuple[int, Recorded]]:
    """Yield the events of a file with their lines, and hold it to its last line."""
    seen, count, heads = hashlib.sha256(), 0, dict[str, int]()
    last: dict[str, Any] | None = None
    for number, line in _lines(path):
        if last is not None:
            raise FileInvalid(str(path), "goes on after its last line", number)
        told = _told(line, path, number)
        if number == 1:
            _check_head(told, path)
        elif isinstance(told, dict):
            last = told
            continue
        else:
            recorded = _recorded(told, path, number)
            following = heads.get(recorded.organization_id, 0) + 1
            if recorded.sequence != following:
                raise FileInvalid(
                    str(path),
                    f"expected event {following} of {recorded.organization_id!r}, got "
                    f"{recorded.sequence}",
                    number,
                )
            heads[recorded.organization_id] = recorded.sequence
            count += 1
            yield number, recorded
        seen.update(line)
    found = {"events": count, "organizations": heads, "sha256": seen.hexdigest()}
    if last is None:
        raise FileInvalid(str(path), "is cut: its last line is missing")
    if last != found:
        raise FileInvalid(str(path), "is damaged: its counts or its hash differ")


def _told(line: bytes, path: Path, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise FileInvalid(str(path), "is not a line of a backup", number) from None


def _check_head(told: Any, path: Path) -> None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise FileInvalid(str(path), "is not a backup of Jauge", 1)
    if told.get("version") != VERSION:
        raise FileInvalid(
            str(path),
            f"is of version {told.get('version')!r}, this one reads {VERSION}",
            1,
        )


def _recorded(told: Any, path: Path, number: int) -> Recorded:
    try:
        name, sequence, time, kind, body, request_id, mark = told
        texts = (name, kind, body, request_id, mark)
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("Expected texts.")
        row = (sequence, time, kind, body, request_id, mark)
        return recorded_of(name, row)
    except (TypeError, ValueError, RecursionError) as fault:
        said = " ".join(str(fault).split())[:200]
        raise FileInvalid(str(path), f"is no event: {said}", number) from None


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file, _reading(file, path) as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    raise FileInvalid(str(path), "is cut in this line", number)
                yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise FileInvalid(str(path), f"is cut or damaged: {fault}") from None
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None


@contextmanager
def _writing(file: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    if path.suffix != ".gz":
        yield file
        return
    # No time of its own, so that the same events give the same file.
    with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as out:
        yield out  # type: ignore[misc]


@contextmanager
def _reading(file: IO[bytes], path: Path) -> Iterator[Iterable[bytes]]:
    if path.suffix != ".gz":
        yield file
        return
    with gzip.GzipFile("", "rb", fileobj=file) as lines:
        yield lines
