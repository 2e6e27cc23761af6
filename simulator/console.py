"""The results of an experiment as a table on a terminal."""

from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from pricing.domain.money import format_minor
from simulator.estimates import Interval
from simulator.report.otherwise import ENGLISH_OTHERWISE
from simulator.results import HINDSIGHT, Results

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
    # Each policy against the first: of eight there are 28 pairs, all in the file.
    first = next(iter(results.policies), None)
    against = [each for each in results.differences if each.against == first]
    for pair, found in groupby(against, lambda d: (d.policy, d.against)):
        by_measure = {each.measure: each.value for each in found}
        differences = map(by_measure.get, MEASURES)
        table.add_row(" - ".join(pair), *map(_interval, differences, styles))
    console.print(table)
    _show_variants(results, console)
    kept = [
        f"{name}: {rule.id} kept in {rule.trials_kept} of {results.trials}"
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
        "difference, of each policy to the first (results saved with --out have those "
        "of all pairs)."
    )
    untold = [each.id for each in results.facts.rules if each.told == "untold"]
    console.print(
        f"Rules not kept in every trial: {'; '.join(kept) or 'none'}"
        + (f"; sales do not tell of: {', '.join(untold)}." if untold else ".")
    )
    if results.regret:
        left = (
            f"{name} {value.mean:,.0f}{_between(value)}"
            for name, value in results.regret.items()
        )
        console.print(
            f"Regret (income of hindsight less that of the policy): {'; '.join(left)}."
        )
    _show_tornado(results, console)
    if results.precision is not None:
        asked = results.precision
        known = (
            "not known" if asked.reached is None else f"known to {asked.reached:.2%}"
        )
        console.print(
            f"{asked.measure} is {known} of its mean (95 % interval, the widest of all "
            f"policies); {asked.wanted:.2%} was asked for."
        )


def _show_tornado(results: Results, console: Console) -> None:
    """Print what each assumption moves, for the last policy that could be known."""
    names = [name for name in results.policies if name != HINDSIGHT]
    if not results.tornado or not names:
        return
    table = Table(f"{names[-1]} were it otherwise", "income, less of it", "more of it")
    for swing in results.tornado:
        sides = swing.low[names[-1]], swing.high[names[-1]]
        words = ENGLISH_OTHERWISE[swing.assumption]
        table.add_row(words, *(_interval(side, "+,.0f") for side in sides))
    console.print(table)


def _show_variants(results: Results, console: Console) -> None:
    """Print how other settings differ from the season as it stands, if any do."""
    if not results.variants:
        return
    settings = Column("what if", overflow="fold")
    table = Table(settings, *(heading for heading, _ in MEASURES.values()))
    styles = [f"+{style}" for _, style in MEASURES.values()]
    for variant in results.variants:
        found = {
            (each.policy, each.measure): each.value for each in variant.differences
        }
        table.add_section()
        table.add_row(escape(variant.name), "[red]not played[/red]" * (not found))
        for name in sorted(results.moved & set(variant.policies)):
            values = [found[name, measure] for measure in MEASURES]
            table.add_row(f"  {name}", *map(_interval, values, styles))
    console.print(table)
    stands = ", ".join(f"{name}={value}" for name, value in results.settings.items())
    console.print(
        f"Less the same policy in the season as it stands ({stands}); policies that "
        "nothing changes for are left out.",
        markup=False,
    )
    for variant in results.variants:
        if variant.refused:
            console.print(f"{variant.name}: {variant.refused}", markup=False)


def _between(value: Interval) -> str:
    if value.low is None or value.high is None:
        return ""
    return f" ({value.low:,.0f} to {value.high:,.0f})"


def _interval(value: Interval | None, style: str) -> str:
    if value is None:
        return ""
    mean = f"{value.mean:{style}}"
    if value.low is None or value.high is None:
        return mean
    return f"{mean}\n[dim]{value.low:{style}} to {value.high:{style}}[/dim]"
