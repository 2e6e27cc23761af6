"""What cannot be played is refused, and what was not played to its end says so."""

import io
import json
from dataclasses import dataclass, replace

import pytest
from rich.console import Console

from pricing.domain.errors import FieldInvalid, FileInvalid
from pricing.domain.performance import PerformanceState
from simulator import results, scenario_file
from simulator.console import show_results
from simulator.experiment import simulate
from simulator.policy import Moment, Pricer
from simulator.report.page import page
from simulator.scenario import Night
from tests.houses import studio_season
from tests.simulator.stages import one_kind, studio_scenario

SEASON = studio_season(2)
DEMAND = {p.id: (45.0, 50.0) for p in SEASON.performances}


def run(scenario=None, policies=("fixed",), season=SEASON, **changes):
    settings = {"trials": 3, "seed": 1, "scenario": scenario, **changes}
    return simulate(season, DEMAND, policies, **settings)


def test_people_for_what_is_closed_alone_are_nobody():
    scenario = studio_scenario(SEASON)
    empty = replace(scenario.nights[0], parties=0.0)
    scenario = replace(scenario, nights=(empty, scenario.nights[1]))
    shut = replace(SEASON.performances[1], state=PerformanceState.CLOSED)
    season = replace(SEASON, performances=(SEASON.performances[0], shut))
    with pytest.raises(FieldInvalid, match="nights: nobody looks"):
        run(scenario, season=season)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e12])
def test_willingness_to_pay_is_finite(value):
    with pytest.raises(ValueError, match="each value of 'night-1'"):
        Night("night-1", 60.0, (value, 17.0))
    with pytest.raises(ValueError, match="means of 'public'"):
        one_kind(means=value)
    with pytest.raises(ValueError, match="spread of 'public'"):
        one_kind(spread=value)


@pytest.mark.parametrize("value", ["inf", "nan", "1e400"])
def test_a_file_of_infinite_willingness_is_refused_and_says_where(value):
    text = scenario_file.render(studio_scenario(SEASON)).replace("26.0", value, 1)
    with pytest.raises(FileInvalid, match="value of 'night-1'"):
        scenario_file.parse(text)


def test_a_party_larger_than_any_category_is_refused():
    scenario = studio_scenario(
        SEASON, segments=one_kind(party_sizes=(2, 41), party_shares=(0.9, 0.1))
    )
    with pytest.raises(FieldInvalid, match="a party of 41 finds no room"):
        run(scenario)


def test_a_party_that_fills_a_category_finds_room():
    scenario = studio_scenario(
        SEASON, segments=one_kind(party_sizes=(40,), party_shares=(1.0,))
    )
    assert run(scenario).policies["fixed"].measures["income"].mean > 0


@dataclass(frozen=True)
class _Bad:
    """A policy that answers with something else, or not at all."""

    answer: object
    name: str = "bad"

    def start(self) -> Pricer:
        return self

    def post(self, moment: Moment):
        if isinstance(self.answer, Exception):
            raise self.answer
        return [self.answer] * len(moment.due)


@pytest.mark.parametrize(
    ("answer", "says", "workers"),
    [
        ("dearest", r"policies\.bad\.night-1: 'dearest' is off the ladder", 1),
        (RuntimeError("no idea"), r"policies\.bad: failed with RuntimeError", 1),
        # Worker processes take seconds to begin.
        pytest.param(
            RuntimeError("no idea"),
            r"policies\.bad: failed with RuntimeError",
            2,
            marks=pytest.mark.slow,
        ),
    ],
    ids=["off the ladder", "raises", "raises elsewhere"],
)
def test_a_policy_that_fails_is_named(answer, says, workers):
    with pytest.raises(FieldInvalid, match=says):
        run(studio_scenario(SEASON), [_Bad(answer)], workers=workers)


def interrupted():
    def stop(share, what):
        if share >= 0.6:
            raise KeyboardInterrupt

    return run(studio_scenario(SEASON), progress=stop)


def test_an_interrupted_run_is_marked_wherever_it_is_shown(tmp_path):
    found = interrupted()
    assert (found.trials, found.trials_wanted) == (2, 3)
    (tmp_path / "r.json").write_text(results.text_of(found))
    assert json.loads((tmp_path / "r.json").read_text())["complete"] is False
    read = results.read(tmp_path / "r.json")
    assert not read.complete
    for language, says in (("en", "Interrupted after 2"), ("fr", "Interrompu après 2")):
        assert says in page([("r.json", read)], language)
    console = Console(width=200, record=True, file=io.StringIO())
    show_results(read, console)
    assert "interrupted after 2 of 3 trials" in console.export_text()


def test_results_of_an_earlier_version_still_open(tmp_path):
    """Without what is told of money, rules and funds since then."""
    found = json.loads(results.text_of(run(studio_scenario(SEASON))))
    for key in ("regret", "precision", "settings"):
        del found[key]
    for policy in found["policies"].values():
        for key in ("sold_on", "funds", "split", "shares"):
            del policy[key]
    del found["facts"]["months"]
    for rule in found["facts"]["rules"]:
        del rule["told"]
    for key in ("patient_share", "cancel_share", "reseller_share", "bargain"):
        del found["facts"]["assumptions"][key]
    path = tmp_path / "old.json"
    path.write_text(json.dumps(found))
    read = results.read(path)
    for language in ("en", "fr"):
        text = page([("old.json", read)], language)
        assert 'id="split"' not in text
        assert 'id="fund"' not in text
        assert 'id="lost"' in text


def test_results_without_a_measure_are_refused(tmp_path):
    found = json.loads(results.text_of(run(studio_scenario(SEASON))))
    del found["policies"]["fixed"]["fill_rate"]
    (tmp_path / "r.json").write_text(json.dumps(found))
    with pytest.raises(FileInvalid, match="expected results of jauge simulate"):
        results.read(tmp_path / "r.json")
