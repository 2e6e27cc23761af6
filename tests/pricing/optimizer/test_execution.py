import itertools
from dataclasses import replace

import numpy as np
import pytest

from pricing.optimizer import dynamic_program
from pricing.optimizer.execution import CategoryDecider, ScaleDecider
from pricing.optimizer.offers import BidPrices, Offers
from pricing.optimizer.rising_tables import fill_rising
from pricing.optimizer.value_tables import ValueTables, fill

SHOWS, RUNGS, CATEGORIES, CLASSES, SEATS = 60, 5, 4, 3, 30
LEVELS = np.array([0.8, 1.25])


def random_season(seed):
    """Return offers, tables, seats left and levels of some performances."""
    rng = np.random.default_rng(seed)
    reference = np.linspace(100, 40, CATEGORIES)
    ladder = np.linspace(0.6, 1.7, RUNGS)[:, None]
    price = ladder * reference * rng.uniform(0.8, 1.25, (SHOWS, 1, CATEGORIES))
    taste = rng.normal(0, 0.8, (SHOWS, 1, CATEGORIES, 1))
    beta = np.array([1.5, 3.0, 6.0])
    attraction = np.exp(taste - beta * (price[..., None] / reference[:, None] - 0.5))
    net = price[..., None] * np.array([1.0, 0.8, 0.5])
    size = rng.uniform(100, 800, (SHOWS, CLASSES))
    pairs = SHOWS * CATEGORIES
    bid = rng.uniform(0, 60, (1, pairs, SEATS, len(LEVELS))).astype(np.float32)
    tables = ValueTables(bid, np.array([0]), LEVELS, np.full(pairs, SEATS))
    left = rng.integers(0, SEATS + 1, (SHOWS, CATEGORIES))
    left[rng.random(left.shape) < 0.1] = 0
    level = rng.uniform(0.5, 1.8, left.shape)
    return Offers(attraction, net, size, price), tables, left, level


def bids_of(tables, left, level):
    """Return the bid prices, [P, C], by straight lines between levels."""
    share = np.clip((level - LEVELS[0]) / (LEVELS[1] - LEVELS[0]), 0, 1)
    kept = tables.bid_price[0].reshape(SHOWS, CATEGORIES, SEATS, 2)
    rows = np.take_along_axis(kept, np.maximum(left - 1, 0)[..., None, None], axis=2)
    low, high = rows[:, :, 0, 0], rows[:, :, 0, 1]
    return np.where(left > 0, (1 - share) * low + share * high, 0.0)


def gain_of(offers, bid, f, rungs):
    """Return what a vector of rungs gains, -1 where closed or sold out."""
    weight, worth = np.ones(CLASSES), np.zeros(CLASSES)
    for c, rung in enumerate(rungs):
        if rung >= 0:
            weight += offers.attraction[f, rung, c]
            margin = offers.net_income[f, rung, c] - bid[f, c]
            worth += offers.attraction[f, rung, c] * margin
    return float(offers.class_size[f] @ (worth / weight))


def keeps_order(offers, f, rungs):
    paid = [offers.price[f, r, c] for c, r in enumerate(rungs) if r >= 0]
    return all(a >= b for a, b in itertools.pairwise(paid))


def best_gain(offers, bid, f, left, allowed, *, ordered, closable):
    """Return the greatest gain of any vector that the rules allow."""
    choices = [
        [r for r in range(RUNGS) if allowed[f, r, c]] + [-1] * closable
        if left[f, c] > 0
        else [-1]
        for c in range(CATEGORIES)
    ]
    return max(
        (
            gain_of(offers, bid, f, rungs)
            for rungs in itertools.product(*choices)
            if not ordered or keeps_order(offers, f, rungs)
        ),
        default=None,
    )


@pytest.mark.parametrize("seed", range(3))
def test_one_category_is_posted_as_the_exact_dynamic_program_posts_it(seed):
    rng = np.random.default_rng(seed)
    prices = np.sort(rng.uniform(10, 60, 4))
    chance = rng.uniform(0.3, 0.9, (12, 1)) * np.exp(-prices / 25)
    exact = dynamic_program.solve(chance, prices, 6)
    sales = chance[None]
    tables = fill(sales, sales * prices, [6], steps=range(13), double=True)
    for t, seats in itertools.product(range(12), range(1, 7)):
        offers = one_category(chance[t], prices)
        decider = ScaleDecider(offers, BidPrices.at(tables, t + 1, 1))
        decider.post(np.array([[seats]]), np.ones((1, 1)), np.ones((1, 4), bool))
        assert decider.rung[0] == exact.rung[t, seats]


