"""The cheapest solidarity price is that of a slow look at all prices there are."""

from dataclasses import replace
from itertools import product

import pytest

from pricing.constraints.caps import cheapest_solidarity, check_cap
from pricing.domain.chosen_price import AmongAmounts
from pricing.domain.errors import CapUnderSolidarity
from pricing.domain.rules import EVERYWHERE, CategoryOrder, PriceBounds, Scope
from tests.houses import studio_season

SEASON = studio_season(nights=2)


def naive(season, category=""):
    found = []
    for performance, tariff in product(season.performances, season.tariffs):
        venue = season.venue_of(performance)
        for place, each in enumerate(venue.seat_categories):
            if tariff.solidarity and category in ("", each.id):
                for tier, bracket in product(
                    performance.ladder, tariff.bracket_ids or ("",)
                ):
                    full = venue.tier(tier).prices_minor[place]
                    found.append((tariff.price_minor(full, bracket), tariff.id))
    return min(found)


@pytest.mark.parametrize("category", ["", "front", "back"])
def test_the_cheapest_is_found_over_tiers_and_brackets(category):
    found = cheapest_solidarity(SEASON, EVERYWHERE, category)
    assert found == naive(SEASON, category)


def test_a_cap_at_the_cheapest_price_is_let_through_and_one_under_it_is_not():
    price, tariff_id = naive(SEASON)
    check_cap(SEASON, PriceBounds(id="cap", cap_minor=price))
    with pytest.raises(CapUnderSolidarity) as refused:
        check_cap(SEASON, PriceBounds(id="cap", cap_minor=price - 1))
    assert refused.value.metadata["tariff_id"] == tariff_id


def test_a_choice_of_amounts_counts_at_its_least():
    few = replace(SEASON.tariffs[2], price=AmongAmounts((200, 900), 900))
    season = replace(SEASON, tariffs=(*SEASON.tariffs[:2], few, SEASON.tariffs[3]))
    assert cheapest_solidarity(season, EVERYWHERE) == (200, few.id)


def test_no_solidarity_tariff_or_no_night_in_the_scope_binds_no_cap():
    nowhere = Scope(production="nothing")
    assert cheapest_solidarity(SEASON, nowhere) is None
    check_cap(SEASON, PriceBounds(id="cap", scope=nowhere, cap_minor=1))
    check_cap(SEASON, CategoryOrder(id="order"))
