"""Clocks that are set back and forth: holds run out on time, events stay in order."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.errors import QuoteNotOpen
from pricing.domain.quote import QuoteState
from pricing.store.clock import SLEW, LogsAhead, SteadyClock
from pricing.store.commands import Tick
from pricing.store.memory import MemoryLog
from pricing.store.writer import LogStore
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import (
    ORGANIZATION,
    accept,
    ask,
    hold,
    open_house,
    read,
)

HOUR, YEAR = 3600.0, 365 * 86_400.0
FAR = st.floats(-YEAR, YEAR)


class Machine:
    """A machine whose clock is set by hand, and whose seconds pass anyway."""

    def __init__(self, start: datetime = NOW) -> None:
        self.passed = 500.0
        self.wall = start.timestamp()

    def wait(self, seconds: float) -> None:
        self.passed += seconds
        self.wall += seconds

    def steady(self) -> SteadyClock:
        return SteadyClock(lambda: self.wall, lambda: self.passed)

    def open(self, log: MemoryLog) -> LogStore:
        return LogStore(log, self.steady(), elapsed=lambda: self.passed)


def test_a_clock_that_nobody_sets_is_followed():
    machine = Machine()
    clock = machine.steady()
    for _ in range(100):
        machine.wait(7.5)
        assert clock().timestamp() == pytest.approx(machine.wall, abs=1e-5)


@given(
    steps=st.lists(st.tuples(st.floats(0, 86_400), FAR), max_size=20),
)
def test_whatever_is_set_time_goes_on_at_nearly_its_pace(steps):
    machine = Machine()
    clock = machine.steady()
    before = clock()
    for seconds, by in steps:
        machine.wait(seconds)
        machine.wall += by
        now = clock()
        passed = (now - before).total_seconds()
        assert (1 - SLEW) * seconds - 1e-5 <= passed <= (1 + SLEW) * seconds + 1e-5
        before = now


@pytest.mark.parametrize("by", [-HOUR, HOUR])
def test_an_hour_is_made_up_for_in_ten(by, caplog):
    machine = Machine()
    clock = machine.steady()
    machine.wall += by
    with caplog.at_level(logging.INFO):
        for _ in range(10 * 3600 + 5):
            machine.wait(1.0)
            clock()
    told = [record.getMessage() for record in caplog.records]
    assert f"{by:+.0f} s" in told[0]
    assert told[1:] == ["the machine's clock is followed again"]
    assert abs(clock().timestamp() - machine.wall) < 1e-3


@pytest.mark.parametrize("by", [-HOUR, HOUR, -YEAR, YEAR])
def test_a_hold_runs_out_on_time_whatever_the_clock_is_set_to(by):
    machine = Machine()
    store = machine.open(MemoryLog())
    open_house(store, studio_season(hold_minutes=15))
    first = hold(store)
    machine.wait(60.0)
    machine.wall += by
    second = hold(store)
    assert (second.create_time - first.create_time).total_seconds() < 70
    machine.wait(12 * 60.0)
    assert {read(store, each.id).state for each in (first, second)} == {
        QuoteState.OFFERED
    }
    machine.wait(5 * 60.0)
    ask(store, Tick())
    assert {read(store, each.id).state for each in (first, second)} == {
        QuoteState.EXPIRED
    }
    # Set right again, nothing comes back.
    machine.wall -= by
    for each in (first, second):
        with pytest.raises(QuoteNotOpen):
            accept(store, each.id)
    times = [each.time for each in store.events(ORGANIZATION)]
    assert all(a <= b for a, b in pairwise(times))
    store.close()


@pytest.mark.parametrize("ahead", [HOUR, YEAR])
def test_a_log_from_a_clock_that_was_ahead_stops_no_time(ahead, caplog):
    log, machine = MemoryLog(), Machine()
    machine.wall += ahead
    # The night is further away than the clock was wrong.
    season = studio_season()
    nights = tuple(
        replace(p, starts_at=p.starts_at + timedelta(days=2400))
        for p in season.performances
    )
    store = machine.open(log)
    open_house(store, studio_season(performances=nights))
    first = hold(store)
    store.close()
    machine.wall -= ahead
    store = machine.open(log)
    second = hold(store)
    assert "ahead of the clock" in caplog.text
    assert second.create_time >= first.create_time
    machine.wait(29 * 60.0)
    ask(store, Tick())
    assert read(store, second.id).state is QuoteState.OFFERED
    machine.wait(2 * 60.0)
    ask(store, Tick())
    # At half the pace, but it runs out.
    assert read(store, second.id).state is QuoteState.EXPIRED
    for _ in range(3):
        machine.wait(ahead)
        hold(store)
    now = store.now(ORGANIZATION)
    assert abs(now.timestamp() - machine.wall) < 2
    times = [each.time for each in store.events(ORGANIZATION)]
    assert all(a <= b for a, b in pairwise(times))
    store.close()


def test_a_log_that_is_a_moment_ahead_is_waited_for():
    passed = [0.0]
    logs = LogsAhead(lambda: passed[0])
    last = NOW + timedelta(milliseconds=900)
    for passed[0] in (0.0, 0.5, 3.0):
        assert logs.now("a", NOW, last) == last


def test_a_log_that_is_ahead_again_stops_no_time_either():
    passed = [0.0]
    logs = LogsAhead(lambda: passed[0])
    hour = timedelta(hours=1)
    assert logs.now("a", NOW, NOW + hour) == NOW + hour
    # Ten hours later the clock has long caught up, and another event is ahead.
    passed[0] = 10 * HOUR
    clock, last = NOW + 10 * hour, NOW + 11 * hour
    assert logs.now("a", clock, last) == last
    passed[0] += HOUR / 2
    assert logs.now("a", clock + hour / 2, last) == last + hour / 4


@given(readings=st.lists(st.tuples(st.floats(0, 1e4), FAR), min_size=1))
def test_no_reading_is_before_the_last_event(readings):
    passed, logs, last = [0.0], None, NOW
    logs = LogsAhead(lambda: passed[0])
    for seconds, by in readings:
        passed[0] += seconds
        clock = NOW + timedelta(seconds=passed[0] + by)
        now = clock if clock >= last else logs.now("a", clock, last)
        assert now >= last
        last = now
