import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.tariff import Evidence, Percentage, Tariff


def test_buyers_pay_what_they_choose_whatever_the_posted_price():
    tariff = Tariff("free", "Free", AmongAmounts((600, 1300, 5000), 1300))
    assert [tariff.price_minor(full, "", 5000) for full in (100, 9000)] == [5000, 5000]


def test_plans_count_on_the_amount_suggested():
    tariff = Tariff("free", "Free", BetweenBounds(500, 6000, 2000))
    assert tariff.price_minor(9999) == 2000
    assert tariff.choice is tariff.price
    assert Tariff("full", "Full", Percentage(1000)).choice is None


def test_the_holder_of_a_suspended_ticket_never_pays_more_than_the_full_price():
    tariff = Tariff("gift", "Gift", Suspended("pool", 300))
    assert [tariff.price_minor(full) for full in (5000, 300, 200)] == [300, 300, 200]


@given(
    low=st.integers(0, 500), more=st.integers(0, 500), step=st.integers(1, 60),
    amount=st.integers(-10, 1100),
)  # fmt: skip
def test_between_bounds_all_multiples_of_the_step_may_be_chosen(
    low, more, step, amount
):
    choice = BetweenBounds(low, low + more, low)
    wanted = amount == low or (low <= amount <= low + more and amount % step == 0)
    assert choice.allows(amount, step) == wanted


def test_evidence_is_asked_for_at_the_low_amounts_only():
    price = AmongAmounts((600, 1300), 1300, evidence_up_to_minor=600)
    tariff = Tariff("free", "Free", price, evidence=Evidence.AT_BOOKING)
    assert tariff.asks_evidence(600)
    assert not tariff.asks_evidence(1300)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: AmongAmounts((), 0), "number of amounts"),
        (lambda: AmongAmounts((5, 3), 3), "that rise"),
        (lambda: AmongAmounts((3, 3), 3), "that rise"),
        (lambda: AmongAmounts((3, 5), 4), "among those to choose"),
        (lambda: AmongAmounts((-1, 5), 5), "each amount"),
        (lambda: BetweenBounds(5, 4, 5), "the highest amount"),
        (lambda: BetweenBounds(5, 9, 4), "suggested amount"),
        (lambda: Suspended("Not an id"), "a pool id"),
        (lambda: Suspended("pool", -1), "amount"),
    ],
)
def test_a_choice_refuses_what_cannot_be(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    "change",
    [
        {"floor_minor": 700},
        {"ceiling_minor": 1200},
        {"rounding_step_minor": 900, "price": BetweenBounds(600, 1300, 1000)},
        {"group_size_min": 11},
        {"seats_per_show_max": 0},
        {"kept_permille": 300, "quota_permille": 200},
    ],
)
def test_a_tariff_refuses_limits_that_contradict_each_other(change):
    plain = {"id": "t", "name": "T", "price": AmongAmounts((600, 1300), 1300)}
    with pytest.raises(ValueError, match="Expected"):
        Tariff(**plain | change)
