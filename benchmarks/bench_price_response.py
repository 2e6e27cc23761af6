"""Price response: Comedie-Francaise 1763-82 against the parterre; Broadway's slopes.

On most Tuesdays and Fridays the Comedie-Francaise ran on a lower scale (4, 2 and
1.5 livres instead of 6, 3 and 2) while the parterre stayed at 1 livre. It kept
the higher scale on feasts and first runs, when demand was high: the naive slope
has the wrong sign. Feasts on the other days, always on the higher scale, tell
what a feast does to each category at an unmoved price.

    python -m benchmarks.bench_price_response
"""

import csv
import gzip
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.run import table_of
from models.estimated import Estimated
from models.price_response import against_control, naive_slope

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CONTROL = "parterre"
PRICED = ("premieres", "secondes", "troisiemes")
SCALES = {(6.0, 3.0, 2.0), (4.0, 2.0, 1.5)}
# Feasts kept in Paris at the time, days by month, and days after Easter (Shrove
# Tuesday, Ascension, Whit Monday and Tuesday, Corpus Christi and its octave).
FEASTS = {
    1: (1, 3, 6),
    2: (2,),
    3: (25,),
    5: (1,),
    6: (24, 29),
    7: (22, 25),
    8: (10, 15, 16, 24, 25),
    9: (8, 21, 29),
    10: (9, 18, 28),
    11: (1, 2, 3, 11, 30),
    12: (8, 21, 26, 27, 28),
}
FEASTS_FROM_EASTER = (-47, 39, 50, 51, 60, 67)
RUN_GAP_DAYS = 56

Row = dict[str, str]


def measure() -> list[dict[str, object]]:
    return [*comedie_francaise(), *broadway()]


def comedie_francaise() -> list[dict[str, object]]:
    """Return the response of each category and of all, with the naive slopes."""
    nights: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in read(DATA / "comedie-francaise" / "history.csv.gz"):
        if row["venue"] != "odeon":
            nights[row["performance_id"]][row["seat_category"]] = row
    kept = [night for night in nights.values() if on_a_scale(night)]
    seats, price = (
        np.array([[float(n[c][column]) for c in (*PRICED, CONTROL)] for n in kept])
        for column in ("quantity", "unit_price")
    )
    measures = np.array([measured(n[CONTROL]) for n in kept])
    plays = [n[CONTROL]["production"] for n in kept]
    rows = []
    for name, columns, effects in [
        *((c, [i, 3], plays) for i, c in enumerate(PRICED)),
        ("all three", [0, 1, 2, 3], plays),
        ("all three, plays not told apart", [0, 1, 2, 3], [""] * len(plays)),
    ]:
        found = against_control(
            seats[:, columns],
            price[:, columns],
            measures,
            effects,
            identified_by="low-scale Tuesdays and Fridays against the parterre",
            clusters=plays,
        )
        priced = [i for i in columns if i != 3]
        naive = naive_slope(
            seats[:, priced].T.ravel(),
            price[:, priced].T.ravel(),
            np.repeat(priced, len(seats)),
            clusters=np.tile(plays, len(priced)),
        )
        rows.append(
            row_of(f"Comedie-Francaise, {name}", found.figure)
            | {
                "unit": "elasticity relative to the parterre",
                "naive slope": naive.figure.value,
                "goal": "under the naive slope, with its interval",
            }
        )
    return rows


def broadway() -> list[dict[str, object]]:
    """Return the naive slopes within runs, nominal and deflated."""
    rows = [
        row
        for row in read(DATA / "broadway" / "history.csv.gz")
        if row["unit_price"] and float(row["unit_price"]) > 0 < int(row["quantity"])
    ]
    index = {
        row["year_month"][:7]: float(row["cpi"])
        for row in read(DATA / "broadway" / "cpi.csv")
    }
    rows.sort(key=lambda row: (row["production"], row["starts_at"]))
    runs, run, before = [], 0, rows[0]
    for row in rows:
        gap = day(row) - day(before)
        if row["production"] != before["production"] or gap.days > RUN_GAP_DAYS:
            run += 1
        runs.append(run)
        before = row
    seats = [int(row["quantity"]) for row in rows]
    nominal = np.array([float(row["unit_price"]) for row in rows])
    level = np.array([index[row["starts_at"][:7]] for row in rows])
    result = []
    for name, price, published in (
        ("nominal", nominal, 0.14),
        ("deflated", nominal / level, 0.31),
    ):
        slope = naive_slope(seats, price, runs)
        result.append(
            row_of(f"Broadway within runs, {name}", slope.figure)
            | {
                "unit": "slope, not an elasticity",
                "naive slope": slope.figure.value,
                "goal": f"{published:+.2f}",
            }
        )
    return result


def read(path: Path) -> list[Row]:
    """Return the rows of a table."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not there")
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def on_a_scale(night: dict[str, Row]) -> bool:
    """Return whether all four categories are there, at one of the two scales."""
    if not {*PRICED, CONTROL} <= set(night):
        return False
    prices = tuple(float(night[c]["unit_price"]) for c in PRICED)
    return prices in SCALES and float(night[CONTROL]["unit_price"]) == 1.0


def measured(row: Row) -> NDArray[np.float64]:
    """Return weekday, month, season, feast, and what the night was, as numbers."""
    when = day(row)
    first, season = float(row["x_first_run"] or 0), int(row["season"]) - 1763
    feast = when.day in FEASTS.get(when.month, ())
    feast |= (when - easter(when.year)).days in FEASTS_FROM_EASTER
    kinds = [
        float(feast),
        first,
        float(row["x_first_run_number"] in ("1", "1.0")),
        float(row["x_revival"] or 0),
        float(row["x_debut"] or 0),
        float(row["x_season_edge"] != ""),
    ]
    return np.concatenate(
        [
            kinds,
            np.eye(7)[when.weekday()],
            np.eye(12)[when.month - 1],
            np.eye(19)[season],
        ]
    )


def day(row: Row) -> date:
    """Return the date of a row."""
    return date.fromisoformat(row["starts_at"][:10])


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    century, rest = divmod(year, 100)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - century // 4 - moon + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (year % 19 + 11 * epact + 22 * weekday) // 451
    return date(year, 3, 22) + timedelta(days=epact + weekday - 7 * late)


def row_of(name: str, figure: Estimated) -> dict[str, object]:
    """Return the row of a figure with its interval."""
    return {
        "name": name,
        "figure": figure.value,
        "low": figure.low,
        "high": figure.high,
    }


def main() -> int:
    started = perf_counter()
    try:
        rows = measure()
    except FileNotFoundError as absent:
        print(f"skipped: {absent}", file=sys.stderr)
        return 1
    console = Console(width=160)
    console.print(table_of("price response", rows, perf_counter() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
