import grpc
import pytest

from jauge.client import seats
from jauge.pricing.v1 import quote_list_pb2 as pb
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.service import quote_list
from pricing.store import quote_pages, snapshots
from pricing.store.memory import MemoryLog, open_memory
from tests.pricing.store.asks import open_house
from tests.service.harness import NIGHT, SEASON, Clock, refused, running

OTHER = f"{SEASON}/performances/night-2"


@pytest.fixture(scope="module")
def sold():
    """Yield a house with a dozen quotes: sold, given up and open, on two nights."""
    with running() as house:
        open_house(house.store)
        for number in range(12):
            night = NIGHT if number % 3 else OTHER
            quote = house.client.quote(
                SEASON, "web", [seats(night, "front", "full", 1)]
            )
            if number % 4 == 0:
                house.client.accept(quote.name)
            elif number % 4 == 1:
                house.client.void(quote.name)
        yield house


def listed(house, **asked) -> list[Quote]:
    """Return all pages, of the size that is asked."""
    found, token = [], ""
    while True:
        request = pb.ListQuotesRequest(parent=SEASON, page_token=token, **asked)
        answer = house.client.quotes.ListQuotes(request)
        assert len(answer.quotes) <= asked.get("page_size", 100)
        found += answer.quotes
        token = answer.next_page_token
        if not token:
            return found


@pytest.mark.parametrize("page_size", [1, 5, 12, 1000])
def test_pages_together_are_all_quotes_in_the_order_of_their_offers(sold, page_size):
    names = [f"{SEASON}/quotes/q{number:06d}" for number in range(1, 13)]
    found = listed(sold, page_size=page_size)
    assert [each.name for each in found] == names
    assert found == [sold.client.get(name) for name in names]


@pytest.mark.parametrize("look", [1, 2, 5, 5_000])
def test_quotes_are_found_by_performance_and_state(sold, monkeypatch, look):
    monkeypatch.setattr(quote_list, "LOOKED_THROUGH_MAX", look)
    every = listed(sold)
    state = Quote.STATE_ACCEPTED
    assert listed(sold, state=state) == [q for q in every if q.state == state]
    of_other = [q for q in every if q.items[0].performance == OTHER]
    assert listed(sold, performance=OTHER) == of_other
    both = [q for q in of_other if q.state == state]
    assert listed(sold, performance=OTHER, state=state) == both
    assert 0 < len(both) < len(of_other) < len(every) == 12


def test_quotes_that_are_text_are_listed_and_stay_text(monkeypatch):
    monkeypatch.setattr(quote_pages, "PAGE_QUOTES", 3)
    monkeypatch.setattr(snapshots, "EVENTS_MIN", 5)
    log = MemoryLog()
    store = open_memory(Clock(), log)
    with running(store) as house:
        open_house(store)
        for _ in range(10):
            quote = house.client.quote(
                SEASON, "web", [seats(NIGHT, "front", "full", 1)]
            )
            house.client.void(quote.name)
        before = listed(house)
    store.close()
    store = open_memory(Clock(), log)
    with running(store) as house:
        quotes = store.books("studio-theatre").quotes
        kept = quotes.copy()
        assert any(isinstance(each, int) for each in kept.values())
        assert listed(house, page_size=4) == before
        assert quotes.copy() == kept
    store.close()


def test_a_token_of_another_list_a_bad_size_and_a_bad_state_are_refused(sold):
    request = pb.ListQuotesRequest(parent=SEASON, page_size=2)
    token = sold.client.quotes.ListQuotes(request).next_page_token
    for bad in (
        {"page_token": token, "performance": OTHER},
        {"page_token": token, "state": Quote.STATE_VOIDED},
        {"page_token": "x"},
        {"page_size": -1},
        {"state": 99},
        {"performance": "organizations/other/seasons/autumn/performances/night-1"},
    ):
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
            sold.client.quotes.ListQuotes(pb.ListQuotesRequest(parent=SEASON, **bad))
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        other = f"{SEASON[:-6]}spring"
        sold.client.quotes.ListQuotes(pb.ListQuotesRequest(parent=other))
