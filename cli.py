"""The command ``jauge``: one small function for each thing people ask of it."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pricing.constraints.explain import sentence
from pricing.demand import forecast as forecast_demand
from pricing.domain.errors import FileInvalid, PricingError
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable
from pricing.files import importer, plan_file, season_file, season_writer, tables
from pricing.files.columns import replace_file
from pricing.optimizer.optimize import optimize as optimize_season
from pricing.programme import (
    DemandMean,
    demand_by_performance,
    programme,
    with_season_names,
)
from simulator.experiment import Results
from simulator.experiment import simulate as simulate_season

app = typer.Typer(
    help="Prices of seats: forecast, optimise, simulate, serve, quote.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

SeasonPath = Annotated[Path, typer.Argument(metavar="SEASON.toml", help="Season file.")]
ForecastPath = Annotated[
    Path | None,
    typer.Option("--forecast", help="Forecast of this season (`jauge forecast`)."),
]
HistoryPath = Annotated[
    Path | None,
    typer.Option(
        "--history",
        help="Past sales to learn demand from; else the file that the season names.",
    ),
]
Language = Annotated[str, typer.Option(help="en or fr.")]


@app.command()
def forecast(
    history: Annotated[Path, typer.Option(help="Past sales: .csv, .csv.gz, .parquet.")],
    programme: Annotated[Path, typer.Option(help="What is to be forecast.")],
    out_path: Annotated[Path, typer.Option("--out", help="Where the forecast goes.")],
) -> None:
    """Forecast demand and sales of a programme, a row per row of it.

    Example: `jauge forecast --history past.csv --programme next.csv --out f.csv`
    """
    past, ahead = tables.read_history(history), tables.read_programme(programme)
    tables.write_forecast(forecast_demand(past, ahead), out_path)
    err.print(f"{len(ahead)} rows forecast from {len(past)} of history: {out_path}")


@app.command("import")
def import_history(
    history: Annotated[Path, typer.Argument(help="Past sales: canonical columns.")],
    organization: Annotated[str, typer.Option(help="Id of who sells.")],
    season_id: Annotated[str, typer.Option("--id", help="Id of the new season.")],
    out_path: Annotated[Path, typer.Option("--out", help="Season file to write.")],
    season: Annotated[str, typer.Option(help="Only this value of `season`.")] = "",
    currency: Annotated[str, typer.Option(help="Three capitals.")] = "EUR",
) -> None:
    """Make a first season file from a table of past sales.

    Example: `jauge import past.csv --season 2025 --organization my-theatre
    --id season-2026 --out season.toml`
    """
    made = importer.season_from_history(
        tables.read_history(history),
        season=season,
        organization_id=organization,
        season_id=season_id,
        currency_code=currency,
    )
    season_writer.write(made, out_path)
    tiers = sum(len(v.price_tiers) for v in made.venues)
    err.print(
        f"{len(made.performances)} performances, {len(made.venues)} venues, {tiers} "
        f"price tiers: {out_path}. Add tariffs, channels and rules there."
    )


@app.command()
def optimize(
    path: SeasonPath,
    out_path: Annotated[Path, typer.Option("--out", help="Where the plan goes.")],
    forecast: ForecastPath = None,
    history: HistoryPath = None,
    time_limit: Annotated[float, typer.Option(help="Seconds at most.")] = 60.0,
) -> None:
    """Find the price path of every performance under the season's rules.

    Example: `jauge optimize season.toml --forecast f.csv --out plan.json`
    """
    season = season_file.read(path)
    demand = demand_of(season, path, forecast, history)
    with progress_bar("Optimising") as progress:
        plan = optimize_season(
            season,
            demand,
            plan_id="plan",
            now=datetime.now(UTC),
            time_limit_seconds=time_limit,
            progress=progress,
        )
    plan_file.write(plan, out_path)
    table = Table("rule", "kind", "slack", "marginal cost", "binds on")
    for rule in plan.rules:
        table.add_row(
            rule.id, rule.kind, f"{rule.slack:,.2f}", f"{rule.marginal_cost:,.2f}",
            f"{len(rule.binding_on)} performances",
        )  # fmt: skip
    out.print(table)
    out.print(
        f"Income {plan.objective:,.0f} {season.currency_code}, upper bound "
        f"{plan.upper_bound:,.0f}, gap {plan.gap:.2%}, {plan.solve_seconds:.1f} s: "
        f"{out_path}"
    )


@app.command()
def simulate(
    path: SeasonPath,
    out_path: Annotated[Path, typer.Option("--out", help="Where the results go.")],
    policies: Annotated[
        str, typer.Option(help="Among fixed, rule-table, optimised; with commas.")
    ] = "fixed,rule-table,optimised",
    trials: Annotated[int, typer.Option(min=1, help="Simulated seasons.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds, equal results.")] = 1,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes.")] = 1,
    forecast: ForecastPath = None,
    history: HistoryPath = None,
) -> None:
    """Play the season many times under each policy, for the same people.

    Example: `jauge simulate season.toml --policies fixed,optimised --trials 50
    --seed 7 --out results.json`
    """
    season = season_file.read(path)
    demand = demand_of(season, path, forecast, history)
    with progress_bar("Playing") as progress:
        results = simulate_season(
            season,
            demand,
            [name.strip() for name in policies.split(",")],
            trials=trials,
            seed=seed,
            workers=workers,
            progress=progress,
        )
    replace_file(out_path, (json.dumps(results.to_json(), indent=1) + "\n").encode())
    out.print(results_table(results, season))
    out.print(f"{trials} trials, seed {seed}: {out_path}")


@app.command()
def rules(path: SeasonPath, language: Language = "en") -> None:
    """Say each rule of a season in a sentence.

    Example: `jauge rules season.toml --language fr`
    """
    season = season_file.read(path)
    table = Table("rule", "kind", "says")
    for rule in season.rules:
        table.add_row(rule.id, type(rule).__name__, sentence(rule, season, language))
    out.print(table)


def demand_of(
    season: Season, path: Path, forecast_path: Path | None, history_path: Path | None
) -> DemandMean:
    """Return the demand of a season from a forecast, or learnt from a history."""
    if forecast_path is not None:
        return demand_by_performance(season, tables.read_forecast(forecast_path))
    return demand_by_performance(season, forecast_of(season, path, history_path))


def forecast_of(season: Season, path: Path, history_path: Path | None) -> ForecastTable:
    """Return the forecast of a season's own programme."""
    found = history_path or season_file.history_path(path)
    if found is None:
        raise FileInvalid(
            str(path),
            "names no history; give --history PAST.csv or --forecast F.csv, or set "
            'history = "past.csv" under [season]',
        )
    return forecast_demand(
        with_season_names(tables.read_history(found)), programme(season)
    )


def results_table(results: Results, season: Season) -> Table:
    """Return what the policies brought, side by side, with 95 % intervals."""
    table = Table(
        "policy", f"income ({season.currency_code})", "fill", "access", "spill"
    )
    for name, policy in results.to_json()["policies"].items():
        table.add_row(
            name,
            *(
                f"{policy[measure]['mean']:{style}}  "
                f"[dim]{policy[measure]['low']:{style}} to "
                f"{policy[measure]['high']:{style}}[/dim]"
                for measure, style in {
                    "income": ",.0f",
                    "fill_rate": ".1%",
                    "access_share": ".1%",
                    "spill": ",.0f",
                }.items()
            ),
        )
    return table


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[float, str], None] | None]:
    """Show how far the work is, where a person is looking."""
    if not err.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda done, phase: progress.update(
            task, completed=done, description=f"{what}: {phase}" if phase else what
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; a fault is one readable line and a code that is not 0."""
    try:
        app(args=arguments, standalone_mode=False)
    except typer.Abort:
        return 130
    except KeyboardInterrupt:
        err.print("jauge: interrupted; nothing was kept.")
        return 130
    except PricingError as fault:
        err.print(f"jauge: {fault.message}", highlight=False, markup=False)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
