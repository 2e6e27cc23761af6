"""A season verified from the log of a store on disk: seconds on the clock.

The season is that of ``benchmarks.sold_season``, with rules of all kinds. As ``jauge
verify`` does, one process follows the seals and another replays the log against the
rules; the best of some rounds. Beside it, what a seal costs where it is made, and the
time of one process alone.

    python -m benchmarks.run verify
"""

import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from benchmarks.sold_season import Maker
from pricing.proof.beside import verify_store
from pricing.proof.certificate import Certificate
from pricing.store.seal import NO_SEAL, seal
from pricing.store.sqlite import SqliteLog
from pricing.store.sqlite_reading import SqliteReader
from tests.pricing.store.asks import ORGANIZATION

# Sales and changes of prices.
SEASONS = ((50_000, 5_000), (500_000, 50_000))
ROUNDS, SEED = 2, 1
EVENTS_A_COMMIT = 20_000


def measure(
    seasons: Sequence[tuple[int, int]] = SEASONS,
) -> list[dict[str, object]]:
    """Return seconds for each season."""
    with tempfile.TemporaryDirectory() as folder:
        return [_row(Path(folder), *each) for each in seasons]


def _row(folder: Path, sales: int, changes: int) -> dict[str, object]:
    path = folder / "books.db"
    log = SqliteLog(path)
    rows = Maker(sales, changes, SEED).rows()
    while some := list(islice(rows, EVENTS_A_COMMIT)):
        with log.transaction({}) as transaction:
            transaction.append_rows(ORGANIZATION, some)
    log.close()
    seconds: list[float] = []
    alone: list[float] = []
    for _ in range(ROUNDS):
        found, took = _verified(path, 0)
        seconds.append(took)
        assert found.sound, found.breaches[:3]
        alone.append(_verified(path, found.head.sequence + 1)[1])
    (season,) = found.seasons
    row = {
        "sales": season.sale_count,
        "price changes": season.change_count,
        "events": found.head.sequence,
        "checks": sum(rule.checked for rule in season.rules),
        "store MB": round(path.stat().st_size / 1e6),
        "verified, s": round(min(seconds), 1),
        "by one process, s": round(min(alone), 1),
        "a seal, microseconds": round(_seal_seconds(path) * 1e6, 1),
    }
    path.unlink()
    return row


def _verified(path: Path, beside_min: int) -> tuple[Certificate, float]:
    started = time.perf_counter()
    found = verify_store(str(path), ORGANIZATION, beside_min=beside_min)
    return found, time.perf_counter() - started


def _seal_seconds(path: Path) -> float:
    """Return the processor's seconds that the seal of an event takes, on average."""
    reader = SqliteReader(path)
    rows = [row for row, _ in islice(reader.sealed_rows(ORGANIZATION), 20_000)]
    reader.close()
    started, last = time.process_time(), NO_SEAL
    for row in rows:
        last = seal(last, ORGANIZATION, row)
    return (time.process_time() - started) / len(rows)
