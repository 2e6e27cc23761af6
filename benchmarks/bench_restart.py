"""How long a start of the service takes with many sales in its store.

Sales are offered and accepted in process, each with a request id, then the process
ends without a word, as by ``kill -9``. ``python server.py`` is started on the store,
and the time until it says that it serves is the least of some starts: with the
snapshot that was kept beside the log, and without one. Opening is the part of the
store alone. PostgreSQL is left out where no server of it is installed.

    python -m benchmarks.run restart
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.bench_processes import processor_seconds
from benchmarks.hall import CATEGORIES, NIGHTS, open_hall
from pricing.domain.quote import QuoteItem
from pricing.quotes.decide import Basket
from pricing.store.address import open_store
from pricing.store.commands import AcceptQuote, CreateQuote
from tests.database import DatabaseServer
from tests.pricing.store.asks import ORGANIZATION

ROOT = Path(__file__).parent.parent
SALES, UNDER_WAY, STARTS = 100_000, 512, 3


def measure() -> list[dict[str, object]]:
    """Return seconds from a start until the service serves."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "hall.db"
        snapshots = path.with_name("hall.db.snapshots")

        def forget() -> None:
            for each in snapshots.iterdir():
                each.unlink()

        rows += rows_of("SQLite", str(path), forget)
    with suppress(FileNotFoundError):
        server = DatabaseServer()
        try:
            address = server.new_database()

            def forget_rows() -> None:
                with psycopg.connect(address) as connection:
                    connection.execute("DELETE FROM jauge.snapshots")

            rows += rows_of("PostgreSQL", address, forget_rows)
        finally:
            server.close()
    return rows


def rows_of(
    what: str, address: str, forget: Callable[[], None]
) -> list[dict[str, object]]:
    """Sell in a store, and start the service on it with a snapshot and without."""
    filling = f"from benchmarks.bench_restart import fill; fill({address!r})"
    subprocess.run([sys.executable, "-c", filling], cwd=ROOT, check=True)
    rows: list[dict[str, object]] = []
    for kept, starts in (("with a snapshot", STARTS), ("from the whole log", 1)):
        opening, start = [], []
        for _ in range(starts):
            if starts == 1:
                forget()
            opening.append(opening_seconds(address))
            start.append(start_seconds(address))
        rows.append(
            {
                "store": what,
                "read": kept,
                "sales": SALES,
                "seconds until it serves": round(min(each for each, _ in start), 2),
                "of processor": round(min(each for _, each in start), 2),
                "of which opening the store": round(min(opening), 2),
            }
        )
    return rows


def fill(address: str) -> None:
    """Sell seats; ends the process as if it were killed."""
    store = open_store(address, lambda: datetime.now(UTC))
    season = open_hall(store)
    waiting: deque[Future[Any]] = deque()
    for number in range(SALES):
        item = QuoteItem(
            f"night-{number % NIGHTS + 1}", f"cat-{number % CATEGORIES + 1}", "full", 1
        )
        wanted = Basket("web", (item,))
        command = CreateQuote(
            season.id, wanted, f"5f0e7a52-9c1b-4e0e-b7a1-{number:012d}"
        )
        waiting.append(store.submit(ORGANIZATION, command))
        if len(waiting) > UNDER_WAY:
            quote = waiting.popleft().result()
            store.submit(ORGANIZATION, AcceptQuote(season.id, quote.id))
    for each in waiting:
        store.submit(ORGANIZATION, AcceptQuote(season.id, each.result().id)).result()
    os._exit(0)


def opening_seconds(address: str) -> float:
    """Return how long the store alone takes, in a process of its own."""
    code = (
        "import sys, time; from datetime import UTC, datetime; "
        "from pricing.store.address import open_store; began = time.perf_counter(); "
        "open_store(sys.argv[1], lambda: datetime.now(UTC)); "
        "print(time.perf_counter() - began, flush=True); import os; os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, address],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    return float(done.stdout)


def start_seconds(address: str) -> tuple[float, float]:
    """Return seconds until the service says that it serves, and of its processor."""
    ports = ["--address=127.0.0.1:0", "--metrics-address="]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "server.py", f"--store={address}", *ports],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - began
        if not line.startswith("Serving"):
            raise RuntimeError(f"Expected a service, got {line!r}.")
        return seconds, processor_seconds(process.pid)
    finally:
        process.kill()
        process.wait()
