"""A fitted audience beside the season it was fitted to, and beside what it never saw.

Nightly sales by category of the Comedie-Francaise, season 1785-86, simulated at the
printed prices: quantiles of fill from 10 to 90 % of all nights, average and worst
distance from the real ones. The audience is fitted to the season itself, to every
other night of it (judged by the rest), and to earlier seasons. *Past's own* is the
distance of the quantiles of the nights taught from those judged by: what the
audience would miss if it said the past again.

Bookings by days out of two hotels: an audience whose habits come of some dates,
played and judged by the others, gross and net of cancellations, as shares of all
bookings made.

Data: ../shared/data/comedie-francaise and hotels.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import hotel_season
from benchmarks.bench_season_ahead import rows_of
from pricing.domain.ids import slug
from pricing.domain.season import Season
from pricing.domain.tables import History, Transactions
from pricing.files.importer import season_from_history
from pricing.files.tables import read_history, read_transactions
from simulator import bookers
from simulator.audience import draw
from simulator.fitted import fitted_scenario
from simulator.house import build
from simulator.policies import FixedPrice
from simulator.scenario import Scenario
from simulator.season import play
from simulator.timetable import Timetable

Floats = NDArray[np.float64]

SHARED = Path(__file__).parents[2] / "shared" / "data"
HISTORY = SHARED / "comedie-francaise" / "history.csv.gz"
TRANSACTIONS = SHARED / "hotels" / "transactions.csv.gz"
SEASON, HOUSE = "1785", "odeon"
PLACES = np.linspace(0.1, 0.9, 9)
TRIALS = 10
# From the day on which the hotels' second year begins.
SECOND_YEAR = datetime(2016, 7, 1, tzinfo=UTC)
# Stated tolerances, average and worst, as shares of seats or of bookings.
OWN, HELD_OUT, EARLIER = (0.01, 0.03), (0.04, 0.10), (0.10, 0.26)
DATES, NEXT_YEAR = (0.02, 0.04), (0.05, 0.10)


def measure(trials: int = TRIALS) -> list[dict[str, object]]:
    """Return a row for each audience and category, and for each hotel."""
    return [*nights(trials), *bookings()]


def nights(trials: int) -> list[dict[str, object]]:
    """Return how far simulated fill is from that of the season's nights."""
    history = past(SEASON, SEASON)
    season = season_of(history)
    ids = [performance.id for performance in season.performances]
    # The distances are so small that chance of a few trials would show.
    rows = compared("its own season", history, season, (), ids, OWN, 2 * trials)
    for first in (0, 1):
        out = ids[first::2]
        name = f"every other night, {first + 1} of 2"
        rows += compared(name, history, season, out, out, HELD_OUT, trials)
    for begin in ("1784", "1782"):
        name = f"from {begin} to the season before"
        rows += compared(name, past(begin, "1784"), season, ids, ids, EARLIER, trials)
    return rows


def compared(
    name: str,
    history: History,
    season: Season,
    but: Sequence[str],
    judges: Sequence[str],
    goal: tuple[float, float],
    trials: int,
) -> list[dict[str, object]]:
    """Return a row for each category: an audience of a history, by some nights."""
    lessons = season_of(history)
    taught = fill(history, lessons)[[p.id not in but for p in lessons.performances]]
    real = fill(past(SEASON, SEASON), season)
    played = simulated(fitted_scenario(history, season, but=but), season, trials)
    here = np.isin([p.id for p in season.performances], judges)
    rows: list[dict[str, object]] = []
    for c, category in enumerate(season.venues[0].seat_categories):
        wanted = real[here, c]
        sold = np.isfinite(wanted)
        apart = distance(played[:, here, c][:, sold], wanted[sold])
        rows.append(
            {
                "fitted to": name,
                "category": category.id,
                "judged by": int(sold.sum()),
                "average": apart.mean(),
                "worst": apart.max(),
                "past's own, average": distance(taught[:, c], wanted).mean(),
                "past's own, worst": distance(taught[:, c], wanted).max(),
                "goal": goal_text(goal),
            }
        )
    return rows


def distance(one: Floats, other: Floats) -> Floats:
    """Return how far the quantiles of two sets of values are apart, [9]."""
    return np.abs(np.nanquantile(one, PLACES) - np.nanquantile(other, PLACES))


