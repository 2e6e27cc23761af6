"""Solidarity funds in the books and in the ledger, held to plain counting."""

import random
import threading
from dataclasses import replace

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
from pricing.domain.errors import BudgetExhausted, GiftKept, NameUnknown, PricingError
from pricing.domain.fund import POOL, Account, FundIncome
from pricing.domain.quote import ProductItem, ProductKind, QuoteItem, QuoteState
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.domain.rules import Scope, SolidarityBudget, SolidarityShare
from pricing.quotes.decide import Basket
from pricing.settlement.fund_ledger import FundLedger
from pricing.store import snapshot
from pricing.store.commands import (
    AcceptQuote,
    CancelItems,
    CreateQuote,
    RecordIncome,
    Tick,
    UpdateSeason,
    VoidQuote,
)
from pricing.store.memory import open_memory
from tests.offers import offers_season
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold, open_house, void
from tests.pricing.store.conftest import Clock

FUND = SolidarityBudget(
    id="fund", donations_minor=4000, surplus_permille=305, support_permille=1000
)
# Pays for the first production alone, and has no income but gifts.
POOR = SolidarityBudget(id="poor", scope=Scope(production="antigone"))
MERCY = RefundPolicy(refund_days_out=0)


def season_of(*rules, **changes):
    return offers_season(rules=rules, **changes)


def seat(tariff="solidarity", count=1, night="night-2", category="front", pay=None):
    return QuoteItem(night, category, tariff, count, evidence="y", chosen_minor=pay)


def gift(amount, fund="fund"):
    return ProductItem(ProductKind.FUND_GIFT, fund, 1, amount)


def round_up(total, fund="fund"):
    return ProductItem(ProductKind.ROUND_UP, fund, 1, total)


def of_books(store):
    return store.books(ORGANIZATION).season("autumn")


def ledger_of(store):
    """Play the ledger from the log; at each event it balances, and nothing lacks."""
    ledger = FundLedger(ORGANIZATION)
    for recorded in store.events(ORGANIZATION):
        ledger.take(recorded)
        balances = ledger.balances_milli("autumn")
        for fund_id in {name for name, _ in balances}:
            assert sum(n for (name, _), n in balances.items() if name == fund_id) == 0
            assert balances[fund_id, Account.FUND] <= 0
    for number, entry in enumerate(ledger.of_season("autumn"), 1):
        assert entry.number == number
        assert entry.sequence >= 1
    return ledger


def check_ledger(store):
    """Hold the ledger to the books, and each pool in it to what it has left."""
    of, balances = of_books(store), ledger_of(store).balances_milli("autumn")
    of_funds = {k: n for k, n in balances.items() if not k[0].startswith(POOL) and n}
    assert of_funds == {k: n for k, n in of.funds.balance_milli.items() if n}
    for pool in of.season.pools:
        left = -balances[POOL + pool.id, Account.FUND]
        assert left == 1000 * of.allowances.left_minor(pool.id)


def naive_milli(books, rule):
    """Count what a rule makes of all quotes as they stand, one by one."""
    season = books.season("autumn").season
    total = 1000 * rule.given_minor
    for quote in books.quotes.values():
        sold = quote.state is QuoteState.ACCEPTED
        if not sold and quote.state is not QuoteState.OFFERED:
            continue
        for priced, count in zip(
            quote.items, books.after_sale.counts(quote), strict=True
        ):
            tariff = season.tariff_by_id[priced.item.tariff_id]
            night = season.performance_by_id[priced.item.performance_id]
            above = priced.received_minor - priced.reference_price_minor
            if not rule.scope.covers(night):
                continue
            if above < 0 and tariff.solidarity:
                total += 1000 * count * above
            if above > 0 and sold:
                chosen = tariff.id in ("chosen", "conscious")
                share = rule.surplus_permille
                if chosen and rule.support_permille is not None:
                    share = rule.support_permille
                total += share * count * above
        gone = {g.product_index for c in books.after_sale.of(quote.id) for g in c.gifts}
        for place, each in enumerate(quote.products if sold else ()):
            if each.product_id == rule.id and place not in gone:
                total += 1000 * each.total_minor
    return total


def check_books(books, recorded):
    of = books.season("autumn")
    for each in of.season.rules:
        income = sum(i.amount_minor for i in recorded if i.fund_id == each.id)
        left = of.funds.left_milli(each.id)
        advance = of.funds.balance_milli[each.id, Account.ADVANCE]
        assert left - advance == naive_milli(books, each) + 1000 * income
        assert left >= 0 <= advance
        assert not left or not advance


