"""An audience fitted to a past season plays it again; nights held out teach nothing."""

from dataclasses import fields, replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import History
from pricing.programme import programme
from simulator.audience import draw
from simulator.fitted import fitted_scenario
from simulator.house import build
from simulator.policies import FixedPrice
from simulator.season import play
from simulator.timetable import Timetable
from tests.simulator.stages import free_season

NIGHTS, TRIALS = 60, 12
# Mean seats of the front and the back on weekdays and at week-ends; luck of logs.
MEAN, BUSY, LUCK = np.array([8.0, 10.0]), 2.0, 0.35


def past():
    """Return a season, and sales of it that follow from the weekday and from luck."""
    season = free_season(NIGHTS)
    asked = programme(season)
    rng = np.random.default_rng(11)
    luck = dict(
        zip(
            (p.id for p in season.performances),
            LUCK * rng.standard_normal(NIGHTS),
            strict=True,
        )
    )
    quantity = [
        min(
            40,
            round(
                MEAN[row % 2]
                * BUSY ** (asked.starts_at[row].weekday() > 4)
                * np.exp(luck[asked.performance_id[row]])
            ),
        )
        for row in range(len(asked))
    ]
    return season, replace(asked, quantity=tuple(quantity))


def chosen(history, rows):
    columns = {
        each.name: tuple(getattr(history, each.name)[row] for row in rows)
        for each in fields(history)
        if isinstance(getattr(history, each.name), tuple)
    }
    return replace(history, **columns)


def sales(season, scenario):
    house = build(season, scenario)
    timetable, policy = Timetable(house), FixedPrice(house)
    return np.array(
        [
            play(house, timetable, draw(scenario, house, seed=2, trial=t), policy)
            .sold.sum(axis=(1, 3))
            for t in range(TRIALS)
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def played():
    season, history = past()
    return season, history, sales(season, fitted_scenario(history, season))


def test_the_season_played_again_has_the_quantiles_of_its_sales(played):
    _, history, sold = played
    real = np.array(history.quantity).reshape(NIGHTS, 2)
    places = np.linspace(0.1, 0.9, 9)
    for c in (0, 1):
        found = np.quantile(sold[:, :, c], places)
        assert found == pytest.approx(np.quantile(real[:, c], places), abs=1.5)


def test_the_weekday_that_sold_more_does_so_again(played):
    season, _, sold = played
    late = np.array([p.starts_at.weekday() > 4 for p in season.performances])
    ratio = sold[:, late].mean(axis=(0, 1)) / sold[:, ~late].mean(axis=(0, 1))
    assert ratio == pytest.approx([BUSY, BUSY], rel=0.2)


def test_luck_is_drawn_anew_in_each_trial_and_shared_by_categories(played):
    _, _, sold = played
    log = np.log(np.maximum(sold, 1))
    apart = log - log.mean(axis=0)
    assert np.sqrt(apart.var(axis=0).mean(axis=0)) == pytest.approx(LUCK, rel=0.35)
    assert np.corrcoef(apart.reshape(-1, 2).T)[0, 1] > 0.6


def test_what_is_held_out_is_as_if_it_were_not_in_the_table():
    season, history = past()
    out = [p.id for p in season.performances][::2]
    rows = [r for r, name in enumerate(history.performance_id) if name not in out]
    held_out = fitted_scenario(history, season, but=out)
    assert held_out == fitted_scenario(chosen(history, rows), season)
    assert held_out != fitted_scenario(history, season)


def test_sales_after_the_season_are_not_read():
    season, history = past()
    later = replace(
        history,
        performance_id=tuple(f"later-{name}" for name in history.performance_id),
        starts_at=tuple(at + timedelta(days=900) for at in history.starts_at),
    )
    columns = {
        each.name: getattr(history, each.name) + getattr(later, each.name)
        for each in fields(History)
        if isinstance(getattr(history, each.name), tuple)
    }
    both = replace(history, **columns)
    assert fitted_scenario(both, season) == fitted_scenario(history, season)


def test_a_category_that_is_not_sold_has_no_turnout():
    season, history = past()
    first, *others = season.performances
    closed = replace(first, capacities=(40, 0))
    season = replace(season, performances=(closed, *others))
    night = fitted_scenario(history, season).nights[0]
    assert max(night.turnout[1]) == 0.0
    assert max(night.turnout[0]) > 0.0


def test_a_history_without_sales_or_with_few_is_refused():
    season, history = past()
    with pytest.raises(FieldInvalid, match="seats sold"):
        fitted_scenario(replace(history, quantity=None), season)
    few = chosen(history, range(8))
    with pytest.raises(FieldInvalid, match="4 past sales of category 'front'"):
        fitted_scenario(few, season)
