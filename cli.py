"""The command ``jauge``: one small function for each thing people ask of it."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from os.path import relpath
from pathlib import Path
from time import monotonic
from typing import Annotated
from zoneinfo import ZoneInfo

import grpc
import typer
from google.protobuf.json_format import MessageToJson
from rich.console import Console

import server
from jauge.client import Client, fault, seats
from jauge.pricing.v1.catalog_service_pb2 import ListSeasonsRequest
from pricing import booking
from pricing.console import (
    progress_bar,
    show_curve,
    show_frontier,
    show_plan,
    show_price_response,
    show_quote,
    show_rules,
)
from pricing.demand import evidence
from pricing.demand import forecast as forecast_demand
from pricing.domain.errors import FieldInvalid, FileInvalid, PricingError
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable
from pricing.files import (
    importer,
    plan_file,
    season_file,
    season_settings,
    season_writer,
    tables,
)
from pricing.files.columns import moment, replace_file
from pricing.optimizer.frontier import Point, figure_of, frontier
from pricing.optimizer.optimize import optimize as optimize_season
from pricing.optimizer.sensitivity import AtElasticity, around, sensitivity, source
from pricing.optimizer.watch import Watch
from pricing.programme import (
    DemandMean,
    demand_by_performance,
    programme,
    with_season_names,
)
from simulator import scenario_file
from simulator.console import show_results
from simulator.experiment import Variant
from simulator.experiment import simulate as simulate_season
from simulator.facts import plan_at_opening
from simulator.results import Results, text_of
from simulator.results import read as read_results

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
Address = Annotated[str, typer.Option(help="Where the service listens.")]


class Language(StrEnum):
    """Languages that texts for people come in."""

    en = "en"
    fr = "fr"


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
    told = evidence(past, ahead)
    err.print(
        f"{len(ahead)} rows forecast from the {told.rows} rows of history before the "
        f"first of them: {out_path}\n"
        f"{told.sold_out} of those were sold out (demand was at least that), "
        f"{told.over_capacity} over their capacity (standing room)",
        soft_wrap=True,
    )


@app.command()
def curve(
    transactions: Annotated[
        Path, typer.Option(help="Past sales one by one: .csv, .csv.gz, .parquet.")
    ],
    season: Annotated[
        Path | None, typer.Option(help="Season file to give the curve to.")
    ] = None,
    out_path: Annotated[
        Path | None, typer.Option("--out", help="Where that season goes.")
    ] = None,
    time_zone: Annotated[
        str, typer.Option(help="Of times without one; else the season's, else UTC.")
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="When the table ends; else its latest sale.")
    ] = "",
) -> None:
    """Learn when people book from past sales, as a season file says it.

    Example: `jauge curve --transactions sales.csv --season season.toml
    --out season-with-curve.toml`

    Columns: performance_id, venue, starts_at, seat_category, tariff, channel, sold_at,
    cancelled_at (empty: kept), quantity, unit_price. Comments of the season file are
    not carried over; to keep them, paste the lines that are printed.
    """
    if (season is None) != (out_path is None):
        raise FieldInvalid(
            "--out" if season else "--season",
            "give --season SEASON.toml and --out NEW.toml together, or neither.",
        )
    asked = season_file.read(season) if season else None
    zone = zone_of(time_zone or (asked.time_zone if asked else "UTC"))
    found = booking.fit(
        tables.read_transactions(transactions, zone),
        zone=zone,
        as_of=moment_of("--as-of", as_of, zone) if as_of else None,
    )
    show_curve(found, out)
    if asked is None or season is None or out_path is None:
        lines = season_writer.render_curve(found.days_out, found.share)
        out.print(f"For the season file:\n\n{lines}", markup=False, highlight=False)
        return
    past = season_file.history_path(season)
    season_writer.write(
        booking.with_curve(asked, found),
        out_path,
        history=relpath(past, out_path.parent) if past else "",
    )
    out.print(f"{out_path}")


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise FieldInvalid(
            "--time-zone", f"expected a zone such as Europe/Paris, got {name!r}."
        ) from None


def moment_of(option: str, text: str, zone: tzinfo) -> datetime:
    """Return the date or time that an option says."""
    try:
        return moment(text, zone)
    except ValueError as error:
        raise FieldInvalid(option, f"{error}, got {text!r}.") from None


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
        f"price tiers: {out_path}. Add tariffs, channels and rules there.",
        soft_wrap=True,
    )


@app.command()
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
) -> None:
    """Find the price path of every performance under the season's rules.

    Example: `jauge optimize season.toml --forecast f.csv --out plan.json`

    With the income at several access shares, in one run:
    `jauge optimize season.toml --out plan.json --frontier access=0,10,20,30`
    """
    season = season_file.read(path)
    asked = figures_asked(season, curve) if curve else None
    demand = demand_of(season, path, forecast, history)
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
    beside = {"price_response": price_response_of(season, hangs)}
    points = None
    if asked is not None:
        watch = Watch(monotonic() + time_limit, None, None)
        points = frontier(season, demand, *asked, watch=watch)
        beside["frontier"] = frontier_table(season, asked[0], points)
    plan_file.write(plan, out_path, beside)
    show_plan(plan, season, out)
    show_price_response(season, hangs, out)
    if asked is not None and points is not None:
        show_frontier(season, asked[0], points, out)
    out.print(f"{out_path}")


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
    season: Season, rule_id: str, points: Sequence[Point]
) -> dict[str, object]:
    """Return a curve for a plan's file: figures as shares or in currency units."""
    _, figure = figure_of(season, rule_id)
    scale = figure.scale(season)
    return {
        "rule": rule_id,
        "figure": figure.field.rpartition("_")[0],
        "points": [asdict(each) | {"value": each.value / scale} for each in points],
    }


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


