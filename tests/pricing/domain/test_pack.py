import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.pack import Pack, PackPrices, PackShare
from tests.offers import PACKS


@given(
    total=st.integers(0, 10**6), permille=st.integers(0, 1000),
    floor=st.integers(0, 5000), step=st.integers(1, 500),
)  # fmt: skip
def test_a_pack_never_costs_more_than_its_seats_one_by_one(
    total, permille, floor, step
):
    pack = Pack(
        "p", "P", "full", ("a", "b"), PackShare(permille), floor_minor=floor,
        rounding_step_minor=step,
    )  # fmt: skip
    price = pack.price_minor(total)
    assert 0 <= price <= total
    assert price >= min(floor, total)


def test_a_pack_with_prices_has_one_for_each_category_or_for_all():
    three = PACKS[1]
    assert three.price_minor(9000, "front") == 4500
    assert three.price_minor(9000, "back") == 2500
    with pytest.raises(KeyError):
        three.price_minor(9000, "box")
    every = Pack("p", "P", "full", ("a", "b"), PackPrices((("", 3000),)))
    assert every.price_minor(9000, "box") == 3000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"performance_ids": ("a",)}, "number of a pack's performances"),
        ({"performance_ids": ("a", "a")}, "once each"),
        ({"choose": 3}, "performances to choose"),
        ({"choose": 1}, "performances to choose"),
        ({"packs_per_order_max": 0}, "packs_per_order_max"),
        ({"floor_minor": 5, "ceiling_minor": 4}, "floor"),
        ({"quota_count": -1}, "quota of a pack"),
    ],
)
def test_a_pack_refuses_what_cannot_be(change, message):
    plain = {"id": "p", "name": "P", "tariff_id": "full", "performance_ids": ("a", "b")}
    with pytest.raises(ValueError, match=message):
        Pack(**{**plain, "price": PackShare(900)} | change)


@pytest.mark.parametrize("prices", [(), (("", 1), ("front", 2)), (("a", 1), ("a", 2))])
def test_prices_of_a_pack_are_told_once_for_each_category(prices):
    with pytest.raises(ValueError, match="Expected"):
        PackPrices(prices)
