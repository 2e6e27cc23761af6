"""What the store in PostgreSQL promises beside the contract of all stores."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from pricing.domain.errors import StoreUnavailable
from pricing.store import postgresql
from pricing.store.commands import Tick
from pricing.store.memory import open_memory
from pricing.store.postgresql import open_postgresql
from pricing.store.postgresql_schema import MIGRATIONS, Database
from tests.pricing.store.asks import (
    ORGANIZATION,
    hold,
    kinds,
    open_house,
    read,
)

SECRET = "hunter2/%?"
ESCAPED = "hunter2%2F%25%3F"


@pytest.fixture
def address(database):
    return database.new_database()


@pytest.fixture
def store(address, clock):
    store = open_postgresql(address, clock)
    yield store
    store.close()


def until(true, seconds=20.0):
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.002)


def test_the_tables_are_made_once_however_many_processes_start(address, clock):
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: open_postgresql(address, clock), range(8)))
    open_house(stores[0])
    for each in stores:
        each.close()
    again = open_postgresql(address, clock)
    assert again.organizations() == (ORGANIZATION,)
    again.close()


def test_the_schema_says_its_version(address, store, database):
    found = database.execute(address, "SELECT version FROM jauge.schema_version")
    assert found == [(len(MIGRATIONS),)]


def test_a_schema_of_a_later_version_is_refused_by_name(address, clock, database):
    open_postgresql(address, clock).close()
    later = len(MIGRATIONS) + 1
    database.execute(address, f"UPDATE jauge.schema_version SET version = {later}")
    with pytest.raises(
        StoreUnavailable, match=f"later version of Jauge .schema {later}"
    ):
        open_postgresql(address, clock)


def test_an_account_that_may_not_create_uses_what_is_there(address, clock, database):
    open_postgresql(address, clock).close()
    name = f"seller_{address.rpartition('?')[0].rpartition('/')[2]}"
    database.execute(address, f"CREATE ROLE {name} LOGIN")
    database.execute(address, f"GRANT USAGE ON SCHEMA jauge TO {name}")
    tables = "ALL TABLES IN SCHEMA jauge"
    database.execute(address, f"GRANT SELECT, INSERT, UPDATE ON {tables} TO {name}")
    store = open_postgresql(address.replace("jauge@", f"{name}@", 1), clock)
    open_house(store)
    assert hold(store).id == "q000001"
    store.close()
    database.execute(address, f"DROP OWNED BY {name}")
    database.execute(address, f"DROP ROLE {name}")


def test_a_commit_waits_for_the_disk(address, database):
    open_one = Database(address).connect()
    assert open_one.execute("SHOW synchronous_commit").fetchone() == ("on",)
    open_one.close()
    name = address.rpartition("?")[0].rpartition("/")[2]
    for careless, kept in (("off", "on"), ("local", "on"), ("remote_apply",) * 2):
        setting = f"ALTER DATABASE {name} SET synchronous_commit = '{careless}'"
        database.execute("postgres", setting)
        open_one = Database(address).connect()
        assert open_one.execute("SHOW synchronous_commit").fetchone() == (kept,)
        open_one.close()


@pytest.mark.parametrize(
    "wrong",
    [
        f"postgresql://jauge:{ESCAPED}@127.0.0.1:1/books",
        f"postgresql://jauge:{ESCAPED}@127.0.0.1:{SECRET}/books",
        f"postgresql://jauge:{SECRET}@127.0.0.1:1/books",
        f"postgresql://jauge:{ESCAPED}@127.0.0.1:1/books?nonsense=1",
        f"postgresql:/jauge {ESCAPED}",
        f"postgresql://jauge:{ESCAPED}@nowhere.invalid/books?sslmode={ESCAPED}",
    ],
)
def test_no_password_is_told(wrong, clock, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreUnavailable) as refused:
        open_postgresql(wrong, clock)
    said = "".join([str(refused.value), repr(refused.value.__dict__), caplog.text])
    assert "hunter2" not in said
    assert "\n" not in refused.value.message
    assert refused.value.__cause__ is None


def test_a_password_in_a_fault_is_blotted_out():
    database = Database(f"postgresql://jauge:{ESCAPED}@127.0.0.1:1/books")
    fault = psycopg.OperationalError(f"no such\nthing as {SECRET}.")
    assert database.say(fault) == "no such thing as ***"


def test_an_answer_that_was_lost_is_found_by_a_repeat(store, monkeypatch):
    open_house(store)
    commit = postgresql.commit

    def commit_and_lose(connection, kept, heads):
        commit(connection, kept, heads)
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(postgresql, "commit", commit_and_lose)
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        hold(store, request_id="r-1")
    monkeypatch.undo()
    again = hold(store, request_id="r-1")
    assert again.id == "q000001"
    assert kinds(store).count("QuoteOffered") == 1
    assert store.books(ORGANIZATION).season("autumn").counts["night-1"].taken == 2


def test_what_was_not_committed_is_forgotten_of_its_organisation_only(
    store, monkeypatch
):
    open_house(store)
    other = store.books("other-theatre")
    before = store.books(ORGANIZATION)

    def refuse(connection, kept, heads):
        raise psycopg.errors.DiskFull("could not extend file: no space left on device")

    monkeypatch.setattr(postgresql, "commit", refuse)
    with pytest.raises(StoreUnavailable, match="the database refused it; try again"):
        hold(store)
    monkeypatch.undo()
    books = store.books(ORGANIZATION)
    assert books is not before
    assert books.quotes == {}
    assert store.books("other-theatre") == other
    assert hold(store).id == "q000001"


def test_a_lost_connection_between_two_calls_fails_neither(address, store, database):
    open_house(store)
    database.execute(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = 'jauge' AND datname = current_database()",
    )
    first = hold(store)
    assert read(store, first.id) == first
    until(lambda: store.behind_seconds() < 1)


@pytest.mark.slow
def test_a_process_that_stands_still_keeps_no_seats_from_others(address, clock):
    stores = [open_postgresql(address, clock) for _ in range(2)]
    open_house(stores[0])
    begun, go = threading.Event(), threading.Event()

    class Stuck(Tick):
        def decide(self, books, now):
            begun.set()
            go.wait(60)
            return super().decide(books, now)

    stuck = stores[0].submit(ORGANIZATION, Stuck())
    assert begun.wait(30)
    assert hold(stores[1]).id == "q000001"
    go.set()
    with pytest.raises(StoreUnavailable, match="connection"):
        stuck.result(30)
    for each in stores:
        each.close()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM jauge.events WHERE sequence = 3",
        "UPDATE jauge.events SET body = '{' WHERE sequence = 3",
        "UPDATE jauge.events SET kind = 'unheard_of' WHERE sequence = 3",
        "UPDATE jauge.events SET time = 9000000000000000000 WHERE sequence = 3",
    ],
)
def test_a_damaged_log_is_refused_with_its_place(address, clock, database, damage):
    store = open_postgresql(address, clock)
    open_house(store)
    store.close()
    database.execute(address, damage)
    with pytest.raises(StoreUnavailable, match="'studio-theatre' is damaged after ev"):
        open_postgresql(address, clock)


def test_a_store_of_one_process_is_never_behind(clock):
    store = open_memory(clock)
    assert (store.shared, store.behind_seconds()) == (False, 0.0)
    store.close()


@pytest.mark.parametrize("gone", [1.5, pytest.param(30.0, marks=pytest.mark.slow)])
def test_while_the_database_is_gone_books_are_read_and_grow_old(
    own_database, clock, caplog, gone
):
    store = open_postgresql(own_database.new_database(), clock)
    open_house(store)
    first = hold(store, request_id="r-1")
    before = store.books(ORGANIZATION)
    own_database.stop()
    for turn in range(3):
        with pytest.raises(StoreUnavailable, match="try again"):
            hold(store, request_id=f"lost-{turn}")
    until(lambda: store.behind_seconds() > gone, seconds=60.0)
    assert store.books(ORGANIZATION) is before
    assert before.season("autumn").counts["night-1"].taken == 2
    # Said once, not by every call that failed.
    assert caplog.text.count("was not kept") == 1
    assert caplog.text.count("the database cannot be followed") == 1
    own_database.start()
    assert hold(store, request_id="r-1") == first
    assert hold(store, request_id="lost-0").id == "q000002"
    until(lambda: store.behind_seconds() < 1)
    store.close()
