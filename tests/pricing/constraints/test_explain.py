import pytest

from pricing.constraints.explain import sentence
from pricing.domain.rules import (
    KINDS,
    AccessShare,
    AveragePrice,
    CategoryOrder,
    ChannelParity,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
    Scope,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.spoken import no_break
from tests.every_rule import PARITY_CHANNELS
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
        "Le plein tarif en catégorie front n'est jamais inférieur à 5,00 EUR.",
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
        KeepOpen(id="r"),
        "A category with seats left is on sale.",
        "Une catégorie où il reste des places est en vente.",
    ),
    (
        KeepOpen(id="r", on=False, scope=Scope(production="phedre")),
        "A category may be closed while seats are left in it for phedre.",
        "Une catégorie peut être fermée alors qu'il y reste des places pour phedre.",
    ),
    (
        PopularityCap(id="r", demand_permille=1200, rise_permille=105),
        "When demand at the printed prices is forecast over 120 % of the seats, no "
        "full price is more than 10.5 % above the printed one.",
        "Quand la demande prévue aux prix imprimés dépasse 120 % des places, aucun "
        "plein tarif ne dépasse de plus de 10,5 % le prix imprimé.",
    ),
    (
        SolidarityBudget(
            id="r", donations_minor=120_000, subsidy_minor=5000, surplus_permille=200
        ),
        "Reductions on solidarity tariffs never exceed 1,200.00 EUR of donations, "
        "50.00 EUR of subsidy, 20 % of what seats brought above their printed prices "
        "and what was given since.",
        "Les réductions des tarifs solidaires ne dépassent jamais 1\u202f200,00 EUR de "
        "dons, 50,00 EUR de subvention, 20 % de ce que des places ont rapporté "
        "au-dessus du prix imprimé et ce qui a été donné depuis.",
    ),
    (
        SolidarityBudget(id="r", support_permille=1000),
        "Reductions on solidarity tariffs never exceed 100 % of what buyers chose to "
        "pay above the printed prices and what was given since.",
        "Les réductions des tarifs solidaires ne dépassent jamais 100 % de ce que des "
        "acheteurs ont choisi de payer au-dessus du prix imprimé et ce qui a été donné "
        "depuis.",
    ),
    (
        SolidarityBudget(id="r"),
        "Reductions on solidarity tariffs never exceed what was given since.",
        "Les réductions des tarifs solidaires ne dépassent jamais ce qui a été donné "
        "depuis.",
    ),
    (
        AveragePrice(id="r", price_minor=1800, each_performance=True),
        "The mean price paid for each performance is at most 18.00 EUR.",
        "Le prix moyen payé pour chaque représentation ne dépasse pas 18,00 EUR.",
    ),
    (
        IncomeFloor(id="r", income_minor=150_000),
        "The prices paid for all performances together come to at least 1,500.00 EUR.",
        "Les prix payés pour toutes les représentations ensemble atteignent au moins "
        "1\u202f500,00 EUR.",
    ),
    (
        GroupGap(
            id="r",
            measure="access",
            groups=("full", "by-means/low"),
            share_permille=500,
        ),
        'The gap in seats bought per head between "Full price" and "By means, low" is '
        "at most 50 % of what it would be without this rule.",
        "L'écart de places achetées par personne entre « Full price » et « By means, "
        "low » ne dépasse pas 50 % de ce qu'il serait sans cette règle.",
    ),
    (
        PriceStep(id="r", change_permille=100, days_between=7, notice_days=1),
        "Full prices move by at most 10 % at a time, stand for at least 7 days and "
        "rise only when announced 1 day before.",
        "Les pleins tarifs bougent d'au plus 10 % à la fois, restent au moins 7 jours "
        "et ne montent qu'annoncés 1 jour avant.",
    ),
    (
        PriceStep(id="r"),
        "Full prices may change at any time.",
        "Les pleins tarifs peuvent changer à tout moment.",
    ),
    (
        ChannelParity(id="r", commission_permille_max=80),
        "The public pays the same on every channel, whose commission is at most 8 % "
        "of the lowest full price.",
        "Le public paie le même prix sur tous les canaux, dont la commission ne "
        "dépasse pas 8 % du plein tarif le plus bas.",
    ),
    (
        ChannelParity(id="r"),
        "The public pays the same on every channel.",
        "Le public paie le même prix sur tous les canaux.",
    ),
    (
        NeverFalls(id="r", scope=Scope(performance_id="night-1")),
        "The full price of a performance never falls on night-1.",
        "Le plein tarif d'une représentation ne baisse jamais pour la représentation "
        "night-1.",
    ),
]


def test_every_kind_of_rule_is_among_the_cases():
    assert {type(rule) for rule, *_ in CASES} == set(KINDS)


@pytest.mark.parametrize(("rule", "english", "french"), CASES)
def test_each_rule_says_what_it_asks_in_both_languages(rule, english, french):
    season = studio_season(rules=(rule,), channels=PARITY_CHANNELS)

    assert sentence(rule, season) == english
    assert sentence(rule, season, "fr") == no_break(french)
