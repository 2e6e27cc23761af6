import threading
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from pricing.domain.errors import (
    NameTaken,
    QueueFull,
    QuoteNotOpen,
    RequestIdReused,
    StoreUnavailable,
)
from pricing.domain.quote import QuoteState
from pricing.store import group
from pricing.store.commands import CreateQuote, CreateSeason, StorePlan, Tick
from pricing.store.interface import Decision, Repeatable
from pricing.store.log import Transaction
from pricing.store.memory import MemoryLog
from pricing.store.upkeep import upkeep
from pricing.store.writer import LogStore
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.store.asks import (
    ORGANIZATION,
    accept,
    ask,
    basket,
    hold,
    kinds,
    open_house,
    read,
    void,
)


@dataclass(frozen=True)
class Blocker(Repeatable):
    """Keeps the writer busy until it is let go."""

    begun: threading.Event
    go: threading.Event

    def decide(self, books, now):
        self.begun.set()
        assert self.go.wait(30)
        return Decision((), None)


@dataclass(frozen=True)
class Broken(Repeatable):
    def decide(self, books, now):
        raise ZeroDivisionError


def test_a_repeat_gets_the_first_answer_and_adds_nothing(house):
    open_house(house.store)
    first = hold(house.store, request_id="r-1")
    before = kinds(house.store)
    accept(house.store, first.id)
    assert hold(house.store, request_id="r-1") == first
    assert kinds(house.store) == [*before, "QuoteAccepted"]


def test_a_repeat_gets_the_first_answer_after_a_restart(house):
    season = open_house(house.store)
    first = hold(house.store, request_id="r-1")
    entered = ask(house.store, CreateSeason(studio_season(id="winter"), "r-2"))
    plan = ask(house.store, StorePlan(plan_of(season), "r-3"))
    house.restart()
    house.clock.wait(days=2)
    assert hold(house.store, request_id="r-1") == first
    again = ask(house.store, CreateSeason(studio_season(id="winter"), "r-2"))
    assert again == entered
    assert ask(house.store, StorePlan(plan_of(season), "r-3")) == plan
    assert kinds(house.store).count("QuoteOffered") == 1


def test_a_repeat_gets_the_first_answer_while_the_first_still_waits(house):
    open_house(house.store)
    begun, go = threading.Event(), threading.Event()
    blocked = house.store.submit(ORGANIZATION, Blocker(begun, go))
    command = CreateQuote("autumn", basket(), "r-1")
    futures = [house.store.submit(ORGANIZATION, command) for _ in range(5)]
    go.set()
    blocked.result(30)
    answers = [future.result(30) for future in futures]
    assert all(answer == answers[0] for answer in answers)
    assert kinds(house.store).count("QuoteOffered") == 1


def test_a_request_id_with_another_body_is_refused(house):
    open_house(house.store)
    hold(house.store, request_id="r-1")
    with pytest.raises(RequestIdReused):
        hold(house.store, basket(3), request_id="r-1")
    house.restart()
    with pytest.raises(RequestIdReused):
        ask(house.store, CreateSeason(studio_season(id="winter"), "r-1"))


def test_a_refused_command_leaves_no_trace_and_may_be_repeated(house):
    open_house(house.store)
    with pytest.raises(NameTaken):
        ask(house.store, CreateSeason(studio_season(), "r-1"))
    assert ask(house.store, CreateSeason(studio_season(id="winter"), "r-1"))


def test_a_command_that_breaks_is_told_and_the_next_is_answered(house):
    with pytest.raises(ZeroDivisionError):
        ask(house.store, Broken())
    open_house(house.store)
    assert hold(house.store).state is QuoteState.OFFERED


def test_a_restart_has_the_same_books(house):
    open_house(house.store)
    sold = hold(house.store)
    accept(house.store, sold.id)
    void(house.store, hold(house.store).id)
    hold(house.store, basket(3, category="back"))
    before = house.store.books(ORGANIZATION)
    house.restart()
    assert house.store.books(ORGANIZATION) == before
    assert house.store.organizations() == (ORGANIZATION,)
    assert accept(house.store, sold.id).items[0].serials == (1, 2)


def test_organisations_do_not_see_each_other(house):
    open_house(house.store)
    other = studio_season(organization_id="other-theatre")
    house.store.submit("other-theatre", CreateSeason(other)).result(30)
    assert house.store.organizations() == ("other-theatre", ORGANIZATION)
    assert len(list(house.store.events("other-theatre"))) == 1
    assert house.store.books("nobody").seasons == {}
    assert "nobody" not in house.store.organizations()


def test_events_are_read_in_order_from_any_point(house):
    open_house(house.store)
    hold(house.store)
    everything = list(house.store.events(ORGANIZATION))
    assert [each.sequence for each in everything] == list(range(1, len(everything) + 1))
    assert list(house.store.events(ORGANIZATION, after=2)) == everything[2:]


def test_a_hold_that_runs_out_frees_its_seats_at_the_next_tick(house):
    open_house(house.store)
    quote = hold(house.store)
    house.clock.wait(minutes=15)
    ask(house.store, Tick())
    ended = read(house.store, quote.id)
    assert (ended.state, ended.end_time) == (QuoteState.EXPIRED, quote.expire_time)
    counts = house.store.books(ORGANIZATION).season("autumn").counts["night-1"]
    assert counts.taken == 0
    with pytest.raises(QuoteNotOpen, match="is expired"):
        accept(house.store, quote.id)


