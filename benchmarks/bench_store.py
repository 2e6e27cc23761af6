"""Durable holds a second, in process: SQLite and PostgreSQL beside the bare disk.

One process holds two seats at a time in a house that does not fill, 1,024 calls
under way at once, each with a request_id of its own; a hold counts once it is on
disk. The disk's own figure is that of 4 KiB appended and synchronised one after
another in the same folder: holds a second above it share a commit. Each figure is
the best of some rounds taken in turns; the processor's is of this process alone,
without PostgreSQL's own, whose server is started here (skipped where there is none).

    python -m benchmarks.run store
"""

import os
import tempfile
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pricing.store.commands import CreateQuote
from pricing.store.interface import Store
from pricing.store.postgresql import open_postgresql
from pricing.store.sqlite import open_sqlite
from tests.database import DatabaseServer
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, basket, open_house

HOLDS, UNDER_WAY, ROUNDS = 8_000, 1_024, 3
SEATS = 100_000
SYNCS = 200


def measure() -> list[dict[str, object]]:
    """Return rates of both stores and of the disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opens: dict[str, Callable[[int], Store]] = {
            "SQLite, synchronous=FULL": lambda turn: open_sqlite(
                folder / f"{turn}.db", lambda: NOW
            )
        }
        server = None
        with suppress(FileNotFoundError):
            server = DatabaseServer()
            opens["PostgreSQL, synchronous_commit=on"] = lambda turn: open_postgresql(
                server.new_database(), lambda: NOW
            )
        try:
            return rows_of(opens, folder)
        finally:
            if server is not None:
                server.close()


def rows_of(
    opens: dict[str, Callable[[int], Store]], folder: Path
) -> list[dict[str, object]]:
    """Return the best rounds of each store, and of the disk beside them."""
    syncs, found = 0.0, dict.fromkeys(opens, (0.0, 0.0))
    for turn in range(ROUNDS):
        syncs = max(syncs, syncs_a_second(folder / "synced"))
        for name, open_one in opens.items():
            store = open_one(turn)
            found[name] = max(found[name], holds_a_second(store))
            store.close()
    return [
        {
            "store": name,
            "durable holds/s": round(rate),
            "processor us a hold": round(1e6 * seconds, 1),
            "disk's own fdatasync/s": round(syncs),
        }
        for name, (rate, seconds) in found.items()
    ]


def holds_a_second(store: Store) -> tuple[float, float]:
    """Return durable holds a second, and seconds of this process for each."""
    season = studio_season()
    nights = [replace(p, capacities=(SEATS, SEATS)) for p in season.performances]
    open_house(store, replace(season, performances=tuple(nights)))
    wanted = basket()
    waiting: deque[Future[Any]] = deque()
    began, worked = time.perf_counter(), time.process_time()
    for number in range(HOLDS):
        if len(waiting) == UNDER_WAY:
            waiting.popleft().result()
        command = CreateQuote("autumn", wanted, f"r-{number}")
        waiting.append(store.submit(ORGANIZATION, command))
    for each in waiting:
        each.result()
    seconds = time.perf_counter() - began
    return HOLDS / seconds, (time.process_time() - worked) / HOLDS


def syncs_a_second(path: Path) -> float:
    """Return how often a second the disk takes 4 KiB for good."""
    file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        began = time.perf_counter()
        for _ in range(SYNCS):
            os.write(file, bytes(4096))
            os.fdatasync(file)
        return SYNCS / (time.perf_counter() - began)
    finally:
        os.close(file)
