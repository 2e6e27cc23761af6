"""What is said of each change of price is what the log says, event by event."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.plan import RuleStep
from pricing.domain.rules import (
    CategoryOrder,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    Scope,
)
from pricing.domain.spoken import read_out, spoken
from pricing.quotes.explain import LANGUAGES
from pricing.quotes.posting import Posting
from pricing.store.change_words import CAUSE_WORDS
from pricing.store.commands import (
    ActivatePlan,
    FreezePerformance,
    PostponePerformance,
    StorePlan,
    Tick,
    UnfreezePerformance,
    UpdateSeason,
)
from pricing.store.events import Cause, PriceChanged, PriceKept
from pricing.store.memory import open_memory
from pricing.store.price_changes import price_change
from pricing.store.snapshot import read as read_snapshot
from pricing.store.snapshot import still
from tests.houses import ON_SALE, OPENING, studio_season
from tests.pricing.quotes.plans import NOW, plan_of
from tests.pricing.quotes.test_price_words import amounts
from tests.pricing.store.asks import ORGANIZATION, ask, hold, open_house
from tests.pricing.store.conftest import Clock

RULES = (
    PriceBounds(id="cap", scope=Scope(production="antigone"), cap_minor=2600),
    PriceBounds(id="floor", seat_category_id="back", floor_minor=1300),
    CategoryOrder(id="order"),
    NeverFalls(id="never-falls"),
    PriceStep(id="step", change_permille=300, days_between=3, notice_days=2),
    PopularityCap(id="popular", demand_permille=100, rise_permille=100),
)
tiers = st.sampled_from(["low", "mid", "high"])


def told(store, language="en"):
    """Return each re-pricing event of night-1 with what is said of it."""
    history = store.books(ORGANIZATION).season("autumn").price_history
    season = store.books(ORGANIZATION).season("autumn").season
    found, before = [], None
    for sequence in history.of("night-1"):
        recorded = store.event(ORGANIZATION, sequence)
        rules = history.rules_at(sequence)
        then = replace(season, rules=rules.rules)
        change = price_change(
            recorded.event, before, then, recorded.time, language, rules.proposals
        )
        found.append((recorded.event, before, change))
        before = recorded.event.posting
    return found


def played(rules, path, ahead):
    """Return a store whose clock went on from before the sale to the curtain."""
    clock = Clock(ON_SALE - timedelta(days=ahead))
    store = open_memory(clock)
    season = studio_season(nights=1, rules=())
    open_house(store, season, path=path)
    try:
        # As members vote: after the plan, which is held to their rules from then on.
        ask(store, UpdateSeason(replace(season, rules=rules), None))
    except ConstraintsInfeasible:
        reject()
    while clock.now < OPENING:
        clock.wait(days=5)
        ask(store, Tick())
    return store


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(RULES), unique=True, max_size=4),
    st.lists(tiers, min_size=6, max_size=6),
    st.sampled_from([-10, 5]),
    st.sampled_from(LANGUAGES),
)
def test_every_number_said_is_the_event_s_and_every_rule_is_named(
    rules, path, ahead, language
):
    store = played(tuple(rules), path, ahead)
    venue = studio_season().venues[0]
    price = {tier.id: tier.prices_minor for tier in venue.price_tiers}
    events = [
        each.event.posting
        for each in store.events(ORGANIZATION)
        if isinstance(each.event, PriceChanged | PriceKept)
    ]
    found = told(store, language)
    assert [event.posting for event, *_ in found] == events
    for event, before, change in found:
        assert change.text.startswith(CAUSE_WORDS[language][event.cause])
        posting = event.posting
        assert change.changed == isinstance(event, PriceChanged)
        for place, category in enumerate(change.categories):
            figures = {price[tier][place] for tier in _tiers(posting, before)}
            figures.add(category.reference_minor)
            assert category.price_minor == price[posting.tier_id][place]
            assert category.unrestricted_minor == price[_start(posting)][place]
            said = category.text
            last = price[posting.unrestricted_tier_id][place]
            for effect, step in zip(
                category.effects, _moving(posting, price, place), strict=True
            ):
                assert (effect.rule_id, effect.before_minor) == (step.rule_id, last)
                last = price[step.tier_id][place]
                assert effect.after_minor == last
                assert effect.rule_id in said
                words = effect.text[0].lower() + effect.text[1:]
                assert words in said
                said = said.replace(words, "", 1)
            assert set(amounts(said, language)) <= figures
            assert spoken(category.price_minor, "EUR", language) in category.text
        moved = {
            price[tier][place] for tier in _tiers(posting, before) for place in range(2)
        }
        assert set(amounts(change.text, language)) <= moved
        if change.changed:
            for category in change.categories:
                assert spoken(category.price_minor, "EUR", language) in change.text
    store.close()


def _tiers(posting, before):
    of = {posting.tier_id, posting.unrestricted_tier_id}
    of |= {step.tier_id for step in posting.steps}
    return of | ({before.tier_id} if before else set())


def _start(posting):
    return posting.unrestricted_tier_id


def _moving(posting, price, place):
    """Yield the steps that moved the price of a category."""
    last = posting.unrestricted_tier_id
    for step in posting.steps:
        if price[step.tier_id][place] != price[last][place]:
            yield step
        last = step.tier_id


def test_every_cause_has_words_of_its_own_in_both_languages():
    for language in LANGUAGES:
        assert set(CAUSE_WORDS[language]) == set(Cause)
        assert len(set(CAUSE_WORDS[language].values())) == len(Cause)
        for text in CAUSE_WORDS[language].values():
            assert read_out(text, language) == text
            assert text.endswith(".")
    assert not set(CAUSE_WORDS["en"].values()) & set(CAUSE_WORDS["fr"].values())


def test_a_plan_a_period_a_freeze_and_a_move_are_told(store, clock):
    said = [change.text for *_, change in told(store)]
    assert said == [
        'A new price plan came into force. Category "front" costs €20. Category '
        '"back" costs €12.'
    ]
    clock.wait(days=75)
    ask(store, Tick())
    assert told(store)[-1][2].text == (
        'A new booking period began. Category "front" goes up from €20 to €25. '
        'Category "back" goes up from €12 to €15.'
    )
    assert told(store, "fr")[-1][2].text == (
        "Une nouvelle période de vente a commencé. La catégorie «\xa0front\xa0» passe "
        "de 20\xa0€ à 25\xa0€. La catégorie «\xa0back\xa0» passe de 12\xa0€ à 15\xa0€."
    )
    ask(store, FreezePerformance("autumn", "night-1"))
    clock.wait(days=20)
    ask(store, UnfreezePerformance("autumn", "night-1"))
    assert told(store)[-1][2].text.startswith("Prices that had been frozen may move")
    later = OPENING + timedelta(days=60)
    ask(store, PostponePerformance("autumn", "night-1", starts_at=later))
    causes = [event.cause for event, *_ in told(store)]
    assert set(causes) <= set(Cause)
    assert (
        told(store)[-1][2].plan_id
        == store.books(ORGANIZATION).season("autumn").active_plan_id
    )


def test_a_change_is_told_by_the_rules_of_its_time(store, clock):
    season = store.books(ORGANIZATION).season("autumn").season
    cap = PriceBounds(id="cap", cap_minor=2500)
    ask(store, UpdateSeason(replace(season, rules=(cap,)), None))
    clock.wait(days=94)
    ask(store, Tick())
    (held,) = [c for *_, c in told(store) if any(e.effects for e in c.categories)][-1:]
    front = held.categories[0]
    assert front.effects[0].rule_id == "cap"
    assert (front.effects[0].before_minor, front.price_minor) == (3200, 2500)
    assert "at most €25." in front.text
    looser = replace(cap, cap_minor=9900)
    ask(store, UpdateSeason(replace(season, rules=(looser,)), None))
    assert [change for *_, change in told(store)][-1] == held


@pytest.mark.parametrize("now", [2000, 9900])
def test_a_quote_is_explained_by_the_rules_of_its_posting(store, clock, now):
    season = store.books(ORGANIZATION).season("autumn").season
    cap = PriceBounds(id="cap", cap_minor=2500)
    ask(store, UpdateSeason(replace(season, rules=(cap,)), None))
    clock.wait(days=94)
    ask(store, Tick())
    before = hold(store).items[0].lines
    assert any("25.00 EUR" in line.text for line in before)
    night = season.performances[0].id
    # Its price stands, whatever becomes of the rule.
    ask(store, FreezePerformance("autumn", night))
    changed = replace(season, rules=(replace(cap, cap_minor=now),))
    ask(store, UpdateSeason(changed))
    assert hold(store).items[0].lines == before


def test_a_price_kept_for_other_reasons_says_so(store):
    plan = plan_of(
        store.books(ORGANIZATION).season("autumn").season,
        unrestricted=("high",) * 6,
        steps=[[RuleStep("never-falls", tier)] for tier in
               ("low", "low", "mid", "mid", "high", "high")],
    )  # fmt: skip
    stored = ask(store, StorePlan(plan))
    ask(store, ActivatePlan("autumn", stored.id))
    event, _, change = told(store)[-1]
    assert isinstance(event, PriceKept)
    assert not change.changed
    assert change.text == (
        "A new price plan came into force. Prices stay the same, for other reasons "
        "than before."
    )
    assert change.categories[0].text.startswith(
        "The printed price is €25. The demand expected would take it up to €32. The "
        'rule "never-falls" lowers it from €32 to €20: the full price of a'
    )


def test_a_price_kept_for_the_same_reasons_says_no_more(store, clock):
    clock.wait(days=45)
    ask(store, Tick())
    event, _, change = told(store)[-1]
    assert isinstance(event, PriceKept)
    assert change.text == "A new booking period began. Prices stay the same."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "At the printed prices, 1,240 seats are expected to be asked for, of 80.",
        ),
        (
            "fr",
            "Aux prix imprimés, la demande attendue est de 1\u202f240 places, pour 80 "
            "dans la salle.",
        ),
    ],
)
def test_the_demand_that_a_plan_counted_on_is_told(language, said):
    event = PriceChanged(
        "autumn", "", Posting("night-1", "mid", "r1", 0, "mid"), Cause.SALE_OPENED
    )
    season = studio_season(nights=1)
    change = price_change(event, None, season, NOW, language, demand_mean=1239.6)
    assert change.text.endswith(said)


def test_categories_that_close_and_open_are_told():
    season = studio_season(nights=1)

    def posting(front, back):
        return Posting(
            "night-1", front or back, "r1", 0, front or back,
            category_tiers=(front, back), category_last=("low", "low"),
            category_planned=(front, back), category_steps=((), ()),
            category_announced=("", ""),
        )  # fmt: skip

    def says(before, after):
        event = PriceChanged("autumn", "low", after, Cause.SALES_MOVED)
        return price_change(event, before, season, NOW, "en")

    closed = says(posting("mid", "low"), posting("mid", ""))
    assert closed.text.endswith(
        'Category "front" still costs €25. Category "back" is not on sale now.'
    )
    assert closed.categories[1].price_minor is None
    opened = says(posting("mid", ""), posting("low", "mid"))
    assert opened.text.endswith(
        'Category "front" goes down from €25 to €20. Category "back" costs €15.'
    )


def test_a_category_whose_tiers_are_gone_is_left_out():
    season = studio_season(nights=1)
    old = Posting("night-1", "royal", "r1", 0, "royal")
    event = PriceChanged(
        "autumn", "royal", Posting("night-1", "mid", "r1", 0, "mid"), Cause.STEP_DUE
    )
    change = price_change(event, old, season, NOW, "en")
    assert change.categories == ()
    assert change.text.startswith(CAUSE_WORDS["en"][Cause.STEP_DUE])


def test_a_price_before_the_sale_says_that_it_has_not_opened():
    store = played((), ("low",) * 6, 5)
    first, *rest = [change for *_, change in told(store)]
    assert first.text.endswith("The sale has not opened yet.")
    assert Cause.SALE_OPENED in [event.cause for event, *_ in told(store)]
    assert not rest or "not opened" not in rest[-1].text
    store.close()


def test_a_snapshot_knows_where_changes_stand(store, clock):
    clock.wait(days=50)
    ask(store, Tick())
    books = store.books(ORGANIZATION)
    again = read_snapshot(still(books).written("m"), lambda _: "m")
    assert again is not None
    found = again.season("autumn").price_history
    assert found == books.season("autumn").price_history
    assert len(found.of("night-1")) == 2


@pytest.fixture
def store(clock):
    opened = open_memory(clock)
    open_house(opened, studio_season())
    yield opened
    opened.close()
