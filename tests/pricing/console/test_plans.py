"""What a terminal shows of plans and of a rule's curve."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from pricing.console.plans import cost_of, show_frontier, show_plan
from pricing.domain.rules import AccessShare
from pricing.optimizer.frontier import Point
from tests.houses import studio_season
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import plan_of

ACCESS = AccessShare(id="access", share_permille=300, price_minor=1500)


def shown(show, *arguments):
    console = Console(width=160, record=True, file=io.StringIO())
    show(*arguments, console)
    return console.export_text()


@pytest.mark.parametrize(
    ("conflict", "says"),
    [
        (("access",), "From 20 % on no plan keeps access.\n"),
        (("floor", "rise", "access"), "keeps floor, rise and access together.\n"),
    ],
)
def test_a_figure_without_a_plan_says_which_rules_are_in_the_way(conflict, says):
    season = replace(studio_season(1), rules=(ACCESS,))
    points = (
        Point(0, holds=True, income=9.0),
        Point(200, holds=False, conflict=conflict),
        Point(300, holds=False, conflict=conflict),
    )
    said = shown(show_frontier, season, "access", points)

    assert "cost, EUR for a point more" in said
    assert "no plan" in said
    assert says in said


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("SolidarityShare", "cost, EUR for a seat more"),
        ("AveragePrice", "cost, EUR for one EUR more"),
        ("PriceBounds", "cost, EUR for the whole rule"),
    ],
)
def test_a_cost_says_what_it_is_counted_by(kind, heading):
    assert cost_of(studio_season(1), kind) == heading


def test_one_performance_is_one_and_nothing_has_no_sign():
    season, demand = season_and_demand(5, (ACCESS,), nights=2)
    plan = plan_of(season, demand)
    rule = replace(plan.rules[0], slack=-0.001, binding_on=("a",))
    said = shown(show_plan, replace(plan, rules=(rule,)), season)

    assert "1 performance " in said
    assert "-0.00" not in said