def test_a_hold_stands_until_its_last_moment(house):
    open_house(house.store)
    quote = hold(house.store)
    house.clock.now = quote.expire_time - house.clock.now.resolution
    assert accept(house.store, quote.id).state is QuoteState.ACCEPTED


def test_an_accepted_quote_does_not_expire(house):
    open_house(house.store)
    quote = hold(house.store)
    sold = accept(house.store, quote.id)
    house.clock.wait(hours=1)
    ask(house.store, Tick())
    assert read(house.store, quote.id) == sold


def test_a_tick_with_nothing_due_writes_nothing(house):
    open_house(house.store)
    before = kinds(house.store)
    ask(house.store, Tick())
    assert kinds(house.store) == before


def test_time_in_the_books_never_runs_backwards(house):
    open_house(house.store)
    house.clock.wait(hours=-1)
    quote = hold(house.store)
    # It goes on from the last event, or the hold would never run out.
    assert NOW <= quote.create_time <= house.store.now(ORGANIZATION)
    assert house.store.now(ORGANIZATION) < NOW + timedelta(minutes=5)


def test_a_command_called_off_before_its_turn_does_nothing(house):
    open_house(house.store)
    begun, go = threading.Event(), threading.Event()
    blocked = house.store.submit(ORGANIZATION, Blocker(begun, go))
    assert begun.wait(30)
    late = house.store.submit(ORGANIZATION, CreateQuote("autumn", basket()))
    assert late.cancel()
    go.set()
    blocked.result(30)
    with pytest.raises(CancelledError):
        late.result(30)
    ask(house.store, Tick())
    assert "QuoteOffered" not in kinds(house.store)


def test_a_closed_store_takes_nothing(house):
    house.store.close()
    house.store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        house.store.submit(ORGANIZATION, Tick())


def test_a_full_queue_is_told_at_once(clock):
    store = LogStore(MemoryLog(), clock, commands_waiting_max=2)
    begun, go = threading.Event(), threading.Event()
    first = store.submit(ORGANIZATION, Blocker(begun, go))
    assert begun.wait(30)
    waiting = [store.submit(ORGANIZATION, Tick()) for _ in range(2)]
    with pytest.raises(QueueFull):
        store.submit(ORGANIZATION, Tick())
    go.set()
    for future in [first, *waiting]:
        future.result(30)
    store.close()


class FaultyLog(MemoryLog):
    """A log whose disk fails when told."""

    fails_to_append = False
    fails_to_read = False

    @contextmanager
    def transaction(self, known):
        with super().transaction(known) as transaction:
            append = self.full if self.fails_to_append else transaction.append
            yield Transaction((), append, transaction.append_rows)

    def full(self, records):
        raise OSError("no space left on device")

    def read(self, organization_id, after=0):
        if self.fails_to_read:
            raise OSError("input/output error")
        return super().read(organization_id, after)


def test_a_group_that_cannot_be_kept_changes_nothing(clock):
    log = FaultyLog()
    store = LogStore(log, clock)
    open_house(store)
    first = hold(store, request_id="r-1")
    log.fails_to_append = True
    with pytest.raises(StoreUnavailable, match="no space left on device; try again"):
        hold(store, request_id="r-2")
    assert read(store, first.id) == first
    assert store.books(ORGANIZATION).season("autumn").counts["night-1"].taken == 2
    log.fails_to_append = False
    assert hold(store, request_id="r-2").id == "q000002"
    store.close()


def test_nothing_is_decided_until_the_log_can_be_read_again(clock):
    log = FaultyLog()
    store = LogStore(log, clock)
    open_house(store)
    log.fails_to_append = log.fails_to_read = True
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            hold(store)
    log.fails_to_append = log.fails_to_read = False
    assert hold(store).id == "q000001"
    store.close()


def test_a_fault_of_one_organisation_is_told_to_it_alone(clock, monkeypatch, caplog):
    def spoilt(books, now):
        if books.organization_id == ORGANIZATION:
            raise ZeroDivisionError
        return upkeep(books, now)

    store = LogStore(MemoryLog(), clock)
    open_house(store)
    other = studio_season(organization_id="other-theatre")
    store.submit("other-theatre", CreateSeason(other)).result(30)
    blocker = Blocker(threading.Event(), threading.Event())
    waits = store.submit("other-theatre", blocker)
    assert blocker.begun.wait(30)
    monkeypatch.setattr(group, "upkeep", spoilt)
    plan = StorePlan(plan_of(other))
    asked = [
        store.submit("other-theatre", plan),
        store.submit(ORGANIZATION, CreateQuote("autumn", basket())),
        store.submit("other-theatre", StorePlan(plan_of(other))),
    ]
    blocker.go.set()
    waits.result(30)
    assert [asked[0].result(30).id, asked[2].result(30).id] == ["r1", "r2"]
    with pytest.raises(StoreUnavailable):
        asked[1].result(30)
    assert "answered one by one" in caplog.text
    assert len(list(store.events("other-theatre"))) == 3
    monkeypatch.undo()
    assert hold(store).id == "q000001"
    store.close()


def test_a_hold_that_was_due_in_a_fault_still_runs_out(clock, monkeypatch):
    def spoilt(books, now):
        upkeep(books, now)
        raise ZeroDivisionError

    store = LogStore(MemoryLog(), clock)
    open_house(store)
    quote = hold(store)
    clock.wait(minutes=16)
    monkeypatch.setattr(group, "upkeep", spoilt)
    with pytest.raises(StoreUnavailable):
        ask(store, Tick())
    monkeypatch.undo()
    assert read(store, quote.id).state is QuoteState.EXPIRED
    store.close()
