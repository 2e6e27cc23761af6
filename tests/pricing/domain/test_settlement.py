"""Rates of VAT and splits: which one holds for a performance."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.ids import Misfit
from pricing.domain.scope import Scope
from pricing.domain.settlement import SettlementTerms, Share, Split, VatRate
from tests.houses import studio_season

ANTIGONE = Scope(production="antigone")
# Of the studio's five nights three are of antigone: 1, 3 and 5.
HALVES = (Share("artist", 500), Share("producer", 500))


def rates(*vat, nights=5):
    season = studio_season(nights, settlement=SettlementTerms(vat=vat))
    return [season.vat_permille_of(p) for p in season.performances]


def test_without_terms_every_performance_has_the_rate_of_the_season():
    assert rates() == [55] * 5


def test_the_first_rate_that_covers_a_performance_holds():
    special = VatRate(100, Scope(performance_id="night-2"))
    assert rates(special, VatRate(200)) == [200, 100, 200, 200, 200]


def test_a_lower_rate_holds_for_the_first_performances_of_each_production():
    assert rates(VatRate(21, first_performances=2)) == [21, 21, 21, 21, 55]


def test_performances_given_before_the_season_count_too():
    vat = VatRate(21, ANTIGONE, first_performances=140, given_before=138)
    assert rates(vat) == [21, 55, 21, 55, 55]


def test_performances_count_in_the_order_in_which_they_start():
    season = studio_season(
        5, settlement=SettlementTerms((VatRate(21, ANTIGONE, first_performances=1),))
    )
    backwards = replace(season, performances=season.performances[::-1])
    assert backwards.vat_permille_of(backwards.performances[-1]) == 21
    assert backwards.vat_permille_of(backwards.performances[0]) == 55


@settings(deadline=None)
@given(first=st.integers(1, 6), before=st.integers(0, 6), nights=st.integers(1, 8))
def test_a_production_never_has_more_performances_at_a_rate_than_it_allows(
    first, before, nights
):
    found = rates(
        VatRate(21, ANTIGONE, first_performances=first, given_before=before),
        nights=nights,
    )
    of_antigone = found[::2]
    assert of_antigone.count(21) == max(0, min(len(of_antigone), first - before))
    # Once it is used up it does not come back.
    assert of_antigone == sorted(of_antigone)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: VatRate(1001), "a VAT rate in"),
        (lambda: VatRate(21, first_performances=0), "first_performances"),
        (lambda: VatRate(21, given_before=3), "beside given_before"),
        (lambda: Share("Artist", 500), "a party of a split"),
        (lambda: Share("artist", 1001), "share of 'artist'"),
        (lambda: Share("artist", 500, -1), "minimum of 'artist'"),
        (lambda: Split((Share("artist", 999),)), "sum to 100 per cent, got 99.9"),
        (lambda: Split((Share("artist", 500), Share("artist", 500))), "once each"),
        (lambda: Split((Share("artist", 1000, 5),)), "no guaranteed minimum"),
        (
            lambda: Split((Share("artist", 1000, 5), Share("venue", 0))),
            "no guaranteed minimum",
        ),
    ],
)
def test_terms_that_make_no_sense_are_refused(make, says):
    with pytest.raises(ValueError, match=says):
        make()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (SettlementTerms((VatRate(21, Scope(production="hamlet")),)), "vat[0]"),
        (SettlementTerms(splits=(Split(HALVES, Scope("", "arena")),)), "splits[0]"),
    ],
)
def test_terms_about_what_is_not_in_the_season_are_refused(terms, field):
    with pytest.raises(Misfit, match="exists") as caught:
        studio_season(settlement=terms)
    assert caught.value.field == f"settlement.{field}"
