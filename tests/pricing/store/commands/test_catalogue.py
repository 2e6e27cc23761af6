from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.channel import Channel
from pricing.domain.errors import (
    ConstraintsInfeasible,
    FieldInvalid,
    NameTaken,
    NameUnknown,
    RevisionChanged,
)
from pricing.domain.performance import PerformanceState
from pricing.domain.rules import NeverFalls, PriceBounds
from pricing.domain.venue import PriceTier, SeatCategory
from pricing.quotes.price_list import price_list
from pricing.store.commands import CreateSeason, UpdatePerformance, UpdateSeason
from tests.houses import ON_SALE, STUDIO, studio_season
from tests.pricing.store.asks import ORGANIZATION, accept, ask, basket, hold, open_house


def refused(store, season, fault, message):
    before = store.books(ORGANIZATION).sequence
    with pytest.raises(fault, match=message):
        ask(store, UpdateSeason(season))
    assert store.books(ORGANIZATION).sequence == before


def with_night(season, **changes):
    first, *others = season.performances
    return replace(season, performances=(replace(first, **changes), *others))


def test_a_season_is_entered_once(house):
    assert ask(house.store, CreateSeason(studio_season())) == studio_season()
    with pytest.raises(NameTaken, match="season 'autumn' exists"):
        ask(house.store, CreateSeason(studio_season()))


def test_a_season_of_another_organisation_is_refused(house):
    season = studio_season(organization_id="other")
    with pytest.raises(FieldInvalid, match=r"season\.organization_id: 'other' is not"):
        ask(house.store, CreateSeason(season))


def test_an_update_needs_the_revision_that_was_read(house):
    ask(house.store, CreateSeason(studio_season()))
    read = house.store.books(ORGANIZATION).season("autumn").revision
    ask(house.store, UpdateSeason(studio_season(name="Second"), read))
    with pytest.raises(RevisionChanged):
        ask(house.store, UpdateSeason(studio_season(name="Third"), read))
    night = replace(studio_season().performances[0], production="medea")
    with pytest.raises(RevisionChanged):
        ask(house.store, UpdatePerformance("autumn", night, read))
    assert house.store.books(ORGANIZATION).season("autumn").season.name == "Second"


def test_an_update_by_the_same_adds_nothing(house):
    season = open_house(house.store)
    before = house.store.books(ORGANIZATION).sequence
    ask(house.store, UpdateSeason(season))
    ask(house.store, UpdatePerformance("autumn", season.performances[0]))
    assert house.store.books(ORGANIZATION).sequence == before


def test_an_unknown_season_or_performance_is_named(house):
    with pytest.raises(NameUnknown, match="no season 'autumn'"):
        ask(house.store, UpdateSeason(studio_season()))
    open_house(house.store)
    night = replace(studio_season().performances[0], id="night-9")
    with pytest.raises(NameUnknown, match="no performance 'night-9'; known: night-1"):
        ask(house.store, UpdatePerformance("autumn", night))


def test_a_performance_is_closed_and_opened_again(house):
    season = open_house(house.store)
    night = season.performances[0]
    ask(
        house.store,
        UpdatePerformance("autumn", replace(night, state=PerformanceState.CLOSED)),
    )
    of = house.store.books(ORGANIZATION).season("autumn")
    assert price_list(of, "night-1", "web", house.clock.now).closed_because
    ask(house.store, UpdatePerformance("autumn", night))
    of = house.store.books(ORGANIZATION).season("autumn")
    assert not price_list(of, "night-1", "web", house.clock.now).closed_because


def test_a_performance_that_does_not_fit_its_venue_is_refused(house):
    season = open_house(house.store)
    night = replace(season.performances[0], capacities=(40,))
    with pytest.raises(FieldInvalid, match="Expected 2 capacities"):
        ask(house.store, UpdatePerformance("autumn", night))


