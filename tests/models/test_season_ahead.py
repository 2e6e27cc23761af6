import numpy as np
import pytest

from models import season_ahead, terms, two_stage
from models.programme import Programme, dense, pair

from .simulated import simulated_house


def coming_rows(programme):
    return np.isnan(programme.quantity)


def test_the_truth_is_recovered_on_simulated_seasons():
    programme, truth, _ = simulated_house()
    rows = coming_rows(programme)
    found = season_ahead.fit(programme).forecast()
    error = found.centre - truth[rows]
    assert np.mean(np.abs(error)) < 0.12
    assert np.corrcoef(found.centre, truth[rows])[0, 1] > 0.95


def test_intervals_cover_over_many_simulated_seasons():
    inside = []
    for seed in range(12):
        programme, _, log_demand = simulated_house(seed)
        found = season_ahead.fit(programme).forecast()
        outcome = np.exp(log_demand[coming_rows(programme)])
        low, high = found.demand_quantile(0.1), found.demand_quantile(0.9)
        inside.append(np.mean((outcome >= low) & (outcome <= high)))
    assert 0.75 <= np.mean(inside) <= 0.85


@pytest.mark.parametrize(("full_share", "bias"), [(0.2, 0.08), (0.5, 0.1)])
def test_sold_out_rows_do_not_hide_demand(full_share, bias):
    programme, truth, log_demand = simulated_house(3, full_share=full_share)
    sold = ~coming_rows(programme)
    found = season_ahead.fit(programme).forecast()
    error = found.centre - truth[coming_rows(programme)]
    naive = np.mean(np.log(programme.quantity[sold]) - log_demand[sold])
    assert abs(np.mean(error)) < bias
    assert naive < -0.2 * full_share


def test_a_few_rows_are_forecast_by_the_level_alone():
    programme, truth, _ = simulated_house(seasons=2, nights=20)
    fitted = season_ahead.fit(programme)
    assert not fitted.with_trees
    error = fitted.forecast().centre - truth[coming_rows(programme)]
    assert np.mean(np.abs(error)) < 0.4


def test_a_new_hall_is_less_new_once_it_has_opened():
    programme, _, _ = simulated_house(4)
    rows = coming_rows(programme)
    moved = np.where(programme.season == 4, 1, 0)
    first_half = (programme.performance < 4 * 80 + 40) & rows
    sold = np.where(first_half, 150.0, programme.quantity)
    before = Programme(**{**vars(programme), "venue": moved})
    running = Programme(**{**vars(programme), "venue": moved, "quantity": sold})
    wide = season_ahead.fit(before).forecast().spread
    narrow = season_ahead.fit(running).forecast().spread
    assert np.median(narrow) < 0.7 * np.median(wide)


def test_the_same_seed_gives_the_same_forecast():
    programme, _, _ = simulated_house(1)
    one, other = (season_ahead.fit(programme, seed=4).forecast() for _ in range(2))
    assert np.array_equal(one.centre, other.centre)


def test_nothing_sold_cannot_be_learned_from():
    programme, _, _ = simulated_house(seasons=1, nights=5)
    with pytest.raises(ValueError, match="at least one row"):
        season_ahead.fit(programme)


def test_the_two_stages_share_luck_between_categories():
    programme, truth, _ = simulated_house(2, coming=False)
    model = two_stage.TwoStageModel(programme, terms.build(programme))
    y = np.log(programme.quantity / programme.capacity)
    rows = np.ones(len(y), np.bool_)
    fitted = model.fit(y, ~rows, rows, memory=8.0)
    error = fitted.centre + np.log(programme.capacity) - truth
    assert np.mean(np.abs(error)) < 0.1
    # Noise of the performance and of the row: 0.15 each.
    assert np.mean(fitted.variance) == pytest.approx(2 * 0.15**2, rel=0.5)


def test_a_season_to_come_is_carried_over_from_the_last():
    from models.level import carried

    season = np.array([0, 1, 2, 3, 4])
    rising = np.array([0.1, 0.2, 0.3, 0.4, 0.0])
    found = carried(rising, season, np.zeros(5, np.int64))
    assert found[:4] == pytest.approx(rising[:4])
    assert 0.2 < found[4] < 0.4
    restless = np.array([0.3, -0.3, 0.3, -0.3, 0.0])
    assert carried(restless, season, np.zeros(5, np.int64))[4] > -0.1


def test_terms_take_a_number_by_value_or_by_bins():
    programme, _, _ = simulated_house(seasons=2, nights=40)
    few = np.tile([1.0, 2.0, np.nan, 2.0], 20)
    many = np.linspace(0, 1, 80)
    assert len(np.unique(terms._by_value(few))) == 3
    assert 8 <= len(np.unique(terms._by_value(many))) <= terms.VALUES_MAX
    assert terms._by_value(np.full(80, np.nan)).max() == 0
    built = terms.build(programme)
    assert built.common.shape[1] == len(programme.day)
    assert built.common.min() >= 0


def test_prices_are_measured_against_the_usual_ones_of_the_place():
    programme, _, _ = simulated_house(seasons=2, nights=4)
    price = programme.price.copy()
    price[:3] *= 1.5
    price[4] = np.nan
    changed = Programme(**{**vars(programme), "price": price})
    level = changed.log_price_level()
    assert level[:3] == pytest.approx(np.log(1.5))
    assert level[3:] == pytest.approx(0.0)


def test_a_mean_over_a_performance_leaves_missing_values_out():
    programme, _, _ = simulated_house(seasons=1, nights=2)
    values = np.array([1.0, np.nan, 3.0, np.nan, np.nan, np.nan])
    expected = [2.0, np.nan]
    assert programme.per_performance(values) == pytest.approx(expected, nan_ok=True)


def test_codes_of_pairs_and_values_keep_the_partition():
    one, other = np.array([0, 0, 1, 1]), np.array([5, 6, 5, 5])
    assert pair(one, other).tolist() == [0, 1, 2, 2]
    assert dense(np.array([2.5, np.nan, 2.5, np.nan])).tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"venue": np.zeros(1, np.int64)}, "venue", id="length"),
        pytest.param({"price": np.zeros(1)}, "price", id="rows"),
        pytest.param({"numbers": np.zeros((1, 1))}, "labels", id="covariates"),
        pytest.param({"capacity": np.full(12, -1.0)}, "not negative", id="capacity"),
        pytest.param(
            {"performance": np.full(12, 99)}, "performance in", id="performance"
        ),
    ],
)
def test_a_malformed_programme_is_refused(changes, message):
    programme, _, _ = simulated_house(seasons=1, nights=4)
    with pytest.raises(ValueError, match=message):
        Programme(**{**vars(programme), **changes})
