"""The tariffs that the docs show are those of the example, which sells them all."""

import re
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from pricing.constraints.explain import sentence
from pricing.domain.quote import PackItem, ProductItem, ProductKind, QuoteItem
from pricing.files import season_file, season_writer
from pricing.files.channel_table import ChannelTable
from pricing.files.offer_table import PackTable
from pricing.files.tables import read_forecast
from pricing.files.tariff_table import TariffTable
from pricing.optimizer.market import build
from pricing.optimizer.optimize import optimize
from pricing.programme import demand_by_performance
from pricing.quotes import taken
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.pack_offers import pack_offers
from pricing.quotes.price_list import price_list
from tests.pricing.quotes.plans import plan_of, put_on_sale

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "tariffs.md").read_text()
FILE = ROOT / "examples" / "festival" / "season.toml"
SEASON = season_file.read(FILE)
NOW = datetime.fromisoformat("2027-06-20T12:00:00+02:00")
EARLY = datetime.fromisoformat("2027-03-20T12:00:00+01:00")
DEMAND = demand_by_performance(SEASON, read_forecast(FILE.parent / "forecast.csv"))


@pytest.fixture
def tent() -> SeasonOnSale:
    """The example on sale, four weeks before, with money in its pool."""
    path = ("low", "low", "printed", "printed", "high")
    on_sale = put_on_sale(SEASON, plan_of(SEASON, path, plan_id="r1"), NOW)
    on_sale.allowances.given_minor["suspended"] = 3200
    return on_sale


def test_every_table_that_is_shown_is_in_the_example():
    blocks = re.findall(r"^```toml\n(.*?)^```", PAGE, re.M | re.S)
    assert len(blocks) == 6
    for block in blocks:
        assert block in FILE.read_text()


def test_the_page_names_every_key():
    common = {"id", "name"}
    for table in (TariffTable, PackTable, ChannelTable):
        for key in set(table.model_fields) - common - {"solidarity"}:
            assert re.search(rf"`[^`]*\b{key}\b|^{key} = ", PAGE, re.M), key


def test_the_example_is_written_as_it_is_read():
    assert season_file.parse(season_writer.render(SEASON)) == SEASON
    for rule in SEASON.rules:
        assert sentence(rule, SEASON, "fr").endswith(".")


ASSERTED = {"evidence": "seen"}


@pytest.mark.parametrize(
    ("item", "price"),
    [
        (QuoteItem("fri", "ring", "solidarity", 2, **ASSERTED), 500),
        (QuoteItem("fri", "benches", "by-means", 1, "qf-1", "seen"), None),
        (QuoteItem("fri", "ring", "chosen", 1, chosen_minor=2400), 2400),
        (QuoteItem("fri", "ring", "chosen", 1, "", "seen", 600), 600),
        (QuoteItem("fri", "ring", "conscious", 1, chosen_minor=4100), 4100),
        (QuoteItem("fri", "ring", "suspended", 2), 0),
        (QuoteItem("fri", "benches", "school", 28, **ASSERTED), 600),
        (QuoteItem("fri", "benches", "group", 12), None),
        (QuoteItem("fri", "ring", "member", 2, card_reference="C-00017"), None),
    ],
)  # fmt: skip
def test_each_tariff_of_the_example_is_sold(tent, item, price):
    quote = price_basket(tent, Basket("web", (item,)), NOW, "q1")
    (priced,) = quote.items
    assert price is None or priced.unit_price_minor == price
    assert sum(line.amount_minor for line in priced.lines) == priced.unit_price_minor


def test_gifts_cards_and_packs_of_the_example_are_sold(tent):
    basket = Basket(
        "shops",
        (),
        counter_id="tourist-office",
        packs=(
            PackItem("two-days", (("fri", "ring"), ("sat", "ring"))),
            PackItem("any-three", tuple((n, "benches") for n in ("fri", "sun", "mon"))),
        ),
        products=(
            ProductItem(ProductKind.CARD, "canvas-card"),
            ProductItem(ProductKind.GIFT, "suspended", 1, 200),
        ),
    )
    quote = price_basket(tent, basket, NOW, "q1")
    two_days, any_three = quote.packs
    assert two_days.unit_price_minor == 4000 + 2 * 100
    listed = {
        (each.pack_id, each.seat_category_id): each
        for each in pack_offers(tent, "shops", NOW, "tourist-office")
    }
    three = listed["any-three", "benches"]
    assert three.low_minor <= any_three.unit_price_minor <= three.high_minor
    assert quote.total_minor == (
        two_days.unit_price_minor + any_three.unit_price_minor + 1500 + 200
    )
    taken.hold(tent, quote)
    taken.release(tent, quote)
    assert not tent.seats("fri").taken


def test_what_shops_and_people_of_small_means_keep_comes_back(tent):
    def left(channel, tariff, at):
        rows = price_list(tent, "fri", channel, datetime.fromisoformat(at)).rows
        return sum(row.seats_left for row in rows if row.rate.tariff_id == tariff)

    for category, orders in (("benches", 28), ("ring", 10)):
        item = QuoteItem("fri", category, "full", 10)
        for _ in range(orders):
            taken.hold(tent, price_basket(tent, Basket("web", (item,)), NOW, "q"))
    # Of 400 seats 20 are left: the shops' twentieth, and that of small means.
    assert tent.seats("fri").taken == 380
    assert left("web", "full", "2027-07-01T12:00:00+02:00") == 0
    assert left("shops", "solidarity", "2027-07-01T12:00:00+02:00") == 20
    assert left("shops", "full", "2027-07-03T12:00:00+02:00") == 20
    assert left("web", "full", "2027-07-03T12:00:00+02:00") == 0
    assert left("web", "full", "2027-07-14T12:00:00+02:00") == 20


def test_the_price_of_a_choice_or_a_gift_hangs_on_no_tier():
    found = build(SEASON, DEMAND).performances[0]
    kinds = [each.tariff_id for each in SEASON.demand.classes]
    for tariff, paid in (("chosen", 18), ("suspended", 0), ("solidarity", 5)):
        column = found.price[:, :, kinds.index(tariff)]
        assert np.all(column == paid)
    full = found.price[:, :, kinds.index("full")]
    assert np.all(np.diff(full, axis=0) > 0)


def test_the_example_is_planned():
    plan = optimize(SEASON, DEMAND, plan_id="r1", now=EARLY)
    assert plan.gap < 0.01
    assert set(plan.performance_by_id) == set(SEASON.performance_by_id)