@pytest.mark.parametrize("seed", range(3))
def test_a_rung_in_force_rises_as_in_the_exact_dynamic_program(seed):
    rng = np.random.default_rng(seed)
    prices = np.sort(rng.uniform(10, 60, 3))
    chance = rng.uniform(0.3, 0.9, (12, 1)) * np.exp(-prices / 25)
    exact = dynamic_program.solve_rising(chance, prices, 6)
    sales = chance[None]
    tables = fill_rising(sales, sales * prices, [6], steps=range(13), double=True)
    for t, seats, rung in itertools.product(range(12), range(1, 7), range(3)):
        offers = one_category(chance[t], prices)
        decider = ScaleDecider(offers, BidPrices.at(tables, t + 1, 1))
        allowed = np.arange(3)[None] >= rung
        decider.post(np.array([[seats]]), np.ones((1, 1)), allowed)
        assert decider.rung[0] == exact.rung[t, seats, rung]


def one_category(chance, prices):
    """Return the offers to one person who buys with these chances."""
    attraction = (chance / (1 - chance))[None, :, None, None]
    net = prices[None, :, None, None]
    return Offers(attraction, net, np.ones((1, 1)), net[..., 0])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("closable", [False, True])
def test_a_tier_is_the_best_of_all_allowed(seed, closable):
    offers, tables, left, level = random_season(seed)
    bid = bids_of(tables, left, level)
    allowed = np.random.default_rng(seed).random((SHOWS, RUNGS)) < 0.8
    allowed[:, 0] = True
    flags = np.full((SHOWS, CATEGORIES), closable)
    decider = ScaleDecider(offers, BidPrices.at(tables, 0, CATEGORIES), flags)
    decider.post(left, level, allowed)
    for f in range(SHOWS):
        masks = itertools.product((0, 1), repeat=CATEGORIES) if closable else [(1,) * 4]
        best = max(
            gain_of(offers, bid, f, np.where((left[f] > 0) & np.array(m), rung, -1))
            for m in masks
            for rung in np.flatnonzero(allowed[f])
        )
        posted = np.where(decider.on_sale[f], decider.rung[f], -1)
        assert allowed[f, decider.rung[f]]
        assert gain_of(offers, bid, f, posted) == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("open_share", [0.9, 0.4])
@pytest.mark.parametrize(
    ("ordered", "closable", "short_mean", "short_max"),
    [
        (False, False, 1e-12, 1e-9),
        (True, False, 1e-4, 1e-2),
        (False, True, 1e-12, 1e-9),
        (True, True, 1e-3, 5e-2),
    ],
)
def test_prices_of_each_category_are_the_best_of_all_or_nearly(
    seed, open_share, ordered, closable, short_mean, short_max
):
    offers, tables, left, level = random_season(seed)
    bid = bids_of(tables, left, level)
    rng = np.random.default_rng(seed)
    allowed = rng.random((SHOWS, RUNGS, CATEGORIES)) < open_share
    allowed[:, 2] |= ~allowed.any(axis=1)
    decider = CategoryDecider(
        offers,
        BidPrices.at(tables, 0, CATEGORIES),
        np.full(SHOWS, ordered),
        np.full((SHOWS, CATEGORIES), closable),
    )
    decider.post(left, level, allowed)
    short = []
    for f in range(SHOWS):
        best = best_gain(
            offers, bid, f, left, allowed, ordered=ordered, closable=closable
        )
        if best is None:
            assert not decider.rungs[f].any()
            continue
        posted = np.where(decider.on_sale[f], decider.rungs[f], -1)
        assert all(allowed[f, r, c] for c, r in enumerate(posted) if r >= 0)
        assert not ordered or keeps_order(offers, f, posted)
        gain = gain_of(offers, bid, f, posted)
        short.append((best - gain) / max(abs(best), 1.0))
    assert np.mean(short) <= short_mean
    assert np.max(short) <= short_max


@pytest.mark.parametrize("kind", [ScaleDecider, CategoryDecider])
def test_one_performance_is_posted_as_among_all_and_the_others_stay(kind):
    offers, tables, left, level = random_season(7)
    shape = (SHOWS, RUNGS) if kind is ScaleDecider else (SHOWS, RUNGS, CATEGORIES)
    whole, single = (
        kind(offers, BidPrices.at(tables, 0, CATEGORIES)) for _ in range(2)
    )
    whole.post(left, level, np.ones(shape, bool))
    single.post(left, level, np.ones(shape, bool), first=4, last=5)
    all_posted, posted = (
        d.rung if kind is ScaleDecider else d.rungs for d in (whole, single)
    )
    assert np.array_equal(all_posted[4], posted[4])
    assert all_posted.any()
    assert not posted[:4].any()
    assert not posted[5:].any()


@pytest.mark.parametrize("kind", [ScaleDecider, CategoryDecider])
def test_where_nothing_is_allowed_or_left_prices_stay(kind):
    offers, tables, left, level = random_season(8)
    shape = (SHOWS, RUNGS) if kind is ScaleDecider else (SHOWS, RUNGS, CATEGORIES)
    decider = kind(offers, BidPrices.at(tables, 0, CATEGORIES))
    posted = decider.rung if kind is ScaleDecider else decider.rungs
    posted[:] = 3
    decider.post(left, level, np.zeros(shape, bool))
    assert np.all(posted[left.any(axis=1)] == 3)
    assert np.array_equal(decider.on_sale, left > 0)
    if kind is CategoryDecider:
        decider.post(np.zeros_like(left), level, np.ones(shape, bool))
        assert np.all(posted == 3)
        assert not decider.on_sale.any()


