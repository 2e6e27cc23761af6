from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.chosen_price import Suspended
from pricing.domain.moment import Moment, Window
from pricing.domain.pack import PackPrices
from pricing.domain.products import SubscriberCard, SuspendedPool
from pricing.domain.scope import Scope
from pricing.domain.tariff import Percentage, Tariff
from tests.houses import OPENING, TARIFFS
from tests.offers import CARD, OFFERED, PACKS, POOLS, SELLERS, offers_season


def with_tariff(tariff):
    return {"tariffs": (*TARIFFS, *OFFERED, tariff)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (with_tariff(Tariff("s", "S", Suspended("none"))), "a pool of tariff 's'"),
        (
            with_tariff(Tariff("s", "S", Percentage(1000), card_id="none")),
            "a card of tariff 's' among carte",
        ),
        ({"pools": (*POOLS, POOLS[0])}, "pools once each"),
        (
            {"pools": (*POOLS, replace(POOLS[1], id="x", scope=Scope("aida")))},
            "scope of 'x'",
        ),
        ({"packs": (replace(PACKS[0], tariff_id="none"),)}, "a tariff of pack 'duo'"),
        ({"packs": (replace(PACKS[0], tariff_id="chosen"),)}, "a percentage or an"),
        ({"packs": (replace(PACKS[0], tariff_id="member"),)}, "and no card"),
        (
            {"packs": (replace(PACKS[0], performance_ids=("night-1", "x")),)},
            "performances of pack 'duo' that exist, got 'x'",
        ),
        (
            {"packs": (replace(PACKS[1], price=PackPrices((("box", 1),))),)},
            "categories of pack 'three'",
        ),
        (
            with_tariff(Tariff("k", "K", Percentage(900), kept_permille=901)),
            "tariffs that keep at most all of the seats, got 100.1 %",
        ),
        (
            {"channels": (*SELLERS, replace(SELLERS[3], id="p2", kept_permille=300,
             quota_permille=900), replace(SELLERS[3], id="p3", kept_permille=600,
             quota_permille=900))},
            "channels that keep at most",
        ),
    ],
)  # fmt: skip
def test_a_season_refuses_what_does_not_fit_together(changes, message):
    with pytest.raises(ValueError, match=message):
        offers_season(**changes)


def test_a_card_is_good_from_date_to_date():
    assert CARD.valid_for(OPENING)
    assert not CARD.valid_for(OPENING + timedelta(days=3))
    assert not CARD.valid_for(OPENING - timedelta(days=2))
    assert SubscriberCard("all", "All", 2).valid_for(OPENING)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SuspendedPool("p", "P", 0), "ticket of a pool"),
        (lambda: SuspendedPool("p", "P", 1, gift_minor_min=0), "smallest gift"),
        (
            lambda: SuspendedPool("p", "P", 1, window=Window(Moment(days_out=3))),
            "dates for 'p'",
        ),
        (lambda: SubscriberCard("c", "C", 0), "seats_per_show"),
        (
            lambda: SubscriberCard(
                "c", "C", 1, valid_from=OPENING, valid_until=OPENING
            ),
            "valid from before",
        ),
    ],
)
def test_pools_and_cards_refuse_what_cannot_be(make, message):
    with pytest.raises(ValueError, match=message):
        make()
