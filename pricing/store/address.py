"""The store of an address: a file's name, or where a database is."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

from pricing.domain.errors import FieldInvalid, StoreUnavailable
from pricing.store.events import Recorded
from pricing.store.interface import Clock, Store
from pricing.store.log import Log
from pricing.store.seal import Head, Row, SealedRow
from pricing.store.sqlite import SqliteLog, open_sqlite
from pricing.store.sqlite_reading import SqliteReader

_DATABASES = ("postgresql://", "postgres://")


def is_shared(address: str) -> bool:
    """Return whether several processes may write to the store of an address."""
    return address.startswith(_DATABASES)


def open_store(address: str, clock: Clock) -> Store:
    """Return the store of an address, made if it is not there.

    Raises
    ------
    FieldInvalid
        When it is an address of something else.
    StoreUnavailable
        When the store cannot be used; the message says why, and no password.
    """
    if is_shared(address):
        store: Store = _with_driver().open_postgresql(address, clock)
        return store
    return open_sqlite(_path(address), clock)


class LogReader(Protocol):
    """What was written to a store, to read only, also while it is in use."""

    def read(self, organization_id: str, after: int = 0) -> Iterator[Recorded]:
        """Yield the events of an organisation with a greater sequence number."""
        ...

    def rows(self, organization_id: str, after: int = 0) -> Iterator[Row]:
        """Yield the same events as rows."""
        ...

    def sealed_rows(self, organization_id: str, after: int = 0) -> Iterator[SealedRow]:
        """Yield the same rows with their seals, not held to them."""
        ...

    def head(self, organization_id: str) -> Head:
        """Return the last event of an organisation and its seal."""
        ...

    def organizations(self) -> Sequence[str]:
        """Return the ids of the organisations that have events."""
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


def open_reader(address: str) -> LogReader:
    """Return the log of the store at an address, to read only.

    Raises
    ------
    FieldInvalid
        When it is an address of something else.
    StoreUnavailable
        When there is no store that can be read; the message says why.
    """
    if is_shared(address):
        log: LogReader = _with_driver().PostgresqlLog(address)
        return log
    return SqliteReader(_path(address))


def open_log(address: str) -> Log:
    """Return the log of the store at an address to write, without its books.

    The store is made if it is not there.

    Raises
    ------
    FieldInvalid
        When it is an address of something else.
    StoreUnavailable
        When the store cannot be used, or a service runs on the file.
    """
    if is_shared(address):
        log: Log = _with_driver().PostgresqlLog(address)
        return log
    return SqliteLog(_path(address))


def _with_driver() -> ModuleType:
    try:
        return import_module("pricing.store.postgresql")
    except ImportError:
        raise StoreUnavailable(
            "PostgreSQL needs its driver; install jauge[postgresql]", lasting=True
        ) from None


def _path(address: str) -> Path:
    if "://" in address:
        scheme = address.partition("://")[0]
        raise FieldInvalid(
            "--store", f"expected a file or postgresql://..., got {scheme[:20]}://..."
        )
    return Path(address)
