"""Answers at hand are what would be computed anew, whatever happened meanwhile."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jauge.pricing.v1 import quote_service_pb2 as pb
from pricing.domain.errors import PricingError
from pricing.domain.performance import PerformanceState
from pricing.domain.rules import SolidarityBudget, SolidarityShare
from pricing.quotes.price_list import price_list
from pricing.service.convert.price_lists import price_list_to_proto
from pricing.service.names import PerformanceName
from pricing.service.standing import PriceLists, Standing
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
from pricing.store.memory import open_memory
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of
from tests.pricing.store.asks import ORGANIZATION, ask, basket, open_house
from tests.service.harness import Clock

BUDGET = SolidarityBudget(id="fund", donations_minor=30_000)
SHARE = SolidarityShare(id="kept", share_permille=200, release_days_out=30)
SEASON = studio_season()
SEASON = replace(SEASON, rules=(*SEASON.rules, BUDGET, SHARE))
WEB, COUNTER, NETWORK = SEASON.channels
NIGHTS, CHANNELS = ("night-1", "night-2"), ("web", "counter", "network")

numbers = st.integers(1, 12)
quote_ids = numbers.map(lambda n: f"q{n:06d}")
moves = st.one_of(
    st.builds(
        lambda *asked: CreateQuote("autumn", basket(*asked)),
        st.integers(1, 9),
        st.sampled_from(("full", "under-26", "solidarity")),
        st.sampled_from(("front", "back")),
        st.sampled_from(NIGHTS),
        st.sampled_from(CHANNELS),
    ),
    st.builds(AcceptQuote, st.just("autumn"), quote_ids),
    st.builds(VoidQuote, st.just("autumn"), quote_ids),
    st.builds(
        lambda path: StorePlan(plan_of(SEASON, path)),
        st.lists(st.sampled_from(("low", "mid", "high")), min_size=6, max_size=6),
    ),
    st.builds(lambda n: ActivatePlan("autumn", f"r{n}"), numbers),
    st.builds(
        lambda state: UpdatePerformance(
            "autumn", replace(SEASON.performances[0], state=state)
        ),
        st.sampled_from(PerformanceState),
    ),
    st.builds(
        lambda minutes, channel: UpdateSeason(
            replace(SEASON, hold_minutes=minutes, channels=(WEB, COUNTER, channel))
        ),
        st.integers(1, 60),
        st.sampled_from(
            [
                replace(NETWORK, quota_permille=permille, release_days_out=days)
                for permille in (100, 400)
                for days in (None, 40)
            ]
        ),
    ),
    st.timedeltas(timedelta(seconds=1), timedelta(minutes=30)),
    st.timedeltas(timedelta(hours=1), timedelta(days=30)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(moves, max_size=30))
def test_an_answer_at_hand_is_the_one_that_would_be_computed_now(some_moves):
    clock = Clock()
    store = open_memory(clock)
    open_house(store, SEASON)
    lists = PriceLists(store)
    at_hand = {}
    for move in [Tick(), *some_moves]:
        if isinstance(move, timedelta):
            clock.now += move
        else:
            try:
                ask(store, move)
            except PricingError:
                continue
        for night in NIGHTS:
            for channel in CHANNELS:
                key = (night, channel)
                name = PerformanceName("studio-theatre", "autumn", night)
                kept = at_hand.get(key)
                if kept is None or not kept.stands():
                    kept = at_hand[key] = lists.standing(name, channel, "")
                    assert isinstance(kept, Standing)
                assert kept.data == computed(store, name, channel)
    store.close()


def computed(store, name, channel) -> bytes:
    """Return the answer from books on which nothing was computed before."""
    books = store.books(ORGANIZATION)
    of = books.season("autumn")
    before, of.cache = of.cache, {}
    prices = price_list(of, name.performance_id, channel, store.now(ORGANIZATION))
    of.cache = before
    message = price_list_to_proto(prices, name)
    return pb.ListPricesResponse(price_list=message).SerializeToString()
