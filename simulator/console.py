"""The results of an experiment as a table on a terminal."""

from itertools import groupby

from rich.console import Console
from rich.table import Table

from pricing.domain.money import format_minor
from simulator.estimates import Interval
from simulator.results import Results

# What is shown of a policy: the measure of the results, its heading and style.
MEASURES = {
    "income": ("income", ",.0f"),
    "fill_rate": ("fill", ".1%"),
    "access_share": ("access", ".1%"),
    "spill": ("spill", ",.0f"),
}


def show_results(results: Results, console: Console) -> None:
    """Print what the policies brought and how they differ, with 95 % intervals."""
    access = format_minor(results.access_price_minor, results.currency_code)
    table = Table("", *(heading for heading, _ in MEASURES.values()))
    for name, policy in results.policies.items():
        values = (policy.measures[measure] for measure in MEASURES)
        table.add_row(name, *map(_interval, values, (s for _, s in MEASURES.values())))
    styles = [f"+{style}" for _, style in MEASURES.values()]
    for pair, found in groupby(results.differences, lambda d: (d.policy, d.against)):
        by_measure = {each.measure: each.value for each in found}
        differences = map(by_measure.get, MEASURES)
        table.add_row(" - ".join(pair), *map(_interval, differences, styles))
    console.print(table)
    kept = [
        f"{name}: {rule.id} in {rule.trials_kept} of {results.trials}"
        for name, policy in results.policies.items()
        for rule in policy.rules
        if rule.trials_kept < results.trials
    ]
    done = f"{results.trials} of {results.trials_wanted} trials"
    console.print(
        f"{done if results.complete else f'[red]interrupted after {done}[/red]'}, seed "
        f"{results.seed}, the same people for every policy. Income in "
        f"{results.currency_code}; access: seats at or under {access}; spill: seats "
        "wanted at the posted price when none was left; a line a - b is their "
        "difference."
    )
    console.print(f"Rules not kept in every trial: {'; '.join(kept) or 'none'}.")


def _interval(value: Interval | None, style: str) -> str:
    if value is None:
        return ""
    mean = f"{value.mean:{style}}"
    if value.low is None or value.high is None:
        return mean
    return f"{mean}\n[dim]{value.low:{style}} to {value.high:{style}}[/dim]"
