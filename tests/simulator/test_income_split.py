"""Income and what is inside it, against the settlement's own count of a seat."""

import numpy as np
import pytest

from pricing.domain.inventory import ToldSale
from pricing.domain.settlement import SettlementTerms, Share, Split, VatRate
from pricing.settlement.units import unit_told
from simulator.house import build
from tests.houses import CHANNELS, ON_SALE, studio_season
from tests.simulator.stages import one_kind, studio_scenario

TERMS = SettlementTerms(
    vat=(VatRate(21, first_performances=1), VatRate(55)),
    splits=(
        Split((Share("house", 400), Share("authors", 120, 50_000), Share("cast", 480))),
    ),
)


def house_of(**changes):
    season = studio_season(2, rules=(), channels=CHANNELS, **changes)
    return build(season, studio_scenario(season, segments=one_kind()))


def sold(house, seats=10, channel="web"):
    found = np.zeros((2, 3, 2, len(house.classes), len(CHANNELS)), np.int64)
    h = [each.id for each in CHANNELS].index(channel)
    found[0, 1, 0, 0, h], found[1, 2, 1, 0, h] = seats, seats // 2
    return found, (found.sum(axis=4) * house.face_by_rung).sum(axis=(1, 2, 3))


@pytest.mark.parametrize("channel", ["web", "counter", "network"])
def test_a_seat_is_taken_apart_as_a_settlement_does(channel):
    house = house_of(settlement=TERMS)
    seats, income = sold(house, channel=channel)
    found = house.income_split.of(seats, income)
    units = [
        (
            unit_told(
                house.season,
                ToldSale("t", night, category, "full", channel, count, price, ON_SALE),
            ),
            count,
        )
        for night, category, price, count in (
            ("night-1", "front", 2500, 10),
            ("night-2", "back", 2000, 5),
        )
    ]
    assert found["gross"] == pytest.approx(350)
    vat = sum(unit.vat_minor * count for unit, count in units)
    assert found["vat"] == pytest.approx(vat / 100)
    commissions = sum(unit.commission_minor * count for unit, count in units)
    assert found["commissions"] == pytest.approx(commissions / 100)
    assert found["gross"] == pytest.approx(
        found["vat"] + found["commissions"] + found["net"]
    )
    on_top = {"network": 0.08 * 350}.get(channel, 0.0)
    assert found["on_top"] == pytest.approx(on_top)
    cost = {"counter": 1.2 * 15}.get(channel, 0.0)
    assert found["channel_costs"] == pytest.approx(cost)


def test_shares_sum_to_the_net_and_keep_what_is_promised():
    house = house_of(settlement=TERMS)
    seats, income = sold(house)
    net = house.income_split.of(seats, income)["net"]
    shares = house.income_split.shares(seats, income)
    assert sum(shares.values()) == pytest.approx(net, abs=0.02)
    # 120 thousandths of the net are under 500.00 a night.
    assert shares["authors"] == pytest.approx(1000)


def test_nothing_is_shared_where_the_season_says_nothing():
    house = house_of()
    assert house.income_split.shares(*sold(house)) == {}


def test_each_channel_has_what_was_sold_through_it():
    house = house_of()
    both = sold(house, 10, "web")[0] + sold(house, 4, "network")[0]
    seats, income, taken = house.income_split.channels(both)
    assert seats.tolist() == [15, 0, 6]
    assert income == pytest.approx([350, 0, 140])
    assert taken == pytest.approx([0, 0, 0.08 * 140])
