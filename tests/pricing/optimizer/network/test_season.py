from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from pricing.optimizer.network.policies import MeanField
from pricing.optimizer.network.season import SeasonNetwork, SeasonProduct, plan
from pricing.optimizer.network.simulation import play
from tests.pricing.optimizer.network import naive

OPERA, RECITAL, REVUE = ("opera", "A"), ("recital", "A"), ("revue", "A")
# Subscribers ask early, single tickets late: half the horizon each, mostly.
EARLY, LATE = np.array([4.0, 1.0]), np.array([1.0, 4.0])


def tiny_season(pack_price=75.0):
    """Three performances of a few seats, single tickets and one pack of all."""
    return SeasonNetwork(
        {OPERA: 3, RECITAL: 4, REVUE: 3},
        (
            SeasonProduct("opera", (OPERA,), 60.0, LATE),
            SeasonProduct("recital", (RECITAL,), 20.0, LATE),
            SeasonProduct("revue", (REVUE,), 30.0, 0.5 * LATE),
            SeasonProduct("pack", (OPERA, RECITAL, REVUE), pack_price, EARLY),
        ),
    )


def optimum(instance):
    return naive.exact_values(instance)[0][tuple(instance.capacity)]


@pytest.mark.parametrize("pack_price", [60.0, 75.0, 95.0])
def test_bounds_and_policies_stand_on_either_side_of_the_exact_optimum(pack_price):
    network = tiny_season(pack_price)
    for policy_of in (None, partial(MeanField, seed=1, drawn=200)):
        season = plan(network) if policy_of is None else plan(network, policy_of)
        exact = optimum(season.instance)
        assert season.fluid.objective >= season.bound >= exact
        played = play(
            season.instance, season.policy, trajectories=800, seed=2, computations=1
        )
        assert played.mean <= exact + 4 * played.standard_error
        assert played.mean >= 0.97 * exact - 4 * played.standard_error


@pytest.mark.parametrize("pack_price", [60.0, 75.0, 95.0])
def test_at_the_margin_a_pack_is_priced_by_the_sum_of_its_bid_prices(pack_price):
    season = plan(tiny_season(pack_price))
    bids = season.bid_prices
    for product in season.network.products:
        worth = sum(bids[seat] for seat in product.seats)
        sold, wanted = season.sales[product.name], product.requests.sum()
        if sold > 1e-9:
            assert product.price >= worth - 1e-7
        if sold < wanted - 1e-9:
            assert product.price <= worth + 1e-7
    for seat, bid in bids.items():
        taken = sum(
            season.sales[product.name]
            for product in season.network.products
            if seat in product.seats
        )
        assert taken <= season.network.capacity[seat] + 1e-9
        if bid > 1e-9:
            assert taken == pytest.approx(season.network.capacity[seat])


def test_bid_prices_are_what_a_seat_more_brings():
    network = tiny_season()
    season = plan(network)
    for seat, bid in season.bid_prices.items():
        capacity = {**network.capacity, seat: network.capacity[seat] + 1}
        more = plan(replace(network, capacity=capacity)).fluid.objective
        capacity = {**network.capacity, seat: network.capacity[seat] - 1}
        fewer = plan(replace(network, capacity=capacity)).fluid.objective
        # Concave in the seats: the dual lies between the two differences.
        assert more - season.fluid.objective <= bid + 1e-7
        assert season.fluid.objective - fewer >= bid - 1e-7


def test_a_pack_is_accepted_when_its_price_covers_the_bid_prices():
    season = plan(tiny_season())
    seats = (OPERA, RECITAL, REVUE)
    for period in (0, 1):
        for x in (1, 2, 3):
            left = dict.fromkeys(seats, x)
            singles = [season.bid_price((seat,), left, period) for seat in seats]
            worth = season.bid_price(seats, left, period)
            assert worth == pytest.approx(sum(singles))
            assert season.accepts("pack", left, period) == (worth <= 75.0)
    # Scarce seats late are kept for single tickets; many of them are not.
    assert not plan(tiny_season(40.0)).accepts("pack", dict.fromkeys(seats, 1))
    assert plan(tiny_season(115.0)).accepts("pack", dict.fromkeys(seats, 3))
    assert season.bid_price(seats, {OPERA: 0, RECITAL: 1, REVUE: 1}) == np.inf
    assert not season.accepts("pack", {OPERA: 0, RECITAL: 1, REVUE: 1})


def test_a_pack_that_nobody_asks_for_changes_nothing():
    network = tiny_season()
    *singles, pack = network.products
    without = plan(replace(network, products=tuple(singles)))
    unwanted = replace(pack, requests=np.zeros(2))
    beside = plan(replace(network, products=(*singles, unwanted)))
    assert beside.fluid.objective == pytest.approx(without.fluid.objective)
    assert optimum(beside.instance) == pytest.approx(optimum(without.instance))
    assert beside.bound == pytest.approx(without.bound, rel=1e-6)


def test_steps_carry_all_requests_and_no_more_than_the_chance():
    network = replace(tiny_season(), chance_max=0.3)
    instance = network.instance()
    assert instance.request_probability.sum(axis=1).max() <= 0.3 + 1e-9
    expected = [product.requests.sum() for product in network.products]
    assert instance.request_probability.sum(axis=0) == pytest.approx(expected)


def test_a_season_that_makes_no_sense_is_refused():
    network = tiny_season()
    ticket = network.products[0]
    for products, message in [
        ((), "one or more products"),
        ((ticket, ticket), "different names"),
        ((replace(ticket, seats=(("opera", "Z"),)),), "'opera' on sale"),
        ((ticket, replace(ticket, name="b", requests=[1.0])), "same periods"),
    ]:
        with pytest.raises(ValueError, match=message):
            replace(network, products=products)
    for requests in ([-1.0], [np.nan], [], [[1.0]]):
        with pytest.raises(ValueError, match="requests"):
            replace(ticket, requests=requests)
    with pytest.raises(ValueError, match="chance_max"):
        replace(network, chance_max=0.0)
    with pytest.raises(ValueError, match="different resources"):
        plan(replace(network, products=(replace(ticket, seats=(OPERA, OPERA)),)))
    with pytest.raises(ValueError, match="different resources"):
        plan(replace(network, products=(replace(ticket, seats=()),)))
    with pytest.raises(ValueError, match="fares"):
        plan(replace(network, products=(replace(ticket, price=-1.0),)))
    with pytest.raises(ValueError, match="fewer performances"):
        plan(replace(network, capacity={**network.capacity, OPERA: 10**8}))
