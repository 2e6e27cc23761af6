"""The engine against the season as one program, all paths, and what must hold."""

from dataclasses import replace
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from pricing.optimizer.engine.season import price
from pricing.optimizer.engine.whole import offers_of, sell, whole_program
from pricing.optimizer.solver import solve
from tests.pricing.optimizer.engine.seasons import pick, played, season

KINDS = [
    pytest.param({}, id="one rung for all"),
    pytest.param({"own": True}, id="own rows"),
    pytest.param({"chained": True}, id="never falls"),
    pytest.param({"by_category": True}, id="by category"),
    pytest.param({"by_category": True, "ordered": True}, id="by category, in order"),
]


def best_of_whole(instance):
    answer = solve(whole_program(instance))
    assert answer is not None
    return answer.objective + 0.0


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", KINDS)
def test_the_bound_on_mixes_is_the_optimum_of_the_whole_program(kind, seed):
    instance = season(seed, **kind)
    priced = price(instance, threads=1, tolerance=1e-8)
    assert priced.mixed_bound == pytest.approx(best_of_whole(instance), rel=1e-6)
    assert priced.bound <= priced.mixed_bound
    if not instance.chained.any():
        assert priced.bound == priced.mixed_bound


def best_of_paths(instance, paths):
    """Return the most that a path [T] for each performance is worth, in scale mode."""
    program = whole_program(instance)
    rung = offers_of(instance, 0)[0][:, 0]
    best = -np.inf
    for some in product(paths, repeat=len(instance.seats)):
        # Offers at other rungs stay out for what they would cost.
        stays = np.concatenate([rung == at for path in some for at in path])
        answer = solve(replace(program, cost=np.where(stays, program.cost, -1e5)))
        best = max(best, answer.objective)
    return best