items = st.builds(
    seat,
    st.sampled_from(["solidarity", "full", "under-26", "conscious"]),
    st.integers(1, 2),
    st.sampled_from(["night-1", "night-2"]),
    st.sampled_from(["front", "back"]),
).map(lambda i: replace(i, chosen_minor=4000) if i.tariff_id == "conscious" else i)
products = st.one_of(
    st.builds(gift, st.integers(1, 3000), st.sampled_from(["fund", "poor"])),
    st.builds(round_up, st.sampled_from([5000, 10_000, 20_000])),
    st.just(ProductItem(ProductKind.GIFT, "gifts", 1)),
)
baskets = st.builds(
    lambda chosen, beside: Basket("web", tuple(chosen), products=tuple(beside)),
    st.lists(items, max_size=2),
    st.lists(products, max_size=2),
)
numbers = st.integers(0, 40)


class FundLife(RuleBasedStateMachine):
    """Whatever is sold, given and taken back, the fund is what plain counting says."""

    @initialize()
    def open(self):
        self.clock = Clock()
        self.store = open_memory(self.clock)
        open_house(self.store, season_of(FUND, POOR), path=("high",) * 6)
        self.asked = 0
        self.recorded = []

    def try_to(self, command):
        try:
            return ask(self.store, command)
        except PricingError:
            return None

    def request_id(self):
        self.asked += 1
        return f"r-{self.asked}"

    def some(self, number):
        known = list(self.store.books(ORGANIZATION).quotes)
        return known[-1 - number % len(known)] if known else "q000001"

    @rule(basket=baskets)
    def offer(self, basket):
        self.try_to(CreateQuote("autumn", basket, self.request_id()))

    @rule(basket=baskets)
    def buy(self, basket):
        quote = self.try_to(CreateQuote("autumn", basket, self.request_id()))
        if quote is not None:
            self.try_to(AcceptQuote("autumn", quote.id))

    @rule(number=numbers)
    def accept(self, number):
        self.try_to(AcceptQuote("autumn", self.some(number)))

    @rule(number=numbers)
    def void(self, number):
        self.try_to(VoidQuote("autumn", self.some(number)))

    @rule(number=numbers, gifts=st.sampled_from([(), (0,), (1,)]), some=st.booleans())
    def cancel(self, number, gifts, some):
        back = (ItemBack(0, 1),) if some else ()
        command = CancelItems(
            "autumn", self.some(number), back, self.request_id(), MERCY, gifts
        )
        self.try_to(command)

    @rule(
        amount=st.integers(-3000, 5000).filter(bool),
        fund=st.sampled_from(["fund", "poor"]),
        account=st.sampled_from([Account.DONATIONS, Account.SUBSIDY]),
    )
    def record(self, amount, fund, account):
        income = FundIncome(fund, account, amount, "town", f"n-{self.asked}")
        if self.try_to(RecordIncome("autumn", income, self.request_id())) is not None:
            self.recorded.append(income)

    @rule(
        donations=st.integers(0, 6000),
        surplus=st.integers(0, 1000),
        luck=st.integers(0, 3),
    )
    def change_the_rule(self, donations, surplus, luck):
        if luck == 0:
            changed = replace(FUND, donations_minor=donations, surplus_permille=surplus)
            self.try_to(UpdateSeason(season_of(changed, POOR)))

    @rule()
    def wait(self):
        self.clock.wait(minutes=8)
        self.try_to(Tick())

    @invariant()
    def books_are_what_plain_counting_says(self):
        if hasattr(self, "store"):
            check_books(self.store.books(ORGANIZATION), self.recorded)

    def teardown(self):
        if hasattr(self, "store"):
            check_ledger(self.store)
            self.store.close()


def play(examples, steps):
    run_state_machine_as_test(
        FundLife,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None
        ),
    )


def test_funds_are_what_plain_counting_says():
    play(40, 40)


@pytest.mark.slow
def test_funds_are_what_plain_counting_says_for_long():
    play(300, 80)


def test_a_fund_without_income_pays_for_nothing_until_somebody_gives(house):
    open_house(house.store, season_of(replace(FUND, donations_minor=0)))
    wanted = Basket("web", (seat(),))
    with pytest.raises(BudgetExhausted) as refused:
        hold(house.store, wanted)
    assert refused.value.metadata["left"] == "0.00 EUR"
    both = Basket("web", (seat("full"),), products=(round_up(5000),))
    given = accept(house.store, hold(house.store, both).id)
    assert given.total_minor == 5000
    assert [each.unit_price_minor for each in given.products] == [3000]
    assert hold(house.store, wanted)
    house.restart()
    with pytest.raises(BudgetExhausted):
        hold(house.store, Basket("web", (seat(),)))


