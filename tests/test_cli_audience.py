"""``jauge audience``: past sales to the people of a season, as the docs show it."""

import re
import shlex
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

import cli
from pricing.files import season_writer
from simulator import scenario_file
from simulator.results import read as read_results
from tests.houses import studio_season

PAGE = (Path(__file__).parent.parent / "docs" / "programmer.md").read_text()
HISTORY = (
    "performance_id,production,venue,starts_at,seat_category,capacity,unit_price,"
    "quantity"
)
SALES = (
    "performance_id,venue,starts_at,seat_category,tariff,channel,sold_at,"
    "cancelled_at,quantity,unit_price"
)
SEATS = {"front": (25, 12), "back": (15, 20)}


def run(*arguments):
    with pytest.raises(SystemExit) as stop:
        sys.exit(cli.main([str(a) for a in arguments]))
    return stop.value.code or 0


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a season, and forty past nights of about as many seats each."""
    season = studio_season(3, rules=())
    season_writer.write(season, tmp_path / "season.toml", history="past.csv")
    rng = np.random.default_rng(3)
    past, sales = [HISTORY], [SALES]
    for night in range(40):
        starts = season.performances[0].starts_at - timedelta(days=400 - 7 * night)
        at = starts.isoformat()
        for category, (price, mean) in SEATS.items():
            count = rng.poisson(mean)
            past.append(f"past-{night},old,studio,{at},{category},40,{price},{count}")
        for days in rng.uniform(1, 50, size=10):
            sold = (starts - timedelta(days=float(days))).isoformat()
            gone = at if days < 25 else (starts - timedelta(hours=5)).isoformat()
            sales.append(f"past-{night},studio,{at},front,full,web,{sold},{gone},1,25")
    (tmp_path / "past.csv").write_text("\n".join(past) + "\n")
    (tmp_path / "sales.csv").write_text("\n".join(sales) + "\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_of_the_docs_gives_simulations_the_people_of_the_past(
    folder, capsys
):
    (command,) = re.findall(r"^jauge (audience .*)$", PAGE, re.M)
    assert run(*shlex.split(command)) == 0
    assert "3 nights, " in capsys.readouterr().err
    found = scenario_file.read(folder / "audience.toml")
    cancels = {s.curve_days_out[-1]: s.cancel_share for s in found.segments}
    assert cancels[14.0] == pytest.approx(25 / 36, abs=0.1)
    assert cancels[3.0] == 0.0
    # Who gives back does not fill the house: more look than were kept.
    kept = sum(s.share * (1 - s.cancel_share) for s in found.segments)
    looked = np.mean(found.nights[0].turnout, axis=1)
    assert looked * kept == pytest.approx([12, 20], rel=0.15)
    assert run(
        "simulate", "season.toml", "--policies", "fixed", "--trials", 5, "--out",
        "results.json",
    ) == 0  # fmt: skip
    assert read_results(folder / "results.json").audience == "scenario"


def test_without_sales_one_by_one_people_book_as_the_season_assumes(folder):
    code = run(
        "audience", "--season", "season.toml", "--history", "past.csv", "--out",
        "audience.toml",
    )  # fmt: skip
    assert code == 0
    found = scenario_file.read(folder / "audience.toml")
    assert {s.cancel_share for s in found.segments} == {0.0}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--history", "none.csv"], "no such file"),
        (["--season", "none.toml"], "none.toml"),
        (["--history", "few.csv"], "past sales of category"),
        (["--transactions", "few-sales.csv"], "seats booked"),
    ],
)
def test_what_cannot_be_fitted_is_said_and_nothing_is_written(
    folder, capsys, arguments, expected
):
    for name, few in (("past.csv", "few.csv"), ("sales.csv", "few-sales.csv")):
        lines = (folder / name).read_text().splitlines()
        (folder / few).write_text("\n".join(lines[:7]) + "\n")
    given = {
        "--season": "season.toml", "--history": "past.csv", "--out": "new.toml",
    } | {arguments[0]: arguments[1]}  # fmt: skip
    assert run("audience", *(part for pair in given.items() for part in pair)) == 1
    assert expected in " ".join(capsys.readouterr().err.split())
    assert not (folder / "new.toml").exists()
