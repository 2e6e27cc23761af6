"""The judge of histories knows a wrong one when it sees it."""

from dataclasses import replace

import pytest

from pricing.store.memory import open_memory
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, basket, hold, open_house, void
from tests.pricing.store.history import Call, check_linearisable

SEATS = ("night-1", "front")


@pytest.fixture
def log(clock):
    """Two of three seats held, given up, and held again by another."""
    store = open_memory(clock)
    nights = [replace(p, capacities=(3, 0)) for p in studio_season().performances]
    open_house(store, studio_season(performances=tuple(nights)))
    first = hold(store, basket(2), "a")
    void(store, first.id)
    hold(store, basket(2), "b")
    events = list(store.events(ORGANIZATION))
    store.close()
    return events


RIGHT = [
    Call(0, 1, "held", "a"),
    Call(2, 3, "held", "x", SEATS, 1, refused=True),
    Call(2, 5, "voided", "q000001"),
    Call(4, 7, "held", "y", SEATS, 3, refused=True),
    Call(4, 6, "held", "b"),
    Call(8, 9, "held", "a"),
    Call(8, 9, "sold", "q000001", refused=True),
]


def test_a_history_that_has_an_order_is_right(log):
    check_linearisable(RIGHT, log, 3)


@pytest.mark.parametrize(
    ("at", "change", "said"),
    [
        # Refused for seats that were free all the while, or were all taken.
        (1, {"left": 0}, "fits nowhere"),
        (3, {"began": 7, "ended": 8}, "fits nowhere"),
        # An answer before the call that it rests on began.
        (0, {"began": 10, "ended": 11}, "came too late"),
        (4, {"began": 0, "ended": 1}, "came too late"),
        # Told to be held, and nowhere in the log.
        (5, {"key": "z"}, "left no trace"),
        # Refused as ended before it was ended.
        (6, {"began": 1.5, "ended": 1.8}, "fits nowhere"),
    ],
)
def test_a_history_that_has_none_is_wrong(log, at, change, said):
    calls = list(RIGHT)
    calls[at] = replace(calls[at], **change)
    if at == 0:
        # The repeat would else have been the first.
        del calls[5]
    with pytest.raises(AssertionError, match=said):
        check_linearisable(calls, log, 3)


def test_more_seats_than_there_are_is_wrong(log):
    with pytest.raises(AssertionError, match="night-1"):
        check_linearisable([], log, 1)
