from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain.after_sale import Ground
from pricing.domain.errors import (
    ConstraintsInfeasible,
    FieldInvalid,
    PerformanceClosed,
    QuoteNotOpen,
    RevisionChanged,
)
from pricing.domain.quote import QuoteItem, QuoteState
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.domain.rules import NeverFalls, PriceBounds, PriceStep
from pricing.quotes.decide import Basket
from pricing.quotes.price_list import price_list
from pricing.store.commands import (
    ActivatePlan,
    CancelItems,
    CancelPerformance,
    CreateQuote,
    FreezePerformance,
    PostponePerformance,
    StorePlan,
    Tick,
    UnfreezePerformance,
    UpdatePerformance,
    UpdateSeason,
)
from pricing.store.commands.after_sale import refunds_due
from tests.houses import ON_SALE, OPENING, studio_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.store.asks import (
    ORGANIZATION,
    accept,
    ask,
    basket,
    hold,
    kinds,
    open_house,
    read,
)

LATER = OPENING + timedelta(days=30)
# Nothing is taken back but what a house owes.
STRICT = RefundTerms(RefundPolicy(kept_permille=1000))


def season_of(house):
    return house.store.books(ORGANIZATION).season("autumn")


def sell(house, count=2, night="night-1"):
    return accept(house.store, hold(house.store, basket(count, night=night)).id)


def call_off(house, night="night-1", **more):
    return ask(house.store, CancelPerformance("autumn", night, **more))


def postpone(house, to=LATER, **more):
    command = PostponePerformance("autumn", "night-1", starts_at=to, **more)
    return ask(house.store, command)


def posted(house, night="night-1"):
    return season_of(house).postings[night].tier_id


def list_of(house):
    now = house.store.now(ORGANIZATION)
    return price_list(season_of(house), "night-1", "web", now)


def give_back(house, quote, request_id):
    return ask(house.store, CancelItems("autumn", quote.id, (), request_id))


def test_a_cancelled_performance_sells_nothing_and_voids_what_is_on_offer(house):
    open_house(house.store)
    both = tuple(QuoteItem(f"night-{n}", "front", "full", 1) for n in (1, 2))
    across = hold(house.store, Basket("web", both))
    other = hold(house.store, basket(2, night="night-2"))
    call_off(house)
    assert read(house.store, across.id).state is QuoteState.VOIDED
    assert read(house.store, other.id).state is QuoteState.OFFERED
    with pytest.raises(QuoteNotOpen):
        accept(house.store, across.id)
    with pytest.raises(PerformanceClosed, match="cancelled"):
        hold(house.store)
    assert "cancelled" in list_of(house).closed_because
    assert list_of(house).next_change_time is None
    assert season_of(house).counts["night-1"].taken == 0


def test_all_tickets_of_a_cancelled_performance_are_owed_in_full(house):
    open_house(house.store, studio_season(refunds=STRICT))
    first, second = sell(house, 3), sell(house, 1)
    sell(house, 2, "night-2")
    call_off(house)
    house.clock.wait(days=200)

    def due():
        now = house.store.now(ORGANIZATION)
        books = house.store.books(ORGANIZATION)
        return refunds_due(books, books.season("autumn"), "night-1", now)

    assert [(d.quote_id, d.line.refund_minor) for d in due()] == [
        (first.id, first.total_minor),
        (second.id, second.total_minor),
    ]
    back = give_back(house, first, "c-1")
    assert back.refund_minor == first.total_minor
    assert back.lines[0].ground is Ground.PERFORMANCE_CANCELLED
    assert [d.quote_id for d in due()] == [second.id]
    give_back(house, second, "c-2")
    assert due() == []


def test_calling_off_twice_is_calling_off_once(house):
    open_house(house.store)
    call_off(house)
    before = kinds(house.store)
    call_off(house)
    assert kinds(house.store) == before
    house.restart()
    assert season_of(house).life("night-1").cancelled_at == NOW


def test_a_performance_that_changed_since_it_was_read_is_left_alone(house):
    open_house(house.store)
    revision = season_of(house).revision
    postpone(house, expected_revision=revision)
    with pytest.raises(RevisionChanged):
        call_off(house, expected_revision=revision)


