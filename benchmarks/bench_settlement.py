"""A season settled from the log of a store on disk: seconds from file to file.

A hall of 100 nights, six categories, ten tariffs and three channels sold so many
baskets of two seats, in 18,000 different ways, drawn with a fixed seed; one in fifty
was taken back. Beside it, the record of its tickets as CSV and as Parquet. Seconds
are the processor's, of one process that does nothing else; the best of some rounds.

    python -m benchmarks.run settlement
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.hall import hall_season
from pricing.commands.log_options import sales_of
from pricing.domain.after_sale import Cancellation, Ground, LineBack
from pricing.domain.quote import Quote, QuoteItem
from pricing.domain.season import Season
from pricing.domain.settlement import SettlementTerms, Share, Split
from pricing.files.sales_file import write_sales
from pricing.files.settlement_file import write_settlement
from pricing.quotes.decide import Basket, price_basket
from pricing.settlement.reconcile import Control, reconcile
from pricing.settlement.settle import ALL_TIME, settle
from pricing.store.events import (
    Event,
    ItemsCancelled,
    QuoteAccepted,
    QuoteOffered,
    Recorded,
    SeasonCreated,
)
from pricing.store.sqlite import SqliteLog
from pricing.store.sqlite_reading import SqliteReader
from tests.pricing.quotes.plans import plan_of, put_on_sale

SALES = (100_000, 500_000)
ROUNDS, SEED = 3, 1
TAKEN_BACK_EVERY = 50
EVENTS_A_COMMIT = 20_000
TERMS = SettlementTerms(
    splits=(Split((Share("artist", 600, 10_000_000), Share("producer", 400))),)
)


def measure(sales: Sequence[int] = SALES) -> list[dict[str, object]]:
    """Return seconds for each number of sales."""
    with tempfile.TemporaryDirectory() as folder:
        return [_row(Path(folder), count) for count in sales]


def _row(folder: Path, count: int) -> dict[str, object]:
    season = replace(hall_season(), settlement=TERMS)
    path = folder / "books.db"
    log = SqliteLog(path)
    records: list[Recorded] = []
    for number, event in enumerate(_events(season, count), 1):
        now = datetime.now(UTC)
        records.append(Recorded(season.organization_id, number, now, event))
        if len(records) == EVENTS_A_COMMIT:
            _append(log, records)
    _append(log, records)
    log.close()
    reader = SqliteReader(path)
    record, _ = sales_of(reader, season.organization_id, season.id)

    def settle_all() -> None:
        control = Control(season.id, ALL_TIME)
        found, stands = sales_of(reader, season.organization_id, season.id, control)
        settled = settle(found, stands, datetime.now(UTC))
        reconcile(settled, control)
        write_settlement(settled, folder / "settlement.csv")

    row = {
        "sales": count,
        "tickets": record.last_serial,
        "store MB": round(path.stat().st_size / 1e6),
        "settled and checked, s": _best(settle_all),
        "record as CSV, s": _best(
            lambda: write_sales(record, season, folder / "sales.csv")
        ),
        "record as Parquet, s": _best(
            lambda: write_sales(record, season, folder / "sales.parquet")
        ),
    }
    reader.close()
    path.unlink()
    return row


def _append(log: SqliteLog, records: list[Recorded]) -> None:
    with log.transaction({}) as transaction:
        transaction.append(records)
    records.clear()


def _best(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return round(min(seconds), 2)


def _events(season: Season, count: int) -> Iterator[Event]:
    """Yield a log of so many sales."""
    rng = random.Random(SEED)
    on_sale = put_on_sale(season, plan_of(season, plan_id="r1"), datetime.now(UTC))
    priced: dict[tuple[str, ...], Quote] = {}
    yield SeasonCreated(season)
    serial = 1
    for number in range(1, count + 1):
        performance = rng.choice(season.performances)
        category = rng.choice(season.venues[0].seat_categories).id
        tariff, channel = rng.choice(season.tariffs).id, rng.choice(season.channels).id
        key = (performance.id, category, tariff, channel)
        if key not in priced:
            basket = Basket(channel, (QuoteItem(performance.id, category, tariff, 2),))
            priced[key] = price_basket(on_sale, basket, datetime.now(UTC), "q")
        now = datetime.now(UTC)
        quote = replace(
            priced[key],
            id=f"q{number:06d}",
            create_time=now,
            expire_time=now + timedelta(minutes=season.hold_minutes),
        )
        yield QuoteOffered(quote)
        yield QuoteAccepted(quote.id, serial)
        if number % TAKEN_BACK_EVERY == 0:
            refund = quote.total_minor
            line = LineBack(0, (serial, serial + 1), refund, 0, Ground.POLICY)
            back = Cancellation(quote.id, 1, now, (line,), quote.currency_code)
            yield ItemsCancelled(back)
        serial += 2
