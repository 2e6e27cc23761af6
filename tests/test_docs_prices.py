"""The sentences that the docs quote are those that are said."""

from pathlib import Path

import pytest

from pricing.domain.performance import Performance
from pricing.domain.plan import RuleStep
from pricing.domain.rules import PriceBounds, Scope
from pricing.domain.venue import PriceTier, SeatCategory, Venue
from pricing.quotes.explain import full_price_lines
from pricing.quotes.posting import Posting
from pricing.quotes.price_words import why
from tests.houses import ON_SALE, OPENING, studio_season

PAGE = (Path(__file__).parent.parent / "docs" / "cooperative.md").read_text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_price_is_told_as_the_page_says(language):
    tiers = (("printed", 7000), ("capped", 7200), ("busy", 8200))
    hall = Venue(
        "hall",
        "The hall",
        (SeatCategory("cat-4", 100),),
        tuple(PriceTier(name, (price,)) for name, price in tiers),
    )
    night = Performance(
        "carmen-2026-12-05", "carmen", "hall", OPENING, ON_SALE, (100,),
        tuple(name for name, _ in tiers), "printed",
    )  # fmt: skip
    cap = PriceBounds(id="cap-carmen", scope=Scope(production="carmen"), cap_minor=7200)
    season = studio_season(venues=(hall,), performances=(night,), rules=(cap,))
    posting = Posting(
        night.id, "capped", "r1", 0, "busy", (RuleStep("cap-carmen", "capped"),)
    )
    lines = full_price_lines(season, night, posting, 0, language)
    said = why(lines, season.currency_code, language)
    # The page has the spaces of a keyboard.
    assert f"> {said}".replace("\N{NO-BREAK SPACE}", " ") in PAGE
