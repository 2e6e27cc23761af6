"""Commands decided one after another, in one transaction."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pricing.domain.errors import PricingError, RequestIdReused
from pricing.store.books import Books
from pricing.store.events import Event, Recorded
from pricing.store.interface import Command
from pricing.store.subject import subject
from pricing.store.upkeep import upkeep

logger = logging.getLogger(__name__)

# Of an organisation and a sequence number, the event that is durable there.
ReadOne = Callable[[str, int], Recorded]


@dataclass(slots=True)
class Waiting:
    """A command in the queue, and what its caller is told."""

    organization_id: str
    command: Command[Any]
    future: Future[Any]
    answer: object = None
    fault: BaseException | None = None

    def resolve(self) -> None:
        """Tell the caller."""
        if self.fault is not None:
            self.future.set_exception(self.fault)
        else:
            self.future.set_result(self.answer)


@dataclass(slots=True)
class Group:
    """The events and answers of one transaction.

    Events are in the books as soon as they are decided, and have to be made
    durable before anybody is answered.
    """

    # Of all organisations; changed by what is decided.
    books: dict[str, Books]
    read_one: ReadOne
    records: list[Recorded] = field(default_factory=list)
    # First answers given in this group, not yet to be found in the log.
    answers: dict[tuple[str, str], object] = field(default_factory=dict)
    # Organisations whose books may hold what is not in the log.
    touched: set[str] = field(default_factory=set)

    def decide(self, waiting: Waiting, now: datetime) -> None:
        """Let time pass, then decide a command; a fault is its caller's alone."""
        name = waiting.organization_id
        books = self.books.get(name) or Books(name)
        try:
            for event in upkeep(books, now):
                self._take(books, event, now)
        except Exception:
            # What was due was taken off the list before it came to pass.
            self.touched.add(name)
            raise
        command = waiting.command
        try:
            repeated = self._first_answer(books, command)
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
            self.answers[name, request_id] = decision.answer
        for event in decision.events:
            self._take(books, event, now, request_id, mark)
            request_id = mark = ""
        waiting.answer = decision.answer

    def _first_answer(self, books: Books, command: Command[Any]) -> object | None:
        """Return what the first command with this request_id was told, if any."""
        if not command.request_id:
            return None
        request = books.requests.get(command.request_id)
        if request is None:
            return None
        if request.fingerprint != command.fingerprint:
            raise RequestIdReused(command.request_id)
        key = (books.organization_id, command.request_id)
        if key in self.answers:
            return self.answers[key]
        return subject(self.read_one(books.organization_id, request.sequence).event)

    def _take(
        self,
        books: Books,
        event: Event,
        now: datetime,
        request_id: str = "",
        mark: str = "",
    ) -> None:
        recorded = Recorded(
            books.organization_id, books.sequence + 1, now, event, request_id, mark
        )
        # Before it is applied: what an event half did must be undone too.
        self.records.append(recorded)
        self.touched.add(books.organization_id)
        books.apply(recorded)
        self.books[books.organization_id] = books
