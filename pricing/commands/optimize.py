"""``jauge optimize``: the price path of every performance, and what it hangs on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from pricing.commands.options import (
    ForecastPath,
    HistoryPath,
    SeasonPath,
    demand_of,
    err,
    out,
)
from pricing.console.plans import show_frontier, show_plan, show_price_response
from pricing.console.progress import progress_bar
from pricing.domain.errors import FieldInvalid
from pricing.domain.season import Season
from pricing.files import plan_file, season_file
from pricing.files.writable import check_writable
from pricing.optimizer.frontier import Point, figure_of, frontier
from pricing.optimizer.optimize import optimize as optimize_season
from pricing.optimizer.sensitivity import AtElasticity, around, sensitivity, source
from pricing.optimizer.spread import over
from pricing.optimizer.watch import Watch


def optimize(
    path: SeasonPath,
    out_path: Annotated[Path, typer.Option("--out", help="Where the plan goes.")],
    forecast: ForecastPath = None,
    history: HistoryPath = None,
    time_limit: Annotated[float, typer.Option(help="Seconds at most.")] = 60.0,
    curve: Annotated[
        str,
        typer.Option(
            "--frontier",
            metavar="RULE=V1,V2,...",
            help="What plans bring as a rule tightens: shares in %, amounts in units.",
        ),
    ] = "",
    cluster: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Work on a Ray cluster: auto, HOST:6379 or ray://HOST:10001.",
        ),
    ] = "",
) -> None:
    """Find the price path of every performance under the season's rules.

    Example: `jauge optimize season.toml --forecast f.csv --out plan.json`

    With the income at several access shares, in one run:
    `jauge optimize season.toml --out plan.json --frontier access=0,10,20,30`
    """
    check_writable(out_path)
    season = season_file.read(path)
    asked = figures_asked(season, curve) if curve else None
    demand = demand_of(season, path, forecast, history)
    with spread_over(cluster):
        ends = monotonic() + time_limit
        with progress_bar("Optimising", err) as progress:
            plan = optimize_season(
                season,
                demand,
                plan_id="plan",
                now=datetime.now(UTC),
                time_limit_seconds=time_limit,
                progress=progress,
            )
        # What is left of the time goes into plans for other price responses.
        hangs = sensitivity(
            season,
            demand,
            plan,
            around(season.demand.price_elasticity),
            replan=monotonic() < ends,
            check=lambda: monotonic() < ends,
        )
        points = None
        if asked is not None:
            watch = Watch(monotonic() + time_limit, None, None)
            points = frontier(season, demand, *asked, watch=watch)
    beside = {"price_response": price_response_of(season, hangs)}
    if asked is not None and points is not None:
        beside["frontier"] = frontier_table(season, *asked, points)
    plan_file.write(plan, out_path, beside)
    show_plan(plan, season, out)
    show_price_response(season, hangs, out)
    if asked is not None and points is not None:
        show_frontier(season, asked[0], points, out)
        if missing := left_out(asked[1], points):
            _, figure = figure_of(season, asked[0])
            words = ", ".join(figure.words(each, season) for each in missing)
            out.print(f"Time was over before there were plans for {words}.")
    out.print(f"{out_path}", markup=False, soft_wrap=True)


@contextmanager
def spread_over(cluster: str) -> Iterator[None]:
    """Spread work over the machines of a cluster, if the address of one is given."""
    if not cluster:
        yield
        return
    # An optional extra, and slow to import.
    from pricing.cluster import connected

    with connected(cluster) as machines, over(machines.in_portions):
        yield


def figures_asked(season: Season, curve: str) -> tuple[str, list[int]]:
    """Return the rule and the figures that ``--frontier`` asks for."""
    rule_id, _, values = curve.partition("=")
    _, figure = figure_of(season, rule_id)
    # Of a share, a value is in hundredths; of an amount, in currency units.
    scale = figure.scale(season) // (100 if figure.unit == "permille" else 1)
    try:
        return rule_id, [round(float(value) * scale) for value in values.split(",")]
    except (ValueError, OverflowError):
        raise FieldInvalid(
            "--frontier", f"expected RULE=V1,V2,... with numbers, got {curve!r}."
        ) from None


def frontier_table(
    season: Season, rule_id: str, values: Sequence[int], points: Sequence[Point]
) -> dict[str, object]:
    """Return a curve for a plan's file: figures as shares or in currency units.

    ``left_out`` has the figures for which time was over.
    """
    _, figure = figure_of(season, rule_id)
    scale = figure.scale(season)
    return {
        "rule": rule_id,
        "figure": figure.field.rpartition("_")[0],
        "points": [asdict(each) | {"value": each.value / scale} for each in points],
        "left_out": [each / scale for each in left_out(values, points)],
    }


def left_out(values: Sequence[int], points: Sequence[Point]) -> list[int]:
    """Return the figures asked for that have no point: time was over before them."""
    return sorted(set(values) - {each.value for each in points})


def price_response_of(
    season: Season, hangs: Sequence[AtElasticity]
) -> dict[str, object]:
    """Return the price response assumed, and what hangs on it, for a plan's file."""
    assumed = season.demand.price_elasticity
    return {
        "price_elasticity": assumed,
        "source": source(assumed),
        "learnt_from_sales": False,
        "sensitivity": [asdict(each) for each in hangs],
    }
