import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pricing.domain.errors import Cancelled, FieldInvalid, NameUnknown
from simulator.experiment import simulate
from simulator.precision import Precision, parse
from simulator.results import text_of
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

SEASON = studio_season(3)
DEMAND = {p.id: (45.0, 50.0) for p in SEASON.performances}
POLICIES = ("fixed", "rule-table")


def run(policies=POLICIES, **changes):
    settings = {"trials": 5, "seed": 3, "scenario": studio_scenario(SEASON), **changes}
    return simulate(SEASON, DEMAND, policies, **settings)


def without_time(results):
    found = results.to_json()
    return json.dumps(found, allow_nan=False)


def test_the_results_keep_to_their_contract():
    found = run().to_json()
    assert list(found["policies"]) == list(POLICIES)
    for policy in found["policies"].values():
        for measure in ("income", "fill_rate", "access_share", "spill"):
            each = policy[measure]
            assert each["low"] <= each["mean"] <= each["high"]
        assert [p["id"] for p in policy["performances"]] == [
            "night-1", "night-2", "night-3",
        ]  # fmt: skip
    assert {(d["policy"], d["against"]) for d in found["differences"]} == {
        ("rule-table", "fixed")
    }
    assert {d["measure"] for d in found["differences"]} >= {
        "income", "fill_rate", "access_share", "spill",
    }  # fmt: skip
    assert found["complete"] is True


def test_any_number_of_workers_gives_the_same_bits():
    assert without_time(run()) == without_time(run(workers=2))


def test_without_compiled_code_the_same_seats_are_sold():
    script = (
        "from tests.simulator.test_experiment import run, without_time\n"
        "print(without_time(run()))"
    )
    plain = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert plain.stdout.strip() == without_time(run())


def test_the_results_say_whether_the_audience_was_derived():
    assert run().audience == "scenario"
    assert run(trials=1, scenario=None).audience == "derived"


def test_adding_a_policy_changes_nothing_for_the_others():
    alone = run(("fixed",)).to_json()["policies"]["fixed"]
    assert run().to_json()["policies"]["fixed"] == alone


def test_differences_are_paired():
    results = run(trials=8)
    (income,) = [d for d in results.differences if d.measure == "income"]
    means = {n: p.measures["income"].mean for n, p in results.policies.items()}
    assert income.value.mean == pytest.approx(means["rule-table"] - means["fixed"])
    apart = results.policies["fixed"].measures["income"]
    # The same people: their luck cancels.
    assert income.value.high - income.value.low < apart.high - apart.low


def test_one_trial_has_no_interval():
    income = run(trials=1).to_json()["policies"]["fixed"]["income"]
    assert income["mean"] > 0
    assert (income["low"], income["high"]) == (None, None)


def test_an_unknown_policy_names_those_known():
    with pytest.raises(NameUnknown, match=r"'magic'; known: fixed, flat"):
        run(("fixed", "magic"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"trials": 0}, "trials"),
        ({"seed": -1}, "seed"),
        ({"workers": 0}, "workers"),
        ({"policies": ()}, "at least one"),
        ({"policies": ("fixed", "fixed")}, "twice"),
    ],
)
def test_arguments_out_of_range_are_refused(changes, message):
    with pytest.raises(FieldInvalid, match=message):
        run(**changes)


def test_progress_rises_to_one():
    shares = []
    run(progress=lambda share, what: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("workers", [1, 2])
def test_work_that_is_called_off_keeps_nothing(workers):
    calls = iter([False, False, True, True, True])
    with pytest.raises(Cancelled):
        run(workers=workers, trials=50, cancelled=lambda: next(calls))


def test_an_interruption_gives_the_trials_done_and_says_so():
    def interrupt(share, what):
        if share >= 0.4:
            raise KeyboardInterrupt

    found = run(progress=interrupt)
    assert (found.trials, found.trials_wanted) == (2, 5)
    assert found.to_json()["complete"] is False
    whole = run(trials=2).to_json()
    assert found.to_json()["policies"] == whole["policies"]


def test_an_interruption_before_the_first_trial_is_no_result():
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(Cancelled):
        run(cancelled=interrupt)


def test_trials_stop_once_a_measure_is_known_as_well_as_asked():
    asked = Precision("income", 0.03)
    found = run(trials=400, until=asked)
    assert found.complete
    assert 10 <= found.trials < 400
    assert found.precision.met
    widest = max(
        (each.measures["income"].high - each.measures["income"].mean)
        / each.measures["income"].mean
        for each in found.policies.values()
    )
    assert found.precision.reached == pytest.approx(widest, rel=1e-12)
    # The trials are the first ones, whatever was played beyond them.
    assert found.policies == run(trials=found.trials).policies
    assert text_of(found) == text_of(run(trials=400, until=asked, workers=2))


def test_what_is_never_known_is_said_at_the_last_trial():
    found = run(trials=12, until=Precision("income", 1e-9))
    assert (found.trials, found.precision.met) == (12, False)
    assert run(trials=1, until=Precision("income", 0.5)).precision.reached is None


@pytest.mark.parametrize(
    "text", ["income", "income=0", "income=200%", "luck=1%", "=1%"]
)
def test_a_precision_that_means_nothing_is_refused(text):
    with pytest.raises(FieldInvalid, match="until"):
        parse(text)
