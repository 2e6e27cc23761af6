from dataclasses import replace

import numpy as np
import pytest

from pricing.domain.errors import ConstraintsInfeasible, NameUnknown
from pricing.domain.performance import PerformanceState
from pricing.domain.rules import (
    CategoryOrder,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
)
from pricing.domain.venue import PriceTier
from simulator.audience import draw
from simulator.commands import simulate
from simulator.house import build
from simulator.policies import POLICIES, FixedPrice, RuleTable, make
from simulator.scenario import Night
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import STUDIO, studio_season
from tests.simulator.stages import free_season, studio_scenario

NAMES = ("fixed", "flat", "rule-table", "fluid", "optimised")


def demand(season, seats):
    return {p.id: (seats, seats) for p in season.performances}


def outcome_of(season, name, seats=30.0, parties=60.0):
    scenario = studio_scenario(season, parties=parties)
    forecast = {p.id: 2 * seats for p in season.performances}
    house = replace(build(season, scenario), forecast=forecast)
    people = draw(scenario, house, seed=1, trial=0)
    policy = make(name, house, demand(season, seats))
    assert policy.name == name
    return play(house, Timetable(house), people, policy)


def test_the_fixed_price_is_the_printed_one_for_ever():
    assert (outcome_of(free_season(2), "fixed").path == 1).all()


@pytest.mark.parametrize(
    ("bounds", "rung"),
    [({"cap_minor": 2400}, 0), ({"floor_minor": 1600}, 2), ({"cap_minor": 9000}, 1)],
)
def test_a_printed_price_that_the_rules_forbid_gives_way(bounds, rung):
    season = studio_season(1, rules=(PriceBounds(id="bounds", **bounds),))
    assert (outcome_of(season, "fixed").path == rung).all()


def test_the_rule_table_rises_where_sales_are_ahead():
    path = outcome_of(free_season(2), "rule-table", parties=600).path
    assert (path[:, 0] == 1).all()
    assert (path[:, -1] == 2).all()


def test_the_rule_table_falls_where_sales_are_behind():
    path = outcome_of(free_season(2), "rule-table", parties=3).path
    assert (path[:, -1] == 0).all()


def test_the_rule_table_moves_one_rung_at_a_time():
    for parties in (3, 600):
        path = outcome_of(free_season(2), "rule-table", parties=parties).path
        assert np.abs(np.diff(path, axis=1)).max() == 1


def test_the_rule_table_holds_a_price_that_must_not_fall():
    season = studio_season(2, rules=(NeverFalls(id="never"),))
    assert (outcome_of(season, "rule-table", parties=3).path == 1).all()


def test_the_rule_table_stays_under_a_cap():
    season = studio_season(2, rules=(PriceBounds(id="cap", cap_minor=2600),))
    assert (outcome_of(season, "rule-table", parties=600).path == 1).all()


def test_a_rule_table_of_ones_own_is_followed():
    season = free_season(1)
    scenario = studio_scenario(season)
    house = build(season, scenario)
    people = draw(scenario, house, seed=1, trial=0)
    never = RuleTable(house, rows=((0, 2.0, -1.0),))
    path = play(house, Timetable(house), people, never).path
    assert (path == 1).all()


def test_the_optimised_policy_asks_more_where_more_people_are_expected():
    season = free_season(2)
    few = outcome_of(season, "optimised", seats=10.0, parties=15.0).path
    many = outcome_of(season, "optimised", seats=150.0, parties=300.0).path
    assert many.mean() > few.mean()
    assert (many[:, -1] == 2).all()


MODES = pytest.mark.parametrize("mode", ["scale", "category"])


@MODES
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parties", [5.0, 300.0])
def test_every_policy_keeps_to_the_rules(mode, name, parties):
    rules = (
        NeverFalls(id="never"),
        PriceBounds(id="cap", cap_minor=2600, seat_category_id="front"),
        PriceBounds(id="cheap", cap_minor=1500, seat_category_id="back"),
    )
    season = studio_season(4, rules=rules, pricing_mode=mode)
    path = outcome_of(season, name, parties=parties).path
    assert (np.diff(path, axis=1) >= 0).all()
    assert path.max() <= 1


