"""Several stores on one database sell the same seats, each of them once."""

import random
import statistics
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from pricing.domain.errors import QuoteNotOpen, RequestIdReused, SeatsExhausted
from pricing.domain.quote import QuoteItem, QuoteState
from pricing.quotes.decide import Basket
from pricing.store.codec import encode
from pricing.store.commands import (
    AcceptQuote,
    ActivatePlan,
    CreateQuote,
    CreateSeason,
    StorePlan,
    Tick,
    UpdatePerformance,
    VoidQuote,
)
from pricing.store.events import QuoteOffered
from pricing.store.postgresql import open_postgresql
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of
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
from tests.pricing.store.history import Call, check_linearisable

CALLERS = 64
CAPACITY = 10


@pytest.fixture
def replicas(database, clock):
    address = database.new_database()
    stores = [open_postgresql(address, clock) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()


def wait_for(true, seconds=20.0) -> float:
    """Return how long it took until something was so."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() < began + seconds, "it never came"
        time.sleep(0.0005)
    return time.monotonic() - began


def test_a_repeat_gets_the_first_answer_from_any_replica(replicas):
    one, two = replicas
    open_house(one)
    first = hold(one, request_id="r-1")
    accept(two, first.id)
    assert hold(two, request_id="r-1") == first
    assert hold(one, request_id="r-1") == first
    assert kinds(two).count("QuoteOffered") == 1
    with pytest.raises(RequestIdReused):
        hold(two, basket(3), request_id="r-1")


def test_what_one_replica_answered_the_next_call_to_another_sees(replicas):
    one, two = replicas
    open_house(one)
    for _ in range(10):
        held = hold(one)
        assert read(two, held.id) == held
        ended = void(two, held.id)
        assert read(one, held.id) == ended
        one, two = two, one


def test_plans_and_seats_reach_the_other_replicas_unasked(replicas):
    one, two = replicas
    season = open_house(one)
    wait_for(lambda: two.books(ORGANIZATION) == one.books(ORGANIZATION))
    other = ask(one, StorePlan(plan_of(season, ["high"] * 6)))
    ask(one, ActivatePlan(season.id, other.id))
    wait_for(
        lambda: two.books(ORGANIZATION).season("autumn").active_plan_id == other.id
    )
    hold(one)
    wait_for(lambda: two.books(ORGANIZATION).season("autumn").counts)
    night = replace(season.performances[0], capacities=(30, 30))
    ask(one, UpdatePerformance("autumn", night))
    wait_for(lambda: two.books(ORGANIZATION) == one.books(ORGANIZATION))
    assert two.organizations() == (ORGANIZATION,)


def test_changes_arrive_soon(replicas):
    one, two = replicas
    open_house(one)
    waits = []
    for _ in range(30):
        quote = hold(one)
        waits.append(wait_for(lambda id=quote.id: id in two.books(ORGANIZATION).quotes))
        void(one, quote.id)
    # A poll alone would take half a second; the bound allows for a busy machine.
    assert statistics.median(waits) < 0.4


def test_changes_arrive_without_any_notice(replicas, monkeypatch):
    one, two = replicas
    monkeypatch.setattr(one._log, "_notify", lambda heads: None)
    open_house(one)
    wait_for(lambda: two.books(ORGANIZATION) == one.books(ORGANIZATION))
    assert two.behind_seconds() < 20


def test_organisations_of_several_replicas_do_not_wait_in_a_ring(replicas):
    """Groups lock the same organisations in one order, whatever order they came in."""
    names = [f"house-{n}" for n in range(6)]

    def run(store, order):
        for turn in range(8):
            futures = [
                store.submit(
                    name,
                    CreateSeason(
                        studio_season(organization_id=name, id=f"s-{order[0]}-{turn}")
                    ),
                )
                for name in order
            ]
            for future in futures:
                future.result(60)

    with ThreadPoolExecutor(2) as pool:
        for done in [
            pool.submit(run, store, order)
            for store, order in zip(replicas, (names, names[::-1]), strict=True)
        ]:
            done.result(120)
    for store in replicas:
        for name in names:
            store.submit(name, Tick()).result(30)
            assert len(store.books(name).seasons) == 16


class Rush:
    """Callers who ask two replicas for few seats, twice and impatiently."""

    def __init__(self, replicas, seed: int) -> None:
        self.replicas = replicas
        self.seed = seed
        self.calls: list[Call] = []
        # What was told, by request: bytes of the quote.
        self.told: dict[str, set[tuple[str, str]]] = {}
        self.faults: list[BaseException] = []
        self._lock = threading.Lock()

    def run(self, asks: int) -> None:
        threads = [
            threading.Thread(target=self._caller, args=(number, asks))
            for number in range(CALLERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not self.faults, self.faults[0]
        assert all(len(answers) == 1 for answers in self.told.values())

    def _caller(self, number: int, asks: int) -> None:
        rng = random.Random(f"{self.seed}-{number}")
        try:
            for turn in range(asks):
                self._ask(rng, f"{number}-{turn}")
        except BaseException as fault:
            self.faults.append(fault)

    def _ask(self, rng: random.Random, key: str) -> None:
        seats = ("night-1", rng.choice(["front", "back"]))
        item = QuoteItem(*seats, "full", rng.randint(1, 3))
        command = CreateQuote("autumn", Basket("web", (item,)), key)
        quote = None
        # A timeout and a retry, two calls at once, or a patient caller.
        for wait in rng.choice([(0.0, 60.0), (60.0, 60.0), (60.0,)]):
            quote = self._call("held", key, command, rng, wait, seats) or quote
        if quote is None:
            return
        ending, kind = (
            (AcceptQuote("autumn", quote.id), "sold")
            if rng.random() < 0.02
            else (VoidQuote("autumn", quote.id), "voided")
        )
        for _ in range(rng.randint(1, 2)):
            self._call(kind, quote.id, ending, rng, 60.0)
        if rng.random() < 0.2:
            self._call("sold", quote.id, AcceptQuote("autumn", quote.id), rng, 60.0)

    def _call(self, wanted, key, command, rng, wait, seats=("", "")):
        store = rng.choice(self.replicas)
        began = time.monotonic()
        future = store.submit(ORGANIZATION, command)
        if not wait:
            self._note(Call(began, float("inf"), wanted, key))
            return None
        answer, left, refused = None, None, False
        try:
            answer = future.result(wait)
        except SeatsExhausted as fault:
            refused, left = True, int(fault.metadata["seats_left"])
        except QuoteNotOpen:
            refused = True
        ended = time.monotonic()
        self._note(Call(began, ended, wanted, key, seats, left, refused))
        if wanted == "held" and answer is not None:
            with self._lock:
                self.told.setdefault(key, set()).add(encode(QuoteOffered(answer)))
        return answer

    def _note(self, call: Call) -> None:
        with self._lock:
            self.calls.append(call)


def race(replicas, asks: int, seed: int) -> int:
    """Return how many calls raced for seats, once their history was checked."""
    season = studio_season()
    nights = [replace(p, capacities=(CAPACITY, CAPACITY)) for p in season.performances]
    open_house(replicas[0], replace(season, performances=tuple(nights)))
    rush = Rush(replicas, seed)
    rush.run(asks)
    log = list(replicas[0].events(ORGANIZATION))
    check_linearisable(rush.calls, log, CAPACITY)
    told = Counter(call.refused for call in rush.calls)
    assert told[True]
    assert told[False]
    wait_for(lambda: replicas[0].books(ORGANIZATION) == replicas[1].books(ORGANIZATION))
    return len(rush.calls)


def test_two_replicas_racing_for_the_last_seats_leave_a_linearisable_history(replicas):
    assert race(replicas, asks=8, seed=5) > 800


@pytest.mark.slow
def test_200_000_calls_that_race_for_seats_leave_a_linearisable_history(replicas):
    assert race(replicas, asks=2_000, seed=6) > 200_000


def test_the_last_seat_is_sold_once_by_two_replicas(replicas):
    night = replace(studio_season().performances[0], capacities=(1, 0))
    open_house(replicas[0], studio_season(performances=(night,)))
    item = QuoteItem("night-1", "front", "full", 1)
    command = CreateQuote("autumn", Basket("web", (item,)))
    futures = [
        replicas[n % 2].submit(ORGANIZATION, command) for n in range(2 * CALLERS)
    ]
    faults = [future.exception(30) for future in futures]
    assert faults.count(None) == 1
    assert all(isinstance(f, SeatsExhausted) for f in faults if f is not None)


def test_stricter_defaults_of_the_database_change_nothing(database, clock):
    address = database.new_database()
    name = address.rpartition("?")[0].rpartition("/")[2]
    setting = "default_transaction_isolation = 'serializable'"
    database.execute("postgres", f"ALTER DATABASE {name} SET {setting}")
    stores = [open_postgresql(address, clock) for _ in range(2)]
    open_house(stores[0])
    futures = [
        stores[n % 2].submit(ORGANIZATION, CreateQuote("autumn", basket(1), f"r-{n}"))
        for n in range(40)
    ]
    assert len({future.result(30).id for future in futures}) == 40
    for store in stores:
        store.close()


def test_a_notice_of_somebody_else_is_passed_over(database, clock):
    address = database.new_database()
    one, two = (open_postgresql(address, clock) for _ in range(2))
    for payload in ("", "hello", "12", "-1 studio-theatre", "9999 studio-theatre"):
        database.execute(address, f"NOTIFY jauge_events, '{payload}'")
    open_house(one)
    wait_for(lambda: two.books(ORGANIZATION) == one.books(ORGANIZATION))
    wait_for(lambda: two.behind_seconds() < 1)
    for store in (one, two):
        store.close()


def test_a_hold_that_runs_out_does_so_once(replicas, clock):
    one, two = replicas
    open_house(one)
    quote = hold(one)
    clock.wait(minutes=20)
    for future in [each.submit(ORGANIZATION, Tick()) for each in (one, two) * 4]:
        future.result(30)
    assert kinds(one).count("QuoteExpired") == 1
    assert read(two, quote.id).state is QuoteState.EXPIRED
