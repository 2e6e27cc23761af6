"""What a terminal shows of results; the file has all of them."""

import io
from dataclasses import replace

from rich.console import Console

from simulator.console import show_results
from simulator.experiment import simulate
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

SEASON = studio_season(2)
DEMAND = {p.id: (45.0, 50.0) for p in SEASON.performances}


def played(policies, **settings):
    scenario = studio_scenario(SEASON)
    return simulate(
        SEASON, DEMAND, policies, trials=3, seed=1, scenario=scenario, **settings
    )


def shown(results):
    console = Console(width=200, record=True, file=io.StringIO())
    show_results(results, console)
    return console.export_text()


def test_policies_are_set_against_the_first_alone():
    results = played(["fixed", "flat", "rule-table"])
    said = shown(results)

    assert "flat - fixed" in said
    assert "rule-table - fixed" in said
    assert "rule-table - flat" not in said
    assert ("rule-table", "flat") in {
        (each.policy, each.against) for each in results.differences
    }


def test_a_rule_not_kept_in_every_trial_says_in_how_many_it_was():
    results = played(["fixed"])
    fixed = results.policies["fixed"]
    rule, *others = fixed.rules
    rules = (replace(rule, trials_kept=2), *others)
    results = replace(results, policies={"fixed": replace(fixed, rules=rules)})

    assert f"fixed: {rule.id} kept in 2 of 3" in shown(results)


def test_assumptions_are_in_words_as_in_the_report():
    said = shown(played(["fixed"], tornado=True))

    assert "how unlike people are in what they would pay" in said
    assert "who gives seats back" in said
    assert "come-back" not in said
