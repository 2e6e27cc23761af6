"""The life of quotes against a house that is kept in dictionaries."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pricing.domain.after_sale import ItemBack
from pricing.domain.errors import PricingError
from pricing.domain.quote import QuoteItem
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.quotes.decide import Basket
from pricing.store.books import Books
from pricing.store.codec import decode, encode
from pricing.store.commands import (
    AcceptQuote,
    CancelItems,
    CancelPerformance,
    CreateQuote,
    ExchangeItems,
    FreezePerformance,
    PostponePerformance,
    Tick,
    UnfreezePerformance,
    VoidQuote,
)
from pricing.store.memory import MemoryLog, open_memory
from tests.houses import CHANNELS, OPENING, TARIFFS, studio_season
from tests.pricing.store.asks import ORGANIZATION, ask, kinds, open_house
from tests.pricing.store.conftest import Clock
from tests.pricing.store.naive import NaiveHouse

NIGHTS = ("night-1", "night-2", "night-3")
# Few seats, so that limits are met: 6 in front, 4 at the back, 5 on the network.
CAPACITIES = {"front": 6, "back": 4}
POLICY = RefundPolicy(
    refund_days_out=20,
    exchange_days_out=10,
    kept_permille=155,
    fee_minor=33,
    exchange_fee_minor=210,
)
KEEPS = replace(POLICY, commission_kept=True, refund_days_out=5)
SEASON = studio_season(
    3,
    channels=(*CHANNELS[:2], replace(CHANNELS[2], quota_permille=500)),
    tariffs=(TARIFFS[0], replace(TARIFFS[1], quota_permille=300), *TARIFFS[2:]),
    refunds=RefundTerms(POLICY, (("under-26", KEEPS),)),
)
SEASON = replace(
    SEASON,
    performances=tuple(
        replace(p, capacities=tuple(CAPACITIES.values())) for p in SEASON.performances
    ),
)

nights = st.sampled_from(NIGHTS)
items = st.builds(
    QuoteItem,
    performance_id=nights,
    seat_category_id=st.sampled_from(list(CAPACITIES)),
    tariff_id=st.sampled_from(["full", "under-26", "solidarity"]),
    count=st.integers(1, 3),
    evidence=st.just("yes"),
)
baskets = st.builds(
    Basket,
    st.sampled_from(["web", "counter", "network"]),
    st.lists(items, min_size=1, max_size=3).map(tuple),
)
numbers = st.integers(0, 30)
backs = st.lists(
    st.builds(ItemBack, st.sampled_from([0, 0, 0, 1, 2]), st.integers(0, 2)),
    max_size=2,
).map(tuple)
overrides = st.sampled_from([None, None, RefundPolicy(kept_permille=500)])


class QuoteLife(RuleBasedStateMachine):
    """Whatever is asked in whatever order, books and dictionaries agree."""

    @initialize()
    def open(self) -> None:
        self.clock = Clock()
        self.log = MemoryLog()
        self.store = open_memory(self.clock, self.log)
        open_house(self.store, SEASON)
        capacity = sum(CAPACITIES.values())
        self.naive = NaiveHouse(
            {(n, c): count for n in NIGHTS for c, count in CAPACITIES.items()},
            {
                (n, channel.id): capacity * channel.quota_permille // 1000
                for n in NIGHTS
                for channel in SEASON.channels
            },
            {
                (n, tariff.id): capacity * tariff.quota_permille // 1000
                for n in NIGHTS
                for tariff in SEASON.tariffs
            },
        )
        self.frozen: dict[str, str] = {}
        self.asked = 0
        self.answers: list[tuple[object, object]] = []

    def try_to(self, command):
        """Return the answer, None where it is refused."""
        self.naive.expire(self.clock())
        try:
            return ask(self.store, command)
        except PricingError:
            return None

    def request_id(self) -> str:
        self.asked += 1
        return f"r-{self.asked}"

    def quote_id(self, number: int, wanted: str = "") -> str:
        """Return a quote, most often one of those that are wanted."""
        books = self.store.books(ORGANIZATION)
        known = list(books.quotes)
        if wanted == "open" and number % 5:
            known = list(self.naive.open) or known
        elif wanted == "sold" and number % 5:
            held = books.after_sale.held
            sold = [q.id for q in books.quotes.values() if any(held(q))]
            known = sold or known
        return known[number % len(known)] if known else "q000001"

    @rule(basket=baskets)
    def offer(self, basket):
        command = CreateQuote("autumn", basket, self.request_id())
        quote = self.try_to(command)
        if quote is not None:
            self.naive.offer(quote)
            self.answers.append((command, quote))

    @rule(basket=baskets)
    def buy(self, basket):
        self.offer(basket)
        self.accept(list(self.naive.open)[-1] if self.naive.open else "q000001")

    @rule(number=numbers)
    def accept_one(self, number):
        self.accept(self.quote_id(number, "open"))

    def accept(self, name):
        was_open = name in self.naive.open
        quote = self.try_to(AcceptQuote("autumn", name))
        # What ran out since is no longer open.
        if was_open and name in self.naive.open:
            assert quote is not None
            self.naive.sell(quote)

    @rule(number=numbers)
    def void(self, number):
        name = self.quote_id(number, "open")
        if self.try_to(VoidQuote("autumn", name)) is not None:
            self.naive.open.pop(name, None)

    @rule(number=numbers, back=backs, override=overrides)
    def cancel(self, number, back, override):
        command = CancelItems(
            "autumn", self.quote_id(number, "sold"), back, self.request_id(), override
        )
        cancellation = self.try_to(command)
        if cancellation is not None:
            self.naive.give_back(cancellation)
            self.answers.append((command, cancellation))

    @rule(
        number=numbers,
        back=backs,
        basket=baskets,
        override=overrides,
        most=st.sampled_from([None, 4000, 9000]),
    )
    def exchange(self, number, back, basket, override, most):
        command = ExchangeItems(
            "autumn",
            self.quote_id(number, "sold"),
            back,
            basket,
            self.request_id(),
            price_minor_max=most,
            override=override,
        )
        self.exchanged(command, most)

    @rule(number=numbers, other=numbers, back=backs)
    def exchange_for_what_is_offered(self, number, other, back):
        offered = self.quote_id(other, "open")
        sold = self.quote_id(number, "sold")
        command = ExchangeItems("autumn", sold, back, None, self.request_id(), offered)
        held = self.store.books(ORGANIZATION).quotes.get(offered)
        exchange = self.exchanged(command, None)
        if exchange is not None:
            assert exchange.quote.total_minor == held.total_minor

    def exchanged(self, command, most):
        exchange = self.try_to(command)
        if exchange is not None:
            assert most is None or exchange.quote.total_minor <= most
            self.naive.exchange(exchange)
            self.answers.append((command, exchange))
        return exchange

    @rule(night=nights, luck=st.integers(0, 9))
    def call_off(self, night, luck):
        if luck:
            return
        self.try_to(CancelPerformance("autumn", night))
        self.naive.call_off(night)

    @rule(night=nights, days=st.integers(1, 60), luck=st.integers(0, 4))
    def postpone(self, night, days, luck):
        if luck:
            return
        to = OPENING + timedelta(days=days)
        self.try_to(PostponePerformance("autumn", night, starts_at=to))

    @rule(night=nights)
    def freeze(self, night):
        self.try_to(FreezePerformance("autumn", night))
        self.frozen[night] = self.posted(night)

    @rule(night=nights)
    def thaw(self, night):
        self.frozen.pop(night, None)
        self.try_to(UnfreezePerformance("autumn", night))

    @rule(days=st.sampled_from([0.002, 0.005, 0.005, 0.02, 1.0, 9.0, 30.0]))
    def wait(self, days):
        self.clock.wait(days=days)
        self.try_to(Tick())

    @rule(number=numbers)
    def ask_again(self, number):
        """Hold a repeat to the first answer, and to changing nothing."""
        if self.answers:
            command, first = self.answers[number % len(self.answers)]
            self.try_to(Tick())
            before = self.store.books(ORGANIZATION).sequence
            assert ask(self.store, command) == first
            assert self.store.books(ORGANIZATION).sequence == before

    def posted(self, night):
        return self.store.books(ORGANIZATION).season("autumn").postings[night].tier_id

    @invariant()
    def books_agree(self):
        self.try_to(Tick())
        books = self.store.books(ORGANIZATION)
        found = {
            (night, *cell): count
            for night, counts in books.season("autumn").counts.items()
            for cell, count in (counts.held + counts.sold).items()
            if count
        }
        assert found == dict(self.naive.taken())
        self.naive.check_limits()
        self.naive.check_money()
        assert books.last_serial == self.naive.last_serial
        assert books.open_quote_count == len(self.naive.open)
        held = {
            serial
            for quote in books.quotes.values()
            for serials in books.after_sale.held(quote)
            for serial in serials
        }
        assert held == set(self.naive.valid)

    @invariant()
    def budgets_are_what_seats_say(self):
        of = self.store.books(ORGANIZATION).season("autumn")
        assert all(amount >= 0 for amount in of.funds.seats_minor.values())
        for counts in of.counts.values():
            assert counts.taken == sum((counts.held + counts.sold).values())

    @invariant()
    def frozen_prices_stand(self):
        for night, tier in self.frozen.items():
            assert self.posted(night) == tier

    @invariant()
    def nothing_of_a_cancelled_night_is_on_offer(self):
        for _, lines in self.naive.open.values():
            assert not self.naive.cancelled & {line[0] for line in lines}

    def teardown(self):
        if hasattr(self, "store"):
            live = self.store.books(ORGANIZATION)
            rebuilt = Books(ORGANIZATION)
            for each in self.store.events(ORGANIZATION):
                event = decode(*encode(each.event))
                rebuilt.apply(replace(each, event=event))
            assert rebuilt == live
            self.store.close()


def play(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        QuoteLife,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None
        ),
    )


def stroll(seed: int, steps: int) -> Counter[str]:
    """Play a long life at random, which falls short of few paths; count its events."""
    luck = random.Random(seed)
    life = QuoteLife()
    life.open()

    def item() -> QuoteItem:
        return QuoteItem(
            luck.choice(NIGHTS),
            luck.choice(["front", "back"]),
            luck.choice(["full", "under-26", "solidarity"]),
            luck.randint(1, 2),
            evidence="yes",
        )

    def basket() -> Basket:
        some = tuple(item() for _ in range(luck.randint(1, 2)))
        return Basket(luck.choice(["web", "counter", "network"]), some)

    def back() -> tuple[ItemBack, ...]:
        return tuple(ItemBack(0, luck.randint(0, 1)) for _ in range(luck.randint(0, 1)))

    def number() -> int:
        return luck.randint(0, 1000)

    def override() -> RefundPolicy | None:
        return luck.choice([None, RefundPolicy(kept_permille=500)])

    moves = {
        lambda: life.buy(basket()): 10,
        lambda: life.offer(basket()): 8,
        lambda: life.accept_one(number()): 3,
        lambda: life.void(number()): 1,
        lambda: life.cancel(number(), back(), override()): 5,
        lambda: life.exchange(number(), back(), basket(), override(), None): 5,
        lambda: life.exchange_for_what_is_offered(number(), number(), back()): 2,
        lambda: life.ask_again(number()): 2,
        lambda: life.freeze(luck.choice(NIGHTS)): 0.5,
        lambda: life.thaw(luck.choice(NIGHTS)): 0.5,
        lambda: life.postpone(luck.choice(NIGHTS), luck.randint(1, 90), 0): 0.3,
        lambda: life.call_off(luck.choice(NIGHTS), 0): 0.01,
        lambda: life.wait(luck.choice([0.002, 0.005, 0.02, 0.2])): 3,
    }
    for move in luck.choices(list(moves), list(moves.values()), k=steps):
        move()
        life.books_agree()
        life.budgets_are_what_seats_say()
        life.frozen_prices_stand()
        life.nothing_of_a_cancelled_night_is_on_offer()
    found = Counter(kinds(life.store))
    life.teardown()
    return found


LONG = {"QuoteAccepted", "QuoteExpired", "ItemsCancelled", "ItemsExchanged"}


def test_the_life_of_quotes_is_what_plain_counting_says():
    play(30, 30)


@pytest.mark.parametrize("seed", range(2))
def test_a_busy_life_of_quotes_is_what_plain_counting_says(seed):
    found = stroll(seed, 300)
    assert all(found[kind] >= 1 for kind in LONG), found


@pytest.mark.slow
def test_the_long_life_of_quotes_is_what_plain_counting_says():
    play(300, 100)
    for seed in range(100, 120):
        stroll(seed, 1500)