@pytest.mark.parametrize("amount", [-500, 0, 10**11])
def test_a_gift_out_of_bounds_is_told_the_bounds(house, amount):
    open_house(house.store, season_of(FUND))
    with pytest.raises(PricingError, match=r"Expected a gift of 0\.01 EUR to "):
        hold(house.store, Basket("web", (seat("full"),), products=(gift(amount),)))


def test_a_gift_comes_back_only_where_the_house_says_so(house):
    open_house(house.store, season_of(FUND))
    basket = Basket("web", (seat("full"),), products=(gift(700), round_up(5000)))
    sold = accept(house.store, hold(house.store, basket).id)
    assert of_books(house.store).funds.left_milli("fund") == 7_000_000

    def back(gifts, request, override=None):
        command = CancelItems("autumn", sold.id, (), request, override, gifts)
        return ask(house.store, command)

    with pytest.raises(GiftKept, match="unless the organisation says so"):
        back((0,), "c-1")
    for wrong in ((2,), (-1,), (0, 0)):
        with pytest.raises(GiftKept):
            back(wrong, "c-2", MERCY)
    found = back((0,), "c-3", MERCY)
    assert found.refund_minor == 700
    assert found.ticket_count == 0
    assert back((0,), "c-3", MERCY) == found
    with pytest.raises(GiftKept, match="already"):
        back((0,), "c-4", MERCY)
    terms = RefundTerms(gifts_returned=True)
    ask(house.store, UpdateSeason(season_of(FUND, refunds=terms)))
    assert back((1,), "c-5").refund_minor == 2300
    assert of_books(house.store).funds.left_milli("fund") == 4_000_000
    house.restart()
    assert of_books(house.store).funds.left_milli("fund") == 4_000_000
    check_ledger(house.store)


def test_the_house_advances_what_a_returned_seat_had_brought(house):
    generous = replace(FUND, donations_minor=0, surplus_permille=1000)
    open_house(house.store, season_of(generous), path=("high",) * 6)
    dear = accept(house.store, hold(house.store, Basket("web", (seat("full", 3),))).id)
    accept(house.store, hold(house.store, Basket("web", (seat(),))).id)
    funds = of_books(house.store).funds
    assert funds.left_milli("fund") == 100_000
    ask(house.store, CancelItems("autumn", dear.id, (ItemBack(0, 1),), "c-1", MERCY))
    assert funds.left_milli("fund") == 0
    assert funds.balance_milli["fund", Account.ADVANCE] == 600_000
    with pytest.raises(BudgetExhausted):
        hold(house.store, Basket("web", (seat(),)))
    income = FundIncome("fund", Account.SUBSIDY, 3000, "town", "2026/114")
    ask(house.store, RecordIncome("autumn", income, "i-1"))
    assert funds.left_milli("fund") == 3_000_000 - 600_000
    assert funds.balance_milli["fund", Account.ADVANCE] == 0
    check_ledger(house.store)


def test_income_is_recorded_once_and_never_taken_out_of_what_is_given(house):
    open_house(house.store, season_of(FUND))
    income = FundIncome("fund", Account.SUBSIDY, 3000, "town", "2026/114")
    for _ in range(2):
        assert ask(house.store, RecordIncome("autumn", income, "i-1")) == income
    assert of_books(house.store).funds.left_milli("fund") == 7_000_000
    hold(house.store, Basket("web", (seat(count=3),)))
    back = replace(income, amount_minor=-3000)
    with pytest.raises(BudgetExhausted):
        ask(house.store, RecordIncome("autumn", back, "i-2"))
    with pytest.raises(NameUnknown):
        ask(
            house.store,
            RecordIncome("autumn", replace(income, fund_id="none"), "i-3"),
        )
    found = list(ledger_of(house.store).of_season("autumn", "fund"))
    recorded = [each for each in found if each.cause == "fund_income_recorded"]
    assert [(each.source, each.note_id) for each in recorded] == [("town", "2026/114")]


