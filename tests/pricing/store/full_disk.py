"""A process whose files may not grow, as on a full disk; see test_full_disk.

A limit of the process on the size of its files makes the system refuse the very
writes that a full disk refuses; it can be lifted again.
"""

import resource
import sys
from pathlib import Path

from pricing.domain.errors import StoreUnavailable
from pricing.store.books import Books
from pricing.store.interface import Store
from pricing.store.sqlite import open_sqlite
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, basket, hold, open_house, void

# Room for a few groups of commands.
ROOM_BYTES = 96 << 10
ASKS_MAX = 2_000


def files_may_grow_to(size: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))


def largest(folder: Path) -> int:
    return max(each.stat().st_size for each in folder.iterdir())


def fill(store: Store, acknowledged: dict[str, str]) -> StoreUnavailable:
    """Hold and give up seats until the store takes no more."""
    for turn in range(ASKS_MAX):
        request_id = f"r-{len(acknowledged)}-{turn}"
        try:
            quote = hold(store, basket(2), request_id)
            acknowledged[request_id] = quote.id
            void(store, quote.id)
        except StoreUnavailable as fault:
            return fault
    raise AssertionError("the disk never was full")


def check(store: Store, acknowledged: dict[str, str]) -> None:
    """Compare what is in the books with the log, and with what was answered."""
    again = Books(ORGANIZATION)
    for recorded in store.events(ORGANIZATION):
        again.apply(recorded)
    books = store.books(ORGANIZATION)
    assert books == again
    for request_id, quote_id in acknowledged.items():
        assert books.requests[request_id]
        assert books.quotes[quote_id]


def main(path: Path) -> None:
    store = open_sqlite(path, lambda: NOW)
    open_house(store, studio_season())
    acknowledged: dict[str, str] = {}
    for _ in range(2):
        files_may_grow_to(largest(path.parent) + ROOM_BYTES)
        fault = fill(store, acknowledged)
        assert fault.reason == "STORE_UNAVAILABLE", fault
        check(store, acknowledged)
        # Full is full, again and again, and nothing is half done.
        for _ in range(3):
            try:
                hold(store, basket(1))
            except StoreUnavailable:
                check(store, acknowledged)
            else:
                raise AssertionError("there was room")
        files_may_grow_to(resource.RLIM_INFINITY)
        quote = hold(store, basket(1), f"after-{len(acknowledged)}")
        acknowledged[f"after-{len(acknowledged)}"] = quote.id
        check(store, acknowledged)
    store.close()
    store = open_sqlite(path, lambda: NOW)
    check(store, acknowledged)
    store.close()
    print(f"{len(acknowledged)} kept; {fault}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
