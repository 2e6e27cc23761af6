"""Sales move prices in a season that is played as they do where it is sold."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.sales_repricing import SalesRepricing
from pricing.quotes.seats import SeatCounts
from pricing.store.sales_pace import SalesPace
from simulator.audience import draw
from simulator.house import build
from simulator.optimised import SOLVES, prepare
from simulator.policies import FixedPrice
from simulator.policy import Cause
from simulator.season import play
from simulator.timetable import Timetable
from tests.simulator.stages import free_season, studio_scenario

SETTINGS = SalesRepricing(sold_permille=200, minutes=60)


@dataclass(frozen=True)
class Watching:
    """The printed prices, with a note of each time it is asked after sales."""

    sales_moves: int
    rung: str = "mid"
    name: str = "watching"
    asked: list = field(default_factory=list)

    def start(self):
        return self

    def post(self, moment):
        if moment.cause is Cause.SALES_MOVED:
            self.asked.append((moment, moment.bookings.sold.sum(axis=(1, 2, 3))))
            return [self.rung] * len(moment.due)
        return ["mid"] * len(moment.due)


def stage(**settings):
    season = replace(free_season(2), sales_repricing=replace(SETTINGS, **settings))
    scenario = studio_scenario(season, parties=60.0)
    house = build(season, scenario)
    return house, draw(scenario, house, seed=3, trial=0)


def test_prices_are_asked_for_at_the_first_set_moment_after_a_batch_is_sold():
    house, people = stage()
    policy = Watching(100)
    play(house, Timetable(house), people, policy)
    assert len(policy.asked) > 2
    season, pace = house.season, SalesPace()
    for moment, sold in policy.asked:
        just_before = moment.now - timedelta(seconds=1)
        assert moment.now == SETTINGS.next_time(just_before)
        # The service's own watch would have asked as well.
        counts = {
            p.id: SeatCounts(sold={"front": int(sold[f])})
            for f, p in enumerate(house.performances)
        }
        assert pace.sold_a_batch(season, counts, moment.now)
        pace.begin(counts)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_a_policy_is_asked_after_sales_no_more_often_than_it_says(most):
    house, people = stage()
    policy = Watching(most)
    play(house, Timetable(house), people, policy)
    assert len(policy.asked) == most


def test_sales_move_nothing_where_the_season_says_so():
    house, people = stage(on=False)
    policy = Watching(100)
    play(house, Timetable(house), people, policy)
    assert not policy.asked


def test_to_be_asked_and_answer_the_same_changes_no_sale():
    house, people = stage()
    timetable = Timetable(house)
    asked = play(house, timetable, people, Watching(100))
    plain = play(house, timetable, people, FixedPrice(house))
    for name in ("sold", "spilled", "priced_out", "recaptured", "path", "booked"):
        assert np.array_equal(getattr(asked, name), getattr(plain, name))


def test_prices_that_sales_move_are_paid_from_that_moment_on():
    house, people = stage()
    policy = Watching(1, rung="high")
    outcome = play(house, Timetable(house), people, policy)
    (moment, _) = policy.asked[0]
    before = people.time < moment.now.timestamp()
    assert outcome.sold[:, 2].sum() > 0
    assert outcome.sold[:, 2].sum() <= people.size[~before].sum()


def test_the_projects_own_policy_is_asked():
    house, people = stage()
    policy = prepare(house, {"night-1": (30.0, 30.0), "night-2": (30.0, 30.0)})
    assert policy.sales_moves == SOLVES
    outcome = play(house, Timetable(house), people, policy)
    assert outcome.sold.sum() > 0