def test_a_postponed_performance_keeps_tickets_prices_and_open_quotes(house):
    open_house(house.store, studio_season(refunds=STRICT))
    sold, offered = sell(house), hold(house.store)
    postpone(house)
    assert season_of(house).performance("night-1").starts_at == LATER
    assert read(house.store, sold.id) == sold
    assert accept(house.store, offered.id).total_minor == offered.total_minor
    assert season_of(house).counts["night-1"].taken == 4
    assert hold(house.store).state is QuoteState.OFFERED


def test_booking_periods_follow_the_new_date(house):
    open_house(house.store, studio_season(rules=()))
    house.clock.now = OPENING - timedelta(days=20)
    ask(house.store, Tick())
    assert posted(house) == posted(house, "night-2") == "mid"
    postpone(house, OPENING + timedelta(days=60))
    # 80 days out again: the plan has it in an earlier period.
    assert posted(house) == "low"
    house.clock.now = OPENING
    ask(house.store, Tick())
    assert posted(house) == "low"
    house.clock.now = OPENING + timedelta(days=40)
    ask(house.store, Tick())
    assert posted(house) == "mid"
    assert list_of(house).next_change_time == OPENING + timedelta(days=46)


def test_who_bought_before_a_move_may_have_it_all_back_until_the_day_said(house):
    open_house(house.store, studio_season(refunds=STRICT))
    before, offered = sell(house), hold(house.store)
    postpone(house, refund_until=NOW + timedelta(days=10))
    also = accept(house.store, offered.id)
    house.clock.wait(days=1)
    after = sell(house)
    assert give_back(house, before, "c-1").refund_minor == before.total_minor
    house.clock.wait(days=8)
    back = give_back(house, also, "c-2")
    assert back.refund_minor == also.total_minor
    assert back.lines[0].ground is Ground.PERFORMANCE_POSTPONED
    with pytest.raises(Exception, match="not taken back"):
        give_back(house, after, "c-3")
    late = sell(house)
    house.clock.wait(days=2)
    with pytest.raises(Exception, match="not taken back"):
        give_back(house, late, "c-4")


@pytest.mark.parametrize(
    ("to", "until"),
    [
        (NOW - timedelta(days=1), None),
        (OPENING, None),
        (LATER, LATER + timedelta(days=1)),
        (LATER, NOW),
        (LATER.replace(tzinfo=None), None),
    ],
)
def test_a_move_to_no_date_is_refused(house, to, until):
    open_house(house.store)
    with pytest.raises(FieldInvalid):
        postpone(house, to, refund_until=until)


def test_the_same_move_again_changes_nothing_and_a_cancelled_one_does_not_move(house):
    open_house(house.store)
    postpone(house)
    before = kinds(house.store)
    postpone(house)
    assert kinds(house.store) == before
    call_off(house)
    with pytest.raises(PerformanceClosed):
        postpone(house, LATER + timedelta(days=1))


def test_frozen_prices_stand_through_clock_and_plans_and_sales_go_on(house):
    season = open_house(house.store, studio_season(rules=()))
    ask(house.store, FreezePerformance("autumn", "night-1"))
    assert list_of(house).next_change_time is None
    house.clock.now = OPENING - timedelta(days=20)
    ask(house.store, Tick())
    assert (posted(house), posted(house, "night-2")) == ("low", "mid")
    dear = ask(house.store, StorePlan(plan_of(season, ["high"] * 6)))
    ask(house.store, ActivatePlan("autumn", dear.id))
    assert (posted(house), posted(house, "night-2")) == ("low", "high")
    sold = sell(house)
    assert sold.items[0].tier_id == "low"
    house.restart()
    ask(house.store, Tick())
    assert posted(house) == "low"
    ask(house.store, UnfreezePerformance("autumn", "night-1"))
    assert posted(house) == "high"
    before = kinds(house.store)
    ask(house.store, UnfreezePerformance("autumn", "night-1"))
    assert kinds(house.store) == before


def test_a_price_frozen_before_the_sale_is_on_sale_from_its_opening_on(house):
    season = studio_season(rules=(NeverFalls(id="hold"),))
    house.clock.now = ON_SALE - timedelta(days=5)
    open_house(house.store, season, path=["high"] * 6)
    ask(house.store, FreezePerformance("autumn", "night-1"))
    cheap = ask(house.store, StorePlan(plan_of(season, ["low"] * 6)))
    ask(house.store, ActivatePlan("autumn", cheap.id))
    assert posted(house) == "high"
    house.clock.now = ON_SALE + timedelta(days=2)
    assert sell(house).items[0].tier_id == "high"
    assert list_of(house).facts.categories[0].lowest_minor == 3200
    ask(house.store, UnfreezePerformance("autumn", "night-1"))
    # Who bought while it was frozen is not undercut.
    assert (posted(house), posted(house, "night-2")) == ("high", "low")


