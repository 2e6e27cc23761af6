"""Books as bytes and back, to spare the reading of a long log.

A snapshot is only ever a shortcut to what the log says. It carries a hash of
itself, the version of the code that made the books, the place in the log up to
which they go and a mark of the event that stands there; where one of these does
not match, it is passed over and the log is read from its start.

What grows with sales, quotes and requests, is written in pages of JSON text that
are read when they are needed. The rest, small, is of many types that change with
the code, which no other version of it will read: it is written with pickle, and
read by calling the project's own data types, a few of plain data and nothing else
[1]_.

References
----------
.. [1] https://docs.python.org/3/library/pickle.html#restricting-globals
"""

import copyreg
import io
import json
import pickle
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic_core import TzInfo

import pricing
from pricing.domain.quote import Quote
from pricing.quotes.on_sale import SeasonOnSale
from pricing.store.books import Books, Request
from pricing.store.events import Recorded
from pricing.store.log import micros, row_of, time_at
from pricing.store.quote_pages import Page, QuotePages

# Parts of pricing whose code makes books.
_CODE = ("constraints", "domain", "quotes", "store")
_PLAIN = (
    Counter, TzInfo, date, datetime, defaultdict, deque, frozenset, set, timedelta,
    timezone,
)  # fmt: skip
_ALLOWED = {(kind.__module__, kind.__qualname__): kind for kind in _PLAIN}
# As pickle itself names an instance to be filled.
_EMPTY: Any = vars(copyreg)["__newobj__"]
_HASH_BYTES = sha256().digest_size


@dataclass(frozen=True, slots=True)
class Still:
    """Books as they stood at one moment, of which most is still to be written."""

    sequence: int
    rest: bytes
    book: QuotePages
    quotes: Mapping[str, Quote | int]
    requests: Mapping[str, Request]
    expiries: Sequence[tuple[datetime, str]]

    def written(self, mark: str) -> bytes:
        """Return the snapshot; takes long, and any thread may do it.

        ``mark`` is that of the event in the log at the same place.
        """
        pages = self.book.written(self.quotes)
        requests = [
            list(self.requests),
            [each.fingerprint for each in self.requests.values()],
            [each.sequence for each in self.requests.values()],
        ]
        expiries = [[micros(time), name] for time, name in self.expiries]
        ids = [page.ids for page in pages]
        plain = [json.dumps(part).encode() for part in (requests, expiries, ids)]
        parts = [self.rest, *plain, *(page.text for page in pages)]
        head = {
            "version": code_version(),
            "sequence": self.sequence,
            "mark": mark,
            "bytes": [len(part) for part in parts],
        }
        content = b"\n".join([json.dumps(head).encode(), b"".join(parts)])
        return sha256(content).digest() + content


def still(books: Books) -> Still:
    """Return books as they stand; to be called by who alone changes them."""
    elsewhere: Any = None
    rest = replace(books, quotes=elsewhere, requests={}, expiries=[])
    return Still(
        books.sequence,
        _pickled(rest),
        books.quotes,
        books.quotes.copy(),
        dict(books.requests),
        list(books.expiries),
    )


def read(data: bytes, mark_at: Callable[[int], str]) -> Books | None:
    """Return the books of a snapshot, or None where the log must be read instead.

    Parameters
    ----------
    data : bytes
        What ``Still.written`` returned, perhaps damaged, or of another version.
    mark_at : callable
        From a place in the log, the mark of the event that stands there, "" where
        none does.
    """
    content = memoryview(data)[_HASH_BYTES:]
    if sha256(content).digest() != data[:_HASH_BYTES]:
        return None
    end = data.index(b"\n", _HASH_BYTES)
    head = json.loads(data[_HASH_BYTES:end])
    if head["version"] != code_version() or head["mark"] != mark_at(head["sequence"]):
        return None
    parts, start = [], end + 1
    for size in head["bytes"]:
        parts.append(data[start : start + size])
        start += size
    books = _unpickled(parts[0])
    requests, expiries, ids = (json.loads(part) for part in parts[1:4])
    pages = zip(ids, parts[4:], strict=True)
    books.quotes = QuotePages([Page(tuple(each), text) for each, text in pages])
    books.requests = dict(zip(requests[0], map(Request, *requests[1:]), strict=True))
    books.expiries = [(time_at(time), name) for time, name in expiries]
    return books


def mark_of(recorded: Recorded) -> str:
    """Return what tells an event from any other that might stand in its place."""
    return sha256(repr(row_of(recorded)).encode()).hexdigest()


@cache
def code_version() -> str:
    """Return a hash of all code that makes books, and of what runs it."""
    found = sha256(sys.version.encode())
    for folder in _CODE:
        for path in sorted((Path(pricing.__file__).parent / folder).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        how, names = _how(kind), _names(kind)
        if how == "made":
            return kind, tuple([getattr(value, each) for each in names])
        if how != "filled":
            return NotImplemented
        # Only what a type says that it has, not what was computed and kept on it.
        state = {each: getattr(value, each) for each in names}
        if isinstance(value, SeasonOnSale):
            state["cache"] = {}
        return _EMPTY, (kind,), state


@cache
def _how(kind: Any) -> str:
    """Return how a value is taken apart: "" as pickle does, "made" to be made anew."""
    if not is_dataclass(kind):
        return ""
    if "__slots__" not in vars(kind):
        return "filled"
    plain = all(each.init and not each.kw_only for each in fields(kind))
    # What is frozen could only be filled field by field.
    return "made" if plain and _frozen(kind) else ""


def _frozen(kind: Any) -> bool:
    return bool(kind.__dataclass_params__.frozen)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        if any(module.startswith(f"pricing.{folder}.") for folder in _CODE):
            found = super().find_class(module, name)
            if is_dataclass(found) or issubclass(found, Enum):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no data of the books")


def _pickled(books: Books) -> bytes:
    out = io.BytesIO()
    _Pickler(out, protocol=5).dump(books)
    return out.getvalue()


def _unpickled(data: bytes) -> Books:
    books: Books = _Unpickler(io.BytesIO(data)).load()
    return books