def test_the_ledger_names_the_event_and_the_quote_of_each_entry(house):
    open_house(house.store, season_of(FUND, POOR))
    sold = accept(
        house.store,
        hold(house.store, Basket("web", (seat(),), products=(gift(500),))).id,
    )
    void(house.store, hold(house.store, Basket("web", (seat(),))).id)
    hold(house.store, Basket("web", (seat(),)))
    house.clock.wait(minutes=16)
    ask(house.store, Tick())
    # A lower figure is the first word of a change of rules.
    lower = replace(FUND, donations_minor=3000)
    ask(house.store, UpdateSeason(season_of(lower, POOR)))
    entries = list(ledger_of(house.store).of_season("autumn", "fund"))
    assert [
        (
            each.cause,
            each.quote_id,
            f"{each.transfer.debit.value} > {each.transfer.credit.value}",
            each.transfer.amount_milli,
        )
        for each in entries
    ] == [
        ("season_created", "", "donations > fund", 4_000_000),
        ("quote_offered", "q000001", "fund > promised", 2_000_000),
        ("quote_accepted", "q000001", "promised > reductions", 2_000_000),
        ("quote_accepted", "q000001", "gifts > fund", 500_000),
        ("quote_offered", "q000002", "fund > promised", 2_000_000),
        ("quote_voided", "q000002", "promised > fund", 2_000_000),
        ("quote_offered", "q000003", "fund > promised", 2_000_000),
        ("quote_expired", "q000003", "promised > fund", 2_000_000),
        ("season_updated", "", "fund > donations", 1_000_000),
    ]
    assert sold.id == "q000001"
    check_ledger(house.store)


@pytest.mark.parametrize("end", [accept, void])
def test_a_promise_is_kept_once_though_the_fund_changes_before_the_sale(house, end):
    store = house.store
    open_house(store, season_of(FUND, POOR), path=("high",) * 6)
    before = of_books(store).funds.left_milli("fund")
    held = hold(store, Basket("web", (seat(),)))
    reduction = before - of_books(store).funds.left_milli("fund")
    assert reduction > 0
    other = replace(FUND, id="fund-2")
    ask(store, UpdateSeason(replace(of_books(store).season, rules=(other, POOR))))
    end(store, held.id)
    of = of_books(store).funds
    assert of.left_milli("fund") == before
    assert not of.balance_milli["fund", Account.PROMISED]
    assert not of.balance_milli["fund-2", Account.PROMISED]
    given = reduction if end is accept else 0
    assert -of.balance_milli["fund-2", Account.REDUCTIONS] == given
    check_ledger(store)


def test_a_snapshot_keeps_funds_and_what_is_still_to_be_released(house):
    kept = SolidarityShare(id="kept", share_permille=100, release_days_out=10)
    open_house(house.store, season_of(FUND, POOR, kept), path=("high",) * 6)
    basket = Basket("web", (seat(), seat("full")), products=(gift(500),))
    accept(house.store, hold(house.store, basket).id)
    hold(house.store, Basket("web", (seat(),)))
    books = house.store.books(ORGANIZATION)
    read = snapshot.read(snapshot.still(books).written("mark"), lambda _: "mark")
    assert read == books
    assert read.season("autumn").funds.left_milli("fund") > 0
    assert read.season("autumn").releases.pending


def rush(store, caller, faults, refused):
    """Hold solidarity seats as fast as may be, with a gift now and then."""
    rng = random.Random(caller)
    for turn in range(5):
        beside = (gift(rng.randint(1, 900)),) if rng.random() < 0.2 else ()
        tariff = rng.choice(["solidarity", "solidarity", "full"])
        wanted = seat(
            tariff, 1, rng.choice(["night-1", "night-2"]), rng.choice(["front", "back"])
        )
        basket = Basket("web", (wanted,), products=beside)
        try:
            quote = ask(store, CreateQuote("autumn", basket, f"{caller}-{turn}"))
            fate = rng.random()
            if fate < 0.5:
                accept(store, quote.id)
            elif fate < 0.8:
                void(store, quote.id)
        except BudgetExhausted:
            refused.append(caller)
        except PricingError:
            continue
        except Exception as fault:
            faults.append(fault)


def test_sixty_four_callers_do_not_overdraw_a_fund(house):
    open_house(house.store, season_of(replace(FUND, surplus_permille=200)))
    faults: list[Exception] = []
    refused: list[int] = []
    threads = [
        threading.Thread(target=rush, args=(house.store, caller, faults, refused))
        for caller in range(64)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    # The limit was reached, and not only respected.
    assert refused
    check_books(house.store.books(ORGANIZATION), [])
    assert of_books(house.store).funds.balance_milli["fund", Account.ADVANCE] == 0
    funds = of_books(house.store).funds
    house.restart()
    assert of_books(house.store).funds == funds
    check_ledger(house.store)
