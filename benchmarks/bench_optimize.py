"""``jauge optimize`` from a season to a plan with its proven gap, reasons and costs.

The season of ``benchmarks.opera_year`` (300 performances x 6 categories x 9 rungs x 12
booking periods, three classes of audience under six tariffs each, categories that
stay open, an access share and a solidarity budget over the season), and the example
of an opera, each with prices by scale and by category. Times are wall clock, with
compiled functions at hand; rules that the time limit left unpriced are named.

    python -m benchmarks.bench_optimize [--performances N] [--limit SECONDS]
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from rich.console import Console

from benchmarks.opera_year import PERFORMANCES, season_and_demand
from benchmarks.run import table_of
from pricing.commands.options import demand_of
from pricing.domain.objective import PricingMode
from pricing.domain.rules import NeverFalls
from pricing.domain.season import Season
from pricing.files import season_file
from pricing.optimizer.optimize import optimize

EXAMPLE = Path(__file__).parents[1] / "examples" / "opera" / "season.toml"
LIMIT_SECONDS = 60.0
MODES: tuple[PricingMode, ...] = ("scale", "category")

Demand = Mapping[str, Sequence[float]]


def measure(
    performances: int = PERFORMANCES, limit_seconds: float = LIMIT_SECONDS
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    # The functions are compiled, or read from the cache, before the clock runs.
    for mode in MODES:
        _planned("", *season_and_demand(31, mode), limit_seconds)
    for name, season, demand in _seasons(performances):
        rows.append(_planned(name, season, demand, limit_seconds))
    return rows


def _seasons(performances: int) -> Iterator[tuple[str, Season, Demand]]:
    for mode in MODES:
        yield f"a year, by {mode}", *season_and_demand(performances, mode)
    rises = (NeverFalls(id="never-falls"),)
    yield "a year, by scale, never falls", *season_and_demand(performances, rules=rises)
    example = season_file.read(EXAMPLE)
    demand = demand_of(example, EXAMPLE, None, None)
    for mode in MODES:
        season = replace(example, pricing_mode=mode)
        yield f"the example, by {mode}", season, demand


def _planned(
    name: str, season: Season, demand: Demand, limit_seconds: float
) -> dict[str, object]:
    """Return a row: what a plan took, and how good it is proven to be."""
    started = perf_counter()
    plan = optimize(
        season, demand, plan_id="plan", now=datetime.now(UTC),
        time_limit_seconds=limit_seconds,
    )  # fmt: skip
    return {
        "name": name,
        "performances": len(plan.performances),
        "seconds": perf_counter() - started,
        "limit": limit_seconds,
        "gap %": 100 * plan.gap,
        "goal": "0.1 %",
        "unpriced": ", ".join(rule.id for rule in plan.rules if not rule.priced),
        "unexplained": len(plan.unexplained),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--performances", type=int, default=PERFORMANCES)
    parser.add_argument("--limit", type=float, default=LIMIT_SECONDS)
    given = parser.parse_args()
    started = perf_counter()
    rows = measure(given.performances, given.limit)
    Console(width=200).print(table_of("optimize", rows, perf_counter() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
