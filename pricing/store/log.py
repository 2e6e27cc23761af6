"""Where events are kept, and how one is laid out as a row.

A log may have one writing process, or many that share a database. Either way
events are appended in transactions: whoever has one on an organisation has it
alone, and is first told what others appended before. There each event is sealed
(``pricing.store.seal``); what is read is held to its seals.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from pricing.domain.errors import StoreUnavailable
from pricing.store.codec import decode, encode
from pricing.store.events import Recorded
from pricing.store.seal import Head, Row, SealedRow

COLUMNS = "sequence, time, kind, body, request_id, fingerprint"
ROWS_A_READ = 1_000
# Hears of organisations and the sequence numbers of their last events.
Listener = Callable[[Mapping[str, int]], None]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Transaction:
    """What nobody else may append to until it ends."""

    # Events that others appended since, by organisation in order.
    missed: Sequence[Recorded]
    # Durable once the transaction ended without a fault; else not kept.
    append: Callable[[Sequence[Recorded]], None]
    # The same of rows as they were written elsewhere, byte for byte.
    append_rows: Callable[[str, Sequence[Row]], None]


class Log(Protocol):
    """Where events are kept; one thread appends, any thread reads."""

    def transaction(
        self, known: Mapping[str, int]
    ) -> AbstractContextManager[Transaction]:
        """Return a transaction on organisations, each with its last known event.

        All that is appended in it is durable when it ends, or it raises and
        keeps none.
        """
        ...

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Return the events of an organisation with a greater sequence number.

        Raises
        ------
        StoreUnavailable
            Where one is not what was sealed.
        """
        ...

    def sealed_rows(self, organization_id: str, after: int = 0) -> Iterator[SealedRow]:
        """Return the same events as rows with their seals, not held to them."""
        ...

    def head(self, organization_id: str) -> Head:
        """Return the last event of an organisation and its seal."""
        ...

    def read_one(self, organization_id: str, sequence: int) -> Recorded:
        """Return one event."""
        ...

    def organizations(self) -> Sequence[str]:
        """Return the ids of the organisations that have events."""
        ...

    def keep_snapshot(self, organization_id: str, sequence: int, data: bytes) -> None:
        """Keep a snapshot of the books up to an event, in place of an earlier one.

        It need not be durable; any thread may call.
        """
        ...

    def snapshot(self, organization_id: str) -> bytes | None:
        """Return the snapshot that was kept last, if there is one."""
        ...

    def follow(self, heard: Listener) -> bool:
        """Tell of events as others append them; return False where nobody can.

        ``heard`` is called from a thread of the log's own until it is closed: at
        once for each organisation that moved, and every second with all of them
        for as long as the log can be reached.
        """
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


def row_of(recorded: Recorded) -> Row:
    """Return an event as a row, without its organisation."""
    kind, body = encode(recorded.event)
    mark = recorded.request_id, recorded.fingerprint
    return recorded.sequence, micros(recorded.time), kind, body, *mark


def recorded_of(organization_id: str, row: Row) -> Recorded:
    """Return the event of a row.

    Raises
    ------
    ValueError
        When it is not a row that ``row_of`` made.
    """
    sequence, time, kind, body, request_id, fingerprint = row
    try:
        at = time_at(time)
    except (OverflowError, TypeError):
        raise ValueError(f"Expected microseconds since 1970, got {time!r}.") from None
    event = decode(kind, body)
    return Recorded(organization_id, sequence, at, event, request_id, fingerprint)


def micros(time: datetime) -> int:
    """Return a time as microseconds since 1970."""
    return (time - _EPOCH) // _MICROSECOND


def time_at(since: int) -> datetime:
    """Return the time so many microseconds after 1970."""
    return _EPOCH + since * _MICROSECOND


def check_version(where: str, found: int, known: int) -> None:
    """Refuse a schema that a later version made."""
    if found > known:
        raise StoreUnavailable(
            f"{where} was written by a later version of Jauge (schema {found}, this "
            f"one knows {known}); upgrade, or choose another store",
            lasting=True,
        )
