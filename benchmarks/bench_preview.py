"""A cap previewed before its vote, on the example season: seconds on the clock.

As a service does it: with a plan in force, first with nothing kept from an earlier
preview, then for another figure of the same cap; for a cap on one production and for
one on the whole season. The least of some rounds; compilation is apart. Beside the
clock, what the processor spent.

    python -m benchmarks.run preview
"""

from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

from pricing.commands.options import demand_of
from pricing.domain.preview import PreviewInputs
from pricing.domain.rules import PriceBounds, Scope
from pricing.files import season_file
from pricing.optimizer.compiled import prepare
from pricing.optimizer.rule_change import as_planned
from pricing.store.voted_rules import with_rule
from simulator import preview
from simulator.optimised import plan_of

SEASON = Path(__file__).parent.parent / "examples" / "opera" / "season.toml"
ROUNDS, GOAL_SECONDS = 3, 5.0
CAPS = (
    PriceBounds(id="cap", scope=Scope(production="Rigoletto"), cap_minor=18_000),
    PriceBounds(id="cap", cap_minor=20_000),
)


def measure(rounds: int = ROUNDS) -> list[dict[str, object]]:
    """Return seconds of the first preview of a season, and of the next."""
    prepare()
    season = season_file.read(SEASON)
    demand = demand_of(season, SEASON, None, None)
    found = as_planned(season, demand, None, lambda done: True)
    plan = plan_of(season, found.market, found.problems, found.paths)
    rows = []
    for cap in CAPS:
        figures = [cap.cap_minor, *(cap.cap_minor - 500 * n for n in range(1, rounds))]
        inputs = [
            PreviewInputs(
                season,
                with_rule(season, cap.id, replace(cap, cap_minor=figure)),
                demand,
                plan,
            )
            for figure in figures
        ]
        _timed(inputs[0], fresh=True)
        first = min(_timed(inputs[0], fresh=True) for _ in range(rounds))
        following = min(_timed(each, fresh=False) for each in inputs[1:])
        about = cap.scope.production or "the whole season"
        rows += [
            _row(f"first preview of a cap on {about}", inputs[0], first),
            _row("next figure of it", inputs[0], following),
        ]
    return rows


def _timed(inputs: PreviewInputs, *, fresh: bool) -> tuple[float, float]:
    """Return seconds on the clock and of the processor."""
    if fresh:
        preview.forget()
    began, spent = perf_counter(), process_time()
    preview.preview(inputs)
    return perf_counter() - began, process_time() - spent


def _row(
    name: str, inputs: PreviewInputs, took: tuple[float, float]
) -> dict[str, object]:
    return {
        "name": name,
        "trials": inputs.trials,
        "seconds": round(took[0], 2),
        "processor s": round(took[1], 2),
        "goal": f"under {GOAL_SECONDS:g} s",
    }
