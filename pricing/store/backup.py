"""A copy of a store in one file, that any store can be made from again.

The file is text, a line each (compressed where its name ends in ``.gz``):

1. ``{"format": "jauge-backup", "version": 1, "time": ...}``
2. for each event ``[organization, sequence, time, kind, body, request_id,
   fingerprint]``: the rows of the log, each organisation's in order from 1;
   ``time`` is microseconds since 1970, ``body`` is JSON text
3. ``{"events": ..., "organizations": {organization: last sequence}, "sha256": ...,
   "seals": {organization: seal of its last event}}``; the hash of all bytes of the
   lines before, and the chain of seals that the events make, in hexadecimal digits.
   Files of earlier versions have no seals.

A file that is cut or damaged anywhere is refused whole: the last line is missing,
or a count or the hash differs. An event is also taken into books, so that what is
restored opens.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from pricing.domain.errors import FieldInvalid, FileInvalid, StoreUnavailable
from pricing.store.address import LogReader
from pricing.store.backup_file import FORMAT, VERSION, Contents, events_in
from pricing.store.books import Books
from pricing.store.log import Log, recorded_of
from pricing.store.seal import Head, Row, checked

EVENTS_AN_APPEND = 5_000


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
    for line, name, row in events_in(path):
        try:
            books.setdefault(name, Books(name)).apply(recorded_of(name, row))
        except Exception as fault:
            # Whatever an event that should not be there made of the books.
            raise FileInvalid(
                str(path), f"does not follow from those before: {fault}", line
            ) from None
        contents.add(name, row)
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
        some: list[Row] = []
        owner = ""
        for _, name, row in events_in(path):
            if some and (len(some) == EVENTS_AN_APPEND or name != owner):
                transaction.append_rows(owner, some)
                some = []
            owner = name
            some.append(row)
        if some:
            transaction.append_rows(owner, some)
    found = Contents()
    for name in expected.heads:
        for row in checked(name, Head(), log.sealed_rows(name)):
            found.add(name, row)
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
    # Cooperatives last: what they voted is carried into organisations again, but what
    # an organisation has of a vote could not be taken back.
    for name in sorted(log.organizations(), key=lambda name: ("/" in name, name)):
        for row in log.rows(name):
            put(contents.add(name, row))
    last = {
        "events": contents.event_count,
        "organizations": contents.heads,
        "sha256": seen.hexdigest(),
        "seals": {name: seal.hex() for name, seal in contents.seals.items()},
    }
    out.write(json.dumps(last).encode() + b"\n")
    return contents


@contextmanager
def _writing(file: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    if path.suffix != ".gz":
        yield file
        return
    # No time of its own, so that the same events give the same file.
    with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as out:
        yield out  # type: ignore[misc]
