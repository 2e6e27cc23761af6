"""Final bookings from what is on the books, against classical pickup.

Every arrival date is forecast at each number of days out from what was known
then. Goals: mean absolute error (WAPE) at least 10 % under the better of
additive and multiplicative pickup, by weekday or over all dates, whichever is
best at the horizon; 80 % intervals cover 75 to 85 %.

    python -m benchmarks.bench_booking [FILE ...] [--since DATE]

scores the arrivals since a date in one or more tables of transactions.
"""

import argparse
import csv
import gzip
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.run import table_of
from models import on_the_books, pickup

TRANSACTIONS = (
    Path(__file__).resolve().parents[2]
    / "shared"
    / "data"
    / "hotels"
    / "transactions.csv.gz"
)
DAYS_OUT = (180, 90, 60, 30, 14, 7, 3, 1)
# Fourteen months of arrivals lie before it; eight, 180 days out.
SINCE = date(2016, 9, 1)
BOOKS_DAYS = 400
# Fits every two weeks cost more and forecast no better.
REFIT_DAYS = 28

Array = NDArray[np.float64]


def measure(
    files: Sequence[Path] = (TRANSACTIONS,), since: date = SINCE
) -> list[dict[str, object]]:
    net, gross, first_date = read_books(files)
    first = since.toordinal() - first_date.toordinal()
    if not max(DAYS_OUT) < first < net.shape[1]:
        # Without a complete date before its origin nothing can be forecast.
        earliest = date.fromordinal(first_date.toordinal() + max(DAYS_OUT) + 1)
        latest = date.fromordinal(first_date.toordinal() + net.shape[1] - 1)
        raise ValueError(f"Expected since from {earliest} to {latest}; got {since}.")
    rows: list[dict[str, object]] = []
    for name, books in (("net of cancellations", net), ("gross", gross)):
        rows += score(name, books, gross, first)
    return rows


def read_books(files: Sequence[Path]) -> tuple[Array, Array, date]:
    """Return net and gross books [S, D, L], and the first date."""
    rows: list[dict[str, str]] = []
    for path in files:
        if not path.is_file():
            raise FileNotFoundError(f"{path} is not there")
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            rows += csv.DictReader(file)

    def days(column: str) -> Array:
        known = [row[column][:10] for row in rows]
        return np.array(
            [date.fromisoformat(day).toordinal() if day else np.nan for day in known]
        )

    starts = days("starts_at")
    _, series = np.unique([row["venue"] for row in rows], return_inverse=True)
    first = int(starts.min())
    shape = (series.max() + 1, int(starts.max()) - first + 1, BOOKS_DAYS + 1)
    net, gross = pickup.books(
        series,
        (starts - first).astype(int),
        starts - days("sold_at"),
        starts - days("cancelled_at"),
        [float(row["quantity"]) for row in rows],
        shape=shape,
    )
    return net, gross, date.fromordinal(first)


def score(name: str, books: Array, gross: Array, first: int) -> list[dict[str, object]]:
    """Return a row for each horizon and one for their mean."""
    panel = on_the_books.panel(books, gross, DAYS_OUT)
    found = on_the_books.rolling(panel, first, refit_days=REFIT_DAYS)[:, :, first:]
    final = books[:, first:, 0]
    rows: list[dict[str, object]] = []
    for i, h in enumerate(DAYS_OUT):
        baselines = {
            f"{method.__name__}{', weekday' * weekday}": wape(
                method(books, h, weekday=weekday)[:, first:], final
            )
            for method in (pickup.additive, pickup.multiplicative)
            for weekday in (False, True)
        }
        low, middle, high = np.moveaxis(found[i], -1, 0)
        covered = float(((low <= final) & (final <= high)).mean())
        rows.append(
            {
                "name": f"{name}, {h} days out",
                "figure": wape(middle, final),
                "unit": "% WAPE",
                **baselines,
                "under plain": 100 * (1 - wape(middle, final) / _plain(baselines)),
                "under best": 100 * (1 - wape(middle, final) / min(baselines.values())),
                "covered": 100 * covered,
                "goal": "",
            }
        )
    mean: dict[str, object] = {"name": f"{name}, mean of horizons"}
    for key in list(rows[0])[1:]:
        values = [row[key] for row in rows]
        numbers = [value for value in values if isinstance(value, float)]
        mean[key] = float(np.mean(numbers)) if numbers else values[0]
    mean["goal"] = "under by 10 %; 75-85 % covered"
    return [*rows, mean]


def _plain(baselines: dict[str, float]) -> float:
    return min(baselines["additive"], baselines["multiplicative"])


def wape(forecast: Array, final: Array) -> float:
    """Return the sum of absolute errors over the sum of finals, in percent."""
    return float(100 * np.abs(forecast - final).sum() / final.sum())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[TRANSACTIONS])
    parser.add_argument("--since", type=date.fromisoformat, default=SINCE)
    arguments = parser.parse_args()
    started = perf_counter()
    try:
        rows = measure(arguments.files, arguments.since)
    except FileNotFoundError as absent:
        print(f"skipped: {absent}", file=sys.stderr)
        return 1
    except ValueError as fault:
        parser.error(str(fault))
    Console(width=200).print(table_of("booking", rows, perf_counter() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
