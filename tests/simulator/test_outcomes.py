import numpy as np
import pytest

from pricing.domain.rules import AccessShare, NeverFalls, Scope
from simulator.books import WORTH, Visits
from simulator.house import build
from simulator.outcomes import Change, Outcome
from simulator.summary import summarise
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

# Rungs low, mid, high; classes public, young, poor, families.
FRONT, BACK = 0, 1


NOBODY = Visits(
    np.empty(0, np.int64),
    np.empty((0, WORTH + 2), np.int32),
    np.empty((0, 2), np.int32),
)


def summary(sold, rules=(), changes=()):
    """What was sold by places in [F, L, C, K]; prices as they came to stand."""
    season = studio_season(2, rules=rules)
    house = build(season, studio_scenario(season))
    seats = np.zeros((2, 3, 2, 4), np.int64)
    for place, count in sold.items():
        seats[place] = count
    outcome = Outcome(
        sold=seats,
        spilled=np.array([4, 1]),
        priced_out=np.array([7, 0]),
        recaptured=np.array([2, 0]),
        given_back=np.array([2, 0]),
        to_resellers=np.array([3, 0]),
        sold_on=np.array([1, 0]),
        path=np.full((2, 6, 2), 1),
        booked=np.zeros((2, 6), np.int64),
        changes=tuple(
            Change(time, f, np.array([front, back])) for time, f, front, back in changes
        ),
        visits=NOBODY,
        bought=np.empty(0, np.int32),
        log=np.empty((0, 2), np.int32),
    )
    return summarise(outcome, house, np.array([30, 9, 8, 7]))


def test_the_measures_of_a_small_season_are_those_worked_out_by_hand():
    found = summary(
        {
            (0, 1, FRONT, 0): 10,  # 25.00
            (0, 2, FRONT, 1): 4,  # 60 % of 32.00, to 50 cents: 19.00
            (1, 1, BACK, 2): 5,  # 5.00
            (1, 0, BACK, 3): 1,  # 30 % of 12.00
        }
    )
    income = 10 * 25 + 4 * 19 + 5 * 5 + 3.6
    assert found.measures["income"] == pytest.approx(income)
    assert found.measures["fill_rate"] == pytest.approx(20 / 160)
    assert found.measures["access_share"] == pytest.approx(1.0)
    assert found.measures["solidarity_share"] == pytest.approx(6 / 20)
    assert found.measures["average_price"] == pytest.approx(income / 20)
    assert found.measures["spill"] == 5
    assert found.measures["priced_out"] == 7
    assert found.measures["recaptured"] == 2
    assert found.income == pytest.approx([326, 28.6])
    assert found.fill_rate == pytest.approx([14 / 80, 6 / 80])
    assert found.category_seats.tolist() == [[14, 0], [0, 6]]
    assert found.class_seats.tolist() == [10, 4, 5, 1]
    assert found.class_wanted.tolist() == [30, 9, 8, 7]
    assert found.class_income == pytest.approx([250, 76, 25, 3.6])
    # Were all sold at 25.00, 32.00, 15.00 and 12.00.
    assert found.full_prices["income"] == pytest.approx(250 + 128 + 75 + 12)
    assert found.full_prices["access_share"] == pytest.approx(16 / 20)


def test_access_is_measured_at_the_price_paid():
    rule = AccessShare(id="access", share_permille=300, price_minor=1900)
    sold = {(0, 1, FRONT, 0): 6, (0, 2, FRONT, 1): 4}
    found = summary(sold, (rule,))
    assert found.measures["access_share"] == pytest.approx(0.4)
    assert found.rules == {"access": (True, 0.4)}


def test_an_access_share_of_each_performance_is_kept_on_each():
    rule = AccessShare(
        id="access", share_permille=300, price_minor=1900, each_performance=True
    )
    sold = {(0, 1, FRONT, 0): 6, (1, 2, FRONT, 1): 4}
    assert summary(sold, (rule,)).rules == {"access": (False, 0.4)}


def test_a_scope_leaves_other_performances_out():
    rule = AccessShare(
        id="access",
        scope=Scope(performance_id="night-2"),
        share_permille=900,
        price_minor=1900,
    )
    sold = {(0, 1, FRONT, 0): 6, (1, 2, FRONT, 1): 4}
    assert summary(sold, (rule,)).rules == {"access": (True, 1.0)}


def test_a_price_that_fell_is_seen():
    rule = NeverFalls(id="never")
    falls = [(0, 0, 1, 1), (0, 1, 0, 0), (9, 0, 2, 2), (19, 0, 1, 1)]
    one_falls = [(0, 0, 1, 1), (9, 0, 2, 0)]
    rises = [(0, 0, 0, 1), (0, 1, 1, 1), (9, 0, 1, 1), (19, 0, 1, 2)]
    # Closed for a while and back where it was.
    closed = [(0, 0, 1, 1), (9, 0, 1, -1), (19, 0, 1, 1)]
    for changes, kept in (
        (falls, False), (one_falls, False), (rises, True), (closed, True)
    ):  # fmt: skip
        assert summary({}, (rule,), changes).rules == {"never": (kept, None)}


def test_a_season_that_sold_nothing_has_numbers():
    found = summary({})
    assert all(np.isfinite(value) for value in found.measures.values())
