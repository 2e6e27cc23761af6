"""Plans made over a real local cluster of two workers."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from pricing.commands.optimize import spread_over
from pricing.domain.errors import Cancelled, FieldInvalid
from pricing.optimizer.frontier import frontier
from pricing.optimizer.optimize import optimize
from pricing.optimizer.polish import THOROUGH_MAX
from pricing.optimizer.spread import each, over
from pricing.optimizer.watch import Watch
from tests.local_cluster import QUIET, local_cluster, lose_one
from tests.pricing.optimizer.instances import season_and_demand
from tests.pricing.optimizer.test_optimize import ALL_RULES

ray = pytest.importorskip("ray")

pytestmark = QUIET

plan_of = partial(
    optimize,
    plan_id="plan",
    now=datetime(2026, 6, 1, tzinfo=UTC),
    time_limit_seconds=600.0,
)


@pytest.fixture(scope="module")
def cluster():
    with local_cluster() as made:
        yield made


def go_on(done):
    return True


def settled(plan):
    """Return a plan without how long it took."""
    return replace(plan, solve_seconds=0.0)


@pytest.mark.parametrize("mode", ["scale", "category"])
def test_a_plan_is_the_same_to_the_bit(cluster, mode):
    season, demand = season_and_demand(1, ALL_RULES, nights=6)
    season = replace(season, pricing_mode=mode)
    here = plan_of(season, demand)
    with spread_over(cluster.address):
        there = plan_of(season, demand)
    assert settled(there) == settled(here)


@pytest.mark.slow
def test_so_is_that_of_a_large_season(cluster):
    season, demand = season_and_demand(4, ALL_RULES, nights=THOROUGH_MAX + 10)
    here = plan_of(season, demand)
    with spread_over(cluster.address):
        there = plan_of(season, demand)
    assert settled(there) == settled(here)


def test_so_is_a_curve(cluster):
    season, demand = season_and_demand(2, ALL_RULES, nights=4)
    curve = partial(frontier, season, demand, "access", [400, 560])
    here = curve(watch=Watch(float("inf"), None, None))
    with spread_over(cluster.address):
        there = curve(watch=Watch(float("inf"), None, None))
    assert there == here


def test_items_come_in_their_order_however_they_are_sent(cluster):
    shares = []

    def told(done):
        shares.append(done)
        return True

    with spread_over(cluster.address):
        for count in (0, 1, 2, 37):
            assert each(str, range(count), told) == [str(n) for n in range(count)]
    assert shares[-1] == 1.0


def test_when_time_is_over_what_was_not_begun_is_left(cluster):
    answers = iter([True])
    with spread_over(cluster.address):
        found = each(str, range(100), lambda done: next(answers, False))
    assert found[0] == "0"
    assert found[-1] is None


def test_plans_can_be_called_off(cluster):
    season, demand = season_and_demand(1, ALL_RULES, nights=6)
    calls = iter([False] * 3)
    with pytest.raises(Cancelled), spread_over(cluster.address):
        plan_of(season, demand, cancelled=lambda: next(calls, True))
    assert not ray.is_initialized()


def test_a_cluster_that_does_not_answer_is_refused():
    with (
        pytest.raises(FieldInvalid, match="no Ray cluster answers"),
        spread_over("127.0.0.1:1"),
    ):
        pass


def test_without_an_address_work_stays_here():
    with spread_over(""):
        assert each(str, range(3), go_on) == ["0", "1", "2"]
    assert not ray.is_initialized()


def test_work_is_given_to_the_crew_only_in_the_meantime():
    def crew(work, items, check):
        yield from ((place, "elsewhere") for place in range(len(items)))

    with over(crew):
        assert each(str, range(2), go_on) == ["elsewhere", "elsewhere"]
    assert each(str, range(2), go_on) == ["0", "1"]


def test_a_machine_killed_midway_changes_no_bit(cluster):
    season, demand = season_and_demand(3, ALL_RULES, nights=6)
    here = plan_of(season, demand)
    lost = []

    def lose(share, phase):
        if share >= 0.1 and not lost:
            lost.append(phase)
            lose_one(cluster)

    with spread_over(cluster.address):
        there = plan_of(season, demand, progress=lose)
    assert lost
    assert settled(there) == settled(here)
