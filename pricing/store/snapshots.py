"""When snapshots of the books are taken, and by whom.

The thread that changes the books copies what stands, which takes milliseconds; a
thread of its own writes it. The longer the log, the longer from one snapshot to
the next, so that each event pays the same part of one; a start then reads at most
that much of the log.
"""

import logging
import threading

from pricing.store.books import Books
from pricing.store.log import Log
from pricing.store.snapshot import Still, mark_of, still

# Events after which there is a new snapshot: so many, or this part of all.
EVENTS_MIN, EVENTS_PART = 5_000, 16

logger = logging.getLogger(__name__)


class Snapshots:
    """Takes snapshots of the books of all organisations, one at a time."""

    def __init__(self, log: Log) -> None:
        self._log = log
        # The event up to which each organisation's last snapshot goes.
        self._last: dict[str, int] = {}
        self._thread: threading.Thread | None = None

    def note(self, organization_id: str, sequence: int) -> None:
        """Note up to which event there is a snapshot; 0 where there is none."""
        self._last[organization_id] = sequence

    def consider(self, books: Books) -> None:
        """Take a snapshot if it is time; by the thread that changes the books.

        All events in the books must be durable.
        """
        name = books.organization_id
        due = self._last.get(name, 0) + max(EVENTS_MIN, books.sequence // EVENTS_PART)
        if books.sequence < due or (self._thread and self._thread.is_alive()):
            return
        self._last[name] = books.sequence
        self._thread = threading.Thread(
            target=self._write, args=(name, still(books)), name="store-snapshot"
        )
        self._thread.start()

    def close(self) -> None:
        """Wait for the snapshot that is being written."""
        if self._thread is not None:
            self._thread.join()

    def _write(self, organization_id: str, of: Still) -> None:
        try:
            mark = mark_of(self._log.read_one(organization_id, of.sequence))
            data = of.written(mark)
            self._log.keep_snapshot(organization_id, of.sequence, data)
        except Exception as fault:
            # The log has everything; the next snapshot comes in its time.
            logger.warning("no snapshot of %r: %r", organization_id, fault)