def test_what_was_sold_keeps_its_seat(house):
    season = open_house(house.store)
    accept(house.store, hold(house.store, basket(4, "under-26", "back")).id)
    hold(house.store, basket(2, channel="counter"))
    first, second = season.performances
    refused(
        house.store,
        replace(season, performances=(second,)),
        FieldInvalid,
        "'night-1' has 6 seats sold or held and cannot be removed",
    )
    refused(
        house.store,
        with_night(season, capacities=(40, 3)),
        FieldInvalid,
        r"performances\[night-1\]\.capacities: 3 seats in 'back' are fewer than the 4",
    )
    ask(house.store, UpdateSeason(with_night(season, capacities=(2, 4))))
    without = [c for c in season.channels if c.id != "counter"]
    refused(
        house.store,
        replace(with_night(season, capacities=(2, 4)), channels=tuple(without)),
        FieldInvalid,
        "season.channels: 'counter' has 2 seats",
    )
    elsewhere = replace(STUDIO, id="barn")
    refused(
        house.store,
        replace(
            season,
            venues=(STUDIO, elsewhere),
            performances=(replace(first, venue_id="barn"), second),
        ),
        FieldInvalid,
        "6 seats are sold or held in 'studio'",
    )
    categories = (SeatCategory("stalls", 40), SeatCategory("front", 40))
    refused(
        house.store,
        replace(season, venues=(replace(STUDIO, seat_categories=categories),)),
        FieldInvalid,
        "0 seats in 'back' are fewer than the 4",
    )


def test_what_nobody_holds_may_go(house):
    season = open_house(house.store)
    channels = (*season.channels[:2], Channel("fax", "Fax"))
    after = replace(season, channels=channels, performances=season.performances[1:])
    assert ask(house.store, UpdateSeason(after)) == after
    assert list(house.store.books(ORGANIZATION).season("autumn").postings) == [
        "night-2"
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            lambda s: replace(s, currency_code="CHF"),
            "'CHF' cannot replace 'EUR'",
            id="currency",
        ),
        pytest.param(
            lambda s: with_night(s, reference_tier="low"),
            r"reference_tier: 'mid' is fixed",
            id="reference",
        ),
        pytest.param(
            lambda s: with_night(s, ladder=("low", "mid")),
            r"ladder: 'high' cannot go",
            id="ladder",
        ),
        pytest.param(
            lambda s: replace(
                s,
                venues=(
                    replace(
                        STUDIO,
                        price_tiers=(
                            *STUDIO.price_tiers[:2],
                            PriceTier("high", (3300, 2000)),
                        ),
                    ),
                ),
            ),
            r"'front' in tier 'high' cannot change once prices",
            id="price of a tier",
        ),
    ],
)
def test_a_posted_price_keeps_what_it_stands_on(house, change, message):
    season = open_house(house.store)
    refused(house.store, change(season), FieldInvalid, message)


def test_a_tier_may_be_added_above(house):
    season = open_house(house.store)
    tiers = (*STUDIO.price_tiers, PriceTier("top", (4000, 2500)))
    wider = replace(season, venues=(replace(STUDIO, price_tiers=tiers),))
    after = with_night(wider, ladder=("low", "mid", "high", "top"))
    assert ask(house.store, UpdateSeason(after)) == after


def test_a_cap_under_a_price_that_may_not_fall_names_both_rules(house):
    season = open_house(house.store, path=["high"] * 6)
    cap = PriceBounds(id="cap", cap_minor=2600)
    after = replace(season, rules=(NeverFalls(id="hold"), cap))
    refused(house.store, after, ConstraintsInfeasible, "the rules cap, hold cannot")
    free = replace(season, rules=(cap,))
    assert ask(house.store, UpdateSeason(free)) == free


def test_before_the_sale_a_cap_may_still_be_voted(house):
    house.clock.now = ON_SALE - timedelta(days=1)
    season = open_house(house.store, path=["high"] * 6)
    cap = PriceBounds(id="cap", cap_minor=2600)
    ask(house.store, UpdateSeason(replace(season, rules=(NeverFalls(id="hold"), cap))))
    house.clock.now = ON_SALE
    assert hold(house.store).items[0].tier_id == "mid"


def test_rules_that_leave_no_price_are_refused(house):
    season = open_house(house.store)
    cap = PriceBounds(id="cap", cap_minor=100)
    refused(house.store, replace(season, rules=(cap,)), ConstraintsInfeasible, "cap")
