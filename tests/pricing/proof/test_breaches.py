"""What was not kept to is found, with its numbers, in a log whose seals are right.

Each log is one that a store wrote, with something changed and all of it sealed anew:
as whoever wrote the store's code wrong, or wished to, would have it.
"""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pricing.domain.products import SubscriberCard, SuspendedPool
from pricing.domain.quote import ProductItem, ProductKind, QuoteItem
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    CategoryOrder,
    ChannelParity,
    IncomeFloor,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    Scope,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.tariff import Percentage, Tariff
from pricing.proof import breach_words
from pricing.proof.findings import Breach, Place
from pricing.proof.verify import verify
from pricing.proof.words import page, said
from pricing.quotes.decide import Basket
from pricing.store.codec import season_from_plain, season_text
from pricing.store.commands import (
    AcceptQuote,
    ActivatePlan,
    CancelItems,
    CreateQuote,
    StorePlan,
    Tick,
)
from pricing.store.memory import open_memory
from pricing.store.seal import Head, sealed
from tests.houses import CHANNELS, OPENING, TARIFFS, studio_season
from tests.pricing.proof.seasons import MERCY
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.store.asks import ORGANIZATION, ask, open_house
from tests.pricing.store.conftest import Clock

RULES = (
    PriceBounds(id="cap", cap_minor=3200, floor_minor=1000),
    CategoryOrder(id="order"),
    NeverFalls(id="rising", scope=Scope(production="antigone")),
    PriceStep(id="step", change_permille=400, days_between=3, notice_days=2),
    SolidarityShare(id="kept", share_permille=250, release_days_out=10),
    SolidarityBudget(id="fund", donations_minor=20_000),
)


def sold(rules=RULES, until=0, **changes):
    """Sell a little of everything and let prices rise; return the rows of the log."""
    clock = Clock()
    store = open_memory(clock)
    season = studio_season(rules=tuple(rules), **changes)
    open_house(store, season)
    for number, tariff in enumerate(("full", "under-26", "solidarity")):
        item = QuoteItem("night-1", "front", tariff, 2, evidence="yes")
        quote = ask(store, CreateQuote("autumn", Basket("web", (item,)), f"r-{number}"))
        ask(store, AcceptQuote("autumn", quote.id))
    ask(store, CancelItems("autumn", "q000001", (), "c-1", MERCY))
    ask(store, CreateQuote("autumn", Basket("web", (item,))))
    for _ in range(until):
        clock.wait(days=1)
        ask(store, Tick())
    item = QuoteItem("night-2", "back", "full", 2)
    quote = ask(store, CreateQuote("autumn", Basket("counter", (item,)), "last"))
    ask(store, AcceptQuote("autumn", quote.id))
    rows = [row for row, _ in store.sealed_rows(ORGANIZATION)]
    store.close()
    return rows


def judged(rows):
    """Return the kinds of breaches of rows, numbered and sealed anew."""
    numbered = [(number, *row[1:]) for number, row in enumerate(rows, 1)]
    log = list(sealed(ORGANIZATION, Head(), numbered))
    found = verify(ORGANIZATION, log)
    lines = "\n".join(page(found))
    assert lines
    assert lines.startswith("NOT CERTIFIED: ") == (not found.sound)
    assert next(page(found, "fr")).startswith(
        "Certificat de " if found.sound else "NON CERTIFIÉ : "
    )
    assert "\n".join(page(found, "fr"))
    assert found.sound == (not found.breaches)
    return {breach.kind for breach in found.breaches}


def changed(rows, kind, change, which=0):
    """Return rows with the body of one event of a kind changed."""
    places = [place for place, row in enumerate(rows) if row[2] == kind]
    place = places[which]
    body = json.loads(rows[place][3])
    change(body)
    row = rows[place]
    return [*rows[:place], (*row[:3], json.dumps(body), *row[4:]), *rows[place + 1 :]]


def test_what_was_sold_by_the_rules_is_right():
    assert judged(sold()) == set()
    assert judged(sold(until=95)) == set()


def item_of(body):
    return body["quote"]["items"][0]


def dearer(body):
    item_of(body)["unit_price_minor"] += 100


def other_lines(body):
    item_of(body)["lines"][0]["amount_minor"] += 100


def other_reference(body):
    item_of(body)["reference_price_minor"] += 1


def fee(body):
    item_of(body)["unit_price_minor"] += 7
    line = {"kind": "commission", "amount_minor": 7, "subject": "web", "text": ""}
    item_of(body)["lines"].append(line)


