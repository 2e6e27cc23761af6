from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.errors import FieldInvalid
from pricing.domain.venue import PriceTier
from pricing.optimizer.booking_periods import period_weights
from pricing.optimizer.market import build
from pricing.optimizer.standing import Standing
from tests.houses import ON_SALE, OPENING, studio_season

FULL_ONLY = DemandAssumptions(classes=(AudienceClass("full", 1.0),))


def demand_at(market, tier):
    pull = market.attraction[tier]
    return pull / (1 + pull.sum(axis=0)) @ market.class_size


def test_at_reference_prices_the_market_brings_the_forecast():
    market = build(studio_season(), {"night-1": [60, 30], "night-2": [5, 0]})

    first, second = market.performances
    np.testing.assert_allclose(demand_at(first, first.reference), [60, 30])
    np.testing.assert_allclose(demand_at(second, second.reference), [5, 0])


def test_the_elasticity_of_full_price_buyers_is_the_assumed_one():
    season = studio_season(demand=FULL_ONLY)
    prices = season.venues[0].price_tiers[1].prices_minor
    step = 1.01
    dearer = replace(
        season.venues[0].price_tiers[1],
        id="dearer",
        prices_minor=tuple(round(p * step) for p in prices),
    )
    venue = replace(
        season.venues[0], price_tiers=(season.venues[0].price_tiers[1], dearer)
    )
    performances = tuple(
        replace(p, ladder=("mid", "dearer")) for p in season.performances
    )
    market = build(
        replace(season, venues=(venue,), performances=performances),
        {"night-1": [40, 40]},
    ).performances[0]

    change = demand_at(market, 1).sum() / demand_at(market, 0).sum()

    assert np.log(change) / np.log(step) == pytest.approx(-1.16, abs=0.02)


def test_each_class_pays_what_its_tariff_says():
    market = build(studio_season(), {}).performances[0]

    # High tier, front: 32.00 in full, 60 % of it, a fixed 5.00, and 30 % by means.
    assert market.price_minor[2, 0].tolist() == [3200, 1900, 500, 960]
    np.testing.assert_allclose(market.price[2, 0], [32, 19, 5, 9.6])


def test_a_category_without_seats_is_not_sold():
    season = studio_season()
    first = replace(season.performances[0], capacities=(0, 40))
    season = replace(season, performances=(first, season.performances[1]))

    market = build(season, {"night-1": [50, 30]}).performances[0]

    assert (market.attraction[:, 0] == 0).all()
    np.testing.assert_allclose(demand_at(market, market.reference), [0, 30])


@pytest.mark.parametrize(
    ("demand", "field"),
    [
        pytest.param({"nowhere": [1, 1]}, "demand_mean", id="unknown performance"),
        pytest.param({"night-1": [1]}, "night-1", id="too few"),
        pytest.param({"night-1": [1, float("nan")]}, "night-1", id="not a number"),
        pytest.param({"night-1": [1, -1]}, "night-1", id="negative"),
        pytest.param({"night-1": [1, float("inf")]}, "night-1", id="infinite"),
    ],
)
def test_demand_that_makes_no_sense_is_refused(demand, field):
    with pytest.raises(FieldInvalid, match=field):
        build(studio_season(), demand)


def test_all_demand_comes_and_the_early_waits_for_the_first_period():
    season = studio_season(period_days_out=(60, 14))

    # The curve has 33 % by 60 days out and 72 % by 14.
    weights = period_weights(season, season.performances[0])

    np.testing.assert_allclose(weights, [0.72, 0.28])


def test_demand_before_the_sale_opens_waits_for_it():
    season = studio_season(period_days_out=(120, 60, 14))
    late = replace(season.performances[0], on_sale_at=OPENING - timedelta(days=40))

    weights = period_weights(season, late)

    np.testing.assert_allclose(weights, [0, 0.72, 0.28])


def test_who_was_served_does_not_come_again():
    season = studio_season(period_days_out=(60, 14))
    now = OPENING - timedelta(days=30)

    weights = period_weights(season, season.performances[0], Standing(now))

    # 55 % have come by 30 days out.
    np.testing.assert_allclose(weights, [0.17, 0.28])


@pytest.mark.parametrize("now", [ON_SALE - timedelta(days=1), OPENING])
def test_before_the_sale_all_are_to_come_and_after_the_curtain_nobody(now):
    season = studio_season()

    weights = period_weights(season, season.performances[0], Standing(now))

    assert weights.sum() == pytest.approx(1.0 if now < ON_SALE else 0.0)


def test_prices_of_nothing_are_no_reason_to_stay_away():
    season = studio_season()
    free = replace(season.venues[0].price_tiers[0], id="free", prices_minor=(0, 0))
    venue = replace(season.venues[0], price_tiers=(free,))
    performances = tuple(
        replace(p, ladder=("free",), reference_tier="free") for p in season.performances
    )
    season = replace(season, venues=(venue,), performances=performances)

    market = build(season, {"night-1": [40, 20]}).performances[0]

    np.testing.assert_allclose(demand_at(market, 0), [40, 20])


@pytest.mark.parametrize("price", [200, 20_000])
def test_a_category_answers_to_its_own_price_alike_whatever_that_price_is(price):
    # The other category stays at 20.00; the one that moves has half the sales.
    tiers = (
        PriceTier("mid", (price, 2000)),
        PriceTier("dearer", (price * 11 // 10, 2000)),
    )
    season = studio_season(demand=FULL_ONLY)
    venue = replace(season.venues[0], price_tiers=tiers)
    nights = tuple(replace(p, ladder=("mid", "dearer")) for p in season.performances)
    market = build(
        replace(season, venues=(venue,), performances=nights), {"night-1": [40, 40]}
    ).performances[0]

    before, after = demand_at(market, 0)[0], demand_at(market, 1)[0]

    # Logit: weights a of (category, other, nobody) with the category's cut.
    share, cut = 0.3 / 2, np.exp(-1.16 / 0.7 * 0.1)
    expected = cut / (1 - share + share * cut)
    assert after / before == pytest.approx(expected, rel=1e-6)
