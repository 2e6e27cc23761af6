"""The store of an address: a file's name, or where a database is."""

from pathlib import Path

from pricing.domain.errors import FieldInvalid, StoreUnavailable
from pricing.store.interface import Clock, Store
from pricing.store.sqlite import open_sqlite

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
        try:
            from pricing.store.postgresql import open_postgresql
        except ImportError:
            raise StoreUnavailable(
                "PostgreSQL needs its driver; install jauge[postgresql]", lasting=True
            ) from None
        return open_postgresql(address, clock)
    if "://" in address:
        scheme = address.partition("://")[0]
        raise FieldInvalid(
            "--store", f"expected a file or postgresql://..., got {scheme[:20]}://..."
        )
    return open_sqlite(Path(address), clock)
