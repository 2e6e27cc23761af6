"""Price lists over gRPC, beside a method that does nothing with as many bytes.

One process serves both methods, and one process that writes bare frames calls them
(``benchmarks.http2``), 16 connections of 8 calls at a time; 60 prices a list, for
100 performances. Rounds of both take turns, and ratios are medians of pairs, since
other work on the machine moves all rates. Rates for each second of the server's own
processor time hold even where client and server share a core. The service's own
time is that of its histogram. Batches price 100 performances a call.

    python -m benchmarks.run hot_path
"""

import itertools
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.bench_processes import processor_seconds
from benchmarks.hall import CATEGORIES, SEASON, TARIFFS, names, open_hall
from benchmarks.http2 import Ask, drive
from benchmarks.served import NO_OP, Served, served
from jauge.pricing.v1 import quote_service_pb2 as pb
from pricing.access import tokens_file
from pricing.access.roles import Role
from pricing.access.tokens import mint
from pricing.quotes.price_list import price_list
from pricing.quotes.seats import SeatCounts
from pricing.store.memory import open_memory
from pricing.store.sqlite import open_sqlite

CONNECTIONS, STREAMS, CALLS, ROUNDS = 16, 8, 6_400, 7
LIST = "/jauge.pricing.v1.QuoteService/ListPrices"
BATCH = "/jauge.pricing.v1.QuoteService/BatchListPrices"

# That of /proc.
CLOCK_TICK = 0.01

Headers = Sequence[tuple[str, str]]


def measure() -> list[dict[str, object]]:
    """Return rates of price lists and of the method that does nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "hall.db"
        store = open_sqlite(path, lambda: datetime.now(UTC))
        open_hall(store)
        store.close()
        tokens = folder / "tokens.json"
        headers = with_token(tokens)
        with served(str(path)) as open_one:
            rows = [list_row("price list", open_one, ()), batch_row(open_one)]
        with served(str(path), tokens) as guarded:
            rows.append(list_row("price list, with a token", guarded, headers))
    return [*rows, *priced_rows()]


def with_token(path: Path) -> Headers:
    """Write a file with one token, and return the header that brings it."""
    now = datetime.now(UTC)
    token, text = mint(
        "studio-theatre", "platform", [Role.PLATFORM], now, now + timedelta(days=1),
        calls_per_second=1e6,
    )  # fmt: skip
    with tokens_file.edited(path) as tokens:
        tokens.append(token)
    return (("authorization", f"Bearer {text}"),)


def list_row(what: str, server: Served, headers: Headers) -> dict[str, object]:
    """Return price lists beside answers of as many bytes."""
    requests = [
        pb.ListPricesRequest(performance=each, channel_id="web").SerializeToString()
        for each in names()
    ]
    size = len(reply_of(server, LIST, requests[0], headers))
    mine, none = in_pairs(server, LIST, size, requests, headers)
    return {
        "what": what,
        "answer's bytes": size,
        "calls/s": round(statistics.median(rate for rate, _ in mine)),
        "no-op/s": round(statistics.median(rate for rate, _ in none)),
        "of no-op": median_ratio(mine, none, 0),
        "per processor second": round(statistics.median(rate for _, rate in mine)),
        "of no-op's": median_ratio(mine, none, 1),
        "own time, 99 % under ms": server.own_milliseconds(LIST.split("/")[-1]),
    }


def batch_row(server: Served) -> dict[str, object]:
    """Return lines a second of lists of a hundred performances, on the wire."""
    request = pb.BatchListPricesRequest(
        parent=SEASON, performances=names(), channel_id="web"
    ).SerializeToString()
    size = len(reply_of(server, BATCH, request, ()))
    asks = [[repeat([request], 8)] for _ in range(4)]
    found = max((run(server, BATCH, asks, ()) for _ in range(3)), key=lambda r: r[0])
    lines = len(names()) * CATEGORIES * TARIFFS
    return {
        "what": "batch of 100 performances",
        "answer's bytes": size,
        "calls/s": round(found[0]),
        "lines/s": round(lines * found[0]),
    }


def priced_rows() -> list[dict[str, object]]:
    """Return lines a second in process, before they are bytes."""
    store = open_memory(lambda: datetime.now(UTC))
    season = open_hall(store)
    of = store.books(season.organization_id).season(season.id)
    now, nights = datetime.now(UTC), [each.id for each in season.performances]
    for each in nights:
        of.counts[each] = SeatCounts()

    def sold() -> None:
        for each in nights:
            of.counts[each].version += 1

    rows = []
    for what, before in (
        ("priced: nothing changed", lambda: None),
        ("priced: seats of all sold meanwhile", sold),
        ("priced: all prices moved", of.cache.clear),
    ):
        best = 0.0
        for _ in range(5):
            before()
            began = time.perf_counter()
            lines = sum(len(price_list(of, each, "web", now).rows) for each in nights)
            best = max(best, lines / (time.perf_counter() - began))
        rows.append({"what": what, "lines/s": round(best)})
    store.close()
    return rows


def in_pairs(
    server: Served, method: str, size: int, requests: Sequence[bytes], headers: Headers
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Return rates of a method and of no-op, a second and a processor second."""
    mine: list[tuple[float, float]] = []
    none: list[tuple[float, float]] = []
    for turn in range(ROUNDS + 1):
        for rates, called in ((mine, method), (none, f"{NO_OP}{size}")):
            asks = [
                [repeat(requests[n::STREAMS], CALLS // CONNECTIONS // STREAMS)
                 for n in range(STREAMS)]
                for _ in range(CONNECTIONS)
            ]  # fmt: skip
            rate = run(server, called, asks, headers)
            # The first warms up.
            if turn:
                rates.append(rate)
    return mine, none


def run(
    server: Served, method: str, asks: Sequence[Sequence[Ask]], headers: Headers
) -> tuple[float, float]:
    """Return answered calls a second, and for each second of the server's processor."""
    used = processor_seconds(server.process_id)
    driven = drive(server.port, method, asks, headers)
    used = processor_seconds(server.process_id) - used
    if driven.failures:
        raise RuntimeError(
            f"Expected answers of {method}, got {driven.failures} faults."
        )
    return driven.rate, len(driven.latencies) / max(used, CLOCK_TICK)


def reply_of(server: Served, method: str, request: bytes, headers: Headers) -> bytes:
    """Return the answer to one call."""
    found: list[bytes] = []

    def ask(reply: bytes | None) -> bytes | None:
        if reply is None:
            return request
        found.append(reply)
        return None

    drive(server.port, method, [[ask]], headers)
    return found[0]


def repeat(requests: Sequence[bytes], count: int) -> Ask:
    """Return an ask for so many calls, going round some requests."""
    left = itertools.islice(itertools.cycle(requests), count)
    return lambda reply: next(left, None)


def median_ratio(
    mine: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]], of: int
) -> float:
    """Return the median over pairs of rounds."""
    pairs = zip(mine, other, strict=True)
    return round(statistics.median(a[of] / b[of] for a, b in pairs), 3)
