"""The demonstration works in any year."""

from datetime import UTC, datetime, timedelta

import pytest

from examples.demo import HERE, in_time
from pricing.files import season_file

SEASON = season_file.read(HERE / "season.toml")


@pytest.mark.parametrize("year", [2026, 2027, 2031, 2040])
def test_there_are_nights_to_come_and_weekdays_stay(year):
    now = datetime(year, 11, 21, tzinfo=UTC)
    moved = in_time(SEASON, now)
    to_come = [p for p in moved.performances if p.starts_at > now]
    assert len(to_come) >= len(SEASON.performances) // 4
    for before, after in zip(SEASON.performances, moved.performances, strict=True):
        assert (after.starts_at - before.starts_at) % timedelta(days=7) == timedelta(0)


def test_a_season_that_is_on_is_left_as_it_is():
    assert in_time(SEASON, datetime(2026, 11, 21, tzinfo=UTC)) == SEASON
