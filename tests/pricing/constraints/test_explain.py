import pytest

from pricing.constraints.explain import sentence
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    NeverFalls,
    PriceBounds,
    Scope,
    SolidarityShare,
)
from tests.houses import studio_season

CASES = [
    (
        PriceBounds(id="r", scope=Scope(production="phedre"), cap_minor=2500),
        "The full price is at most 25.00 EUR for phedre.",
        "Le plein tarif ne dépasse pas 25,00 EUR pour phedre.",
    ),
    (
        PriceBounds(id="r", seat_category_id="front", floor_minor=500),
        "The full price in front is at least 5.00 EUR.",
        "Le plein tarif en front n'est jamais inférieur à 5,00 EUR.",
    ),
    (
        PriceBounds(id="r", floor_minor=500, cap_minor=2500),
        "The full price is between 5.00 EUR and 25.00 EUR.",
        "Le plein tarif est compris entre 5,00 EUR et 25,00 EUR.",
    ),
    (
        CategoryOrder(id="r", scope=Scope(venue_id="studio")),
        "A better seat never costs less at The studio.",
        "Une meilleure place n'est jamais moins chère à The studio.",
    ),
    (
        AccessShare(id="r", share_permille=325, price_minor=1500),
        "Of the seats sold of all performances together, at least 32.5 % are at "
        "15.00 EUR or less.",
        "Au moins 32,5 % des places vendues de toutes les représentations ensemble le "
        "sont à 15,00 EUR ou moins.",
    ),
    (
        SolidarityShare(id="r", share_permille=50, release_days_out=14),
        "5 % of the seats of each category are kept for solidarity tariffs until 14 "
        "days before.",
        "5 % des places de chaque catégorie sont gardées pour les tarifs solidaires "
        "jusqu'à 14 jours avant.",
    ),
    (
        NeverFalls(id="r", scope=Scope(performance_id="night-1")),
        "The full price of a performance never falls on night-1.",
        "Le plein tarif d'une représentation ne baisse jamais pour la représentation "
        "night-1.",
    ),
]


@pytest.mark.parametrize(("rule", "english", "french"), CASES)
def test_each_rule_says_what_it_asks_in_both_languages(rule, english, french):
    season = studio_season(rules=(rule,))

    assert sentence(rule, season) == english
    assert sentence(rule, season, "fr") == french
