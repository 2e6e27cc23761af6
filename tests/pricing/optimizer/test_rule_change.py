"""A season replanned under other rules keeps them, and what it does not concern."""

import numpy as np
import pytest

from pricing.domain.errors import ConstraintsInfeasible
from pricing.domain.rules import (
    AccessShare,
    IncomeFloor,
    NeverFalls,
    PriceBounds,
    Scope,
)
from pricing.optimizer.rule_change import affected_by, as_planned, replanned
from pricing.store.voted_rules import with_rule
from tests.houses import studio_season

ACCESS = AccessShare(id="access", share_permille=400, price_minor=1500)
CAP = PriceBounds(id="cap", scope=Scope(production="antigone"), cap_minor=2500)


def go_on(done):
    return True


def demand(season, seats=60.0):
    return {each.id: (seats, seats) for each in season.performances}


def income(planned):
    return sum(each.income for each in planned.plays)


def tiers(planned, place):
    return planned.problems[place].tiers_of(planned.paths[place])


@pytest.fixture(scope="module")
def season():
    return studio_season(nights=4, rules=(ACCESS, NeverFalls(id="hold")))


@pytest.fixture(scope="module")
def known(season):
    return as_planned(season, demand(season), None, go_on)


def test_a_cap_on_a_production_leaves_the_others_as_they_are(season, known):
    affected = affected_by(season, [CAP])
    assert affected == [0, 2]
    after = replanned(with_rule(season, "cap", CAP), known, affected, go_on)
    for place in (1, 3):
        assert np.array_equal(after.paths[place], known.paths[place])
    for place in affected:
        # "mid" is the dearest tier that the cap leaves.
        assert tiers(after, place).max() <= 1


def test_a_plan_found_for_a_part_keeps_the_rows_that_all_share(season, known):
    capped = with_rule(season, "cap", CAP)
    after = replanned(capped, known, affected_by(season, [CAP]), go_on)
    cheap = sold = 0.0
    for place, each in enumerate(after.market.performances):
        sales = after.plays[place].sales
        # [T, C, K]: the tier of each period says what a seat then costs.
        paid = each.price_minor[tiers(after, place)]
        cheap += sales[paid <= ACCESS.price_minor].sum()
        sold += sales.sum()
    assert cheap / sold >= ACCESS.share_permille / 1000 - 1e-9


def test_a_part_brings_nearly_what_the_whole_season_solved_anew_does(season, known):
    capped = with_rule(season, "cap", CAP)
    part = replanned(capped, known, affected_by(season, [CAP]), go_on)
    whole = replanned(capped, known, range(4), go_on)
    assert income(part) == pytest.approx(income(whole), rel=0.03)


def test_a_rule_about_all_is_solved_for_all(season, known):
    everywhere = PriceBounds(id="all", cap_minor=2500)
    assert affected_by(season, [everywhere]) == [0, 1, 2, 3]
    after = replanned(with_rule(season, "all", everywhere), known, range(4), go_on)
    assert all(tiers(after, place).max() <= 1 for place in range(4))


def test_without_a_change_nothing_is_worse(season, known):
    again = replanned(season, known, [0, 2], go_on)
    assert income(again) >= income(known) - 1e-6


def test_rules_that_cannot_all_hold_are_named(season, known):
    floor = IncomeFloor(id="even", income_minor=10_000_000)
    with pytest.raises(ConstraintsInfeasible, match="even"):
        replanned(with_rule(season, "even", floor), known, range(4), go_on)
