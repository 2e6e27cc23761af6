"""What each kind of tariff makes of a full price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.channel import Channel
from pricing.domain.tariff import (
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
)


def test_a_percentage_rounds_to_the_step_of_the_house():
    tariff = Tariff("young", "Young", Percentage(600), rounding_step_minor=50)
    assert tariff.price_minor(7210) == 4350


def test_a_fixed_amount_never_moves():
    tariff = Tariff("minima", "Minima", FixedAmount(500))
    assert [tariff.price_minor(p) for p in (21_000, 7000, 500)] == [500, 500, 500]


def test_a_fixed_amount_is_never_over_the_full_price():
    assert Tariff("minima", "Minima", FixedAmount(500)).price_minor(300) == 300


def test_a_grid_asks_for_a_bracket():
    tariff = Tariff("qf", "By means", MeansGrid((MeansBracket("qf-1", 200),)))
    assert tariff.price_minor(10_000, "qf-1") == 2000
    with pytest.raises(KeyError):
        tariff.price_minor(10_000)


@given(
    st.integers(0, 100_000), st.integers(0, 1000), st.integers(0, 5000),
    st.integers(1, 500),
)  # fmt: skip
def test_a_reduction_never_costs_more_than_the_full_price(full, permille, floor, step):
    tariff = Tariff(
        "t", "T", Percentage(permille), floor_minor=floor, rounding_step_minor=step
    )
    assert 0 <= tariff.price_minor(full) <= full
    assert Tariff("f", "F", Percentage(1000)).price_minor(full) == full


@pytest.mark.parametrize(
    "change",
    [{"id": "Not An Id"}, {"seats_per_order_max": 0}, {"floor_minor": -1}, {
        "quota_permille": 1001}, {"rounding_step_minor": 0}],
)  # fmt: skip
def test_a_tariff_refuses_what_cannot_be(change):
    with pytest.raises(ValueError, match="Expected"):
        Tariff(**{"id": "t", "name": "T", "price": Percentage(500)} | change)


def test_a_free_seat_pays_no_commission():
    network = Channel(
        "net", "Network", commission_permille=80, commission_fixed_minor=100
    )
    assert network.commission_minor(0) == 0
    assert network.commission_minor(5000) == 500
