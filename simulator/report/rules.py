"""What each rule asks, what it costs, and how often it was kept."""

from pricing.optimizer.figures import COST_UNITS
from simulator.facts import RuleFacts
from simulator.report.markup import cell, escape, paragraph, section, table
from simulator.report.reading import Reading


def rules(reading: Reading) -> str:
    """Return the section on rules; empty where the season has none."""
    say, results = reading.voice, reading.results
    if not results.facts.rules:
        return ""
    priced = any(rule.marginal_cost is not None for rule in results.facts.rules)
    rows = [
        [
            escape(rule.says[say.language]),
            *(_cost(reading, rule) if priced else ()),
            *(_kept(reading, name, rule) for name in results.policies),
        ]
        for rule in results.facts.rules
    ]
    heads = [
        say("rule"),
        *((say("cost"), say("binds")) if priced else ()),
        *(say("kept", policy=name) for name in reading.names.values()),
    ]
    return section(
        "rules",
        say("rules"),
        paragraph(say("rules_lead") if priced else say("no_plan")),
        table(heads, rows),
    )


def _cost(reading: Reading, rule: RuleFacts) -> tuple[str, str]:
    say = reading.voice
    if rule.marginal_cost is None:
        return "", ""
    unit = say(COST_UNITS.get(rule.kind, "whole"), currency=say.currency_code)
    count = say.number(rule.binding_on or 0)
    if rule.seats_per_unit:
        seats = say.number(rule.seats_per_unit, 3)
        unit = f"{unit}, {say('buys', seats=seats)}"
    return (
        cell(say.money(rule.marginal_cost), unit),
        escape(say("performances_count", count=count)),
    )


def _kept(reading: Reading, policy: str, rule: RuleFacts) -> str:
    say, results = reading.voice, reading.results
    if rule.told in ("held", "untold"):
        return cell(say(rule.told))
    for each in results.policies[policy].rules:
        if each.id == rule.id:
            notes = [say(rule.told)] if rule.told in ("estimated", "part") else []
            if each.realised is not None:
                notes.append(say("realised", share=say.share(each.realised.mean)))
            return cell(
                f"{say.number(each.trials_kept)}/{say.number(results.trials)}",
                ", ".join(notes),
            )
    # In results of earlier versions, which did not look.
    return "\N{EN DASH}"
