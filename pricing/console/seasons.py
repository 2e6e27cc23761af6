"""Rules and booking curves of a season on a terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from pricing.booking import SeasonCurve
from pricing.constraints.explain import Language, sentence
from pricing.domain.season import Season

_RULE_HEADS: Mapping[Language, tuple[str, ...]] = {
    "en": ("rule", "kind", "says"),
    "fr": ("règle", "type", "énoncé"),
}


def show_curve(curve: SeasonCurve, console: Console) -> None:
    """Print a booking curve with how sure it is, and what it was learnt from."""
    table = Table(
        "days out", "share booked", "mean, 19 times in 20", "a date, 4 times in 5"
    )
    rows = zip(
        curve.days_out, curve.share, curve.low, curve.high,
        curve.date_low, curve.date_high, strict=True,
    )  # fmt: skip
    for days, share, low, high, date_low, date_high in rows:
        table.add_row(
            f"{days:g}", f"{share:.1%}", f"{low:.1%} to {high:.1%}",
            f"{date_low:.0%} to {date_high:.0%}",
        )  # fmt: skip
    console.print(table)
    line = (
        f"From {curve.tickets:,} tickets kept to the curtain of {curve.performances:,} "
        f"performances; {curve.cancelled:,} cancelled before it are left out"
    )
    if curve.unfinished:
        noun = "performance" if curve.unfinished == 1 else "performances"
        line += f", and {curve.unfinished:,} {noun} whose sales are not complete"
    console.print(f"{line}.", soft_wrap=True)


def show_rules(season: Season, language: Language, console: Console) -> None:
    """Print each rule of a season in a sentence."""
    table = Table(*_RULE_HEADS[language])
    for rule in season.rules:
        table.add_row(rule.id, type(rule).__name__, sentence(rule, season, language))
    console.print(table)
