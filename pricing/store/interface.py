"""What a store promises, and what a command is.

A command decides, from the books of one organisation and the time, which
events happen and what the caller is told. The store runs the commands of an
organisation one after another, makes their events durable, and only then
answers. A command that raises leaves no trace.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Generic, Protocol, TypeVar

from pricing.store.books import Books
from pricing.store.events import Event, Recorded
from pricing.store.seal import Head, SealedRow

Clock = Callable[[], datetime]
Answer = TypeVar("Answer", covariant=True)


@dataclass(frozen=True, slots=True)
class Decision(Generic[Answer]):
    """Events to append, and the answer once they are durable.

    Where the command has a request_id, the first event must carry the answer:
    ``pricing.store.subject.subject`` finds it there for a repeat.
    """

    events: Sequence[Event]
    answer: Answer


class Command(Protocol[Answer]):
    """A change that a caller asks for."""

    @property
    def request_id(self) -> str:
        """Made by the caller and kept for repeats; empty where a repeat is harmless."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hash of the body, the same for the same request."""
        ...

    def decide(self, books: Books, now: datetime) -> Decision[Answer]:
        """Return what happens and the answer; raise a PricingError to refuse."""
        ...


class Repeatable:
    """A command that may be repeated without harm, so that it needs no key."""

    __slots__ = ()

    @property
    def request_id(self) -> str:
        """Empty: the state that it leaves tells a repeat."""
        return ""

    @property
    def fingerprint(self) -> str:
        """Empty: there is no request_id."""
        return ""


class Store(Protocol):
    """The books of all organisations, kept durably."""

    def submit(self, organization_id: str, command: Command[Answer]) -> Future[Answer]:
        """Return a future of the answer, resolved once its events are durable.

        A repeat of a request_id with the same fingerprint gets the first answer
        and adds nothing, for as long as the log is kept. Cancelling a future
        that has not been decided yet calls the command off.

        Raises
        ------
        QueueFull
            At once, when too many commands are waiting.
        StoreUnavailable
            At once when the store is closed; by the future when the events could
            not be made durable. Nothing was changed, unless a database that was
            told to keep them went away before it answered; a repeat is safe in
            either case.
        RequestIdReused
            By the future: the request_id came with another body before.
        PricingError
            By the future: whatever the command's decision raises.
        """
        ...

    def books(self, organization_id: str) -> Books:
        """Return the live books of an organisation, to read only.

        Ask for them anew at each use: they are replaced when the store recovers
        from a fault. They may be ahead of the disk by one group of commits, and
        where the log is shared behind others by ``behind_seconds``.
        """
        ...

    def now(self, organization_id: str) -> datetime:
        """Return the store's time, never before the organisation's last event."""
        ...

    def organizations(self) -> tuple[str, ...]:
        """Return the ids of the organisations that have a log, sorted."""
        ...

    def cooperatives(self) -> tuple[str, ...]:
        """Return the keys of the cooperatives that have a log, sorted.

        They stand for an organisation wherever one is asked for here.
        """
        ...

    def events(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Return the durable events with a greater sequence number, in order."""
        ...

    def event(self, organization_id: str, sequence: int) -> Recorded:
        """Return a durable event.

        Raises
        ------
        LookupError
            When there is none, or not yet.
        """
        ...

    def sealed_rows(self, organization_id: str, after: int = 0) -> Iterator[SealedRow]:
        """Return the same as rows with their seals, not held to them."""
        ...

    def head(self, organization_id: str) -> Head:
        """Return the last durable event of an organisation and its seal."""
        ...

    @property
    def shared(self) -> bool:
        """Whether other processes may write to the same log."""
        ...

    def behind_seconds(self) -> float:
        """Return since when the books may lack what other processes wrote.

        0 where nobody else can write; up to a second or so in good health, and
        the time since the log was last reached while it cannot be.
        """
        ...

    def close(self) -> None:
        """Answer what is waiting, then stop; safe to repeat."""
        ...


def fingerprint(*parts: str) -> str:
    """Return a hash of texts that tells one request body from another."""
    # Each part's length goes before it, so that no two bodies run together.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
