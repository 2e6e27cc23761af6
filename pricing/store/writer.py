"""One thread that decides commands in turn and makes them durable in groups.

Commands wait in a bounded queue. The thread takes what waits, decides each on
the live books, appends all events in one transaction, and only then resolves
the futures: however many callers there are, they share one wait for the disk.
"""

import logging
import queue
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pricing.domain.errors import (
    PricingError,
    QueueFull,
    RequestIdReused,
    StoreUnavailable,
)
from pricing.store.books import Books, subject
from pricing.store.events import Event, Recorded
from pricing.store.interface import Answer, Clock, Command
from pricing.store.upkeep import upkeep

COMMANDS_WAITING_MAX = 20_000
COMMANDS_A_GROUP_MAX = 512

logger = logging.getLogger(__name__)


class Log(Protocol):
    """Where events are kept; one thread appends, any thread reads."""

    def append(self, records: Sequence[Recorded]) -> None:
        """Make all events durable, in one transaction, or raise and keep none."""
        ...

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Return the events of an organisation with a greater sequence number."""
        ...

    def read_one(self, organization_id: str, sequence: int) -> Recorded:
        """Return one event."""
        ...

    def organizations(self) -> Sequence[str]:
        """Return the ids of the organisations that have events."""
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


@dataclass(slots=True)
class _Waiting:
    """A command in the queue, and what its caller is told."""

    organization_id: str
    command: Command[Any]
    future: Future[Any]
    answer: object = None
    fault: BaseException | None = None


@dataclass(slots=True)
class _Group:
    """The events and answers of one transaction."""

    records: list[Recorded] = field(default_factory=list)
    answered: list[_Waiting] = field(default_factory=list)
    # First answers given in this group, not yet to be found in the log.
    answers: dict[tuple[str, str], object] = field(default_factory=dict)


class LogStore:
    """A store over a log: see ``pricing.store.interface.Store``."""

    def __init__(
        self,
        log: Log,
        clock: Clock,
        *,
        commands_waiting_max: int = COMMANDS_WAITING_MAX,
    ) -> None:
        self._log = log
        self._clock = clock
        self._books = _read_all(log)
        # After a fault the books are read anew before anything is decided.
        self._stale = False
        self._closed = False
        self._closing = threading.Lock()
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(commands_waiting_max)
        self._thread = threading.Thread(
            target=self._run, name="store-writer", daemon=True
        )
        self._thread.start()

    def submit(self, organization_id: str, command: Command[Answer]) -> Future[Answer]:
        """Return a future of the answer, resolved once its events are durable."""
        future: Future[Answer] = Future()
        with self._closing:
            if self._closed:
                raise StoreUnavailable("it is closed", lasting=True)
            try:
                self._queue.put_nowait(_Waiting(organization_id, command, future))
            except queue.Full:
                most = self._queue.maxsize
                raise QueueFull(most, most) from None
        return future

    def books(self, organization_id: str) -> Books:
        """Return the live books of an organisation, to read only."""
        return self._books.get(organization_id) or Books(organization_id)

    def now(self, organization_id: str) -> datetime:
        """Return the store's time, never before the organisation's last event."""
        return _not_before(self._clock(), self.books(organization_id))

    def organizations(self) -> tuple[str, ...]:
        """Return the ids of the organisations that have a log, sorted."""
        return tuple(sorted(self._books))

    def events(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Return the durable events with a greater sequence number, in order."""
        return self._log.read(organization_id, after)

    def close(self) -> None:
        """Answer what is waiting, then stop; safe to repeat."""
        with self._closing:
            first, self._closed = not self._closed, True
        if first:
            self._queue.put(None)
            self._thread.join()
            self._log.close()

    def _run(self) -> None:
        more = True
        while more:
            taken, more = self._take_waiting()
            self._answer([each for each in taken if _begin(each)])

    def _take_waiting(self) -> tuple[list[_Waiting], bool]:
        """Return what waits, at least one command, and whether more may come."""
        taken: list[_Waiting] = []
        following = self._queue.get()
        while following is not None:
            taken.append(following)
            if len(taken) == COMMANDS_A_GROUP_MAX:
                return taken, True
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                return taken, True
        return taken, False

    def _answer(self, taken: Sequence[_Waiting]) -> None:
        """Decide commands, make their events durable, resolve their futures."""
        group = _Group()
        try:
            if self._stale:
                self._books = _read_all(self._log)
                self._stale = False
            for waiting in taken:
                self._decide(waiting, group)
            if group.records:
                self._log.append(group.records)
        except Exception as fault:
            self._recover(taken, fault)
            return
        for waiting in taken:
            if waiting.fault is not None:
                waiting.future.set_exception(waiting.fault)
            else:
                waiting.future.set_result(waiting.answer)

    def _recover(self, taken: Sequence[_Waiting], fault: Exception) -> None:
        """Forget what was decided but not kept, and tell the callers."""
        logger.error("a group of %d commands was not kept: %r", len(taken), fault)
        self._stale = True
        try:
            self._books = _read_all(self._log)
            self._stale = False
        except Exception as again:
            logger.error("the log cannot be read: %r", again)
        for waiting in taken:
            waiting.future.set_exception(
                StoreUnavailable(fault.metadata["why"], lasting=True)
                if isinstance(fault, StoreUnavailable)
                else StoreUnavailable(str(fault))
            )

    def _decide(self, waiting: _Waiting, group: _Group) -> None:
        name = waiting.organization_id
        books = self._books.get(name) or Books(name)
        now = _not_before(self._clock(), books)
        for event in upkeep(books, now):
            self._take(books, event, now, group)
        command = waiting.command
        try:
            repeated = self._first_answer(books, command, group)
            if repeated is not None:
                waiting.answer = repeated
                return
            decision = command.decide(books, now)
        except Exception as fault:
            if not isinstance(fault, PricingError):
                logger.error("%s failed: %r", type(command).__name__, fault)
            waiting.fault = fault
            return
        request_id, mark = command.request_id, ""
        if request_id:
            mark = command.fingerprint
            group.answers[name, request_id] = decision.answer
        for event in decision.events:
            self._take(books, event, now, group, request_id, mark)
            request_id = mark = ""
        waiting.answer = decision.answer

    def _first_answer(
        self, books: Books, command: Command[Any], group: _Group
    ) -> object | None:
        """Return what the first command with this request_id was told, if any."""
        if not command.request_id:
            return None
        request = books.requests.get(command.request_id)
        if request is None:
            return None
        if request.fingerprint != command.fingerprint:
            raise RequestIdReused(command.request_id)
        key = (books.organization_id, command.request_id)
        if key in group.answers:
            return group.answers[key]
        recorded = self._log.read_one(books.organization_id, request.sequence)
        return subject(recorded.event)

    def _take(
        self,
        books: Books,
        event: Event,
        now: datetime,
        group: _Group,
        request_id: str = "",
        mark: str = "",
    ) -> None:
        recorded = Recorded(
            books.organization_id, books.sequence + 1, now, event, request_id, mark
        )
        books.apply(recorded)
        self._books[books.organization_id] = books
        group.records.append(recorded)


def _begin(waiting: _Waiting) -> bool:
    """Return whether the caller still waits; from here on it cannot call off."""
    return waiting.future.set_running_or_notify_cancel()


def _not_before(now: datetime, books: Books) -> datetime:
    return now if books.time is None else max(now, books.time)


def _read_all(log: Log) -> dict[str, Books]:
    """Return the books of every organisation, read from the log."""
    found: dict[str, Books] = {}
    for organization_id in log.organizations():
        books = Books(organization_id)
        try:
            for recorded in log.read(organization_id):
                books.apply(recorded)
        except StoreUnavailable:
            raise
        except Exception as fault:
            # Whatever an event that should not be there made of the books.
            raise StoreUnavailable(
                f"the log of {organization_id!r} is damaged after event "
                f"{books.sequence}: {fault}",
                lasting=True,
            ) from fault
        found[organization_id] = books
    return found
