"""What is in a backup, read line by line: see ``pricing.store.backup``."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from pricing.domain.errors import FileInvalid
from pricing.store.log import recorded_of
from pricing.store.seal import NO_SEAL, Row, seal

FORMAT = "jauge-backup"
VERSION = 1


@dataclass
class Contents:
    """What is in a backup: how many events, of whom, and a hash of them all."""

    event_count: int = 0
    # The last sequence number of each organisation.
    heads: dict[str, int] = field(default_factory=dict)
    # And the seal of it.
    seals: dict[str, bytes] = field(default_factory=dict)
    _hash: Any = field(default_factory=hashlib.sha256, compare=False, repr=False)

    def add(self, organization_id: str, row: Row) -> bytes:
        """Count an event, and return its line."""
        line = json.dumps([organization_id, *row]).encode()
        self._hash.update(line)
        self.event_count += 1
        self.heads[organization_id] = row[0]
        before = self.seals.get(organization_id, NO_SEAL)
        self.seals[organization_id] = seal(before, organization_id, row)
        return line + b"\n"

    @property
    def digest(self) -> str:
        """Hash of the events, the same for the same events in the same order."""
        return str(self._hash.hexdigest())


def events_in(path: Path) -> Iterator[tuple[int, str, Row]]:
    """Yield the events of a file with their lines, and hold it to its last line."""
    seen, contents = hashlib.sha256(), Contents()
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
            name, row = _row(told, path, number)
            following = contents.heads.get(name, 0) + 1
            if row[0] != following:
                raise FileInvalid(
                    str(path),
                    f"expected event {following} of {name!r}, got {row[0]}",
                    number,
                )
            contents.add(name, row)
            yield number, name, row
        seen.update(line)
    if last is None:
        raise FileInvalid(str(path), "is cut: its last line is missing")
    found = {
        "events": contents.event_count,
        "organizations": contents.heads,
        "sha256": seen.hexdigest(),
        "seals": {name: seal.hex() for name, seal in contents.seals.items()},
    }
    if "seals" not in last:
        del found["seals"]
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


def _row(told: Any, path: Path, number: int) -> tuple[str, Row]:
    try:
        name, sequence, time, kind, body, request_id, mark = told
        texts = (name, kind, body, request_id, mark)
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("Expected texts.")
        row = (sequence, time, kind, body, request_id, mark)
        # Nothing that could not be read again is restored.
        recorded_of(name, row)
        "".join(texts).encode()
    except (TypeError, ValueError, RecursionError) as fault:
        said = " ".join(str(fault).split())[:200]
        raise FileInvalid(str(path), f"is no event: {said}", number) from None
    return name, row


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
def _reading(file: IO[bytes], path: Path) -> Iterator[Iterable[bytes]]:
    if path.suffix != ".gz":
        yield file
        return
    with gzip.GzipFile("", "rb", fileobj=file) as lines:
        yield lines
