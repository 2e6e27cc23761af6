"""``jauge audience``, ``simulate``: a season played before it is sold."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from pricing.commands.options import (
    ForecastPath,
    HistoryPath,
    Language,
    SeasonPath,
    demand_of,
    err,
    out,
)
from pricing.console.progress import progress_bar
from pricing.domain.season import Season
from pricing.files import season_file, season_settings, tables
from pricing.files.columns import replace_file
from pricing.files.writable import check_writable
from pricing.programme import programme, with_season_names
from simulator import bookers, scenario_file
from simulator.bookers import with_bookers
from simulator.console import show_results
from simulator.experiment import simulate as simulate_season
from simulator.facts import plan_at_opening
from simulator.fitted import fitted_scenario
from simulator.last_season import LastSeason, last_season
from simulator.policies import POLICIES
from simulator.precision import parse
from simulator.report_command import write_report
from simulator.results import text_of
from simulator.shocks import SHOCKS, find
from simulator.variant import Variant, with_surprises


def audience(
    season_path: Annotated[Path, typer.Option("--season", help="Season file.")],
    history: Annotated[
        Path, typer.Option(help="Past sales, those of this season too if it is past.")
    ],
    out_path: Annotated[
        Path, typer.Option("--out", help=f"{scenario_file.FILE_NAME} beside it.")
    ],
    transactions: Annotated[
        Path | None,
        typer.Option(help="Past sales one by one: when people book and give back."),
    ] = None,
) -> None:
    """Fit who comes to a season to past sales, for simulations to draw from.

    Example: `jauge audience --season season.toml --history past.csv
    --transactions sales.csv --out audience.toml`

    How many come on a night is as uncertain as past sales were about what is known
    of a night. `jauge simulate` reads audience.toml beside the season file.
    """
    check_writable(out_path)
    season = season_file.read(season_path)
    fitted = fitted_scenario(tables.read_history(history), season)
    if transactions is not None:
        zone = ZoneInfo(season.time_zone)
        told = tables.read_transactions(transactions, zone)
        fitted = with_bookers(fitted, bookers.fit(told, zone=zone))
    replace_file(out_path, scenario_file.render(fitted).encode())
    kinds = len(fitted.segments)
    err.print(
        f"{len(fitted.nights)} nights, {kinds} {'kind' if kinds == 1 else 'kinds'} of "
        f"people: {out_path}",
        soft_wrap=True,
        markup=False,
    )


def simulate(
    path: SeasonPath,
    out_path: Annotated[
        Path | None, typer.Option("--out", help="Where the results go, JSON.")
    ] = None,
    policies: Annotated[
        str,
        typer.Option(help=f"Among {', '.join(POLICIES)}; with commas."),
    ] = "fixed,rule-table,optimised",
    trials: Annotated[int, typer.Option(min=1, help="Simulated seasons.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds, equal results.")] = 1,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes.")] = 1,
    cluster: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Play on a Ray cluster: auto, HOST:6379 or ray://HOST:10001.",
        ),
    ] = "",
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=V1,V2,...",
            help="What if: play the season with other values of its file beside it.",
        ),
    ] = None,
    until: Annotated[
        str,
        typer.Option(
            metavar="MEASURE=SHARE%",
            help="Stop once it is known so well (half its interval over the mean).",
        ),
    ] = "",
    shocks: Annotated[
        list[str] | None,
        typer.Option(
            "--shock",
            metavar="NAME",
            help=f"What if it goes wrong: {', '.join(each.name for each in SHOCKS)}.",
        ),
    ] = None,
    without_rules: Annotated[
        bool,
        typer.Option("--without-rules", help="What if: play it without rules beside."),
    ] = False,
    tornado: Annotated[
        bool, typer.Option("--tornado", help="Which assumptions move income most.")
    ] = False,
    report_path: Annotated[
        Path | None, typer.Option("--report", help="A page for people, HTML.")
    ] = None,
    language: Language = Language.en,
    forecast: ForecastPath = None,
    history: HistoryPath = None,
) -> None:
    """Play the season many times under each policy, for the same people.

    Example: `jauge simulate season.toml --policies fixed,optimised --trials 50
    --seed 7 --out results.json --report report.html`

    What if: `jauge simulate season.toml --set rules.access.share_percent=20,30
    --out results.json`

    If it goes wrong (star-cancels, strike-week, forecast-high, ...):
    `jauge simulate season.toml --shock star-cancels --shock strike-week`

    Which assumptions about the people matter most: `--tornado`

    Until income is known to half a per cent, 1,000 trials at most:
    `jauge simulate season.toml --trials 1000 --until income=0.5%`

    Policies:

    - fixed: the printed scale of each performance, throughout

    - flat: one tier for all performances of a venue, the best by the forecast

    - rule-table: a rung up or down by the share sold and the days out

    - emsr-b: printed prices, with seats left for dearer tariffs (EMSR-b)

    - fluid: the deterministic program of each performance, solved anew as it sells

    - optimised: the project's own, paths under all rules, solved anew as it sells

    - nightly: the same, solved anew every night

    - hindsight: the best paths for the people who came; last, to judge the others
    """
    check_writable(out_path, report_path)
    asked = parse(until) if until else None
    as_it_stands, others = season_settings.read(path, settings or [])
    season = as_it_stands.season
    demand = demand_of(season, path, forecast, history)
    variants = [
        Variant(
            each.settings,
            each.season,
            # A forecast hangs on what is printed, not on rules and tariffs.
            demand
            if programme(each.season) == programme(season)
            else demand_of(each.season, path, forecast, history),
        )
        for each in others
    ]
    first, variants = with_surprises(
        Variant(as_it_stands.settings, season, demand),
        variants,
        shocks=[find(name) for name in shocks or ()],
        without_rules=without_rules,
    )
    names = [name.strip() for name in policies.split(",")]
    with progress_bar("Playing", err) as progress:
        results = simulate_season(
            season,
            demand,
            names,
            trials=trials,
            seed=seed,
            workers=workers,
            cluster=cluster,
            until=asked,
            scenario=scenario_file.beside(path),
            settings=first.settings,
            variants=variants,
            plan=plan_at_opening(season, demand) if "optimised" in names else None,
            before=_season_before(season, path, history),
            tornado=tornado,
            progress=progress,
        )
    show_results(results, out)
    if out_path is not None:
        replace_file(out_path, text_of(results).encode())
        out.print(f"{out_path}", markup=False, soft_wrap=True)
    if report_path is not None:
        write_report([(path.name, results)], report_path, language)
    if not results.complete:
        raise typer.Exit(130)


def _season_before(
    season: Season, path: Path, history_path: Path | None
) -> LastSeason | None:
    """Return the season before by the past sales that a season file names, if any."""
    found = history_path or season_file.history_path(path)
    if found is None or not found.exists():
        return None
    return last_season(with_season_names(tables.read_history(found)), season)
