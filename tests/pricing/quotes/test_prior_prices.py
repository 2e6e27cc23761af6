"""The lowest price of 30 days, against prices looked up in the whole of the past."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.channel import Channel
from pricing.quotes.posting import Posting
from pricing.quotes.prior_prices import WINDOW, CategoryPrices, PriorPrices
from tests.houses import ON_SALE, studio_season

DAY = timedelta(days=1)
START = ON_SALE


def history(*steps):
    """Return prices that changed after so many days each."""
    prices, now = CategoryPrices(), START
    for days, price in steps:
        now += days * DAY
        prices.note(price, now)
    return prices, now


def lowest(prices, now):
    found = prices.lowest(now)
    return (found.amount_minor, found.reduced_since) if found else None


def test_the_lowest_price_of_30_days_stands_beside_a_reduction():
    prices, now = history((0, 3000), (10, 2500), (5, 2800), (5, 2000))
    assert lowest(prices, now) == (2500, now)
    # And stays while the reduction does.
    assert lowest(prices, now + 200 * DAY) == (2500, now)


def test_successive_reductions_keep_the_price_before_the_first():
    prices, now = history((0, 3000), (40, 2500), (5, 2000), (50, 1500))
    assert lowest(prices, now) == (3000, START + 40 * DAY)


def test_a_fall_back_to_a_price_of_the_last_30_days_is_no_reduction():
    prices, now = history((0, 2000), (60, 3000), (10, 2000))
    assert lowest(prices, now) == (2000, None)
    later, now = history((0, 2000), (60, 3000), (31, 2000))
    assert lowest(later, now) == (3000, now)


def test_a_rise_ends_a_reduction():
    prices, now = history((0, 3000), (40, 2000), (10, 2500))
    assert lowest(prices, now) == (2000, None)
    assert lowest(prices, now + 31 * DAY) == (2500, None)


def test_what_was_closed_was_asked_of_nobody():
    prices, now = history((0, 3000), (10, 1000), (1, None), (40, 2500))
    assert lowest(prices, now) == (2500, None)
    assert lowest(CategoryPrices(), now) is None


def naive(changes, now):
    """Return the lowest price and since when it is reduced, from all changes."""

    def asked(at):
        found = []
        for place, (since, price) in enumerate(changes):
            end = changes[place + 1][0] if place + 1 < len(changes) else None
            over = end is not None and end <= at - WINDOW
            if price is not None and since < at and not over:
                found.append(price)
        return found

    steps = []
    for since, price in changes:
        if price is not None and (not steps or steps[-1][1] != price):
            steps.append((since, price))
    reduced = None
    for (_, before), (at, price) in pairwise(steps):
        if price > before:
            reduced = None
        elif reduced is None:
            past = min(asked(at), default=before)
            reduced = (past, at) if price < past else None
    if reduced:
        return reduced
    past = [
        price
        for place, (since, price) in enumerate(changes)
        if price is not None
        and (place + 1 == len(changes) or changes[place + 1][0] > now - WINDOW)
    ]
    return (min(past), None) if past else None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(1, 4)), max_size=12),
    st.integers(0, 60),
)
def test_any_past_is_summed_up_as_if_it_were_looked_through(steps, wait):
    prices, now = history(*steps)
    changes, at = [], START
    for days, price in steps:
        at += days * DAY
        # Of prices that change at one moment, the last was asked.
        if changes and changes[-1][1] == price:
            continue
        changes.append((at, price))
    then = now + wait * DAY
    found = prices.lowest(then)
    assert lowest(prices, then) == naive(changes, then)
    if found is not None:
        until = found.until
        end = then + 100 * DAY if until is None else until
        assert then < end
        just_before = end - timedelta(microseconds=1)
        assert prices.lowest(just_before).amount_minor == found.amount_minor
        if until is not None:
            after = prices.lowest(until)
            assert after is None or after.amount_minor != found.amount_minor


def note(prior, season, tier, days, **more):
    performance = season.performances[0]
    posting = Posting(performance.id, tier, "r1", 0, tier, **more)
    prior.note(season, performance, posting, START + days * DAY)


def test_what_is_posted_before_the_sale_counts_for_nothing():
    season, prior = studio_season(), PriorPrices()
    note(prior, season, "low", -20, before_sale=True)
    assert prior.lowest("night-1", "front", START) is None
    note(prior, season, "high", 0)
    note(prior, season, "mid", 5)
    found = prior.lowest("night-1", "front", START + 5 * DAY)
    assert (found.amount_minor, found.reduced_since) == (3200, START + 5 * DAY)


def test_the_channel_that_adds_least_says_what_everyone_pays():
    on_top = Channel("web", "Web", commission_fixed_minor=200, commission_inside=False)
    dear = Channel("desk", "Desk", commission_fixed_minor=500, commission_inside=False)
    season, prior = studio_season(channels=(dear, on_top)), PriorPrices()
    note(prior, season, "mid", 0)
    assert prior.lowest("night-1", "back", START).amount_minor == 1700


def test_only_what_may_still_count_is_kept():
    prices = CategoryPrices()
    for day in range(1000):
        prices.note(1000 + day % 7, START + day * DAY)
    assert len(prices.changes) <= 32


@pytest.mark.parametrize("price", [None, 1000])
def test_a_price_that_is_posted_again_is_no_change(price):
    prices, _ = history((0, 2000), (1, price), (1, price))
    assert len(prices.changes) == 2
