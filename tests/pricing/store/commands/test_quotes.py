from dataclasses import replace

import pytest

from pricing.domain.errors import (
    BudgetExhausted,
    EvidenceMissing,
    NameUnknown,
    QuoteNotOpen,
    SeatsExhausted,
)
from pricing.domain.performance import PerformanceState
from pricing.domain.quote import QuoteItem, QuoteState
from pricing.domain.rules import SolidarityBudget
from pricing.quotes.decide import Basket
from pricing.store.codec import encode
from pricing.store.commands import CreateQuote, UpdatePerformance
from tests.houses import studio_season
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


def taken(store):
    counts = store.books(ORGANIZATION).season("autumn").counts.get("night-1")
    return counts.taken if counts else 0


def test_accepting_twice_returns_the_sale_unchanged(house):
    open_house(house.store)
    quote = hold(house.store)
    sold = accept(house.store, quote.id)
    house.clock.wait(minutes=40)
    assert accept(house.store, quote.id) == sold == read(house.store, quote.id)
    assert sold.state is QuoteState.ACCEPTED
    assert kinds(house.store).count("QuoteAccepted") == 1


def test_voiding_twice_returns_the_voided_quote(house):
    open_house(house.store)
    quote = hold(house.store)
    voided = void(house.store, quote.id)
    assert void(house.store, quote.id) == voided == read(house.store, quote.id)
    assert taken(house.store) == 0


def test_an_ended_quote_ends_no_other_way(house):
    open_house(house.store)
    sold, voided, late = (hold(house.store).id for _ in range(3))
    accept(house.store, sold)
    void(house.store, voided)
    house.clock.wait(minutes=15)
    for how, quote_id, state in (
        (void, sold, "accepted"),
        (accept, voided, "voided"),
        (accept, late, "expired"),
        (void, late, "expired"),
    ):
        with pytest.raises(QuoteNotOpen, match=f"is {state}; ask for a new quote"):
            how(house.store, quote_id)


def test_tickets_are_numbered_without_gaps_in_the_order_of_sale(house):
    open_house(house.store)
    first, second, third = (hold(house.store).id for _ in range(3))
    assert accept(house.store, third).items[0].serials == (1, 2)
    void(house.store, second)
    assert accept(house.store, first).items[0].serials == (3, 4)
    house.restart()
    assert accept(house.store, hold(house.store).id).items[0].serials == (5, 6)


def test_each_seat_of_a_basket_has_its_own_number(house):
    open_house(house.store)
    items = (
        QuoteItem("night-1", "front", "full", 2),
        QuoteItem("night-2", "back", "full", 3),
    )
    sold = accept(house.store, hold(house.store, Basket("web", items)).id)
    assert [item.serials for item in sold.items] == [(1, 2), (3, 4, 5)]


def test_an_offer_holds_when_the_performance_closes(house):
    season = open_house(house.store)
    quote = hold(house.store)
    closed = replace(season.performances[0], state=PerformanceState.CLOSED)
    ask(house.store, UpdatePerformance("autumn", closed))
    assert accept(house.store, quote.id).state is QuoteState.ACCEPTED


def test_a_refused_basket_holds_nothing(house):
    open_house(house.store)
    items = (
        QuoteItem("night-1", "front", "full", 9),
        QuoteItem("night-2", "front", "solidarity", 1),
    )
    with pytest.raises(EvidenceMissing):
        hold(house.store, Basket("web", items))
    assert taken(house.store) == 0
    assert "QuoteOffered" not in kinds(house.store)


def test_seats_that_run_out_are_offered_again(house):
    open_house(house.store)
    for _ in range(4):
        hold(house.store, basket(10))
    with pytest.raises(SeatsExhausted, match=r"1 seats wanted in 'front'.*0 left"):
        hold(house.store, basket(1))
    house.clock.wait(minutes=15)
    assert hold(house.store, basket(10)).state is QuoteState.OFFERED


def test_an_unknown_quote_is_named(house):
    open_house(house.store)
    for how in (accept, void, read):
        with pytest.raises(NameUnknown, match="no quote 'q000009'"):
            how(house.store, "q000009")


def test_the_log_keeps_nothing_of_the_evidence(house):
    open_house(house.store)
    item = QuoteItem("night-1", "front", "solidarity", 1, evidence="ada@example.org")
    hold(house.store, Basket("web", (item,)), "r-1")
    for recorded in house.store.events(ORGANIZATION):
        assert "ada@example.org" not in "".join(encode(recorded.event))
        assert "ada@example.org" not in repr(recorded)


def test_the_fingerprint_tells_baskets_apart_and_no_evidence():
    def mark(*items, channel="web", language="en"):
        return CreateQuote("autumn", Basket(channel, items, language)).fingerprint

    one = QuoteItem("n", "front", "full", 1, evidence="a")
    other_evidence = replace(one, evidence="b")
    marks = [
        mark(one),
        mark(one, one),
        mark(replace(one, count=11)),
        mark(replace(one, evidence="")),
        mark(replace(one, performance_id="nf", seat_category_id="ront")),
        mark(one, channel="counter"),
        mark(one, language="fr"),
    ]
    assert len(set(marks)) == len(marks)
    assert mark(one) == mark(other_evidence)


def test_a_hold_that_runs_out_gives_its_reduction_back_to_the_budget(house):
    # A solidarity seat of the front costs 20.00 less than its reference price.
    fund = SolidarityBudget(id="fund", donations_minor=4000)
    open_house(house.store, studio_season(rules=(fund,)))
    hold(house.store, basket(2, "solidarity"))
    with pytest.raises(BudgetExhausted):
        hold(house.store, basket(1, "solidarity"))
    house.clock.wait(minutes=15)
    accept(house.store, hold(house.store, basket(1, "solidarity")).id)
    with pytest.raises(BudgetExhausted) as caught:
        hold(house.store, basket(2, "solidarity"))
    assert caught.value.metadata["left"] == "20.00 EUR"
