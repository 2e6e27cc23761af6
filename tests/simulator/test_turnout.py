"""Turnouts: counts are drawn from what is said, and nobody else changes."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri

from simulator import scenario_file, turnout
from simulator.audience import COLUMNS, draw
from simulator.house import build
from simulator.policies import FixedPrice
from simulator.scenario import Night
from simulator.season import play
from simulator.timetable import Timetable
from tests.simulator.stages import free_season, one_kind, studio_scenario

FRONT, BACK = (6.0, 10.0, 14.0, 25.0, 38.0), (2.0, 4.0, 6.0, 8.0, 20.0)
SURE = {"season_spread": 0.0, "night_spread": 0.0, "word_of_mouth_spread": 0.0}


def told(season, **changes):
    """Return an audience whose first night has turnouts, those of 600 parties."""
    scenario = studio_scenario(season, parties=600, segments=one_kind(), **SURE)
    first, *others = scenario.nights
    known = replace(
        first, turnout=(FRONT, BACK), shared_luck=(0.9, 0.5),
        turnout_prices=(25.0, 15.0), **changes,
    )  # fmt: skip
    return replace(scenario, nights=(known, *others))


def test_sales_at_printed_prices_have_the_quantiles_that_are_said():
    season = free_season(1)
    scenario = told(season)
    house = build(season, scenario)
    timetable, policy = Timetable(house), FixedPrice(house)
    sold = np.array(
        [
            play(house, timetable, draw(scenario, house, seed=3, trial=t), policy)
            .sold[0]
            .sum(axis=(0, 2))
            for t in range(500)
        ]
    )
    places = (np.arange(5) + 0.5) / 5
    for c, said in enumerate((FRONT, BACK)):
        assert np.quantile(sold[:, c], places) == pytest.approx(said, abs=2.5)


def test_categories_share_luck_as_far_as_is_said():
    rng = np.random.default_rng(5)
    even = tuple(np.linspace(0, 100, 101).tolist())
    drawn = np.array(
        [turnout.seats((even, even), (0.9, -0.5), rng) for _ in range(4000)]
    )
    assert drawn.mean(axis=0) == pytest.approx([50, 50], abs=2)
    score = ndtri(np.clip((drawn + 0.5) / 101, 0.005, 0.995))
    correlation = np.corrcoef(score.T)[0, 1]
    assert correlation == pytest.approx(-0.45, abs=4 * (1 - 0.45**2) / np.sqrt(4000))


def test_so_many_are_kept_as_are_wanted_to_the_nearest_party():
    rng = np.random.default_rng(7)
    surplus = rng.normal(size=(2000, 3))
    size = rng.integers(1, 5, 2000)
    wanted = np.array([300.0, 41.0, 0.0])
    comes = turnout.kept(wanted, surplus, size, rng)
    best = surplus.argmax(axis=1)
    buys = surplus.max(axis=1) >= 0
    for c, seats in enumerate(wanted):
        assert size[comes & buys & (best == c)].sum() == pytest.approx(seats, abs=2)
    # Of those who would not buy, the share of those who would.
    share = size[comes & buys].sum() / size[buys].sum()
    others = size[comes & ~buys].sum() / size[~buys].sum()
    assert others == pytest.approx(share, abs=0.03)


def test_all_come_where_more_are_wanted_than_there_are():
    rng = np.random.default_rng(7)
    surplus, size = rng.normal(size=(50, 2)), np.full(50, 2)
    assert turnout.kept(np.array([1e4, 1e4]), surplus, size, rng).all()


def test_nobody_comes_where_nobody_might():
    rng = np.random.default_rng(7)
    nobody = turnout.kept(np.ones(2), np.zeros((0, 2)), np.zeros(0, int), rng)
    assert len(nobody) == 0


def test_people_of_other_nights_stay_the_same_to_the_bit():
    season = free_season(2)
    known = told(season)
    first, *others = known.nights
    plain = replace(
        known,
        nights=(replace(first, turnout=(), shared_luck=(), turnout_prices=()), *others),
    )
    house = build(season, known)
    with_it = draw(known, house, seed=1, trial=0)
    without = draw(plain, house, seed=1, trial=0)
    assert (with_it.performance == 0).sum() < (without.performance == 0).sum()
    for name in COLUMNS:
        one, other = getattr(with_it, name), getattr(without, name)
        assert np.array_equal(
            one[with_it.performance == 1], other[without.performance == 1]
        )


def test_fewer_buy_where_the_printed_prices_are_raised_since():
    season = free_season(1)
    scenario = told(season)
    (night,) = season.performances
    dearer = replace(season, performances=(replace(night, reference_tier="high"),))
    sold = []
    for each in (season, dearer):
        house = build(each, scenario)
        people = draw(scenario, house, seed=3, trial=2)
        sold.append(play(house, Timetable(house), people, FixedPrice(house)).sold.sum())
    assert 0 < sold[1] < 0.95 * sold[0]


def test_a_turnout_is_written_and_read_back():
    scenario = told(free_season(2))
    assert scenario_file.parse(scenario_file.render(scenario)) == scenario


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"turnout": ((1.0, 2.0),)}, "for each of its 2 categories"),
        ({"shared_luck": ()}, "for each of its 2 categories"),
        ({"turnout": ((2.0, 1.0), (0.0,))}, "that rise"),
        ({"turnout": ((), (1.0,))}, "that rise"),
        ({"turnout": ((float("nan"),), (1.0,))}, "each turnout"),
        ({"turnout": ((-1.0,), (1.0,))}, "each turnout"),
        ({"shared_luck": (1.5, 0.0)}, "each shared_luck"),
        ({"turnout_prices": (25.0,)}, "for each of its 2 categories"),
        ({"turnout_prices": (float("inf"), 1.0)}, "each turnout_prices"),
    ],
)
def test_a_turnout_refuses_what_cannot_be(changes, message):
    night = Night("night-1", 10, (2.0, 1.0), (FRONT, BACK), (0.5, 0.5), (25.0, 15.0))
    with pytest.raises(ValueError, match=message):
        replace(night, **changes)
