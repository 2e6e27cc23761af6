from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pricing.store.interface import Store
from pricing.store.memory import MemoryLog, open_memory
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


@pytest.fixture(params=["memory", "sqlite"])
def house(request, tmp_path: Path, clock: Clock):
    if request.param == "memory":
        log = MemoryLog()
        house = House(lambda: open_memory(clock, log), clock)
    else:
        house = House(lambda: open_sqlite(tmp_path / "books.db", clock), clock)
    yield house
    house.store.close()
