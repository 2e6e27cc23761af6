from dataclasses import replace

import pytest

from pricing.domain.errors import FieldInvalid, FileInvalid
from simulator import scenario_file
from simulator.fits import check_fits
from simulator.house import build
from simulator.scenario import Night, Segment
from tests.houses import studio_season
from tests.simulator.stages import SEGMENTS, studio_scenario


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"share": 1.5}, "share"),
        ({"means": float("inf")}, "means"),
        ({"spread": float("nan")}, "spread"),
        ({"party_sizes": (0,), "party_shares": (1.0,)}, "party size"),
        ({"party_sizes": (1, 2)}, "as many party sizes"),
        ({"party_shares": (0.5, 0.2, 0.1, 0.1)}, "sum to 1"),
        ({"channels": (("web", 0.5),)}, "sum to 1"),
        ({"curve_share": (0.0,)}, "booking curve"),
        ({"curve_days_out": (30.0, 5.0), "curve_share": (0.0, 0.9)}, "ends at 1"),
    ],
)
def test_a_segment_refuses_what_cannot_be(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(SEGMENTS[0], **changes)


def test_a_scenario_without_people_is_refused():
    season = studio_season()
    with pytest.raises(ValueError, match="at least one night that people look for"):
        studio_scenario(season, parties=0.0)
    with pytest.raises(ValueError, match="at least one segment"):
        replace(studio_scenario(season), segments=())


@pytest.mark.parametrize("value", [float("inf"), float("nan"), -1.0])
def test_infinite_willingness_to_pay_is_refused(value):
    with pytest.raises(ValueError, match="value"):
        Night("night-1", 10, (value, 1.0))


@pytest.mark.parametrize(
    ("segment", "message"),
    [
        (Segment("all", "none", 1.0), "no tariff 'none'"),
        (Segment("all", "by-means", 1.0, "rich"), "no bracket 'rich'"),
        (Segment("all", "full", 1.0, channels=(("fax", 1.0),)), "no channel 'fax'"),
    ],
)
def test_a_scenario_that_does_not_fit_the_season_is_refused(segment, message):
    season = studio_season()
    scenario = replace(studio_scenario(season), segments=(segment,))
    with pytest.raises(FieldInvalid, match=message):
        check_fits(scenario, season)


def test_every_performance_needs_a_night():
    season = studio_season(3)
    scenario = studio_scenario(studio_season(2))
    with pytest.raises(FieldInvalid, match="night-3"):
        build(season, scenario)


def test_a_scenario_is_written_and_read_back():
    scenario = studio_scenario(studio_season())
    assert scenario_file.parse(scenario_file.render(scenario)) == scenario


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("view_spread", "view_spraed"), "unknown key 'view_spraed'"),
        (("share = 0.5", 'share = "half"'), "segments"),
        (('tariff_id = "full"\n', ""), "tariff_id"),
        (("[audience]", "[people]"), "unknown table 'people'"),
        (("[audience]", "[audience"), ":1: "),
        (("parties = 60.0", "parties = -1"), "parties"),
    ],
)
def test_a_scenario_file_that_is_wrong_names_the_place(change, message):
    text = scenario_file.render(studio_scenario(studio_season()))
    assert change[0] in text
    with pytest.raises(FileInvalid, match=message):
        scenario_file.parse(text.replace(*change, 1))


def test_a_scenario_is_found_beside_its_season_file(tmp_path):
    season_path = tmp_path / "season.toml"
    assert scenario_file.beside(season_path) is None
    scenario = studio_scenario(studio_season())
    (tmp_path / "audience.toml").write_text(scenario_file.render(scenario))
    assert scenario_file.beside(season_path) == scenario


def test_a_scenario_file_that_is_absent_is_said_to_be(tmp_path):
    with pytest.raises(FileInvalid, match="cannot be read"):
        scenario_file.read(tmp_path / "none.toml")
