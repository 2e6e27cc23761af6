"""One thread that decides commands in turn and makes them durable in groups.

Commands wait in a line (``pricing.store.line``). The thread takes what waits, opens one
transaction on the organisations concerned, takes what others appended to them
into the books, decides each command on the books, appends all events, and only
then resolves the futures: however many callers there are, they share one wait
for the disk. The same thread takes in what the log says that others appended,
so that nobody else ever changes the books.
"""

import copy
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime

from pricing.domain.errors import StoreUnavailable
from pricing.store.books import Books
from pricing.store.clock import LogsAhead, elapsed_seconds
from pricing.store.events import Recorded
from pricing.store.group import Group, Waiting
from pricing.store.interface import Answer, Clock, Command
from pricing.store.line import COMMANDS_WAITING_MAX, Line
from pricing.store.log import Log
from pricing.store.news import News
from pricing.store.reading import damaged, read_books
from pricing.store.seal import Head, SealedRow
from pricing.store.snapshots import Snapshots

logger = logging.getLogger(__name__)


class LogStore:
    """A store over a log: see ``pricing.store.interface.Store``."""

    def __init__(
        self,
        log: Log,
        clock: Clock,
        *,
        commands_waiting_max: int = COMMANDS_WAITING_MAX,
        elapsed: Callable[[], float] = elapsed_seconds,
    ) -> None:
        self._log = log
        self._clock = clock
        self._ahead = LogsAhead(elapsed)
        self._books: dict[str, Books] = {}
        self._snapshots = Snapshots(log)
        for organization_id in log.organizations():
            books, last = read_books(log, organization_id)
            self._books[organization_id] = books
            self._snapshots.note(organization_id, last)
        # Organisations whose books hold what was decided and not kept; they are
        # read anew before anything is decided.
        self._stale: set[str] = set()
        self._failing = False
        self._closed = False
        self._closing = threading.Lock()
        self._line = Line(commands_waiting_max)
        self._news = News()
        self._thread = threading.Thread(
            target=self._run, name="store-writer", daemon=True
        )
        self._thread.start()
        self._shared = log.follow(self._hear)

    def submit(self, organization_id: str, command: Command[Answer]) -> Future[Answer]:
        """Return a future of the answer, resolved once its events are durable."""
        future: Future[Answer] = Future()
        with self._closing:
            if self._closed:
                raise StoreUnavailable("it is closed", lasting=True)
            self._line.join(Waiting(organization_id, command, future))
        return future

    def books(self, organization_id: str) -> Books:
        """Return the live books of an organisation, to read only."""
        return self._books.get(organization_id) or Books(organization_id)

    def now(self, organization_id: str) -> datetime:
        """Return the store's time, never before the organisation's last event."""
        now, last = self._clock(), self.books(organization_id).time
        if last is None or now >= last:
            return now
        return self._ahead.now(organization_id, now, last)

    def organizations(self) -> tuple[str, ...]:
        """Return the ids of the organisations that have a log, sorted."""
        return tuple(sorted(name for name in list(self._books) if "/" not in name))

    def cooperatives(self) -> tuple[str, ...]:
        """Return the keys of the cooperatives that have a log, sorted."""
        return tuple(sorted(name for name in list(self._books) if "/" in name))

    def events(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Return the durable events with a greater sequence number, in order."""
        return self._log.read(organization_id, after)

    def event(self, organization_id: str, sequence: int) -> Recorded:
        """Return a durable event, or raise LookupError where there is none yet."""
        return self._log.read_one(organization_id, sequence)

    def sealed_rows(self, organization_id: str, after: int = 0) -> Iterator[SealedRow]:
        """Return the same as rows with their seals, not held to them."""
        return self._log.sealed_rows(organization_id, after)

    def head(self, organization_id: str) -> Head:
        """Return the last durable event of an organisation and its seal."""
        return self._log.head(organization_id)

    @property
    def shared(self) -> bool:
        """Whether other stores may append to the same log."""
        return self._shared

    def behind_seconds(self) -> float:
        """Return since when the books may lack what other stores appended."""
        return self._news.behind_seconds() if self._shared else 0.0

    def close(self) -> None:
        """Answer what is waiting, then stop; safe to repeat."""
        with self._closing:
            first, self._closed = not self._closed, True
        if first:
            self._line.stop()
            self._thread.join()
            self._snapshots.close()
            self._log.close()

    def _run(self) -> None:
        more = True
        while more:
            taken, more = self._line.take()
            # From here on a caller cannot call off.
            begun = [w for w in taken if w.future.set_running_or_notify_cancel()]
            if begun:
                self._answer(begun)
            self._take_news()

    def _answer(self, taken: Sequence[Waiting]) -> None:
        """Decide commands, make their events durable, resolve their futures."""
        group = Group(self._books, self._log.read_one)
        names = dict.fromkeys(waiting.organization_id for waiting in taken)
        try:
            self._mend(names)
            known = {name: self.books(name).sequence for name in names}
            with self._log.transaction(known) as transaction:
                self._apply(transaction.missed)
                for waiting in taken:
                    group.decide(waiting, self.now(waiting.organization_id))
                if group.records:
                    transaction.append(group.records)
        except Exception as fault:
            if len(names) > 1 and not isinstance(fault, StoreUnavailable):
                self._answer_apart(taken, group, fault)
            else:
                self._recover(taken, group, fault)
            return
        if self._failing:
            self._failing = False
            logger.info("the store is written again")
        for waiting in taken:
            waiting.resolve()
        for name in names:
            self._snapshots.consider(self.books(name))

    def _answer_apart(
        self, taken: Sequence[Waiting], group: Group, fault: Exception
    ) -> None:
        """Decide anew, each organisation alone: what is wrong with one may harm none.

        Where the disk is at fault they fail one by one, each for the same reason.
        """
        logger.warning("%r: organisations are answered one by one", fault)
        self._stale.update(group.touched)
        of: dict[str, list[Waiting]] = {}
        for waiting in taken:
            waiting.answer = waiting.fault = None
            of.setdefault(waiting.organization_id, []).append(waiting)
        for alone in of.values():
            self._answer(alone)

    def _recover(
        self, taken: Sequence[Waiting], group: Group, fault: Exception
    ) -> None:
        """Forget what was decided but not kept, and tell the callers."""
        # Once for a fault that lasts, not once for each group that meets it.
        level = logging.DEBUG if self._failing else logging.ERROR
        logger.log(level, "a group of %d commands was not kept: %r", len(taken), fault)
        self._failing = True
        self._stale.update(group.touched)
        try:
            self._mend(tuple(self._stale))
        except Exception as again:
            logger.log(level, "the log cannot be read: %r", again)
        for waiting in taken:
            waiting.fault = (
                copy.copy(fault)
                if isinstance(fault, StoreUnavailable)
                else StoreUnavailable(str(fault))
            )
            waiting.resolve()

    def _mend(self, names: Iterable[str]) -> None:
        """Read the books anew of those organisations that are stale."""
        for name in names:
            if name in self._stale:
                books, _ = read_books(self._log, name)
                if books.sequence:
                    self._books[name] = books
                else:
                    self._books.pop(name, None)
                self._stale.discard(name)

    def _apply(self, records: Iterable[Recorded]) -> None:
        """Take what others appended into the books."""
        for recorded in records:
            name = recorded.organization_id
            books = self.books(name)
            try:
                books.apply(recorded)
            except Exception as fault:
                self._stale.add(name)
                raise damaged(name, books, fault) from fault
            self._books[name] = books

    def _hear(self, heads: Mapping[str, int]) -> None:
        """Note what others appended; called from the log's own thread."""
        if self._news.hear(heads, lambda name: self.books(name).sequence):
            self._line.wake()

    def _take_news(self) -> None:
        """Bring the books up to what was heard of."""
        late, heard_at = self._news.take()
        try:
            for name, last in late.items():
                self._mend((name,))
                known = self.books(name).sequence
                if last > known:
                    self._apply(self._log.read(name, known))
        except Exception as fault:
            # The log tells of all organisations again in a second.
            logger.warning("what others appended cannot be read: %r", fault)
            self._news.lost()
        else:
            self._news.current(heard_at)
