"""``jauge curve``: past sales to a season's booking curve, as the docs show it."""

import re
import shlex
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

import cli
from pricing.files import season_file, season_writer
from tests.houses import studio_season

PAGE = (Path(__file__).parent.parent / "docs" / "programmer.md").read_text()
HEADER = (
    "performance_id,venue,starts_at,seat_category,tariff,channel,sold_at,"
    "cancelled_at,quantity,unit_price"
)
DAYS, SHARE = (90.0, 30.0, 7.0, 0.0), (0.0, 0.4, 0.75, 1.0)


def run(*arguments):
    with pytest.raises(SystemExit) as stop:
        sys.exit(cli.main([str(a) for a in arguments]))
    return stop.value.code or 0


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a season and twenty past nights that book along a known curve."""
    season = studio_season(2)
    season_writer.write(season, tmp_path / "season.toml", history="past.csv")
    rng = np.random.default_rng(3)
    rows = [HEADER]
    for night in range(20):
        starts = season.performances[0].starts_at - timedelta(days=400 - 7 * night)
        for draw in rng.uniform(size=100):
            # Whoever comes at share u of the curve comes so many days before.
            days = float(np.interp(draw, SHARE, DAYS))
            sold = (starts - timedelta(days=days)).isoformat()
            rows.append(
                f"past-{night},studio,{starts.isoformat()},front,full,web,{sold},,1,25"
            )
        sold = (starts - timedelta(days=80)).isoformat()
        rows.append(
            f"past-{night},studio,{starts.isoformat()},front,full,web,{sold},{sold},9,25"
        )
    (tmp_path / "sales.csv").write_text("\n".join(rows) + "\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_of_the_docs_gives_the_season_the_curve_of_the_sales(
    folder, capsys
):
    (command,) = re.findall(r"^jauge (curve .*)$", PAGE, re.M)
    assert run(*shlex.split(command)) == 0
    said = " ".join(capsys.readouterr().out.split())
    before = season_file.read(folder / "season.toml")
    after = season_file.read(folder / "season-with-curve.toml")
    true = np.interp(-np.array(after.demand.curve_days_out), -np.array(DAYS), SHARE)
    assert after.demand.curve_share == pytest.approx(true, abs=0.04)
    assert after.demand.curve_share[-1] == 1.0
    assert after.demand.classes == before.demand.classes
    assert after.performances == before.performances
    # The last night's curtain is later than the last sale: not complete.
    assert "From 1,900 tickets kept to the curtain of 19 performances" in said
    assert "171 cancelled before it are left out" in said
    assert "1 performance whose sales are not complete" in said


def test_a_season_written_elsewhere_still_finds_its_history(folder):
    (folder / "new").mkdir()
    code = run(
        "curve", "--transactions", "sales.csv", "--season", "season.toml", "--out",
        "new/season.toml",
    )  # fmt: skip
    assert code == 0
    found = season_file.history_path(Path("new/season.toml"))
    assert found is not None
    assert found.resolve() == (folder / "past.csv").resolve()


def test_without_a_season_the_lines_to_paste_are_printed(folder, capsys):
    assert run("curve", "--transactions", "sales.csv", "--as-of", "2100-01-01") == 0
    said = capsys.readouterr().out
    assert "20 performances" in said
    lines = said[said.index("booking_curve") :].strip() + "\n"
    text = (folder / "season.toml").read_text()
    pasted = re.sub(r"^booking_curve = \[\n.*?^\]\n", lines, text, flags=re.M | re.S)
    assert pasted != text
    season = season_file.parse(pasted)
    assert season.demand.curve_days_out[0] == 90.0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--season", "season.toml"], "--out: give --season"),
        (["--out", "new.toml"], "--season: give --season"),
        (["--time-zone", "Paris"], "--time-zone: expected a zone such as"),
        (["--as-of", "soon"], "--as-of: expected a date"),
        (["--as-of", "2001-01-01"], "at least 2 performances"),
        (["--transactions", "none.csv"], "no such file"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    folder, capsys, arguments, expected
):
    assert run("curve", "--transactions", "sales.csv", *arguments) == 1
    assert expected in " ".join(capsys.readouterr().err.split())
    assert not (folder / "new.toml").exists()
