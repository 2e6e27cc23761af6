from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.constraints.price_steps import changes, steps
from pricing.domain.rules import PriceStep, Scope
from tests.houses import studio_season

LOW, MID, HIGH = 0, 1, 2


def test_a_change_is_held_to_its_share_of_the_price_before():
    season = studio_season(rules=(PriceStep(id="step", change_permille=300),))

    kept = steps(season.rules, season, season.performances[0])

    # The back costs 12.00, 15.00 and 20.00: up 25 % and 33 %, down 25 % and 20 %.
    front, back = kept[0]
    assert back.tolist() == [
        [True, True, False],
        [True, True, False],
        [False, True, True],
    ]
    # The front 20.00, 25.00 and 32.00: up 25 % and 28 %, down 22 % and 20 %.
    assert front[MID, HIGH]
    assert not front[LOW, HIGH]
    assert not front[HIGH, LOW]


def test_without_a_rule_in_scope_nothing_limits_a_change():
    rule = PriceStep(id="step", change_permille=0, scope=Scope(production="phedre"))
    season = studio_season(rules=(rule,))
    first, second = season.performances

    assert steps(season.rules, season, first) is None
    kept = steps(season.rules, season, second)
    assert kept.shape == (5, 2, 3, 3)
    assert (kept == np.eye(3, dtype=bool)).all()


def test_between_changes_that_are_too_near_no_price_moves():
    # Periods begin 90, 60, 30, 14, 7 and 1 days out.
    season = studio_season(rules=(PriceStep(id="step", days_between=10),))

    kept = steps(season.rules, season, season.performances[0])

    moves = [bool(each[0, LOW, HIGH]) for each in kept]
    assert moves == [True, True, True, False, True]
    assert kept[:, :, range(3), range(3)].all()


def test_a_price_of_nothing_stays_where_changes_are_relative():
    rule = PriceStep(id="step", change_permille=10_000)
    assert not rule.allows(0, 1)
    assert rule.allows(100, 1100)
    assert not rule.allows(100, 1101)
    assert PriceStep(id="step").allows(0, 1)


@settings(deadline=None)
@given(
    days=st.lists(st.integers(1, 200), min_size=1, max_size=12, unique=True),
    between=st.integers(0, 60),
)
def test_any_two_changes_that_a_plan_may_make_are_far_enough_apart(days, between):
    starts = sorted(days, reverse=True)
    free = changes(PriceStep(id="step", days_between=between), starts)
    dates = [d for d, may in zip(starts[1:], free, strict=True) if may]
    assert all(a - b >= between for a, b in pairwise(dates))
    # None more could be let in between without coming too near.
    for d, may in zip(starts[1:], free, strict=True):
        earlier = [e for e in (starts[0], *dates) if e > d]
        assert may == (min(earlier) - d >= between)


@pytest.mark.parametrize("change", [-1, 10_001])
def test_a_change_out_of_range_is_refused(change):
    with pytest.raises(ValueError, match="change of 'step' in"):
        PriceStep(id="step", change_permille=change)