def drawn(body):
    item_of(body)["drawn_minor"] = 5


def other_tier(body):
    item_of(body)["tier_id"] = "mid"


def many(count):
    def change(body):
        item_of(body)["item"]["count"] = count

    return change


def posted(**values):
    def change(body):
        body["posting"].update(values)

    return change


def tier(name):
    return posted(tier_id=name, unrestricted_tier_id=name, steps=[])


def serial(body):
    body["serial_first"] += 1


def other_ticket(body):
    body["cancellation"]["lines"][0]["serials"] = [5, 6]


@pytest.mark.parametrize(
    ("kind", "change", "which", "expected"),
    [
        ("quote_offered", dearer, 0, "priced_otherwise"),
        ("quote_offered", other_lines, 0, "posted_otherwise"),
        ("quote_offered", other_reference, 0, "reference_otherwise"),
        ("quote_offered", fee, 0, "fee_otherwise"),
        ("quote_offered", drawn, 0, "drawn_otherwise"),
        ("quote_offered", other_tier, 0, "no_such_tier"),
        ("quote_offered", many(41), 0, "capacity"),
        ("quote_offered", many(31), 0, "public"),
        ("quote_offered", many(12), 2, "overdrawn"),
        ("quote_accepted", serial, 1, "serial"),
        ("items_cancelled", other_ticket, 0, "not_held"),
        ("price_changed", tier("high"), 2, "step"),
        ("price_changed", tier("low"), 4, "falls"),
        ("price_changed", posted(plan_id="r9"), 0, "no_such_plan"),
        ("price_changed", tier("gone"), 0, "no_such_tier"),
        ("price_changed", posted(before_sale=True), 0, "before_sale"),
    ],
)
def test_a_changed_event_is_found(kind, change, which, expected):
    assert expected in judged(changed(sold(until=95), kind, change, which))


@pytest.mark.parametrize(
    ("drop", "expected"),
    [
        ("quote_offered", "not_offered"),
        ("quote_accepted", "damaged"),
        ("price_changed", "no_price"),
        ("plan_stored", "no_such_plan"),
    ],
)
def test_events_left_out_are_found_though_the_rest_is_sealed_anew(drop, expected):
    rows = sold(until=95)
    assert expected in judged([row for row in rows if row[2] != drop])


def test_a_price_that_was_not_posted_anew_in_time_is_found():
    rows = sold(until=95)
    last = max(place for place, row in enumerate(rows) if row[2].startswith("price_"))
    assert "not_posted_anew" in judged(rows[:last] + rows[last + 1 :])


def test_a_sale_after_its_hold_ran_out_is_found():
    rows = sold()
    late = [
        (*row[:1], row[1] + 3600 * 10**6, *row[2:])
        if row[2] != "season_created"
        else row
        for row in rows[-1:]
    ]
    assert "too_late" in judged([*rows[:-1], *late])


def test_a_quote_offered_twice_and_time_that_goes_back_are_found():
    rows = sold()
    offered = [row for row in rows if row[2] == "quote_offered"]
    assert "quote_twice" in judged([*rows, offered[-1]])
    back = (*rows[-1][:1], rows[-1][1] - 10**6, *rows[-1][2:])
    assert "time_back" in judged([*rows[:-1], back])


def test_an_offer_that_is_accepted_twice_is_found():
    rows = sold()
    assert "not_offered" in judged([*rows, rows[-1]])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (PriceBounds(id="r", cap_minor=1900), "over_cap"),
        (PriceBounds(id="r", floor_minor=1500, seat_category_id="back"), "under_floor"),
        (PopularityCap(id="r", demand_permille=500, rise_permille=0), "over_popular"),
    ],
)
def test_a_rule_that_was_there_all_along_is_found_broken(rule, expected):
    """The season says that a rule held which prices did not keep to."""
    rows = sold(rules=(), until=95)

    def add(body):
        season = season_from_plain(body["season"])
        body["season"] = json.loads(season_text(replace(season, rules=(rule,))))

    def demand(body):
        for each in body["plan"]["performances"]:
            each["demand_mean"] = 60.0

    rows = changed(changed(rows, "season_created", add), "plan_stored", demand)
    assert expected in judged(rows)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (AccessShare(id="r", share_permille=900, price_minor=600), "too_few"),
        (
            AccessShare(
                id="r", share_permille=900, price_minor=600, each_performance=True
            ),
            "too_few",
        ),
        (AveragePrice(id="r", price_minor=500), "mean_too_high"),
        (IncomeFloor(id="r", income_minor=10**6), "income_too_low"),
        (
            IncomeFloor(id="r", income_minor=10**6, each_performance=True),
            "income_too_low",
        ),
    ],
)
def test_rules_on_sums_are_judged_once_all_is_known(rule, expected):
    assert judged(sold(rules=(rule,), until=30)) == set()
    rows = sold(rules=(rule,), until=30)
    over = (OPENING + timedelta(days=5) - NOW) // timedelta(microseconds=1)
    start = rows[0][1]
    # An event after the last night: nobody sells any more.
    last = (0, start + over, "job_recorded", "{}", "", "")
    assert judged([*rows, last]) == {expected}


