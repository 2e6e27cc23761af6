from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import NameUnknown, PricingError
from pricing.domain.performance import PerformanceState
from pricing.domain.quote import QuoteItem, QuoteState
from pricing.domain.rules import NeverFalls, SolidarityShare
from pricing.quotes.decide import Basket
from pricing.store.books import Books
from pricing.store.codec import decode, encode
from pricing.store.commands import (
    AcceptQuote,
    ActivatePlan,
    CreateQuote,
    StorePlan,
    Tick,
    UpdatePerformance,
    UpdateSeason,
    VoidQuote,
)
from pricing.store.events import PriceChanged, QuoteVoided, Recorded
from pricing.store.memory import open_memory
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.store.asks import ORGANIZATION, ask, open_house
from tests.pricing.store.conftest import Clock

TIERS = ("low", "mid", "high")
SEASON = studio_season(
    rules=(
        NeverFalls(id="hold"),
        SolidarityShare(id="keep", share_permille=250, release_days_out=20),
    )
)

items = st.builds(
    QuoteItem,
    performance_id=st.sampled_from(["night-1", "night-2"]),
    seat_category_id=st.sampled_from(["front", "back"]),
    tariff_id=st.sampled_from(["full", "under-26", "solidarity"]),
    count=st.integers(1, 4),
    evidence=st.just("yes"),
)
numbers = st.integers(0, 5)
moves = st.one_of(
    st.builds(
        lambda channel, some, key: CreateQuote("autumn", Basket(channel, some), key),
        st.sampled_from(["web", "network"]),
        st.lists(items, min_size=1, max_size=3).map(tuple),
        st.sampled_from(["", "r-1", "r-2", "r-3"]),
    ),
    st.builds(lambda n: AcceptQuote("autumn", f"q{n:06d}"), numbers),
    st.builds(lambda n: VoidQuote("autumn", f"q{n:06d}"), numbers),
    st.builds(
        lambda path: StorePlan(plan_of(SEASON, path)),
        st.lists(st.sampled_from(TIERS), min_size=6, max_size=6),
    ),
    st.builds(lambda n: ActivatePlan("autumn", f"r{n}"), numbers),
    st.builds(
        lambda state: UpdatePerformance(
            "autumn", replace(SEASON.performances[0], state=state)
        ),
        st.sampled_from(PerformanceState),
    ),
    st.builds(
        lambda minutes: UpdateSeason(replace(SEASON, hold_minutes=minutes)),
        st.integers(1, 60),
    ),
    st.floats(0.001, 40.0),
)


def play(some_moves) -> tuple[Books, list[Recorded]]:
    """Run commands, waiting so many days at each number among them."""
    clock = Clock()
    store = open_memory(clock)
    open_house(store, SEASON)
    for move in some_moves:
        if isinstance(move, float):
            clock.wait(days=move)
            move = Tick()
        try:
            ask(store, move)
        except PricingError:
            continue
    books, log = store.books(ORGANIZATION), list(store.events(ORGANIZATION))
    store.close()
    return books, log


@settings(max_examples=60, deadline=None)
@given(st.lists(moves, max_size=25))
def test_books_rebuilt_from_the_log_are_the_live_books(some_moves):
    live, log = play(some_moves)
    rebuilt = Books(ORGANIZATION)
    for recorded in log:
        rebuilt.apply(replace(recorded, event=decode(*encode(recorded.event))))
    assert rebuilt == live
    assert rebuilt.due(NOW.replace(year=2100)) == live.due(NOW.replace(year=2100))


@settings(max_examples=60, deadline=None)
@given(st.lists(moves, max_size=25))
def test_seats_serials_and_prices_are_what_the_quotes_say(some_moves):
    live, log = play(some_moves)
    held, sold, serials = Counter(), Counter(), []
    for quote in live.quotes.values():
        for priced in quote.items:
            item = priced.item
            cell = (item.performance_id, item.seat_category_id, quote.channel_id)
            if quote.state is QuoteState.OFFERED:
                held[cell] += item.count
            elif quote.state is QuoteState.ACCEPTED:
                sold[cell] += item.count
                assert len(priced.serials) == item.count
                serials += priced.serials
    counted_held, counted_sold = Counter(), Counter()
    for night, counts in live.season("autumn").counts.items():
        for into, of in ((counted_held, counts.held), (counted_sold, counts.sold)):
            for (category, channel, _), count in of.items():
                into[night, category, channel] += count
        for category in ("front", "back"):
            assert 0 <= counts.taken_by_category[category] <= 40
    assert (counted_held, counted_sold) == (held, sold)
    assert sorted(serials) == list(range(1, live.last_serial + 1))
    assert live.open_quote_count == sum(
        quote.state is QuoteState.OFFERED for quote in live.quotes.values()
    )

    posted: dict[str, str] = {}
    for recorded in log:
        if isinstance(recorded.event, PriceChanged):
            posting = recorded.event.posting
            before = posted.get(posting.performance_id, "")
            assert recorded.event.previous_tier_id == before
            if before:
                assert TIERS.index(posting.tier_id) > TIERS.index(before)
            posted[posting.performance_id] = posting.tier_id


def test_an_event_out_of_its_turn_is_refused():
    books = Books(ORGANIZATION)
    with pytest.raises(ValueError, match="Expected event 1 of 'studio-theatre'"):
        books.apply(Recorded(ORGANIZATION, 2, NOW, QuoteVoided("q000001")))
    with pytest.raises(ValueError, match="got 1 of 'other'"):
        books.apply(Recorded("other", 1, NOW, QuoteVoided("q000001")))


def test_a_quote_of_another_season_is_not_found():
    clock = Clock()
    store = open_memory(clock)
    open_house(store)
    open_house(store, studio_season(id="winter"))
    ask(
        store,
        CreateQuote(
            "autumn", Basket("web", (QuoteItem("night-1", "front", "full", 1),))
        ),
    )
    assert store.books(ORGANIZATION).quote("autumn", "q000001").id == "q000001"
    with pytest.raises(NameUnknown, match="no quote 'q000001'"):
        store.books(ORGANIZATION).quote("winter", "q000001")
    store.close()
