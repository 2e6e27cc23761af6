from dataclasses import replace

import pytest

from pricing.domain.errors import FieldInvalid
from simulator.facts import facts_of, plan_at_opening
from simulator.house import build
from tests.houses import OPENING, studio_season
from tests.simulator.stages import studio_scenario

SEASON = studio_season(2, time_zone="Europe/Paris")
SCENARIO = studio_scenario(SEASON)


def facts(season=SEASON, scenario=SCENARIO, plan=None):
    return facts_of(season, scenario, build(season, scenario), plan)


def test_a_performance_is_told_in_local_time_at_its_printed_price():
    (first, _) = facts().performances
    assert first.starts_at == "2026-11-14T20:00:00+01:00"
    assert OPENING.hour == 19
    assert (first.capacity, first.venue) == (80, "The studio")
    # Forty seats at 25, forty at 15.
    assert first.reference_price == pytest.approx(20.0)


def test_classes_say_what_share_of_the_full_price_they_pay():
    found = {
        (each.tariff_id, each.means_bracket_id): (each.price_share, each.solidarity)
        for each in facts().classes
    }
    assert found == {
        ("full", ""): (1.0, False),
        ("under-26", ""): (0.6, False),
        ("solidarity", ""): (None, True),
        ("by-means", "low"): (0.3, True),
    }


def test_rules_are_said_in_both_languages_and_cost_what_the_plan_says():
    demand = {p.id: (45.0, 50.0) for p in SEASON.performances}
    plan = plan_at_opening(SEASON, demand)
    for unpriced, priced, outcome in zip(
        facts().rules, facts(plan=plan).rules, plan.rules, strict=True
    ):
        assert unpriced.marginal_cost is None
        assert priced.marginal_cost == outcome.marginal_cost
        assert priced.binding_on == len(outcome.binding_on)
        assert set(priced.says) == {"en", "fr"}
    assert plan.create_time == min(p.on_sale_at for p in SEASON.performances)


def test_a_cost_that_time_did_not_allow_to_find_is_left_out():
    demand = {p.id: (45.0, 50.0) for p in SEASON.performances}
    plan = plan_at_opening(SEASON, demand)
    late = replace(plan, rules=tuple(replace(r, priced=False) for r in plan.rules))

    assert {each.marginal_cost for each in facts(plan=late).rules} == {None}


def test_a_season_without_performances_is_not_played():
    with pytest.raises(FieldInvalid, match="performances"):
        plan_at_opening(replace(SEASON, performances=()), {})


def test_another_audience_has_another_digest():
    assert facts().audience_digest == facts().audience_digest
    other = replace(SCENARIO, night_spread=0.2)
    assert facts(scenario=other).audience_digest != facts().audience_digest
