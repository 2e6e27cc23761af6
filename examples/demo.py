"""``make demo``: the whole path once, on the example season.

Past sales in, demand, price plan, a season played, then the service as a
ticketing platform meets it: over gRPC, from another process.
"""

import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from jauge.client import Client, seats, units
from pricing.console.progress import progress_bar
from pricing.console.quotes import show_quote
from pricing.constraints.explain import sentence
from pricing.demand import forecast
from pricing.domain.plan import PricePlan
from pricing.domain.rules import PriceBounds
from pricing.domain.season import Season
from pricing.files import plan_file, season_file, season_writer, tables
from pricing.optimizer.optimize import optimize
from pricing.programme import demand_by_performance, programme
from simulator import scenario_file
from simulator.console import show_results
from simulator.experiment import simulate

HERE = Path(__file__).parent / "opera"
TRIALS = 6
# The seat category that the demonstration buys: the fourth best.
CATEGORY = 3
# 52 weeks: weekdays stay.
YEAR = timedelta(days=364)
SEED = 7
show = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Run the demonstration; 0 when every step worked."""
    season_path, history_path = HERE / "season.toml", HERE / "history.csv"
    season = in_time(season_file.read(season_path), datetime.now(UTC))
    history = tables.read_history(history_path)
    count = sum(p.capacity for p in season.performances)
    productions = len({p.production for p in season.performances})
    show.print(
        f"\n[bold]Season[/bold]  {season.name}: {len(season.performances)} performances"
        f" of {productions} productions in {len(season.venues)} venues, {count:,} seats"
        f"\n        its past sales are simulated (examples/opera/README.md)"
    )
    started = time.perf_counter()
    table = forecast(history, programme(season))
    demand = demand_by_performance(season, table)
    show.print(
        f"[bold]Demand[/bold]  learnt from {len(history):,} rows of past sales in "
        f"{time.perf_counter() - started:.1f} s: {sum(table.demand_mean):,.0f} seats "
        f"wanted at printed prices, {sum(table.sales_mean):,.0f} of them to be had"
    )
    with progress_bar("Optimising", show) as progress:
        plan = optimize(
            season, demand, plan_id="demo", now=datetime.now(UTC), progress=progress
        )
    show.print(
        f"[bold]Plan[/bold]    optimised in {plan.solve_seconds:.1f} s, at most "
        f"{plan.gap:.2%} under the best that the rules allow"
    )
    with progress_bar("Playing", show) as progress:
        results = simulate(
            season,
            demand,
            ["fixed", "optimised"],
            trials=TRIALS,
            seed=SEED,
            workers=min(2, os.cpu_count() or 1),
            scenario=scenario_file.beside(season_path),
            progress=progress,
        )
    show.print("[bold]Played[/bold]  printed prices against Jauge")
    show_results(results, show)
    with tempfile.TemporaryDirectory() as folder:
        sold_path, plan_path = Path(folder) / "season.toml", Path(folder) / "plan.json"
        season_writer.write(season, sold_path, str(history_path.resolve()))
        plan_file.write(plan, plan_path)
        with service(folder, sold_path, plan_path) as address:
            buy(address, season, plan)
    show.print(
        "\n[bold]Next[/bold]    make serve               the service on "
        "127.0.0.1:50051, metrics on :9464"
        "\n        .venv/bin/jauge quote --performance "
        f"{capped_night(season, plan)[0]} --category "
        f"{season.venues[0].seat_categories[CATEGORY].id} --tariff full --channel web "
        "--count 2"
        "\n        .venv/bin/jauge simulate examples/opera/season.toml --trials 50 "
        "--report report.html"
        "\n        docs/platform.md  docs/programmer.md  docs/cooperative.md"
    )
    return 0


def in_time(season: Season, now: datetime) -> Season:
    """Return the season, moved by whole years of weeks if most of it is over."""
    middle = sorted(p.starts_at for p in season.performances)[
        len(season.performances) * 3 // 4
    ]
    years = max(0, math.ceil((now - middle) / YEAR))
    return replace(
        season,
        performances=tuple(
            replace(
                p,
                starts_at=p.starts_at + years * YEAR,
                on_sale_at=p.on_sale_at + years * YEAR,
            )
            for p in season.performances
        ),
    )


def capped_night(season: Season, plan: PricePlan) -> tuple[str, str]:
    """Return a performance still to come whose price a cap holds down, and the cap."""
    soon = datetime.now(UTC) + timedelta(hours=1)
    for cap in season.rules:
        for performance in season.performances:
            if not isinstance(cap, PriceBounds) or performance.starts_at < soon:
                continue
            period = season.period_at(performance.days_out(soon))
            steps = plan.performance_by_id[performance.id].steps[period]
            if cap.id in {step.rule_id for step in steps}:
                return performance.id, cap.id
    raise SystemExit("no performance to come is held down by a cap")


@contextmanager
def service(folder: str, season: Path, plan: Path) -> Iterator[str]:
    """Run the service in its own process; stop it as an operator would."""
    command = [
        sys.executable, "-m", "server", "--store", f"{folder}/jauge.db",
        "--season", str(season), "--plan", str(plan),
        "--address", "127.0.0.1:0", "--metrics-address", "127.0.0.1:0",
    ]  # fmt: skip
    log = Path(folder) / "service.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=HERE.parents[1],
        )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            found = re.search(r"Serving on (\S+?)(?:,|\s|$)", line)
            if found:
                show.print(f"\n[bold]Service[/bold] {line.strip()}")
                yield found[1]
                break
        else:
            raise SystemExit(f"the service did not start:\n{log.read_text()}")
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=30)
    if code:
        raise SystemExit(f"the service stopped with {code}:\n{log.read_text()}")
    show.print("[bold]Stopped[/bold] drained, nothing lost")


def buy(address: str, season: Season, plan: PricePlan) -> None:
    """Ask for prices, hold two seats, pay; then say why the price is no higher."""
    night_id, cap_id = capped_night(season, plan)
    night = season.performance_by_id[night_id]
    category = season.venue_of(night).seat_categories[CATEGORY]
    name = f"organizations/{season.organization_id}/seasons/{season.id}"
    with Client(address) as client:
        prices = client.list_prices(f"{name}/performances/{night_id}", "web")
        full = [p for p in prices.prices if p.tariff_id == "full"]
        listed = ", ".join(f"{units(p.unit_price):,.0f}" for p in full)
        when = night.starts_at.astimezone(ZoneInfo(season.time_zone))
        show.print(
            f"[bold]Prices[/bold]  {night.production}, {when:%a %d %b %Y %H:%M}: "
            f"{listed} {season.currency_code} at full tariff, best category first"
        )
        item = seats(f"{name}/performances/{night_id}", category.id, "full", 2)
        held = client.quote(name, "web", [item])
        show.print(f"[bold]Quote[/bold]   {held.name.rpartition('/')[2]}")
        show_quote(held, show)
        sold = client.accept(held.name)
        numbers = ", ".join(f"{n:06d}" for n in sold.items[0].ticket_numbers)
        show.print(
            f"[bold]Sold[/bold]    tickets {numbers}, {category.id}, full, "
            f"{units(sold.total_price):,.2f} {season.currency_code} in all"
        )
    rule = next(r for r in season.rules if r.id == cap_id)
    outcome = next(r for r in plan.rules if r.id == cap_id)
    show.print(
        f"[bold]Why not higher?[/bold] {sentence(rule, season)} It binds on "
        f"{len(outcome.binding_on)} performances and costs the season "
        f"{outcome.marginal_cost:,.0f} {season.currency_code}."
    )


if __name__ == "__main__":
    sys.exit(main())
