"""Work on performances spread over the cores."""

import threading

import pytest

from pricing.optimizer import spread


@pytest.fixture(params=[1, 2, 3])
def cores(request, monkeypatch):
    monkeypatch.setattr(spread, "cores", lambda: request.param)
    return request.param


def test_results_come_in_the_order_of_the_items(cores):
    found = spread.each(lambda n: n * n, list(range(20)), lambda done: True)

    assert found == [n * n for n in range(20)]


def test_nothing_is_made_of_no_items(cores):
    assert spread.each(lambda n: n, [], lambda done: True) == []


def test_what_time_does_not_allow_is_left_out(cores):
    begun = []

    found = spread.each(begun.append, list(range(50)), lambda done: len(begun) < 5)

    assert len(begun) < 50
    assert sorted(begun) == list(range(len(begun)))
    assert found == [None] * 50


def test_the_shares_done_never_fall(cores):
    told = []

    spread.each(lambda n: n, list(range(10)), lambda done: told.append(done) or True)

    assert told == sorted(told)
    assert told[0] >= 0.0
    assert told[-1] <= 1.0


def test_who_calls_the_work_off_is_heard_and_no_more_is_begun(cores):
    begun = []
    lock = threading.Lock()

    def work(n):
        with lock:
            begun.append(n)

    def check(done):
        if len(begun) >= 4:
            raise RuntimeError("called off")
        return True

    with pytest.raises(RuntimeError, match="called off"):
        spread.each(work, list(range(1000)), check)

    assert len(begun) < 100


def test_a_fault_of_the_work_comes_through(cores):
    with pytest.raises(ZeroDivisionError):
        spread.each(lambda n: 1 / (n - 3), list(range(6)), lambda done: True)
