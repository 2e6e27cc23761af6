"""Durable quotes over gRPC, beside a method that does nothing with as many bytes.

64 callers at once on 8 connections, each call with a request id of its own: create,
then accept half of the quotes and void the others, from an SQLite store with
synchronous=FULL. One process serves them, one that writes bare frames calls
(``benchmarks.http2``). Rounds take turns, and ratios are medians of them. The disk's
own figure is that of 4 KiB appended and synchronised one after another.

    python -m benchmarks.run durable_path
"""

import itertools
import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from benchmarks.bench_hot_path import reply_of, run
from benchmarks.bench_store import syncs_a_second
from benchmarks.hall import CATEGORIES, SEASON, night, open_hall
from benchmarks.http2 import Ask
from benchmarks.served import NO_OP, Served, served
from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.quote_pb2 import Quote, QuoteItem
from pricing.store.sqlite import open_sqlite

CONNECTIONS, STREAMS, CALLS, ROUNDS = 8, 8, 3_200, 6
SERVICE = "/jauge.pricing.v1.QuoteService/"

# Calls a second, and for each second of the server's processor.
Rates = tuple[float, float]


def measure() -> list[dict[str, object]]:
    """Return rates of quotes made, sold and given up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "hall.db"
        store = open_sqlite(path, lambda: datetime.now(UTC))
        open_hall(store)
        store.close()
        syncs = syncs_a_second(folder / "synced")
        with served(str(path)) as server:
            rounds = [one_round(server) for _ in range(ROUNDS + 1)][1:]
            own = {
                method: server.own_milliseconds(method) for method in rounds[0]
                if method != NO_OP
            }  # fmt: skip
    none = [each[NO_OP] for each in rounds]
    rows = []
    for method, most in own.items():
        mine = [each[method] for each in rounds]
        ratio = [
            statistics.median(a[of] / b[of] for a, b in zip(mine, none, strict=True))
            for of in (0, 1)
        ]
        rows.append(
            {
                "method": method,
                "calls/s": round(statistics.median(rate for rate, _ in mine)),
                "no-op/s": round(statistics.median(rate for rate, _ in none)),
                "of no-op": round(ratio[0], 3),
                "of no-op's per processor second": round(ratio[1], 3),
                "own time, 99 % under ms": most,
                "disk's own fdatasync/s": round(syncs),
            }
        )
    return rows


def one_round(server: Served) -> dict[str, Rates]:
    """Return the rates of each method, and of the one that does nothing."""
    wanted = requests()
    first = next(wanted)
    size = len(reply_of(server, f"{SERVICE}CreateQuote", first, ()))
    nothing = itertools.repeat(first)
    found = {NO_OP: run(server, f"{NO_OP}{size}", asks(lambda: nothing, CALLS), ())}
    made: list[str] = []
    creating = asks(lambda: wanted, CALLS, lambda reply: made.append(name_of(reply)))
    found["CreateQuote"] = run(server, f"{SERVICE}CreateQuote", creating, ())
    for method, names in (
        ("AcceptQuote", made[: CALLS // 2]),
        ("VoidQuote", made[CALLS // 2 :]),
    ):
        ended = iter([pb.GetQuoteRequest(name=n).SerializeToString() for n in names])
        share = asks(lambda ended=ended: ended, CALLS // 2)
        found[method] = run(server, f"{SERVICE}{method}", share, ())
    return found


def requests() -> Iterator[bytes]:
    """Yield requests for quotes, no two alike."""
    for number in itertools.count():
        item = QuoteItem(
            performance=night(number),
            seat_category_id=f"cat-{number % CATEGORIES + 1}",
            tariff_id="full",
            count=2,
        )
        yield pb.CreateQuoteRequest(
            parent=SEASON,
            quote=Quote(channel_id="web", items=[item]),
            request_id=str(uuid4()),
        ).SerializeToString()


def name_of(reply: bytes) -> str:
    """Return the name of the quote in an answer."""
    return Quote.FromString(reply).name


def asks(
    source: Callable[[], Iterator[bytes]],
    calls: int,
    heard: Callable[[bytes], object] = lambda reply: None,
) -> list[list[Ask]]:
    """Return asks for so many calls in all, with requests made beforehand."""

    def one() -> Ask:
        mine = iter(list(itertools.islice(source(), calls // CONNECTIONS // STREAMS)))

        def ask(reply: bytes | None) -> bytes | None:
            if reply is not None:
                heard(reply)
            return next(mine, None)

        return ask

    return [[one() for _ in range(STREAMS)] for _ in range(CONNECTIONS)]
