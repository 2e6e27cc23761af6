"""Sums that are shared: exact, near to proportional, promises kept."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.settlement import Share
from pricing.settlement.shares import apportion, apportion_rows, with_minima

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any)


@settings(deadline=None)
@given(AMOUNTS, WEIGHTS)
def test_parts_sum_to_the_whole_and_none_is_a_unit_off(amount, weights):
    parts = apportion(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@settings(deadline=None)
@given(AMOUNTS, WEIGHTS)
def test_no_other_whole_parts_are_nearer_to_proportional(amount, weights):
    # What the method is the best at: the sum of distances from exact shares.
    parts = apportion(amount, weights)
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    for i in range(len(parts)):
        for j in range(len(parts)):
            if i == j:
                continue
            other = list(parts)
            other[i] += 1
            other[j] -= 1
            ours = sum(abs(p - e) for p, e in zip(parts, exact, strict=True))
            theirs = sum(abs(p - e) for p, e in zip(other, exact, strict=True))
            assert ours <= theirs


def test_seats_are_apportioned_as_hamilton_did():
    # The census of 1791, 120 seats: Balinski and Young (1982), table 3.1 and 3.2.
    population = {
        "Virginia": (630_560, 21), "Massachusetts": (475_327, 16),
        "Pennsylvania": (432_879, 14), "North Carolina": (353_523, 12),
        "New York": (331_589, 11), "Maryland": (278_514, 9),
        "Connecticut": (236_841, 8), "South Carolina": (206_236, 7),
        "New Jersey": (179_570, 6), "New Hampshire": (141_822, 5),
        "Vermont": (85_533, 3), "Georgia": (70_835, 2), "Kentucky": (68_705, 2),
        "Rhode Island": (68_446, 2), "Delaware": (55_540, 2),
    }  # fmt: skip
    parts = apportion(120, [people for people, _ in population.values()])
    assert parts == [seats for _, seats in population.values()]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        apportion(100, weights)


@settings(deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), max_size=12), WEIGHTS)
def test_rows_and_parties_both_sum(amounts, weights):
    rows = apportion_rows(amounts, weights)
    assert [sum(row) for row in rows] == amounts
    if amounts:
        columns = [sum(column) for column in zip(*rows, strict=True)]
        assert columns == apportion(sum(amounts), weights)


@st.composite
def splits(draw):
    count = draw(st.integers(1, 6))
    least = st.just(0) | st.integers(1, 10**6)
    shares = [
        Share(f"p-{i}", draw(st.integers(0, 1000)), draw(least)) for i in range(count)
    ]
    return [*shares, Share("producer", draw(st.integers(1, 1000)))]


@settings(deadline=None)
@given(AMOUNTS, splits())
def test_promised_minima_are_kept_and_the_parts_sum(net, shares):
    parts = with_minima(net, shares)
    assert sum(parts) == net
    for part, share in zip(parts, shares, strict=True):
        assert not share.guaranteed_minor or part >= share.guaranteed_minor


@settings(deadline=None)
@given(AMOUNTS, splits())
def test_nobody_without_need_of_a_promise_is_paid_by_it(net, shares):
    # Without promises each would have at least as much as it has now, but those
    # who get exactly what they are promised.
    parts = with_minima(net, shares)
    plain = apportion(net, [share.permille for share in shares])
    for part, before, share in zip(parts, plain, shares, strict=True):
        kept = share.guaranteed_minor and part == share.guaranteed_minor
        assert kept or part <= before + 1


def test_a_minimum_comes_out_of_the_others_in_proportion():
    shares = [Share("artist", 500, 600_00), Share("producer", 300), Share("venue", 200)]
    assert with_minima(1000_00, shares) == [600_00, 240_00, 160_00]
    assert with_minima(1400_00, shares) == [700_00, 420_00, 280_00]
    assert with_minima(100_00, shares) == [600_00, -300_00, -200_00]
