"""``jauge rules``: what rules say, what one would change, and votes on them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from jauge.pricing.v1 import season_rule_pb2
from pricing.commands import governance_shown as shown
from pricing.commands.options import ForecastPath, HistoryPath, Language, out
from pricing.commands.rule_options import AskedRule, SeasonName, about_rule
from pricing.commands.rule_previews import preview_here, preview_there
from pricing.commands.rule_votes import proposals, propose, vote, withdraw
from pricing.commands.served import served
from pricing.commands.service_options import only_season
from pricing.console.seasons import show_rules
from pricing.files import season_file

rules = typer.Typer(
    help="Rules: what they say, what one would change, and members' votes on them.\n\n"
    "Example: `jauge rules list season.toml`",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
Trials = Annotated[int, typer.Option(min=2, max=200, help="Simulated seasons.")]


@rules.command("list")
@served
def list_rules(
    service: Any,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="SEASON.toml", help="Else those of a running service."),
    ] = None,
    season: SeasonName = "",
    language: Language = Language.en,
) -> None:
    """Say each rule of a season in a sentence, and which were voted.

    Example: `jauge rules list season.toml --language fr`

    Of a running service: `jauge rules list`
    """
    if path is not None:
        show_rules(season_file.read(path), language.value, out)
        return
    found = _listed(service, season or only_season(service), language)
    shown.rules(found, language.value, out)


@rules.command()
@served
@about_rule
def preview(
    service: Any,
    asked: AskedRule,
    season: SeasonName = "",
    file: Annotated[
        Path | None,
        typer.Option(help="A season file, in place of a running service."),
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help="Of the season file: its plan.")
    ] = None,
    forecast: ForecastPath = None,
    history: HistoryPath = None,
    trials: Trials = 4,
    seed: Annotated[int, typer.Option(min=1, help="Equal seeds, equal people.")] = 1,
    language: Language = Language.en,
) -> None:
    """Say what a rule would change before it is voted: who wins and who loses.

    Example: `jauge rules preview cap --production Carmen --max 60`

    Without a service: `jauge rules preview cap --production Carmen --max 60
    --file season.toml`

    Any kind: `jauge rules preview AccessShare --set share_percent=30 --set price=35`
    """
    if file is not None:
        told = preview_here(file, plan, forecast, history, asked, trials, seed)
    else:
        name = season or only_season(service)
        told = preview_there(service, name, asked, trials, seed)
    shown.preview(told, language.value, out)


@rules.command()
@served
def suspend(
    service: Any,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id.")],
    reason: Annotated[str, typer.Option(help="Why, for all to see.")],
    season: SeasonName = "",
    language: Language = Language.en,
) -> None:
    """Suspend a voted rule in an emergency; it is recorded.

    Example: `jauge rules suspend cap-carmen --reason "The tour is cancelled"`
    """
    request = season_rule_pb2.SuspendRuleRequest(
        parent=season or only_season(service), rule_id=rule, reason=reason
    )
    found = service.governance.SuspendRule(request, timeout=5)
    _show(service, request.parent, found, language)


@rules.command()
@served
def resume(
    service: Any,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id.")],
    season: SeasonName = "",
    language: Language = Language.en,
) -> None:
    """Let a suspended rule hold again.

    Example: `jauge rules resume cap-carmen`
    """
    request = season_rule_pb2.ResumeRuleRequest(
        parent=season or only_season(service), rule_id=rule
    )
    found = service.governance.ResumeRule(request, timeout=5)
    _show(service, request.parent, found, language)


def _listed(
    service: Any, season: str, language: Language
) -> Sequence[season_rule_pb2.SeasonRule]:
    """Return the rules of a season, each with its sentence in the language."""
    request = season_rule_pb2.ListRulesRequest(
        parent=season, page_size=1000, language_code=language.value
    )
    return list(service.governance.ListRules(request, timeout=5).rules)


def _show(
    service: Any, season: str, changed: season_rule_pb2.SeasonRule, language: Language
) -> None:
    """Print a rule that was changed: its answer is in English alone."""
    found = [changed]
    if language is not Language.en:
        listed = _listed(service, season, language)
        found = [each for each in listed if each.rule.id == changed.rule.id]
    shown.rules(found, language.value, out)


for command in (propose, vote, proposals, withdraw):
    rules.command()(command)
