"""Why prices are what they are, over gRPC."""

from dataclasses import replace

import grpc
import pytest

from jauge.client import seats, units
from jauge.pricing.v1.price_change_pb2 import ListPriceChangesRequest, PriceChange
from pricing.domain.rules import PriceBounds
from pricing.service.convert.price_changes import CAUSE
from pricing.store.commands import Tick, UpdateSeason
from pricing.store.events import Cause
from pricing.store.voted_rules import VotedRule
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, ask
from tests.service.harness import NIGHT, SEASON, refused

INVALID = grpc.StatusCode.INVALID_ARGUMENT
PROPOSAL = "cooperatives/venues/proposals/cap-1"


def listed(house, **asked):
    request = ListPriceChangesRequest(parent=NIGHT, **asked)
    return house.client.quotes.ListPriceChanges(request, timeout=30)


@pytest.fixture
def capped(house):
    """The house a hundred days on, with a cap that members voted."""
    of = house.store.books(ORGANIZATION).season("autumn")
    cap = PriceBounds(id="cap", cap_minor=2500)
    season = replace(of.season, rules=(cap,))
    of.voted.rules["cap"] = VotedRule(PROPOSAL, NOW, NOW, cap)
    ask(house.store, UpdateSeason(season, None))
    for days in (50, 20, 24):
        house.clock.move(days=days)
        ask(house.store, Tick())
    return house


def test_changes_come_the_latest_first_with_their_reasons(capped):
    found = listed(capped).price_changes
    latest = found[0]
    assert [each.sequence for each in found] == sorted(
        (each.sequence for each in found), reverse=True
    )
    assert found[-1].cause == PriceChange.CAUSE_PLAN_ACTIVATED
    assert not found[-1].categories[0].HasField("previous_price")
    front = latest.categories[0]
    assert units(front.full_price) == units(front.reference_price) == 25
    assert units(front.unrestricted_price) == 32
    (effect,) = front.rule_effects
    assert (effect.rule_id, effect.proposal) == ("cap", PROPOSAL)
    assert (units(effect.price_before), units(effect.price_after)) == (32, 25)
    assert effect.text == "The full price is at most €25."
    assert front.text.endswith(
        f"The members of the cooperative voted this rule ({PROPOSAL})."
    )
    assert latest.price_plan == f"{SEASON}/pricePlans/r1"


def test_pages_of_any_size_give_the_same_changes(capped):
    whole = listed(capped, language_code="fr").price_changes
    assert len(whole) > 2
    for size in (1, 2, len(whole), 50):
        found, token = [], ""
        while True:
            page = listed(capped, page_size=size, page_token=token, language_code="fr")
            found += page.price_changes
            token = page.next_page_token
            if not token:
                break
        assert found == list(whole)


def test_what_is_no_language_or_no_token_is_refused(house):
    with refused(INVALID, "FIELD_INVALID") as said:
        listed(house, language_code="de")
    assert "de" in said["message"]
    with refused(INVALID, "FIELD_INVALID"):
        listed(house, page_token="no")
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        house.client.quotes.ListPriceChanges(
            ListPriceChangesRequest(parent=NIGHT.replace("night-1", "night-9"))
        )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_quote_says_why_in_sentences_whenever_it_is_read(capped, language):
    quote = capped.client.quote(
        SEASON,
        "network",
        [seats(NIGHT, "front", "under-26", 1)],
        language_code=language,
    )
    said = quote.items[0].explanation
    for amount in ("25", "32"):
        assert (f"€{amount}" if language == "en" else f"{amount}\xa0€") in said
    assert "cap" in said
    assert PROPOSAL in said
    assert capped.client.get(quote.name).items[0].explanation == said
    assert capped.client.accept(quote.name).items[0].explanation == said


def test_every_cause_has_its_value():
    assert set(CAUSE) == set(Cause)
    assert {each for each in CAUSE.values() if each} == set(
        PriceChange.Cause.values()
    ) - {0}
