"""A solidarity budget is never overdrawn, whatever is held, sold or given up."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.constraints.check import Sale, violations
from pricing.domain.errors import BudgetExhausted, SeatsExhausted
from pricing.domain.quote import QuoteItem
from pricing.domain.rules import Scope, SolidarityBudget
from pricing.quotes import taken
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.price_list import price_list
from tests.houses import CHANNELS, studio_season
from tests.offers import offers_season
from tests.pricing.quotes.plans import NOW, plan_of, put_on_sale
from tests.pricing.store.asks import basket

# A solidarity seat of the front costs 5.00, of a reference price of 25.00.
FUND = SolidarityBudget(id="fund", donations_minor=8000, surplus_permille=500)


def opened(*rules, tier="mid", **changes):
    season = studio_season(rules=rules, **changes)
    return put_on_sale(season, plan_of(season, (tier,) * 6, plan_id="r1"))


def take(on_sale, of):
    """Hold a basket in the counts and the fund, and return its quote."""
    quote = price_basket(on_sale, of, NOW, "q")
    taken.hold(on_sale, quote)
    return quote


def left(on_sale):
    return on_sale.funds.left_milli("fund")


def test_a_sale_that_would_overdraw_the_budget_is_refused_with_its_figures():
    on_sale = opened(FUND)
    take(on_sale, basket(3, "solidarity"))

    with pytest.raises(BudgetExhausted) as caught:
        price_basket(on_sale, basket(2, "solidarity"), NOW, "q")

    assert caught.value.metadata == {
        "rule_id": "fund",
        "wanted": "40.00 EUR",
        "left": "20.00 EUR",
    }
    assert "ask for fewer seats or another tariff" in caught.value.message
    assert price_basket(on_sale, basket(1, "solidarity"), NOW, "q")
    assert price_basket(on_sale, basket(9, "full"), NOW, "q")
    # The public's own reductions are not the fund's.
    assert price_basket(on_sale, basket(9, "under-26"), NOW, "q")


def test_a_surplus_pays_once_its_seat_is_sold_and_a_void_pays_back():
    on_sale = opened(replace(FUND, donations_minor=0), tier="high")
    held = take(on_sale, basket(6, "full"))
    # In tier high a seat of the front brings 7.00 more than its reference price.
    with pytest.raises(BudgetExhausted):
        price_basket(on_sale, basket(1, "solidarity"), NOW, "q")

    taken.sell(on_sale, held)
    assert left(on_sale) == 2_100_000
    given_up = take(on_sale, basket(1, "solidarity"))
    assert left(on_sale) == 100_000
    taken.release(on_sale, given_up)
    assert left(on_sale) == 2_100_000


def test_a_budget_pays_only_in_its_scope():
    on_sale = opened(
        SolidarityBudget(id="fund", scope=Scope(production="phedre")),
    )
    assert price_basket(on_sale, basket(4, "solidarity"), NOW, "q")
    with pytest.raises(BudgetExhausted):
        price_basket(on_sale, basket(1, "solidarity", night="night-2"), NOW, "q")


def test_a_commission_on_top_brings_the_fund_nothing():
    on_sale = opened(FUND, channels=CHANNELS)
    taken.sell(on_sale, take(on_sale, basket(2, "full", channel="network")))
    assert left(on_sale) == FUND.given_minor * 1000


def test_a_price_list_offers_no_more_than_the_budget_pays_for():
    on_sale = opened(FUND)

    def seats(night="night-1"):
        prices = price_list(on_sale, night, "web", NOW)
        return {
            (row.rate.seat_category_id, row.rate.tariff_id): row.seats_left
            for row in prices.rows
        }

    # 80.00 pay for four times 20.00 in front and eight times 10.00 in the back.
    assert seats()["front", "solidarity"] == 4
    assert seats()["back", "solidarity"] == 8
    assert seats()["front", "under-26"] == seats()["front", "full"] == 40
    # A hold of another performance shows at once.
    take(on_sale, basket(3, "solidarity", night="night-2"))
    on_sale.taken_version += 1
    assert seats()["front", "solidarity"] == 1
    assert seats()["back", "solidarity"] == 2


@settings(deadline=None)
@given(
    data=st.lists(
        st.tuples(
            st.sampled_from(("hold", "sell", "void")),
            st.sampled_from(("full", "solidarity", "by-means")),
            st.sampled_from(("front", "back")),
            st.sampled_from(("night-1", "night-2")),
            st.integers(1, 4),
        ),
        max_size=60,
    ),
    given_minor=st.integers(0, 20_000),
    share=st.integers(0, 1000),
)
def test_no_order_of_sales_overdraws_the_budget(data, given_minor, share):
    rule = SolidarityBudget(
        id="fund", donations_minor=given_minor, surplus_permille=share
    )
    on_sale = opened(rule, tier="high")
    holds, sales = [], []
    spent, brought = 0, 0
    for what, tariff, category, night, count in data:
        if what == "hold":
            item = QuoteItem(
                night, category, tariff, count, "low" * (tariff == "by-means"), "yes"
            )
            try:
                holds.append(take(on_sale, Basket("web", (item,))))
            except (BudgetExhausted, SeatsExhausted):
                continue
        elif holds:
            quote = holds.pop(count % len(holds))
            (priced,) = quote.items
            above = priced.received_minor - priced.reference_price_minor
            if what == "sell":
                taken.sell(on_sale, quote)
                brought += max(0, above) * priced.item.count
                if priced.item.tariff_id != "full":
                    spent += max(0, -above) * priced.item.count
                sales.append((priced.item, priced.received_minor))
            else:
                taken.release(on_sale, quote)
        held = sum(
            max(0, p.reference_price_minor - p.received_minor) * p.item.count
            for quote in holds
            for p in quote.items
        )
        naive = (given_minor - held - spent) * 1000 + share * brought
        assert left(on_sale) == naive >= 0
    # In the order in which they were sold, all on days that are the same for both.
    sold = [
        Sale(
            item.performance_id,
            item.seat_category_id,
            item.tariff_id,
            price,
            100
            - n / 10
            + on_sale.season.performances.index(
                on_sale.season.performance_by_id[item.performance_id]
            ),
            item.count,
            item.means_bracket_id,
        )
        for n, (item, price) in enumerate(sales)
    ]
    assert violations(on_sale.season, on_sale.active_plan, sold) == []


def test_a_ticket_that_donors_paid_takes_only_the_rest_from_a_budget():
    fund = SolidarityBudget(id="fund", donations_minor=2000)
    season = offers_season(rules=(fund,))
    on_sale = put_on_sale(season, plan_of(season, ("mid",) * 6, plan_id="r1"))
    on_sale.allowances.given_minor["gifts"] = 10**6
    # Of 25.00 its holder pays 1.00 and donors 15.00: 9.00 is the house's.
    seat = QuoteItem("night-1", "front", "suspended", 2)
    taken.hold(on_sale, price_basket(on_sale, Basket("web", (seat,)), NOW, "q"))
    assert left(on_sale) == 1000 * (2000 - 2 * 900)
    with pytest.raises(BudgetExhausted):
        price_basket(on_sale, Basket("web", (replace(seat, count=1),)), NOW, "q")
