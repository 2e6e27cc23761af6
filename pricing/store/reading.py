"""The books of an organisation, read from its log or from where a snapshot ends."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pricing.domain.errors import StoreUnavailable
from pricing.store import snapshot
from pricing.store.books import Books
from pricing.store.log import Log

logger = logging.getLogger(__name__)


def read_books(log: Log, organization_id: str) -> tuple[Books, int]:
    """Return the books of an organisation, and up to where a snapshot spared reading.

    Raises
    ------
    StoreUnavailable
        When the log cannot be reached, or what it says cannot be.
    """
    with _no_collection():
        books = _from_snapshot(log, organization_id)
        if books is not None:
            last = books.sequence
            try:
                return _read_on(log, books), last
            except StoreUnavailable as fault:
                if not fault.lasting:
                    raise
                logger.warning("the snapshot is passed over: %s", fault)
        return _read_on(log, Books(organization_id)), 0


def damaged(organization_id: str, books: Books, fault: Exception) -> StoreUnavailable:
    """Return that an event does not follow from those before it."""
    return StoreUnavailable(
        f"the log of {organization_id!r} is damaged after event {books.sequence}: "
        f"{fault}",
        lasting=True,
    )


def _read_on(log: Log, books: Books) -> Books:
    """Take the events that follow into the books."""
    organization_id = books.organization_id
    try:
        for recorded in log.read(organization_id, books.sequence):
            books.apply(recorded)
    except StoreUnavailable:
        raise
    except Exception as fault:
        # Whatever an event that should not be there made of the books.
        raise damaged(organization_id, books, fault) from fault
    return books


def _from_snapshot(log: Log, organization_id: str) -> Books | None:
    def mark_at(sequence: int) -> str:
        try:
            return snapshot.mark_of(log.read_one(organization_id, sequence))
        except LookupError:
            return ""

    try:
        data = log.snapshot(organization_id)
        return None if data is None else snapshot.read(data, mark_at)
    except StoreUnavailable:
        raise
    except Exception as fault:
        # The log says all that it would have said.
        logger.warning("the snapshot of %r cannot be read: %r", organization_id, fault)
        return None


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage: books are many objects, and none is."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
