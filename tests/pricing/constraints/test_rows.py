import numpy as np

from pricing.constraints.rows import public_limit, terms
from pricing.constraints.rule_book import RuleBook
from pricing.domain.rules import AccessShare, NeverFalls, Scope, SolidarityShare
from tests.houses import studio_season

KEPT = SolidarityShare(id="kept", share_permille=100, release_days_out=14)
PRICES = np.array([[[2000, 1200]], [[2500, 1500]]])


def test_seats_are_kept_from_the_public_until_the_release_day():
    season = studio_season(rules=(KEPT,))

    limit = public_limit(season.rules, season, season.performances[0])

    # Periods begin 90, 60, 30, 14, 7 and 1 days out.
    assert limit[:, 0].tolist() == [36, 36, 36, 40, 40, 40]


def test_of_two_rules_the_stricter_holds_while_it_holds():
    one = SolidarityShare(
        id="one",
        share_permille=500,
        release_days_out=60,
        seat_category_ids=("back",),
    )
    season = studio_season(rules=(KEPT, one))

    limit = public_limit(season.rules, season, season.performances[0])

    assert limit[:, 1].tolist() == [20, 36, 36, 40, 40, 40]
    assert limit[:, 0].tolist() == [36, 36, 36, 40, 40, 40]


def test_a_seat_at_or_under_the_price_counts_for_the_share():
    rule = AccessShare(id="access", share_permille=300, price_minor=1500)

    season = studio_season()
    book = RuleBook((rule,), season)

    (row,) = terms(book, season.performances[0], PRICES).shared

    np.testing.assert_allclose(row.sales, [[[-0.3, 0.7]], [[-0.3, 0.7]]])


def test_rules_act_only_on_performances_in_their_scope():
    season = studio_season()
    rules = (
        NeverFalls(id="rise", scope=Scope(production="phedre")),
        AccessShare(id="all", share_permille=300, price_minor=1500),
        AccessShare(
            id="each", share_permille=300, price_minor=1500, each_performance=True,
            scope=Scope(performance_id="night-1"),
        ),
    )  # fmt: skip
    book = RuleBook(rules, season)
    first, second = (terms(book, p, PRICES) for p in season.performances)

    assert (first.never_falls, second.never_falls) == (False, True)
    assert [row.rule_id for row in first.own] == ["each"]
    assert [row.rule_id for row in second.own] == []
    assert [row.rule_id for row in first.shared] == ["all"]
