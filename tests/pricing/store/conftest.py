from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pricing.store.interface import Store
from pricing.store.memory import MemoryLog, open_memory
from pricing.store.postgresql import open_postgresql
from pricing.store.sqlite import open_sqlite
from tests.pricing.quotes.plans import NOW


@dataclass
class Clock:
    """A clock that tests move."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class House:
    """A store that can be closed and opened again on the same log."""

    open: Callable[[], Store]
    clock: Clock
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = self.open()

    def restart(self) -> None:
        self.store.close()
        self.store = self.open()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def house(request, tmp_path: Path, clock: Clock) -> Iterator[House]:
    if request.param == "memory":
        log = MemoryLog()
        house = House(lambda: open_memory(clock, log), clock)
    elif request.param == "sqlite":
        house = House(lambda: open_sqlite(tmp_path / "books.db", clock), clock)
    else:
        address = request.getfixturevalue("database").new_database()
        house = House(lambda: open_postgresql(address, clock), clock)
    yield house
    house.store.close()