def test_parity_is_judged_by_what_channels_ask():
    channels = (CHANNELS[0], replace(CHANNELS[2], commission_inside=True))
    rule = ChannelParity(id="r", commission_permille_max=100)
    rows = sold(rules=(rule,), channels=(*channels, CHANNELS[1]))

    def greedy(body):
        body["season"]["channels"][1]["commission_permille"] = 500

    def unequal(body):
        body["season"]["channels"][1]["commission_inside"] = False

    assert judged(rows) == set()
    # The season itself refuses such a rule, so no such log can be read.
    for change in (greedy, unequal):
        assert judged(changed(rows, "season_created", change)) == {"damaged"}


def test_pools_and_cards_are_never_overdrawn():
    pool = SuspendedPool("pool", "Pool", 2000)
    card = SubscriberCard("card", "Card", 2)
    tariffs = (
        *TARIFFS,
        Tariff("carded", "Carded", Percentage(800), card_id="card"),
    )
    clock = Clock()
    store = open_memory(clock)
    open_house(store, studio_season(pools=(pool,), cards=(card,), tariffs=tariffs))
    gift = ProductItem(ProductKind.GIFT, "pool", 1)
    item = QuoteItem("night-1", "front", "carded", 2, card_reference="x")
    basket = Basket("web", (item,), products=(gift,))
    quote = ask(store, CreateQuote("autumn", basket))
    ask(store, AcceptQuote("autumn", quote.id))
    rows = [row for row, _ in store.sealed_rows(ORGANIZATION)]
    store.close()
    assert judged(rows) == set()

    def draws(body):
        item_of(body).update(pool_id="pool", drawn_minor=50)

    assert "pool" in judged(changed(rows, "quote_offered", draws))
    again = [row for row in rows if row[2] == "quote_offered"]
    other = (*again[0][:3], again[0][3].replace("q000001", "q000002"), *again[0][4:])
    assert "card" in judged([*rows, other])


def test_every_breach_that_can_be_told_has_words_in_both_languages():
    told = set()
    for file in Path(breach_words.__file__).parent.glob("*.py"):
        text = file.read_text()
        told |= set(re.findall(r"(?:breach|Breach)\(\s*\"([a-z_]+)\"", text))
    assert len(told) > 40
    assert told <= set(breach_words.WORDS)
    for english, french in breach_words.WORDS.values():
        fields = [re.findall(r"{(\w+)", text) for text in (english, french)]
        assert set(fields[0]) == set(fields[1])


@pytest.mark.parametrize(
    ("taken", "english", "french"),
    [
        (0, "0 seats taken of 3 in", "0 place prise sur 3 en"),
        (1, "1 seat taken of 3 in", "1 place prise sur 3 en"),
        (2, "2 seats taken of 3 in", "2 places prises sur 3 en"),
    ],
)
def test_what_follows_a_count_agrees_with_it(taken, english, french):
    breach = Breach(
        "capacity", Place(1, 0), {"taken": taken, "bound": 3, "what": "front"}
    )
    assert english in said(breach, None)
    assert french in said(breach, None, "fr")


def test_a_plan_that_was_never_stored_is_found():
    clock = Clock()
    store = open_memory(clock)
    season = open_house(store)
    stored = ask(store, StorePlan(plan_of(season, ["low"] * 6)))
    ask(store, ActivatePlan("autumn", stored.id))
    rows = [row for row, _ in store.sealed_rows(ORGANIZATION)]
    store.close()

    def other(body):
        body["plan_id"] = "r9"

    assert "no_such_plan" in judged(changed(rows, "plan_activated", other, 1))
