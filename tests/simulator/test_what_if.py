from dataclasses import replace

import pytest

from pricing.domain.rules import AccessShare, CategoryOrder, NeverFalls, PriceBounds
from simulator.experiment import simulate
from simulator.results import read, text_of
from simulator.shocks import find
from simulator.variant import Variant, with_surprises
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

RULES = (
    CategoryOrder(id="order"),
    NeverFalls(id="never-falls"),
    AccessShare(id="access", share_permille=100, price_minor=1900),
)
SEASON = studio_season(3, rules=RULES)
DEMAND = {p.id: (45.0, 50.0) for p in SEASON.performances}


def capped(cap_minor, name="rules.cap.cap"):
    cap = PriceBounds(id="cap", cap_minor=cap_minor)
    season = replace(SEASON, rules=(*RULES, cap))
    return Variant({name: f"{cap_minor / 100:g}"}, season, DEMAND)


def run(variants, **changes):
    settings = {
        "trials": 4, "seed": 3, "scenario": studio_scenario(SEASON), **changes,
    }  # fmt: skip
    return simulate(
        SEASON, DEMAND, ["fixed", "rule-table"], variants=variants, **settings
    )


def test_variants_change_nothing_for_the_season_as_it_stands():
    alone, beside = run(()).to_json(), run((capped(2500),)).to_json()
    assert alone["policies"] == beside["policies"]
    assert alone["differences"] == beside["differences"]


def test_a_variant_is_what_its_season_gives_when_played_alone():
    variant = capped(2500)
    beside = run((variant,)).variants[0].policies
    alone = simulate(
        variant.season, DEMAND, ["fixed", "rule-table"],
        trials=4, seed=3, scenario=studio_scenario(SEASON),
    )  # fmt: skip
    assert beside == alone.policies


def test_a_variant_with_the_same_season_differs_by_nothing():
    (same,) = run((Variant({"season.name": "same"}, SEASON, DEMAND),)).variants
    assert {(d.value.mean, d.value.low, d.value.high) for d in same.differences} == {
        (0.0, 0.0, 0.0)
    }


def test_differences_are_to_the_same_policy_for_the_same_people():
    found = run((capped(2500),))
    (variant,) = found.variants
    for each in variant.differences:
        assert each.policy == each.against
        mine = variant.policies[each.policy].measures[each.measure].mean
        theirs = found.policies[each.policy].measures[each.measure].mean
        assert each.value.mean == pytest.approx(mine - theirs)


def test_any_number_of_workers_gives_the_same_bits_with_variants_too():
    variants = (capped(2500), capped(2000))
    assert text_of(run(variants)) == text_of(run(variants, workers=2))


def test_rules_that_cannot_hold_are_told_and_the_others_played():
    impossible = Variant(
        {"rules.access.share_percent": "100"},
        replace(
            SEASON,
            rules=(AccessShare(id="access", share_permille=1000, price_minor=1),),
        ),
        DEMAND,
    )
    found = simulate(
        SEASON, DEMAND, ["optimised"], variants=(impossible, capped(2500)),
        trials=1, seed=1, scenario=studio_scenario(SEASON),
    )  # fmt: skip
    refused, played = found.variants
    assert "access" in refused.refused
    assert (refused.policies, refused.differences) == ({}, ())
    assert played.refused == ""
    assert set(played.policies) == {"optimised"}


def test_a_cap_under_all_prices_is_told_before_anything_is_played():
    found = run((capped(100), capped(2500)))
    refused, played = found.variants
    assert "cap" in refused.refused
    assert set(played.policies) == {"fixed", "rule-table"}


def test_access_is_measured_at_one_price_whatever_a_variant_sets():
    dearer = replace(RULES[2], price_minor=3000)
    other = Variant(
        {"rules.access.price": "30"},
        replace(SEASON, rules=(*RULES[:2], dearer)),
        DEMAND,
    )
    found = run((other,))
    share = found.policies["fixed"].measures["access_share"]
    assert found.variants[0].policies["fixed"].measures["access_share"] == share


def test_people_are_derived_anew_only_where_a_variant_assumes_another_demand():
    assumed = replace(SEASON.demand, price_elasticity=-3.0)
    eager = Variant(
        {"demand.price_elasticity": "-3"}, replace(SEASON, demand=assumed), DEMAND
    )
    derived = run((capped(2500), eager), scenario=None)
    same, anew = (each.policies["fixed"].classes for each in derived.variants)
    stands = derived.policies["fixed"].classes
    assert [each.wanted for each in stands] == [each.wanted for each in same]
    # As many look, since as many buy at printed prices; what they would pay differs.
    assert [each.seats for each in stands] != [each.seats for each in anew]
    given = run((eager,))
    assert given.variants[0].differences[0].value.mean == 0.0


def test_an_interruption_keeps_the_trials_that_all_variants_played():
    def interrupt(share, what):
        if share >= 0.5:
            raise KeyboardInterrupt

    found = run((capped(2500),), progress=interrupt)
    assert (found.trials, found.complete) == (2, False)
    assert len(found.variants[0].policies["fixed"].by_trial["income"]) == 2


def test_variants_come_back_from_the_file_of_results(tmp_path):
    found = run((capped(2500),), settings={"rules.cap.cap": ""})
    (tmp_path / "r.json").write_text(text_of(found))
    assert read(tmp_path / "r.json") == found


def test_every_setting_stands_on_the_season_and_on_what_is_played_beside_it():
    first, beside = with_surprises(
        Variant({"rules.cap.price": "30"}, SEASON, DEMAND),
        [Variant({"rules.cap.price": "20"}, SEASON, DEMAND)],
        shocks=[find("strike-week")],
        without_rules=True,
    )
    assert first.settings == {
        "rules.cap.price": "30", "shock": "none", "rules": "as written",
    }  # fmt: skip
    assert [each.settings["shock"] for each in beside] == [
        "none",
        "strike-week",
        "none",
    ]
    assert [each.settings["rules"] for each in beside] == ["as written"] * 2 + ["none"]
    assert all(set(each.settings) == set(first.settings) for each in beside)
    assert beside[-1].season.rules == ()
