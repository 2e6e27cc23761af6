"""Houses that sell in every way, played at random, are settled to the cent."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.after_sale import ItemBack
from pricing.domain.errors import PricingError
from pricing.domain.quote import PackItem, ProductItem, ProductKind, QuoteItem
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.domain.rules import SolidarityBudget
from pricing.domain.scope import Scope
from pricing.domain.settlement import SettlementTerms, Share, Split, VatRate
from pricing.domain.tariff import Evidence
from pricing.quotes.decide import Basket
from pricing.settlement.reconcile import Control, reconcile
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import ALL_TIME, settle
from pricing.store.commands import (
    AcceptQuote,
    CancelItems,
    CancelPerformance,
    CreateQuote,
    ExchangeItems,
    PostponePerformance,
    VoidQuote,
)
from pricing.store.memory import open_memory
from tests.houses import OPENING
from tests.offers import NIGHTS, offers_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, ask, open_house

TERMS = SettlementTerms(
    vat=(
        VatRate(21, Scope(production="antigone"), first_performances=1),
        VatRate(100, Scope(performance_id="night-2")),
    ),
    splits=(
        Split((Share("artist", 700, 50_000), Share("producer", 300)), Scope("phedre")),
        Split((Share("artist", 333), Share("producer", 334), Share("venue", 333))),
    ),
)
KEEPS = RefundPolicy(
    refund_days_out=1,
    exchange_days_out=1,
    kept_permille=155,
    fee_minor=33,
    commission_kept=True,
)
BACK = replace(KEEPS, commission_kept=False, exchange_fee_minor=210)
FUND = SolidarityBudget(
    id="fund", donations_minor=10**6, surplus_permille=200, support_permille=1000
)
SEASON = offers_season(
    rules=(FUND,),
    settlement=TERMS,
    refunds=RefundTerms(BACK, (("under-26", KEEPS), ("chosen", KEEPS))),
)
CHOICES = {"chosen": (600, 1300, 1800, 3000), "conscious": (500, 2000, 5950)}
STEPS = 120


class Walk:
    """One life of a house, drawn from a seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.store = open_memory(lambda: NOW + timedelta(minutes=self.minutes))
        self.minutes = 0
        self.quotes = []
        self.number = 0
        open_house(self.store, SEASON)

    def item(self):
        rng = self.rng
        tariff = rng.choice([t for t in SEASON.tariffs if t.id != "school"])
        asserted = tariff.evidence is Evidence.AT_BOOKING
        return QuoteItem(
            rng.choice(NIGHTS),
            rng.choice(["front", "back"]),
            tariff.id,
            rng.randint(1, 2),
            means_bracket_id=rng.choice(tariff.bracket_ids or ("",)),
            evidence="yes" if asserted else "",
            chosen_minor=rng.choice(CHOICES.get(tariff.id, (None,))),
            card_reference=f"A-{rng.randint(1, 99)}" if tariff.card_id else "",
        )

    def basket(self):
        rng = self.rng
        channel = rng.choice(SEASON.channels)
        counters = ["", *(counter.id for counter in channel.counters)]
        packs, products = (), ()
        if rng.random() < 0.15:
            seats = (("night-1", "front"), ("night-2", "back"))
            packs = (PackItem("duo", seats, rng.randint(1, 2)),)
        if rng.random() < 0.3:
            products = rng.choice(
                [
                    (ProductItem(ProductKind.GIFT, "gifts", rng.randint(1, 3)),),
                    (ProductItem(ProductKind.CARD, "carte", rng.randint(1, 3)),),
                    (ProductItem(ProductKind.FUND_GIFT, "fund", 1, 1234),),
                    (ProductItem(ProductKind.ROUND_UP, "fund", 1, 50_000),),
                ]
            )
        items = tuple(self.item() for _ in range(rng.randint(0 if packs else 1, 2)))
        return Basket(
            channel.id,
            items,
            counter_id=rng.choice(counters),
            packs=packs,
            products=products,
        )

    def step(self):
        rng = self.rng
        self.minutes += rng.choice([0, 1, 5, 20])
        self.number += 1
        name = rng.choice(self.quotes) if self.quotes else ""
        back = (ItemBack(rng.randint(0, 1), rng.randint(0, 2)),)
        request = f"r{self.number}"
        kind = rng.choice(["buy"] * 6 + ["void", "cancel", "exchange", "life"])
        if kind == "buy":
            quote = ask(self.store, CreateQuote("autumn", self.basket(), request))
            self.quotes.append(quote.id)
            if rng.random() < 0.8:
                ask(self.store, AcceptQuote("autumn", quote.id))
        elif kind == "void" and name:
            ask(self.store, VoidQuote("autumn", name))
        elif kind == "cancel" and name:
            gifts = rng.choice([(), (0,)])
            mercy = RefundPolicy(refund_days_out=0) if gifts else None
            command = CancelItems("autumn", name, back, request, mercy, gifts)
            ask(self.store, command)
        elif kind == "exchange" and name:
            command = ExchangeItems("autumn", name, back, self.basket(), request)
            self.quotes.append(ask(self.store, command).quote.id)
        elif kind == "life" and rng.random() < 0.1:
            ask(self.store, self.change())

    def change(self):
        night = self.rng.choice(NIGHTS)
        if self.rng.random() < 0.5:
            return CancelPerformance("autumn", night)
        now = NOW + timedelta(minutes=self.minutes)
        later = OPENING + timedelta(days=self.rng.randint(5, 50))
        return PostponePerformance("autumn", night, later, now + timedelta(days=9))


@pytest.mark.parametrize("seed", range(6))
def test_a_life_of_sales_is_settled_to_the_cent(seed):
    walk = Walk(seed)
    done = 0
    for _ in range(STEPS):
        try:
            walk.step()
            done += 1
        except PricingError:
            continue
    assert done > STEPS / 3
    record, control = SalesRecord(), Control("autumn", ALL_TIME)
    for recorded in walk.store.events(ORGANIZATION):
        record.take(recorded)
        control.take(recorded)
    books = walk.store.books(ORGANIZATION)
    season = books.season("autumn").season
    settled = settle(record, season, OPENING + timedelta(days=99))
    reconcile(settled, control)

    # What the books say, which count by themselves.
    assert record.last_serial == books.last_serial
    assert record.seasons["autumn"] == season
    sold = [q for q in books.quotes.values() if q.state.value == "accepted"]
    back = [each for q in sold for each in books.after_sale.of(q.id)]
    total = settled.total
    assert total.paid == sum(quote.total_minor for quote in sold)
    assert total.refunded == sum(each.refund_minor for each in back)
    assert total.seats_returned == sum(each.ticket_count for each in back) > 0
    allowances = books.season("autumn").allowances
    funds = books.season("autumn").funds
    to_fund = sum(amount for amount in funds.given_minor.values())
    assert total.gifts == allowances.given_minor["gifts"] + to_fund > 0
    held = sum(
        priced.drawn_minor * priced.item.count
        for quote in books.quotes.values()
        if quote.state.value == "offered"
        for priced in quote.items
    )
    assert total.drawn == allowances.drawn_minor["gifts"] - held
    assert [serial for serial, _, _ in record.tickets("autumn")] == list(
        range(1, books.last_serial + 1)
    )
    assert sum(sum(row.shares.values()) for row in settled.rows) == sum(
        row.sums.net for row in settled.rows if row.key.performance_id
    )
