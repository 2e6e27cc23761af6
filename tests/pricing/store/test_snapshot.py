import logging
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.store import quote_pages, snapshot, snapshots
from pricing.store.books import Books
from pricing.store.commands import AcceptQuote, CreateQuote
from pricing.store.events import QuoteVoided
from pricing.store.memory import MemoryLog, open_memory
from pricing.store.reading import read_books
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, ask, basket, open_house, void
from tests.pricing.store.test_books import moves, play


def books_of(log) -> Books:
    books = Books(ORGANIZATION)
    for recorded in log:
        books.apply(recorded)
    return books


def taken(log, books: Books) -> bytes:
    return snapshot.still(books).written(snapshot.mark_of(log[books.sequence - 1]))


def mark_in(log):
    return lambda place: snapshot.mark_of(log[place - 1]) if place <= len(log) else ""


@settings(max_examples=40, deadline=None)
@given(st.lists(moves, max_size=25), st.integers(0, 10**6))
def test_books_from_a_snapshot_equal_books_from_the_whole_log(some_moves, some):
    _, log = play(some_moves)
    place = 1 + some % len(log)
    data = taken(log, books_of(log[:place]))
    books = snapshot.read(data, mark_in(log))
    assert books == books_of(log[:place])
    for recorded in log[place:]:
        books.apply(recorded)
    whole = books_of(log)
    assert books == whole
    assert books.due(NOW.replace(year=2100)) == whole.due(NOW.replace(year=2100))


@pytest.fixture(scope="module")
def sold():
    """Return the log of a house with sold, voided and open quotes on many pages."""
    log = MemoryLog()
    store = open_memory(lambda: NOW, log)
    open_house(store)
    for number in range(300):
        quote = ask(store, CreateQuote("autumn", basket(1), f"r-{number}"))
        if number % 20 == 0 and number < 200:
            ask(store, AcceptQuote("autumn", quote.id))
        elif number < 280:
            void(store, quote.id)
    store.close()
    return list(log.read(ORGANIZATION))


def test_pages_of_quotes_that_are_over_are_kept_as_text_and_read_when_asked_for(sold):
    books, whole = books_of(sold), books_of(sold)
    data = taken(sold, books)
    kept = books.quotes.copy()
    assert all(isinstance(kept[f"q{n:06d}"], int) for n in range(1, 257))
    assert not any(isinstance(kept[f"q{n:06d}"], int) for n in range(257, 301))
    assert books.quotes["q000007"] == whole.quotes["q000007"]
    assert not isinstance(books.quotes.copy()["q000010"], int)
    assert isinstance(books.quotes.copy()["q000100"], int)
    assert taken(sold, books) == data
    assert books == whole


def test_a_quote_that_changed_is_written_anew(sold):
    place = next(n for n, each in enumerate(sold, 1) if each.request_id == "r-100")
    books = books_of(sold[:place])
    first = taken(sold, books)
    for recorded in sold[place:]:
        books.apply(recorded)
    later = taken(sold, books)
    assert snapshot.read(first, mark_in(sold)) == books_of(sold[:place])
    assert snapshot.read(later, mark_in(sold)) == books_of(sold)


def test_a_damaged_snapshot_is_passed_over(sold):
    data = taken(sold, books_of(sold))
    log = MemoryLog()
    with log.transaction({}) as transaction:
        transaction.append(sold)
    for place in range(0, len(data), 997):
        damaged = data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :]
        for bad in (damaged, data[:place]):
            log.keep_snapshot(ORGANIZATION, len(sold), bad)
            books, last = read_books(log, ORGANIZATION)
            assert last == 0
    assert books == books_of(sold)
    log.keep_snapshot(ORGANIZATION, len(sold), data)
    assert read_books(log, ORGANIZATION) == (books, len(sold))


def test_a_snapshot_of_other_code_or_of_another_log_is_passed_over(sold, monkeypatch):
    data = taken(sold, books_of(sold))
    assert snapshot.read(data, mark_in(sold[:-1])) is None
    assert snapshot.read(data, lambda place: snapshot.mark_of(sold[0])) is None
    monkeypatch.setattr(snapshot, "code_version", lambda: "later")
    assert snapshot.read(data, mark_in(sold)) is None


def test_a_snapshot_that_does_not_lead_to_the_rest_of_the_log_is_passed_over(
    sold, caplog
):
    log = MemoryLog()
    with log.transaction({}) as transaction:
        transaction.append(sold)
    place = max(n for n, r in enumerate(sold) if isinstance(r.event, QuoteVoided))
    other = books_of(sold[:place])
    other.quotes = quote_pages.QuotePages()
    log.keep_snapshot(ORGANIZATION, place, taken(sold, other))
    with caplog.at_level(logging.WARNING):
        assert read_books(log, ORGANIZATION) == (books_of(sold), 0)
    assert "passed over" in caplog.text


def test_a_snapshot_makes_nothing_but_data_of_the_books():
    class Other:
        def __reduce__(self):
            return print, ("called",)

    for bad in (Other(), print, pickle.Pickler):
        data = pickle.dumps(bad)
        with pytest.raises(pickle.UnpicklingError, match="is no data of the books"):
            snapshot._unpickled(data)


def test_a_store_that_starts_again_reads_on_from_its_snapshot(house, monkeypatch):
    monkeypatch.setattr(snapshots, "EVENTS_MIN", 10)
    monkeypatch.setattr(quote_pages, "PAGE_QUOTES", 4)
    open_house(house.store)
    for number in range(30):
        quote = ask(house.store, CreateQuote("autumn", basket(1), f"r-{number}"))
        void(house.store, quote.id)
    live = house.store.books(ORGANIZATION)
    house.restart()
    found = house.store.books(ORGANIZATION)
    assert any(isinstance(each, int) for each in found.quotes.copy().values())
    assert found == live
    repeated = ask(house.store, CreateQuote("autumn", basket(1), "r-3"))
    assert repeated.id == "q000004"
    assert found == house.store.books(ORGANIZATION)


def test_a_fault_of_snapshots_is_logged_and_harms_nothing(monkeypatch, caplog):
    class Full(MemoryLog):
        def keep_snapshot(self, organization_id, sequence, data):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "EVENTS_MIN", 5)
    store = open_memory(lambda: NOW, Full())
    open_house(store)
    with caplog.at_level(logging.WARNING):
        for number in range(10):
            ask(store, CreateQuote("autumn", basket(1), f"r-{number}"))
        store.close()
    assert "No space left" in caplog.text
    assert len(store.books(ORGANIZATION).quotes) == 10
