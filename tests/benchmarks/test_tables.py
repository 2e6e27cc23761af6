"""Scored tables may come in parts: later seasons and weeks in files of their own."""

import csv
import gzip
from datetime import date, timedelta

import numpy as np
import pytest

from benchmarks import bench_season_ahead, weekly_baselines

START = date(2010, 1, 3)


def written(path, rows):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def weeks(first, last):
    return [
        {
            "production": show, "venue": f"hall {show}",
            "starts_at": str(START + timedelta(weeks=week)),
            "capacity": 8000, "quantity": 5000 + week,
            "x_performances": 8, "x_previews": "",
        }
        for show in ("a", "b")
        for week in range(first, last)
    ]  # fmt: skip


def nights(season):
    return [
        {
            "performance_id": f"{season}-{night}", "production": f"piece {night % 3}",
            "venue": "hall", "starts_at": str(date(season, 9, 1 + night)),
            "seat_category": "stalls", "capacity": 100, "unit_price": 10,
            "quantity": 40 + night, "season": str(season), "x_author": f"{night % 2}",
        }
        for night in range(5)
    ]  # fmt: skip


def test_weeks_in_two_files_are_those_of_one(tmp_path):
    whole = weekly_baselines.read(written(tmp_path / "all.csv", weeks(0, 30)))
    late = written(tmp_path / "late.csv", weeks(20, 30))
    early = written(tmp_path / "early.csv.gz", weeks(0, 20))
    parts = weekly_baselines.read(late, early)
    for name, values in vars(whole).items():
        assert np.array_equal(getattr(parts, name), values), name


def test_seasons_in_two_files_are_those_of_one(tmp_path):
    early = written(tmp_path / "early.csv", nights(2010))
    late = written(tmp_path / "late.csv.gz", nights(2011))
    whole = written(tmp_path / "all.csv", nights(2010) + nights(2011))
    read = bench_season_ahead.together_read
    assert read([early, late]) == read([whole])


@pytest.mark.parametrize("season", ["2010", "1900"])
def test_a_season_with_none_before_it_is_refused(tmp_path, season):
    table = written(tmp_path / "all.csv", nights(2010) + nights(2011))
    with pytest.raises(ValueError, match="one before"):
        bench_season_ahead.measure([season], [table])


def test_a_file_that_is_absent_is_said_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="absent"):
        bench_season_ahead.together_read([tmp_path / "none.csv"])
    with pytest.raises(FileNotFoundError, match="none"):
        weekly_baselines.read(tmp_path / "none.csv")