def simulated(scenario: Scenario, season: Season, trials: int) -> Floats:
    """Return the fill of each night and category at printed prices, [B, F, C]."""
    house = build(season, scenario)
    timetable, policy = Timetable(house), FixedPrice(house)
    sold = [
        play(house, timetable, draw(scenario, house, seed=1, trial=t), policy).sold
        for t in range(trials)
    ]
    seats = np.maximum(house.capacity.max(axis=0), 1)
    found: Floats = np.array([each.sum(axis=(1, 3)) for each in sold]) / seats
    return found


@cache
def past(first: str, last: str) -> History:
    """Return the seasons of the newest house from one to another."""
    if not HISTORY.is_file():
        raise FileNotFoundError(f"{HISTORY} is absent")
    history = read_history(HISTORY)
    assert history.season is not None
    return rows_of(
        history,
        [
            row
            for row, season in enumerate(history.season)
            if first <= season <= last and history.venue[row] == HOUSE
        ],
    )


def season_of(history: History) -> Season:
    """Return all performances of a history as a season at its printed prices."""
    return season_from_history(
        history, organization_id="comedie", season_id="past", currency_code="XXX"
    )


def fill(history: History, season: Season) -> Floats:
    """Return the real fill of each night and category, [F, C]; NaN where not sold."""
    assert history.quantity is not None
    (venue,) = season.venues
    column = {each.id: c for c, each in enumerate(venue.seat_categories)}
    seats = [each.capacity for each in venue.seat_categories]
    place = {each.id: f for f, each in enumerate(season.performances)}
    found = np.full((len(place), len(column)), np.nan)
    for row, name in enumerate(history.performance_id):
        c = column[slug(history.seat_category[row])]
        found[place[slug(name)], c] = history.quantity[row] / seats[c]
    return found


def bookings() -> list[dict[str, object]]:
    """Return how far simulated bookings by days out are from those of other dates."""
    if not TRANSACTIONS.is_file():
        raise FileNotFoundError(f"{TRANSACTIONS} is absent")
    table = read_transactions(TRANSACTIONS)
    rows = []
    for hotel in sorted(set(table.venue)):
        for name, taught, goal in (
            ("every other date", lambda at: at.toordinal() % 2 == 0, DATES),
            ("the first year", lambda at: at < SECOND_YEAR, NEXT_YEAR),
        ):
            rows += _booked(table, hotel, name, taught, goal)
    return rows


def _booked(
    table: Transactions,
    hotel: str,
    name: str,
    taught: Callable[[datetime], bool],
    goal: tuple[float, float],
) -> list[dict[str, object]]:
    own = [r for r in range(len(table)) if table.venue[r] == hotel]
    known = chosen(table, [r for r in own if taught(table.starts_at[r])])
    judge = chosen(table, [r for r in own if not taught(table.starts_at[r])])
    rows: list[dict[str, object]] = []
    for kind, played, past_own, wanted in zip(
        ("gross", "net"),
        hotel_season.played(bookers.fit(known)),
        hotel_season.seen(known),
        hotel_season.seen(judge),
        strict=True,
    ):
        apart, before = np.abs(played - wanted), np.abs(past_own - wanted)
        rows.append(
            {
                "fitted to": f"{hotel}, {name}",
                "category": f"bookings, {kind}",
                "judged by": len(judge),
                "average": apart.mean(),
                "worst": apart.max(),
                "past's own, average": before.mean(),
                "past's own, worst": before.max(),
                "goal": goal_text(goal),
            }
        )
    return rows


def goal_text(goal: tuple[float, float]) -> str:
    """Return the average and the worst distance that are tolerated, as a cell."""
    return f"{goal[0]:g}, {goal[1]:g}"


def tolerance(row: dict[str, object]) -> tuple[float, float]:
    """Return the average and the worst distance that a row may have."""
    average, worst = str(row["goal"]).split(",")
    return float(average), float(worst)


def chosen(table: Transactions, rows: Sequence[int]) -> Transactions:
    """Return some rows of a table of sales."""
    columns = {each.name: getattr(table, each.name) for each in fields(table)}
    return Transactions(**{n: tuple(c[r] for r in rows) for n, c in columns.items()})