@pytest.mark.parametrize("closable", [False, True])
def test_a_price_moves_only_for_a_gain_and_then_stays(closable):
    offers, tables, left, level = random_season(11)
    bid = bids_of(tables, left, level)
    flags = np.full((SHOWS, CATEGORIES), closable)
    bids = BidPrices.at(tables, 0, CATEGORIES)
    decider = CategoryDecider(offers, bids, closable=flags)
    posted = np.random.default_rng(11).integers(0, RUNGS, (SHOWS, CATEGORIES))
    decider.rungs[:], decider.on_sale[:] = posted, left > 0
    allowed = np.ones((SHOWS, RUNGS, CATEGORIES), bool)
    decider.post(left, level, allowed)
    for f in range(SHOWS):
        before = gain_of(offers, bid, f, np.where(left[f] > 0, posted[f], -1))
        now = np.where(decider.on_sale[f], decider.rungs[f], -1)
        assert gain_of(offers, bid, f, now) >= before - 1e-9 * abs(before)
    rungs, on_sale = decider.rungs.copy(), decider.on_sale.copy()
    decider.post(left, level, allowed)
    assert np.array_equal(decider.rungs, rungs)
    assert np.array_equal(decider.on_sale, on_sale)


def test_tables_are_read_between_steps_by_straight_lines():
    sales = np.tile(np.exp(-np.array([0.5, 1.0])), (6, 8, 1))
    tables = fill(sales, sales * [10.0, 20.0], [5] * 6, steps=(0, 4), double=True)
    bids = BidPrices.at(tables, 1.0, 3)
    mixed = 0.75 * tables.bid_price[0] + 0.25 * tables.bid_price[1]
    assert bids.bid_price.shape == (2, 3, 5, 1, 1)
    assert bids.bid_price.reshape(mixed.shape) == pytest.approx(mixed)
    single = fill(sales, sales, [5] * 6, steps=(0, 4))
    assert BidPrices.at(single, 1.0, 3).bid_price.dtype == np.float32
    rising = fill_rising(sales, sales, [5] * 6, steps=(0, 4))
    assert BidPrices.at(rising, 3.0, 2).commitment.shape == (3, 2, 6, 2, 1)
    with pytest.raises(ValueError, match="step in 0 to 4"):
        BidPrices.at(tables, 5, 3)
    with pytest.raises(ValueError, match="as many categories"):
        BidPrices.at(tables, 0, 4)


def test_offers_that_do_not_fit_are_refused_with_a_reason():
    offers, tables, _, _ = random_season(9)
    bids = BidPrices.at(tables, 0, CATEGORIES)
    with pytest.raises(ValueError, match="finite net_income"):
        replace(offers, net_income=offers.net_income * np.nan)
    with pytest.raises(ValueError, match=r"one \[P, L, C, K\]"):
        replace(offers, net_income=offers.net_income[:, :2])
    with pytest.raises(ValueError, match="class_size of shape"):
        replace(offers, class_size=offers.class_size[:, :2])
    with pytest.raises(ValueError, match="price of shape"):
        replace(offers, price=offers.price[:, :2])
    with pytest.raises(ValueError, match="at least 0"):
        replace(offers, attraction=-offers.attraction)
    with pytest.raises(ValueError, match="same performances"):
        ScaleDecider(offers, BidPrices.at(tables, 0, 2))
    with pytest.raises(ValueError, match="flags"):
        ScaleDecider(offers, bids, np.ones((2, 2), bool))
    falling = replace(offers, price=offers.price[:, ::-1])
    with pytest.raises(ValueError, match="do not fall"):
        CategoryDecider(falling, bids, np.ones(SHOWS, bool))
    rows = np.repeat(bids.bid_price, RUNGS, axis=3)
    with pytest.raises(ValueError, match="without a rung"):
        CategoryDecider(offers, replace(bids, bid_price=rows))


@pytest.mark.parametrize("kind", [ScaleDecider, CategoryDecider])
def test_a_state_that_does_not_fit_is_refused_with_a_reason(kind):
    offers, tables, left, level = random_season(10)
    decider = kind(offers, BidPrices.at(tables, 0, CATEGORIES))
    shape = (SHOWS, RUNGS) if kind is ScaleDecider else (SHOWS, RUNGS, CATEGORIES)
    allowed = np.ones(shape, bool)
    with pytest.raises(ValueError, match="left and level"):
        decider.post(left[:3], level, allowed)
    with pytest.raises(ValueError, match="left and level"):
        decider.post(left, level[:, :1], allowed)
    with pytest.raises(ValueError, match="allowed of shape"):
        decider.post(left, level, allowed[:, :2])
    with pytest.raises(ValueError, match="performances in 0 to 60"):
        decider.post(left, level, allowed, last=SHOWS + 1)