def test_a_price_that_a_rule_forbids_by_now_is_not_frozen_before_its_sale(house):
    season = studio_season(rules=())
    house.clock.now = ON_SALE - timedelta(days=5)
    open_house(house.store, season, path=["high"] * 6)
    capped = replace(season, rules=(PriceBounds(id="cap", cap_minor=3000),))
    ask(house.store, UpdateSeason(capped))
    before = kinds(house.store)
    with pytest.raises(ConstraintsInfeasible, match=r"cap cannot.*would open.*anew"):
        ask(house.store, FreezePerformance("autumn", "night-1"))
    assert kinds(house.store) == before
    lower = ask(house.store, StorePlan(plan_of(capped, ["mid"] * 6)))
    ask(house.store, ActivatePlan("autumn", lower.id))
    ask(house.store, FreezePerformance("autumn", "night-1"))
    house.clock.now = ON_SALE + timedelta(days=2)
    assert sell(house).items[0].tier_id == "mid"


def test_a_rise_that_was_announced_before_a_freeze_is_announced_anew_after_it(house):
    rule = PriceStep(id="step", notice_days=5)
    open_house(house.store, studio_season(rules=(rule,)))
    house.clock.now = OPENING - timedelta(days=40)
    ask(house.store, Tick())
    assert list_of(house).announced_tier_id == "mid"
    ask(house.store, FreezePerformance("autumn", "night-1"))
    assert list_of(house).announced_tier_id == ""
    house.clock.now = OPENING - timedelta(days=20)
    ask(house.store, UnfreezePerformance("autumn", "night-1"))
    told = list_of(house)
    assert (posted(house), posted(house, "night-2")) == ("low", "mid")
    assert told.announced_for == house.clock.now + timedelta(days=5)
    house.clock.now = told.announced_for
    ask(house.store, Tick())
    assert posted(house) == "mid"


def test_a_performance_that_began_before_its_plan_moves_without_a_price(house):
    season = studio_season(rules=())
    house.clock.now = OPENING + timedelta(hours=1)
    open_house(house.store, season, path=["high"] * 6)
    night = replace(season.performances[0], ladder=("low", "mid"))
    ask(house.store, UpdatePerformance("autumn", night))
    postpone(house, OPENING + timedelta(days=40))
    with pytest.raises(PerformanceClosed, match="optimise the season again"):
        sell(house)


def test_freezing_twice_is_freezing_once(house):
    open_house(house.store)
    ask(house.store, FreezePerformance("autumn", "night-1"))
    before = kinds(house.store)
    ask(house.store, FreezePerformance("autumn", "night-1"))
    assert kinds(house.store) == before


def test_a_frozen_performance_that_moves_keeps_its_price(house):
    open_house(house.store, studio_season(rules=()))
    house.clock.now = OPENING - timedelta(days=20)
    ask(house.store, Tick())
    ask(house.store, FreezePerformance("autumn", "night-1"))
    postpone(house, OPENING + timedelta(days=60))
    assert posted(house) == "mid"


def test_a_quote_of_another_season_is_not_voided(house):
    open_house(house.store)
    open_house(house.store, studio_season(id="winter"))
    item = QuoteItem("night-1", "front", "full", 1)
    other = ask(house.store, CreateQuote("winter", Basket("web", (item,))))
    call_off(house)
    quote = house.store.books(ORGANIZATION).quotes[other.id]
    assert quote.state is QuoteState.OFFERED
    assert replace(quote) == other


def test_a_performance_does_not_move_past_its_holders(house):
    season = open_house(house.store)
    moved = replace(season.performances[0], starts_at=LATER)
    sold = sell(house)
    with pytest.raises(FieldInvalid, match="postpone it"):
        ask(house.store, UpdatePerformance("autumn", moved))
    ask(house.store, UpdatePerformance("autumn", replace(moved, id="night-2")))
    postpone(house)
    assert give_back(house, sold, "c-1").refund_minor == sold.total_minor
    ask(house.store, UpdatePerformance("autumn", season.performances[0]))
