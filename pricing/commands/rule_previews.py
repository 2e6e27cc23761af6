"""Previews of a rule: by a running service, or here from a season file."""

from pathlib import Path
from typing import Any

from jauge.pricing.v1.rule_preview_pb2 import PreviewRuleRequest, RulePreview
from pricing.commands.governance_asked import rule_there
from pricing.commands.options import demand_of
from pricing.commands.rule_options import AskedRule
from pricing.domain.errors import FieldInvalid, NameUnknown
from pricing.domain.preview import PreviewInputs
from pricing.files import plan_file, season_file
from pricing.service.convert.previews import preview_to_proto
from pricing.service.convert.rules import rule_to_proto
from pricing.service.names import SeasonName
from pricing.store.voted_rules import with_rule

PREVIEW_SECONDS_MAX = 120.0


def preview_there(
    service: Any, season: str, asked: AskedRule, trials: int, seed: int
) -> RulePreview:
    """Return the preview of a running service."""
    rule, currency = rule_there(service, season, asked)
    request = PreviewRuleRequest(parent=season, trial_count=trials, seed=seed)
    if rule is None:
        request.repealed_rule_id = asked.repeal
    else:
        request.rule.CopyFrom(rule_to_proto(rule, currency))
    told: RulePreview = service.governance.PreviewRule(
        request, timeout=PREVIEW_SECONDS_MAX
    )
    return told


def preview_here(
    file: Path,
    plan: Path | None,
    forecast: Path | None,
    history: Path | None,
    asked: AskedRule,
    trials: int,
    seed: int,
) -> RulePreview:
    """Return a preview made in this process, of a season file."""
    # Here, since these take seconds, which other commands need not wait for.
    from simulator import scenario_file
    from simulator.preview import preview

    season = season_file.read(file)
    rule = asked.rule(
        season.currency_code, {each.production for each in season.performances}
    )
    known = [each.id for each in season.rules]
    if rule is None and asked.repeal not in known:
        raise NameUnknown("rule", asked.repeal, known)
    try:
        changed = with_rule(season, asked.repeal or asked.keys["id"], rule)
    except ValueError as error:
        raise FieldInvalid("rule", str(error)) from None
    inputs = PreviewInputs(
        season,
        changed,
        demand_of(season, file, forecast, history),
        None if plan is None else plan_file.read(plan),
        trials,
        seed,
    )
    told = preview(inputs, scenario=scenario_file.beside(file))
    name = SeasonName(season.organization_id, season.id)
    return preview_to_proto(told, name, rule, season.currency_code)
