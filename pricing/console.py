"""Plans, rules, quotes and progress on a terminal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from jauge.client import units
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.constraints.explain import Language, sentence
from pricing.domain.plan import PricePlan
from pricing.domain.season import Season
from pricing.optimizer.sensitivity import AtElasticity, source


def show_plan(plan: PricePlan, season: Season, console: Console) -> None:
    """Print what each rule of a plan costs, and how good the plan is."""
    table = Table("rule", "kind", "slack", "marginal cost", "binds on")
    for rule in plan.rules:
        table.add_row(
            rule.id, rule.kind, f"{rule.slack:,.2f}", f"{rule.marginal_cost:,.2f}",
            f"{len(rule.binding_on)} performances",
        )  # fmt: skip
    console.print(table)
    console.print(
        f"Income {plan.objective:,.0f} {season.currency_code}, upper bound "
        f"{plan.upper_bound:,.0f}, gap {plan.gap:.2%}, {plan.solve_seconds:.1f} s"
    )


def show_price_response(
    season: Season, hangs: Sequence[AtElasticity], console: Console
) -> None:
    """Print the price response assumed, and the plan's income at others."""
    assumed = season.demand.price_elasticity
    console.print(
        f"Price response: elasticity {assumed:g}, a prior that these sales do not "
        f"tell ({source(assumed)})"
    )
    for each in hangs:
        if each.elasticity == assumed:
            continue
        line = f"  were it {each.elasticity:g}: these prices bring {each.income:,.0f}"
        if each.replanned is not None:
            line += f", a plan for it {each.replanned:,.0f}"
        if each.missed:
            line += f"; these prices would miss {', '.join(each.missed)}"
        console.print(line)


def show_rules(season: Season, language: Language, console: Console) -> None:
    """Print each rule of a season in a sentence."""
    table = Table("rule", "kind", "says")
    for rule in season.rules:
        table.add_row(rule.id, type(rule).__name__, sentence(rule, season, language))
    console.print(table)


def show_quote(held: Quote, console: Console) -> None:
    """Print a basket with the lines that make its prices."""
    for item in held.items:
        performance_id = item.performance.rpartition("/")[2]
        currency = item.unit_price.currency_code
        console.print(
            f"[bold]{units(item.unit_price):,.2f} {currency}[/bold] each: "
            f"{performance_id}, {item.seat_category_id}, {item.count} seats, tariff "
            f"{item.tariff_id}, {held.channel_id}"
        )
        for line in item.price_lines:
            console.print(f"  {units(line.amount):+9,.2f}  {line.text}", markup=False)
        if item.ticket_numbers:
            numbers = ", ".join(f"{n:06d}" for n in item.ticket_numbers)
            console.print(f"  tickets {numbers}")
        console.print(f"  VAT inside {units(item.included_vat):,.2f}; not personalised")
    state = Quote.State.Name(held.state).removeprefix("STATE_").lower()
    until = held.expire_time.ToDatetime(UTC).astimezone()
    total = f"{units(held.total_price):,.2f} {held.total_price.currency_code}"
    if not held.name:
        console.print(f"{total} in all; nothing is held")
    elif held.state == Quote.STATE_OFFERED:
        console.print(f"{total} in all, held until {until:%H:%M:%S}\n{held.name}")
    else:
        console.print(f"{total} in all, {state}\n{held.name}")


@contextmanager
def progress_bar(
    what: str, console: Console
) -> Iterator[Callable[[float, str], None] | None]:
    """Show how far the work is, where a person is looking."""
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda done, phase: progress.update(
            task, completed=done, description=f"{what}: {phase}" if phase else what
        )
