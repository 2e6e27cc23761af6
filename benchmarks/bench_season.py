"""A season priced by the engine, against the one big program given to HiGHS.

300 performances x 6 categories x 9 rungs x 12 booking periods, three classes of
audience under six tariffs each (18 pairs, each choosing by its own prices), with
an access share and a solidarity budget over the season. Open and closed
categories are part of every offer. Times are wall clock, the best of two runs;
compilation is apart. HiGHS gets a smaller season of the same kind, as arrays, by
simplex and by interior point, and the engine the same season beside it with exactly
the same offers. In scale mode these are all there are. By category there would be a
million for each period; there prices stay within 16 % of the reference, which leaves
three rungs or none for each category and 4,096 vectors. Rows of the steps from period
to period are left out by category, as they are in the bound, so HiGHS has the same
program with rises and without. Where neither method has finished within the limit,
HiGHS is over so many times slower.

    python -m benchmarks.bench_season [--performances N] [--against N] [--limit S]
                                      [--compiled]

A further row says how long a machine without a cache of compiled functions takes
to compile them, once.
"""

import argparse
import os
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter

import highspy
import numpy as np
from rich.console import Console

from benchmarks.engine_season import next_day, season
from benchmarks.run import table_of
from pricing.optimizer.engine.instance import Instance
from pricing.optimizer.engine.season import Priced, price
from pricing.optimizer.engine.whole import whole_program
from pricing.optimizer.solver import LinearProgram

PERFORMANCES = 300
AGAINST = 40
# By category every performance has 49,152 columns.
AGAINST_VECTORS = 4
LIMIT_SECONDS = 30.0
# How far from the reference prices are, as a share, where HiGHS gets every vector.
REACH = 0.16
RUNS = 2
METHODS = {"simplex": "simplex", "ipm": "interior point"}
MODES = (
    # by category, never falls, goals in seconds: cold, next day
    (False, False, 2.0, 0.3),
    (False, True, 4.0, None),
    (True, False, 5.0, 0.6),
    (True, True, 12.0, None),
)


def measure(
    performances: int = PERFORMANCES,
    against: int = AGAINST,
    limit_seconds: float = LIMIT_SECONDS,
    compiling: bool = True,
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    vectors: dict[str, object] = {}
    for by_category, rises, cold_goal, next_goal in MODES:
        # The functions are compiled, or read from the cache, before the clock runs.
        price(season(2, by_category=by_category, rises=rises))
        instance = season(performances, by_category=by_category, rises=rises)
        cold, priced = best_time(instance, None)
        again, later = best_time(next_day(instance), priced)
        count = min(against, AGAINST_VECTORS) if by_category else against
        reach = REACH if by_category else np.inf
        small = season(count, by_category=by_category, rises=rises, reach=reach)
        engine, known = best_time(small, None)
        whole = vectors or highs_seconds(small, known, limit_seconds)
        if by_category:
            vectors = whole
        goal = f"{cold_goal:g} s" + (f", {next_goal:g} s" if next_goal else "")
        rows.append(
            {
                "name": f"{'category' if by_category else 'scale'}"
                f"{', never falls' if rises else ''}",
                "cold s": cold,
                "next day s": again,
                "goal": f"{goal}, 0.1 %",
                "gap %": 100 * priced.gap,
                "next day gap %": 100 * later.gap,
                "rows missed": float(max(priced.missed.max(), later.missed.max())),
                "HiGHS gets": count,
                "engine s": engine,
                **whole,
                "times faster": _times_faster(whole, engine),
            }
        )
    if compiling:
        name = "compilation, once on a machine"
        rows.append({"name": name, "cold s": compile_seconds()})
    return rows


def compile_seconds() -> float:
    """Return how long a first call takes where nothing is compiled yet."""
    lines = "from benchmarks.bench_season import price, season\n"
    lines += "price(season(1, by_category=False, rises=False))"
    with TemporaryDirectory() as folder:
        started = perf_counter()
        subprocess.run(
            [sys.executable, "-c", lines],
            check=True,
            env=os.environ | {"NUMBA_CACHE_DIR": folder},
        )
        return perf_counter() - started


def _times_faster(whole: dict[str, object], engine: float) -> str:
    """Return the better method's seconds over the engine's, or what they exceed."""
    seconds = {name: float(str(whole[f"{name} s"])) for name in METHODS.values()}
    stopped = str(whole.get("stopped", ""))
    least = min(seconds, key=lambda name: seconds[name])
    finished = [name for name in seconds if name not in stopped]
    if finished:
        least = min(finished, key=lambda name: seconds[name])
    return f"{'' if finished else 'over '}{seconds[least] / engine:.0f}"


def best_time(instance: Instance, before: Priced | None) -> tuple[float, Priced]:
    """Return the least time of some runs, and the answer."""
    least = np.inf
    for _ in range(RUNS):
        started = perf_counter()
        priced = price(instance, before=before)
        least = min(least, perf_counter() - started)
    return least, priced


def highs_seconds(
    instance: Instance, known: Priced, limit_seconds: float
) -> dict[str, object]:
    """Return what HiGHS takes for the season as one program, by either method."""
    program = whole_program(instance)
    found: dict[str, object] = {"columns": len(program.cost)}
    for method, name in METHODS.items():
        seconds, objective = _highs(program, method, limit_seconds)
        found[f"{name} s"] = seconds
        if objective is None:
            found["stopped"] = f"{found.get('stopped', '')} {name}".strip()
        else:
            apart = abs(objective - known.mixed_bound) / abs(objective)
            found["bounds apart"] = apart
    return found


def _highs(
    program: LinearProgram, method: str, limit_seconds: float
) -> tuple[float, float | None]:
    """Return the seconds of a solution, and its value where there was time."""
    order = np.lexsort((program.row, program.column))
    count = len(program.cost)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(program.limit)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = program.cost
    model.col_lower_ = np.zeros(count)
    model.col_upper_ = np.full(count, highspy.kHighsInf)
    model.row_upper_ = program.limit
    model.row_lower_ = np.where(program.equal, program.limit, -highspy.kHighsInf)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.searchsorted(program.column[order], np.arange(count + 1))
    matrix.index_, matrix.value_ = program.row[order], program.value[order]
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", method)
    highs.setOptionValue("time_limit", limit_seconds)
    started = perf_counter()
    highs.passModel(model)
    highs.run()
    seconds = perf_counter() - started
    solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return seconds, highs.getObjectiveValue() if solved else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--performances", type=int, default=PERFORMANCES)
    parser.add_argument("--against", type=int, default=AGAINST)
    parser.add_argument("--limit", type=float, default=LIMIT_SECONDS)
    parser.add_argument("--compiled", action="store_true", help="leave out that row")
    given = parser.parse_args()
    started = perf_counter()
    rows = measure(given.performances, given.against, given.limit, not given.compiled)
    Console(width=200).print(table_of("season", rows, perf_counter() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
