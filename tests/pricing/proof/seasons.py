"""Seasons that a store plays at random, under rules of every kind that acts."""

import random
from dataclasses import replace
from datetime import timedelta

from pricing.domain.after_sale import ItemBack
from pricing.domain.errors import PricingError
from pricing.domain.quote import ProductItem, ProductKind, QuoteItem, QuoteState
from pricing.domain.refund import RefundPolicy
from pricing.domain.rules import (
    CategoryOrder,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.quotes.decide import Basket
from pricing.store.commands import (
    AcceptQuote,
    ActivatePlan,
    CancelItems,
    CreateQuote,
    ExchangeItems,
    FreezePerformance,
    PostponePerformance,
    StorePlan,
    Tick,
    UnfreezePerformance,
    UpdateSeason,
    VoidQuote,
)
from pricing.store.memory import open_memory
from tests.houses import CHANNELS, TARIFFS, studio_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.store.asks import ORGANIZATION, ask, open_house
from tests.pricing.store.conftest import Clock

TIERS = ("low", "mid", "high")
PERIODS = 6
RULES = (
    PriceBounds(id="bounds", floor_minor=500, cap_minor=3200),
    PriceBounds(id="cap", cap_minor=2500, seat_category_id="front"),
    CategoryOrder(id="order"),
    KeepOpen(id="open", on=False),
    PopularityCap(id="popular", demand_permille=500, rise_permille=100),
    NeverFalls(id="rising"),
    PriceStep(id="step", change_permille=300, days_between=5, notice_days=3),
    SolidarityShare(id="kept", share_permille=250, release_days_out=20),
    SolidarityBudget(
        id="fund", donations_minor=9_000, surplus_permille=500, support_permille=900
    ),
)
MERCY = RefundPolicy(refund_days_out=0, exchange_days_out=0)
CHANNELS_LIMITED = (
    replace(CHANNELS[0], kept_permille=100),
    replace(CHANNELS[1], quota_permille=400, release_days_out=30),
    CHANNELS[2],
)
TARIFFS_LIMITED = (
    TARIFFS[0],
    replace(TARIFFS[1], quota_permille=300),
    replace(TARIFFS[2], kept_permille=100),
    TARIFFS[3],
)


class Player:
    """Asks a store for what people ask for, at random; refusals are passed over."""

    def __init__(self, seed, rules=None, nights=2):
        self.rng = rng = random.Random(seed)
        self.clock = Clock(NOW - timedelta(days=rng.choice((0, 80))))
        self.store = open_memory(self.clock)
        if rules is None:
            rules = [rule for rule in RULES if rng.random() < 0.5]
        self.season = studio_season(
            nights, tuple(rules), channels=CHANNELS_LIMITED, tariffs=TARIFFS_LIMITED
        )
        # The one path that all these rules allow.
        open_house(self.store, self.season, path=["low"] * PERIODS)
        self.plans = 1

    def play(self, moves):
        """Make so many moves, and return the sealed log."""
        ways = [
            *(self.hold, self.hold, self.hold, self.hold, self.accept, self.accept),
            *(self.accept, self.give_up, self.wait, self.wait, self.plan, self.plan),
            *(self.cancel, self.exchange, self.change_rules, self.live),
        ]
        for _ in range(moves):
            command = self.rng.choice(ways)()
            if command is not None:
                self.try_to(command)
        log = list(self.store.sealed_rows(ORGANIZATION))
        self.store.close()
        return log

    def try_to(self, command):
        try:
            return ask(self.store, command)
        except PricingError:
            return None

    def basket(self):
        rng = self.rng
        items = tuple(
            QuoteItem(
                rng.choice(self.season.performances).id,
                rng.choice(("front", "back")),
                rng.choice(("full", "full", "under-26", "solidarity", "by-means")),
                rng.randint(1, 4),
                evidence="yes",
            )
            for _ in range(rng.choice((1, 1, 1, 2, 3)))
        )
        items = tuple(
            replace(each, means_bracket_id=rng.choice(("low", "middle")))
            if each.tariff_id == "by-means"
            else each
            for each in items
        )
        gift = ProductItem(ProductKind.FUND_GIFT, "fund", 1, 700)
        products = (gift,) if rng.random() < 0.1 else ()
        channel = rng.choice(("web", "web", "counter", "network"))
        return Basket(channel, items, products=products)

    def of(self, state):
        """Return the id of a quote in a state, None without one."""
        quotes = self.store.books(ORGANIZATION).quotes.values()
        found = [quote.id for quote in quotes if quote.state is state]
        return self.rng.choice(found) if found else None

    def hold(self):
        return CreateQuote("autumn", self.basket())

    def accept(self):
        name = self.of(QuoteState.OFFERED)
        return name and AcceptQuote("autumn", name)

    def give_up(self):
        name = self.of(QuoteState.OFFERED)
        return name and VoidQuote("autumn", name)

    def wait(self):
        self.clock.wait(days=self.rng.choice((0.001, 0.02, 1, 4, 9)))
        return Tick()

    def cancel(self):
        name = self.of(QuoteState.ACCEPTED)
        back = (ItemBack(0, self.rng.choice((1, 2))),)
        key = f"c-{self.rng.random()}"
        return name and CancelItems("autumn", name, back, key, MERCY)

    def exchange(self):
        name = self.of(QuoteState.ACCEPTED)
        key = f"x-{self.rng.random()}"
        offered = self.of(QuoteState.OFFERED) if self.rng.random() < 0.3 else None
        if name is None:
            return None
        if offered is not None:
            return ExchangeItems(
                "autumn", name, (), None, key, offered_quote_id=offered, override=MERCY
            )
        return ExchangeItems("autumn", name, (), self.basket(), key, override=MERCY)

    def plan(self):
        """Store another plan, and put it in force."""
        rng, apart = self.rng, self.rng.random() < 0.4
        path = sorted((rng.choice(TIERS) for _ in range(PERIODS)), key=TIERS.index)
        if rng.random() < 0.2:
            path = [rng.choice(TIERS) for _ in range(PERIODS)]
        made = plan_of(self.season, path)
        by = tuple((tier, rng.choice(TIERS)) for tier in path) if apart else ()
        if apart and rng.random() < 0.3:
            by = ((path[0], ""), *by[1:])
        paths = tuple(
            replace(each, category_path=by, demand_mean=rng.choice((None, 30.0, 60.0)))
            for each in made.performances
        )
        stored = self.try_to(StorePlan(replace(made, performances=paths)))
        return stored and ActivatePlan("autumn", stored.id)

    def change_rules(self):
        season = self.store.books(ORGANIZATION).season("autumn").season
        rules = tuple(rule for rule in RULES if self.rng.random() < 0.5)
        return UpdateSeason(replace(season, rules=rules))

    def live(self):
        night = self.rng.choice(self.season.performances).id
        if self.rng.random() < 0.3:
            at = self.store.books(ORGANIZATION).season("autumn").performance(night)
            later = at.starts_at + timedelta(days=self.rng.choice((3, 20)))
            return PostponePerformance("autumn", night, starts_at=later)
        kind = self.rng.choice((FreezePerformance, UnfreezePerformance))
        return kind("autumn", night)