@pytest.mark.parametrize("seed", range(4))
def test_where_rungs_rise_the_bound_is_what_the_best_path_is_worth(seed):
    instance = season(seed, performances=1, rows=False, chained=True)
    priced = price(instance, threads=1)
    best = best_of_paths(instance, list(combinations_with_replacement(range(4), 3)))
    assert priced.value == pytest.approx(best, rel=1e-4)
    assert best * (1 - 1e-7) <= priced.bound <= best * (1 + 1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_where_rungs_rise_no_paths_that_keep_the_season_s_rows_exceed_the_bound(seed):
    instance = season(seed, performances=2, categories=2, rungs=3, chained=True)
    priced = price(instance, threads=1)
    best = best_of_paths(instance, list(combinations_with_replacement(range(3), 3)))
    assert best <= priced.bound * (1 + 1e-7)
    assert priced.bound <= priced.mixed_bound
    if (priced.missed == 0).all():
        assert priced.value <= best * (1 + 1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_without_rows_that_tie_it_a_season_is_its_performances(kind):
    instance = season(5, rows=False, **kind)
    priced = price(instance, threads=1, tolerance=1e-8)
    assert priced.mixed_bound == pytest.approx(best_of_whole(instance), rel=1e-6)


def test_rises_by_category_leave_the_bound_of_the_season_without_them():
    free = season(1, by_category=True)
    rising = season(1, by_category=True, chained=True)
    priced = price(rising, threads=1)
    assert priced.bound == pytest.approx(price(free, threads=1).bound, rel=1e-9)
    assert (np.diff(priced.path, axis=1) >= 0).all()


@pytest.mark.parametrize("kind", [*KINDS, pytest.param({"keep_open": True}, id="kept")])
def test_paths_keep_the_rules_and_stay_under_the_bound(kind):
    instance = season(3, performances=8, periods=6, rungs=6, **kind)
    priced = price(instance, threads=1)
    assert priced.value <= priced.bound * (1 + 1e-9)
    assert priced.gap < 0.02
    assert (priced.missed <= 1e-6).all()
    if instance.chained.any():
        assert (np.diff(priced.path, axis=1) >= 0).all()
    if instance.ordered.any():
        posted = instance.posted[0][priced.path, np.arange(3)]
        assert (np.diff(posted, axis=2) <= 0).all()
    if not instance.by_category:
        assert (priced.path == priced.path[:, :, :1]).all()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("by_category", [False, True])
def test_no_path_with_open_sets_of_one_performance_is_better_than_the_bound(
    seed, by_category
):
    instance = season(
        seed, performances=1, categories=2, rungs=3, periods=2, rows=False,
        by_category=by_category,
    )  # fmt: skip
    priced = price(instance, threads=1)
    rung, opened = offers_of(instance, 0)
    sold, measure = sell(instance, 0, rung, opened)
    fits = [
        measure[0, a, 0] + measure[1, b, 0]
        for a, b in product(range(len(rung)), repeat=2)
        if (sold[0, a] + sold[1, b] <= instance.seats[0]).all()
    ]
    assert max(fits) <= priced.bound * (1 + 1e-9)
    # A path may also close categories for a part of a period.
    assert priced.value >= 0.97 * max(fits)


def test_kept_open_the_value_is_that_of_the_best_path_there_is():
    instance = season(2, performances=1, rungs=4, rows=False, keep_open=True)
    priced = price(instance, threads=1)
    best = max(played(instance, path) for path in product(range(4), repeat=3))
    assert priced.value == pytest.approx(best, rel=1e-9)
    assert priced.bound >= best * (1 - 1e-9)


def test_more_seats_never_lower_the_bound():
    instance = season(4)
    more = replace(
        instance,
        seats=instance.seats + 5.0,
        public_limit=instance.public_limit + 5.0,
    )
    few, many = (price(each, threads=1, tolerance=1e-7) for each in (instance, more))
    assert many.bound >= few.bound * (1 - 1e-6)


def test_another_unit_of_money_scales_everything():
    instance = season(4)
    unit = np.array([100.0, 1.0, 100.0])
    scaled = replace(
        instance,
        sales=instance.sales * unit[:, None, None, None],
        season_constant=instance.season_constant * unit[1:],
    )
    one, other = (price(x, threads=1, tolerance=1e-7) for x in (instance, scaled))
    assert other.bound == pytest.approx(100.0 * one.bound, rel=1e-5)
    assert other.value == pytest.approx(100.0 * one.value, rel=5e-3)


def test_the_order_of_performances_does_not_matter():
    instance = season(6, performances=4)
    turned = pick(instance, [2, 0, 3, 1])
    one, other = (price(x, threads=1, tolerance=1e-7) for x in (instance, turned))
    assert other.bound == pytest.approx(one.bound, rel=1e-5)


@pytest.mark.parametrize("kind", [{}, {"by_category": True}])
def test_the_next_day_starts_from_the_day_before_and_ends_where_a_cold_start_does(kind):
    instance = season(7, performances=6, **kind)
    first = price(instance, threads=1)
    rng = np.random.default_rng(0)
    left = np.floor(instance.seats * rng.uniform(0.9, 1.0, instance.seats.shape))
    later = replace(
        instance,
        seats=left,
        public_limit=np.repeat(left[:, None], instance.weights.shape[1], axis=1),
        mass=instance.mass * 0.95,
    )
    warm, cold = price(later, before=first, threads=1), price(later, threads=1)
    assert warm.bound == pytest.approx(cold.bound, rel=1e-4)
    assert warm.value == pytest.approx(cold.value, rel=1e-2)


@pytest.mark.parametrize("kind", KINDS)
def test_any_number_of_threads_gives_the_same_bits(kind):
    instance = season(8, performances=9, **kind)
    one, many = price(instance, threads=1), price(instance, threads=3)
    assert one.bound == many.bound
    assert one.value == many.value
    assert np.array_equal(one.path, many.path)
    assert np.array_equal(one.seat_price, many.seat_price)


def test_a_missing_earlier_answer_of_the_same_size_is_refused():
    before = price(season(1, performances=2), threads=1)
    with pytest.raises(ValueError, match="as many performances"):
        price(season(1, performances=3), before=before)
