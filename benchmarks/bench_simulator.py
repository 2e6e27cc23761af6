"""A season of full size played: the loops against the rawest, trials against the clock.

300 performances of six categories, each on sale for 180 days, 1,660 parties (some
3,000 people) looking for seats of each. Of the two raw kernels, one draws each
customer's choice among six categories as it comes and counts the seat; the other lets
these parties, drawn before, take one seat of the category that they like best among
those with seats left at one price. Neither knows of tariffs, channels, quotas, sizes,
other dates, visits, returns or resale. The selling loop is what a season played spends
in it. Seconds are the processor's, the least of some runs; compilation is apart.
Of 1,000 trials a few are played: the others take as long,
since trials share nothing but their season.

    python -m benchmarks.bench_simulator [--trials N] [--workers N]

With ``--trials 1000 --workers 2`` all are played, by the clock on the wall.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import numpy as np
from rich.console import Console

from benchmarks.raw_kernels import choose, take
from benchmarks.run import table_of
from examples.opera import audience, programme
from examples.opera.house import PALAIS
from pricing.domain.season import Season
from simulator import playing
from simulator.audience import draw
from simulator.experiment import simulate
from simulator.house import build
from simulator.policies import make
from simulator.scenario import Night, Scenario
from simulator.season import play
from simulator.summary import summarise
from simulator.timetable import Timetable

PERFORMANCES, DAYS, PARTIES = 300, 180, 1_660.0
# Nights of one production, among which people move.
RUN = 5
RUNS = 7
TRIALS, TRIALS_WANTED, GOAL_SECONDS, CORES = 4, 1_000, 240, 2
SOLVED_TRIALS_WANTED = 5
# Customers a second of one thread, published with the goal: half of them.
RAW_PUBLISHED = 34e6
POLICIES = ("fixed", "rule-table", "emsr-b")
SOLVED = ("optimised", "nightly")

Row = dict[str, object]


def measure(trials: int = TRIALS, workers: int = 1) -> list[Row]:
    """Return speeds of the loops, and what trials take."""
    season, demand = big_season()
    scenario = people_of(season)
    house = build(season, scenario)
    timetable = Timetable(house)
    people = draw(scenario, house, seed=1, trial=0)
    looks = len(people.visits[0])
    price = house.paid[house.tier_row[0, 2], :, 0, 0]
    order = np.argsort(people.time, kind="stable")
    performance, worth = people.performance[order], people.willingness_to_pay[order]
    raw = least(lambda: take(performance, worth, price, house.capacity.copy()))
    pull = np.linspace(0.4, 0.1, house.capacity.shape[1])
    drawn = least(lambda: choose(len(people), pull, house.capacity.copy(), 1))
    rows: list[Row] = [
        rate("raw choice kernel, customers drawn", len(people), drawn),
        rate("raw choice kernel, same parties", len(people), raw),
    ]
    seconds = least(lambda: draw(scenario, house, seed=1, trial=0))
    rows.append(rate("parties drawn", len(people), seconds))
    per_trial = seconds
    # A copy has nothing at hand yet.
    seconds = least(lambda: replace(people).as_visits())
    rows.append(rate("visits in order, parties in rows", len(people), seconds))
    per_trial += seconds
    wanted = np.zeros(len(house.classes), np.int64)
    for name in POLICIES:
        policy = make(name, house, demand)
        outcome = play(house, timetable, people, policy)
        sold = selling(lambda policy=policy: play(house, timetable, people, policy))
        rows.append(
            rate(f"selling loop, {name}", looks, sold)
            | {"of raw": drawn / len(people) / (sold / looks)}
            | {"goal": f"half of the raw kernel; {RAW_PUBLISHED / 2:.3g} parties/s"}
        )
        spent = least(lambda policy=policy: play(house, timetable, people, policy))
        spent += least(lambda outcome=outcome: summarise(outcome, house, wanted))
        per_trial += spent
        rows.append(
            rate(f"season played and measured, {name}", looks, spent)
            | {"of raw": drawn / len(people) / (spent / looks)}
        )
    rows.append(
        {
            "name": f"{TRIALS_WANTED} trials of {len(POLICIES)} policies, "
            f"{CORES} cores, from these",
            "seconds": per_trial * TRIALS_WANTED / CORES,
            "goal": f"under {GOAL_SECONDS} s",
        }
    )
    rows.append(played(season, demand, scenario, POLICIES, trials, workers))
    for name in SOLVED:
        rows.append(played(season, demand, scenario, (name,), 1, 1))
    return rows


def played(
    season: Season,
    demand: dict[str, tuple[float, ...]],
    scenario: Scenario,
    policies: tuple[str, ...],
    trials: int,
    workers: int,
) -> Row:
    """Return what trials take from beginning to end, and the memory they need."""
    started, spent = perf_counter(), process_time()
    simulate(
        season, demand, policies, trials=trials, seed=1, workers=workers,
        scenario=scenario,
    )  # fmt: skip
    seconds = perf_counter() - started
    kilobytes = sum(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    solved = policies[0] in SOLVED
    return {
        "name": f"{trials} trials of {', '.join(policies)}, {workers} workers, with "
        "preparation and tables",
        "seconds": seconds,
        "processor s": process_time() - spent if workers == 1 else None,
        "MiB": kilobytes / 1024,
        "goal": f"{SOLVED_TRIALS_WANTED if solved else TRIALS_WANTED} under "
        f"{GOAL_SECONDS} s on {CORES} cores, under 2048 MiB",
    }


def rate(name: str, count: int, seconds: float) -> Row:
    """Return a row of a speed."""
    return {"name": name, "parties": count, "processor s": seconds} | {
        "million/s": count / seconds / 1e6
    }


def least(work: Callable[[], object]) -> float:
    """Return the least processor time of some runs; the first compiles."""
    work()
    found = np.inf
    for _ in range(RUNS):
        started = process_time()
        work()
        found = min(found, process_time() - started)
    return float(found)


def selling(work: Callable[[], object]) -> float:
    """Return the least processor time that some runs spend in the selling loop."""
    sell, spent, found = playing.sell, 0.0, np.inf

    def timed(*given: Any) -> int:
        nonlocal spent
        started = process_time()
        stopped = sell(*given)
        spent += process_time() - started
        return stopped

    for _ in range(RUNS):
        spent = 0.0
        with patch.object(playing, "sell", timed):
            work()
        found = min(found, spent)
    return float(found)


def big_season() -> tuple[Season, dict[str, tuple[float, ...]]]:
    """Return the example's smaller house for so many nights, and a forecast."""
    season = programme.season(2026)
    model = next(p for p in season.performances if p.venue_id == PALAIS.id)
    performances = tuple(
        replace(
            model,
            id=f"night-{n}",
            production=f"work-{n // RUN}",
            starts_at=model.starts_at + timedelta(days=n),
            on_sale_at=model.starts_at + timedelta(days=n - DAYS),
        )
        for n in range(PERFORMANCES)
    )
    season = replace(
        season,
        venues=tuple(v for v in season.venues if v.id == PALAIS.id),
        performances=performances,
        rules=tuple(r for r in season.rules if not r.scope.production),
    )
    half = tuple(0.5 * seats for seats in model.capacities)
    return season, {p.id: half for p in performances}


def people_of(season: Season) -> Scenario:
    """Return the example's people, so many parties for each night."""
    best, steps = audience.BEST_SEAT[PALAIS.id], audience.STEPS[PALAIS.id]
    values = tuple(best * step for step in steps)
    return Scenario(
        audience.SEGMENTS,
        tuple(Night(p.id, PARTIES, values) for p in season.performances),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    started = perf_counter()
    rows = measure(given.trials, given.workers)
    Console(width=200).print(table_of("simulator", rows, perf_counter() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
