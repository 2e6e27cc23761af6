"""What the results hang on."""

import pytest

from simulator.experiment import simulate
from simulator.results import read, text_of
from simulator.tornado import ASSUMPTIONS
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

SEASON = studio_season(3)
DEMAND = {p.id: (45.0, 50.0) for p in SEASON.performances}


def play(**how):
    scenario = studio_scenario(SEASON, parties=30.0)
    return simulate(
        SEASON, DEMAND, ["fixed", "rule-table"], trials=4, seed=3,
        scenario=scenario, **how,
    )  # fmt: skip


def test_more_people_and_richer_ones_bring_more_and_fewer_and_poorer_ones_less():
    found = {each.assumption: each for each in play(tornado=True).tornado}
    assert list(found) == list(ASSUMPTIONS)
    for name in ("how-many", "means"):
        for policy in ("fixed", "rule-table"):
            assert found[name].low[policy].mean < 0 < found[name].high[policy].mean


def test_seats_given_back_cost_income():
    found = {each.assumption: each for each in play(tornado=True).tornado}
    # Nobody gives back as it stands.
    assert found["come-back"].low["fixed"].mean == 0
    assert found["come-back"].high["fixed"].mean < 0


def test_what_is_played_beside_changes_nothing_else(tmp_path):
    plain, beside = play(), play(tornado=True)
    assert plain.policies == beside.policies
    assert plain.variants == beside.variants == ()
    assert plain.tornado == ()
    (tmp_path / "r.json").write_text(text_of(beside))
    assert read(tmp_path / "r.json").tornado == beside.tornado


@pytest.mark.parametrize("name", ASSUMPTIONS)
def test_each_assumption_changes_the_people(name):
    scenario = studio_scenario(SEASON)
    less, more = (each.people(SEASON, scenario) for each in ASSUMPTIONS[name])
    assert more != scenario
    assert less != more
