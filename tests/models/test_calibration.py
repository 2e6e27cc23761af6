import numpy as np
import pytest

from models import calibration, season_ahead
from models.rolling import Rolling

from .simulated import simulated_house


def share_inside(seed, **house):
    """Return the share of rows to come inside their 80 % interval."""
    programme, _, log_demand = simulated_house(seed, **house)
    found = season_ahead.fit(programme).forecast()
    outcome = np.exp(log_demand[np.isnan(programme.quantity)])
    low, high = found.demand_quantile(0.1), found.demand_quantile(0.9)
    return float(np.mean((outcome >= low) & (outcome <= high)))


@pytest.mark.parametrize(
    "house",
    [
        pytest.param({"seasons": 9, "season_deviation": 0.15}, id="season's luck"),
        pytest.param({"moved_in": 4}, id="new hall"),
        pytest.param(
            {"seasons": 9, "moved_in": 7, "season_deviation": 0.15},
            id="season's luck in a hall's second season",
        ),
    ],
)
def test_intervals_hold_where_rows_share_their_luck(house):
    inside = [share_inside(seed, nights=40, **house) for seed in range(16)]
    assert 0.75 <= np.mean(inside) <= 0.85


def test_doubt_about_a_place_falls_with_the_seasons_seen():
    doubts = []
    for moved_in in (4, 3, 1):
        programme, _, _ = simulated_house(5, moved_in=moved_in)
        work = Rolling(programme)
        rows = np.zeros(len(work.y), np.bool_)
        found = calibration._place_doubt(work, np.zeros(len(rows)), rows)
        doubts.append(found[~work.known].mean())
    assert doubts[0] == pytest.approx(np.sqrt(1 + calibration.NEW_PLACE_VARIANCE))
    assert doubts[0] > 2 * doubts[1] > 2 * doubts[2] > 2.0


def test_past_moves_teach_how_far_a_new_hall_may_be_off():
    programme, _, _ = simulated_house(6, seasons=6, moved_in=2)
    work = Rolling(programme)
    first = work.known & (work.season == 2)
    for shift, wider in ((0.0, False), (9.0, True)):
        found = calibration._place_doubt(work, np.where(first, shift, 0.0), first)
        prior = np.sqrt(1 + calibration.NEW_PLACE_VARIANCE)
        assert bool(found[first][0] > prior) is wider


def test_the_shift_of_a_season_and_place_is_the_median_of_its_errors():
    programme, _, _ = simulated_house(7, moved_in=2)
    work = Rolling(programme)
    error = np.random.default_rng(7).normal(size=len(work.y))
    found = calibration._place_shift(work, error, work.known)
    assert np.all(found[~work.known] == 0.0)
    for s in range(4):
        for place in np.unique(work.model.places[work.season == s]):
            here = (work.season == s) & (work.model.places == place)
            assert np.all(found[here] == np.median(error[here]))