@app.command()
def simulate(
    path: SeasonPath,
    out_path: Annotated[
        Path | None, typer.Option("--out", help="Where the results go, JSON.")
    ] = None,
    policies: Annotated[
        str, typer.Option(help="Among fixed, rule-table, optimised; with commas.")
    ] = "fixed,rule-table,optimised",
    trials: Annotated[int, typer.Option(min=1, help="Simulated seasons.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds, equal results.")] = 1,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes.")] = 1,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=V1,V2,...",
            help="What if: play the season with other values of its file beside it.",
        ),
    ] = None,
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
    """
    as_it_stands, others = season_settings.read(path, settings or [])
    season = as_it_stands.season
    demand = demand_of(season, path, forecast, history)
    names = [name.strip() for name in policies.split(",")]
    with progress_bar("Playing", err) as progress:
        results = simulate_season(
            season,
            demand,
            names,
            trials=trials,
            seed=seed,
            workers=workers,
            scenario=scenario_file.beside(path),
            settings=as_it_stands.settings,
            variants=[
                Variant(
                    each.settings,
                    each.season,
                    # A forecast hangs on what is printed, not on rules and tariffs.
                    demand
                    if programme(each.season) == programme(season)
                    else demand_of(each.season, path, forecast, history),
                )
                for each in others
            ],
            plan=plan_at_opening(season, demand) if "optimised" in names else None,
            progress=progress,
        )
    show_results(results, out)
    if out_path is not None:
        replace_file(out_path, text_of(results).encode())
        out.print(f"{out_path}")
    if report_path is not None:
        write_report([(path.name, results)], report_path, language)
    if not results.complete:
        raise typer.Exit(130)


@app.command()
def report(
    results: Annotated[
        list[Path],
        typer.Argument(metavar="RESULTS.json...", help="Of `jauge simulate`."),
    ],
    out_path: Annotated[Path, typer.Option("--out", help="Where the page goes.")],
    language: Language = Language.en,
) -> None:
    """Make one HTML page of saved results; of several, compared with the first.

    Example: `jauge report results.json --out report.html --language fr`
    """
    read = [(path.name, read_results(path)) for path in results]
    write_report(read, out_path, language)


def write_report(
    runs: Sequence[tuple[str, Results]], path: Path, language: Language
) -> None:
    """Write the page of one run or several, whole or not at all."""
    # The charts' library is slow to import and needed here only.
    from simulator.report.page import page

    replace_file(path, page(runs, language.value).encode())
    out.print(f"{path}")


@app.command()
def rules(path: SeasonPath, language: Language = Language.en) -> None:
    """Say each rule of a season in a sentence.

    Example: `jauge rules season.toml --language fr`
    """
    season = season_file.read(path)
    show_rules(season, language.value, out)


@app.command()
def serve(
    store: Annotated[
        str,
        typer.Option(help="SQLite file, or postgresql://USER@HOST:PORT/DATABASE."),
    ] = "jauge.db",
    address: Address = "127.0.0.1:50051",
    metrics_address: Annotated[
        str, typer.Option(help="Where Prometheus reads.")
    ] = "127.0.0.1:9464",
    season: Annotated[Path | None, typer.Option(help="Season file to load.")] = None,
    history: HistoryPath = None,
    plan: Annotated[Path | None, typer.Option(help="Plan to put in force.")] = None,
    processes: Annotated[
        int,
        typer.Option(
            min=1, max=server.PROCESSES_MAX, help="On one port; PostgreSQL only."
        ),
    ] = 1,
) -> None:
    """Serve prices and quotes over gRPC until SIGTERM.

    Example: `jauge serve --store jauge.db --season season.toml --plan plan.json`

    Several processes: `jauge serve --store postgresql://jauge@db/books --processes 4`
    """
    code = server.serve(
        server.ServerSettings(
            store,
            address,
            metrics_address,
            season,
            history,
            plan,
            processes=processes,
        )
    )
    raise typer.Exit(code)


@app.command()
def quote(
    performance: Annotated[str, typer.Option(help="Id, or the full name.")],
    category: Annotated[str, typer.Option(help="Seat category.")],
    tariff: Annotated[str, typer.Option(help="Tariff.")],
    channel: Annotated[str, typer.Option(help="Channel.")],
    count: Annotated[int, typer.Option(min=1, max=1000, help="Seats.")] = 1,
    bracket: Annotated[str, typer.Option(help="Means bracket of the tariff.")] = "",
    evidence: Annotated[
        str, typer.Option(help="What the buyer showed: a reference, no name.")
    ] = "",
    season: Annotated[
        str, typer.Option(help="organizations/…/seasons/…; else the only one.")
    ] = "",
    address: Address = "127.0.0.1:50051",
    dry_run: Annotated[bool, typer.Option(help="Price only; hold nothing.")] = False,
    accept: Annotated[bool, typer.Option(help="Buy at once.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    language: Language = Language.en,
) -> None:
    """Ask a running service for seats: hold them, and say why they cost that.

    Example: `jauge quote --performance carmen-2026-12-05 --category cat-4
    --tariff full --channel web --count 2`
    """
    with Client(address) as service:
        parent, _, performance_id = performance.rpartition("/performances/")
        parent = parent or season or _only_season(service)
        item = seats(
            f"{parent}/performances/{performance_id}", category, tariff, count,
            means_bracket_id=bracket, evidence=evidence,
        )  # fmt: skip
        held = service.quote(
            parent, channel, [item], validate_only=dry_run, language_code=language.value
        )
        if accept and not dry_run:
            held = service.accept(held.name)
    if as_json:
        print(MessageToJson(held, preserving_proto_field_name=True))
    else:
        show_quote(held, out, language.value)


def _only_season(service: Client) -> str:
    request = ListSeasonsRequest(parent="organizations/-")
    found = service.catalog.ListSeasons(request, timeout=5)
    names: list[str] = [each.name for each in found.seasons]
    if len(names) != 1:
        raise FieldInvalid(
            "--season", f"name one of {', '.join(names) or 'none: none is loaded'}"
        )
    return names[0]


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; a fault is one readable line and a code that is not 0."""
    try:
        app(args=arguments)
    except SystemExit as end:
        if _by_interrupt(end):
            _refused("interrupted; nothing was written.")
        raise
    except PricingError as error:
        return _refused(error.message)
    except grpc.RpcError as error:
        code = error.code()
        if code is grpc.StatusCode.UNAVAILABLE and not fault(error).reason:
            return _refused("no service answers there; start one with `jauge serve`.")
        return _refused(error.details() or code.name)
    return 0


def _by_interrupt(error: BaseException | None) -> bool:
    """Return whether an error came of Ctrl-C, which typer turns into a silent exit."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _refused(message: str) -> int:
    err.print(f"jauge: {message}", highlight=False, markup=False, soft_wrap=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
