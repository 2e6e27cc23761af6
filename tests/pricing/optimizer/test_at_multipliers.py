"""Large seasons: multipliers and bounds first, then paths."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import product
from time import monotonic

import numpy as np
import pytest

from benchmarks.opera_year import season_and_demand as year
from pricing.domain.errors import Cancelled
from pricing.domain.rules import AccessShare, CategoryOrder, NeverFalls
from pricing.optimizer import spread
from pricing.optimizer.at_multipliers import at_multipliers, is_large
from pricing.optimizer.enumeration import ROW_TOLERANCE
from pricing.optimizer.market import build
from pricing.optimizer.mixture import activity_of, missed, objective_of
from pricing.optimizer.optimize import optimize
from pricing.optimizer.posing import pose_season
from pricing.optimizer.search import keeps, value_of
from pricing.optimizer.watch import Watch
from tests.pricing.optimizer.instances import season_and_demand

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ACCESS = AccessShare(
    id="access", share_permille=400, price_minor=1_500, each_performance=False
)
RULES = {
    "free": (CategoryOrder(id="order"), ACCESS),
    "rising": (CategoryOrder(id="order"), NeverFalls(id="never-falls"), ACCESS),
}


def posed_nights(mode, rules, seed, nights):
    season, demand = season_and_demand(seed, rules, nights)
    season = replace(season, pricing_mode=mode, period_days_out=(60, 14, 3))
    return pose_season(build(season, demand), rules)


def solved(posed, seconds=60.0):
    """Return the settled paths and the bound on all plans, large season or not."""
    watch = Watch(monotonic() + seconds, None, None)
    settled, known, better = at_multipliers(posed.problems, posed.constant, watch, ())
    bound = sum(min(k.bound, b.bound) for k, b in zip(known, better, strict=True))
    return settled, bound + float(settled.multiplier @ posed.constant)


def all_paths(problem):
    """Return the objective and the activity in the one shared row of each path."""
    rungs = range(len(problem.allowed))
    if problem.by_category:
        offers = [np.array(each) for each in product(rungs, repeat=len(problem.left))]
    else:
        offers = [np.full(len(problem.left), rung) for rung in rungs]
    found = []
    for some in product(offers, repeat=len(problem.periods)):
        path = np.array(some)
        if keeps(problem, path):
            valued = value_of(problem, np.zeros(1), path)
            found.append(
                (objective_of(problem, valued), activity_of(problem, valued)[0])
            )
    return np.array(found)


def exact(posed):
    """Return the greatest objective of two performances that keep the row together."""
    one, other = (all_paths(problem) for problem in posed.problems)
    other = other[other[:, 1].argsort()[::-1]]
    best = np.maximum.accumulate(other[:, 0])
    allowed = np.searchsorted(
        -other[:, 1], one[:, 1] + posed.constant[0] + ROW_TOLERANCE, side="right"
    )
    return max(
        value + best[count - 1]
        for (value, _), count in zip(one, allowed, strict=True)
        if count
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("mode", ["scale", "category"])
def test_the_bound_is_never_below_the_best_of_all_paths(mode, rules, seed):
    posed = posed_nights(mode, RULES[rules], seed, 2)

    settled, bound = solved(posed)
    best = exact(posed)

    value = sum(
        objective_of(p, f) for p, f in zip(posed.problems, settled.chosen, strict=True)
    )
    assert missed(posed.problems, settled.chosen, posed.constant) <= ROW_TOLERANCE
    assert value <= best * (1 + 1e-9) <= bound * (1 + 1e-9)
    assert value >= 0.98 * best


@cache
def plan_at_leisure(mode):
    season, demand = year(31, mode)
    return optimize(season, demand, plan_id="a", now=NOW, time_limit_seconds=600.0)


@pytest.mark.parametrize("mode", ["scale", "category"])
def test_a_large_season_has_the_same_bits_on_one_core_or_two(mode, monkeypatch):
    season, demand = year(31, mode)
    plans = [plan_at_leisure(mode)]
    # Two threads on one core come in another order yet.
    count = 1 if spread.cores() > 1 else 2
    monkeypatch.setattr(spread, "cores", lambda: count)
    plans.append(
        optimize(season, demand, plan_id="a", now=NOW, time_limit_seconds=600.0)
    )

    one, other = (replace(plan, solve_seconds=0.0) for plan in plans)
    assert one == other
    assert one.gap < 1e-3


@pytest.mark.parametrize("mode", ["scale", "category"])
@pytest.mark.parametrize("seconds", [0.01, 1.0])
def test_when_time_is_over_there_is_a_plan_and_a_bound_on_all(mode, seconds):
    season, demand = year(31, mode)
    long = plan_at_leisure(mode)

    short = optimize(season, demand, plan_id="a", now=NOW, time_limit_seconds=seconds)

    assert short.objective <= long.upper_bound * (1 + 1e-9)
    assert short.upper_bound >= long.objective * (1 - 1e-9)
    assert 0.0 <= short.gap < 1.0
    assert len(short.performances) == 31
    assert all(outcome.slack >= -1e-6 for outcome in short.rules)


def test_what_time_did_not_allow_is_said():
    season, demand = year(31)

    plan = optimize(season, demand, plan_id="a", now=NOW, time_limit_seconds=0.01)

    assert len(plan.unexplained) == 31
    assert [outcome.id for outcome in plan.rules if outcome.priced] == []


@pytest.mark.parametrize("asked", [1, 5, 25, 100])
def test_a_large_season_is_called_off_midway(asked):
    season, demand = year(31, "category")
    times = 0

    def cancelled():
        nonlocal times
        times += 1
        return times >= asked

    with pytest.raises(Cancelled):
        optimize(season, demand, plan_id="a", now=NOW, cancelled=cancelled)


def test_a_season_is_large_beyond_thirty_performances():
    for count in (30, 31):
        season, demand = year(count)
        problems = pose_season(build(season, demand), season.rules).problems
        assert is_large(problems) == (count > 30)


def test_rows_over_all_performances_bind_in_the_year():
    season, demand = year(31)

    settled, _ = solved(pose_season(build(season, demand), season.rules))

    assert (settled.multiplier > 0).sum() >= 2