@MODES
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parties", [5.0, 300.0])
def test_every_policy_keeps_steps_and_the_days_between_changes(mode, name, parties):
    # From 25.00 to 32.00 is 28 %; periods begin 90, 60, 30, 14, 7 and 1 days out.
    rules = (PriceStep(id="step", change_permille=250, days_between=20),)
    season = studio_season(3, rules=rules, pricing_mode=mode)
    path = outcome_of(season, name, parties=parties).path
    assert not ((path[:, :-1] == 1) & (path[:, 1:] == 2)).any()
    assert (np.diff(path, axis=1)[:, 2:] == 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_every_policy_keeps_the_cap_of_popular_evenings(name):
    rules = (PopularityCap(id="popular", demand_permille=900, rise_permille=100),)
    season = studio_season(2, rules=rules)
    assert outcome_of(season, name, seats=150.0, parties=300.0).path.max() <= 1
    scarce = outcome_of(season, name, seats=20.0, parties=300.0).path
    assert name != "rule-table" or scarce.max() == 2


def test_the_rule_table_moves_each_category_by_what_is_sold_of_it():
    season = studio_season(1, rules=(), pricing_mode="category")
    scenario = studio_scenario(season)
    # Nobody wants the back.
    nights = tuple(Night(p.id, 200.0, (30.0, 0.0)) for p in season.performances)
    scenario = replace(scenario, nights=nights)
    house = build(season, scenario)
    people = draw(scenario, house, seed=1, trial=0)
    path = play(house, Timetable(house), people, make("rule-table", house, {})).path
    assert path[0, -1].tolist() == [2, 0]


def test_prices_of_their_own_keep_categories_in_order():
    venue = replace(
        STUDIO,
        price_tiers=(PriceTier("low", (1400, 1200)), PriceTier("high", (2000, 1600))),
    )
    performances = tuple(
        replace(p, ladder=("low", "high"), reference_tier="low")
        for p in studio_season(1).performances
    )
    season = studio_season(
        1, rules=(CategoryOrder(id="order"),), pricing_mode="category",
        venues=(venue,), performances=performances,
    )  # fmt: skip
    scenario = studio_scenario(season)
    # Everybody wants the back.
    nights = tuple(Night(p.id, 200.0, (0.0, 30.0)) for p in season.performances)
    house = build(season, replace(scenario, nights=nights))
    people = draw(replace(scenario, nights=nights), house, seed=1, trial=0)
    table = make("rule-table", house, {})
    assert (play(house, Timetable(house), people, table).path == 0).all()


def test_the_optimised_policy_names_rules_that_cannot_hold():
    bounds = PriceBounds(id="impossible", floor_minor=9000, cap_minor=9000)
    season = studio_season(1, rules=(bounds,))
    house = build(season, studio_scenario(season))
    with pytest.raises(ConstraintsInfeasible, match="impossible"):
        make("optimised", house, demand(season, 30.0))


def test_a_closed_performance_is_not_played():
    season = free_season(3)
    shut = replace(season.performances[1], state=PerformanceState.CLOSED)
    season = replace(
        season, performances=(season.performances[0], shut, season.performances[2])
    )
    outcome = outcome_of(season, "optimised")
    assert outcome.sold.shape[0] == 2


def test_policies_go_by_their_names():
    season = free_season(1)
    house = build(season, studio_scenario(season))
    assert isinstance(make("fixed", house, {}), FixedPrice)
    with pytest.raises(NameUnknown, match="known: fixed, flat, rule-table, emsr-b,"):
        make("clairvoyant", house, {})


def test_the_help_says_what_each_policy_does():
    lines = [line.strip() for line in simulate.__doc__.splitlines()]
    told = [line.split(":")[0] for line in lines if line.startswith("- ")]
    assert told == [f"- {name}" for name in POLICIES]
