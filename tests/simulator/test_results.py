import json

import pytest

from pricing.domain.errors import FileInvalid
from simulator import results, tally
from tests.simulator.test_experiment import run


@pytest.fixture(scope="module")
def found():
    return run(trials=3)


def test_results_come_back_from_their_file_as_they_were(found, tmp_path):
    (tmp_path / "r.json").write_text(results.text_of(found))
    assert results.read(tmp_path / "r.json") == found


def test_the_file_holds_the_same_as_the_json_of_the_service(found):
    assert json.loads(results.text_of(found)) == json.loads(json.dumps(found.to_json()))


def test_lists_of_numbers_stand_on_one_line(found):
    (line,) = {
        line.strip()
        for line in results.text_of(found).splitlines()
        if "period_days_out" in line
    }
    assert line == '"period_days_out": [90, 60, 30, 14, 7, 1],'


def test_the_parts_of_a_performance_sum_to_the_whole(found):
    for policy in found.policies.values():
        classes = sum(each.seats.mean for each in policy.classes)
        seats = 0.0
        for performance in policy.performances:
            by_category = [40 * i.mean for i in performance.fill_by_category.values()]
            sold = 80 * performance.fill_rate.mean
            assert sum(by_category) == pytest.approx(sold)
            assert sum(performance.seats_sold) == pytest.approx(sold)
            income = performance.average_price * sold
            assert income == pytest.approx(performance.income.mean)
            seats += sold
        assert classes == pytest.approx(seats)
        wanted = policy.measures["spill"].mean + policy.measures["priced_out"].mean
        # Whoever looked has a seat or is counted as lost.
        assert sum(each.wanted.mean for each in policy.classes) == pytest.approx(
            seats + wanted
        )


def test_trials_are_kept_one_by_one_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(tally, "KEPT_TRIALS", 2)
    few, all_ = run(trials=2), run(trials=3)
    assert few.policies["fixed"].by_trial == all_.policies["fixed"].by_trial
    # Means and differences are of all.
    assert few.differences != all_.differences


def test_printed_prices_are_posted_in_every_period(found):
    for performance in found.policies["fixed"].performances:
        assert performance.posted_price == (20.0,) * 6


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text[:-10], r"r\.json:\d+: "),
        (lambda text: "[]", "expected results"),
        (lambda text: "{}", "expected results"),
        (lambda text: text.replace('"seed": 3', '"seed": "three"'), "seed"),
        (lambda text: text.replace('"seed": 3', '"seed": NaN'), "expected results"),
        (lambda text: text.replace('"seed": 3', '"seed": 1e999'), "expected results"),
        (lambda text: text.replace("[90, 60, ", "[90, "), "expected results"),
        (lambda text: text.replace('"night-2"', '"night-9"', 1), "expected results"),
        (lambda text: "[" * 100_000, "expected results"),
    ],
)
def test_a_file_that_is_not_results_is_refused(found, tmp_path, change, says):
    path = tmp_path / "r.json"
    path.write_text(change(results.text_of(found)))
    with pytest.raises(FileInvalid, match=says) as refused:
        results.read(path)
    assert "r.json" in refused.value.message


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(FileInvalid, match="cannot be read"):
        results.read(tmp_path / "none.json")
