from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jauge.pricing.v1 import season_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.sales_repricing import MINUTES_MAX, SALES_HOURLY, SalesRepricing
from pricing.files import season_file
from pricing.files.season_writer import render
from pricing.service.convert.objectives import (
    sales_repricing_from_proto,
    sales_repricing_to_proto,
)
from tests.houses import studio_season

any_settings = st.builds(
    SalesRepricing,
    on=st.booleans(),
    sold_permille=st.integers(1, 1000),
    minutes=st.integers(1, MINUTES_MAX),
)
NOON = datetime(2026, 8, 6, 12, 0, tzinfo=UTC)


@given(settings=any_settings)
def test_the_file_and_the_wire_keep_what_was_set(settings):
    wire = sales_repricing_to_proto(settings)
    assert sales_repricing_from_proto(wire, "season.sales_repricing") == settings
    season = studio_season(sales_repricing=settings)
    assert season_file.parse(render(season), "season.toml") == season


def test_by_default_sales_move_prices_at_full_hours():
    assert sales_repricing_from_proto(season_pb2.SalesRepricing(), "") == SALES_HOURLY
    for minutes in (0, 1, 59):
        now = NOON + timedelta(minutes=minutes)
        assert SALES_HOURLY.next_time(now) == NOON + timedelta(hours=1)


@given(settings=any_settings, seconds=st.integers(0, 10**7))
def test_the_next_moment_is_to_come_and_begins_the_next_turn(settings, seconds):
    now = NOON + timedelta(seconds=seconds)
    coming = settings.next_time(now)
    assert now < coming <= now + timedelta(minutes=settings.minutes)
    assert settings.turn(coming) == settings.turn(now) + 1
    assert settings.turn(coming - timedelta(microseconds=1)) == settings.turn(now)


@given(settings=any_settings, capacity=st.integers(0, 5000))
def test_a_batch_is_a_seat_at_least_and_no_less_than_the_share(settings, capacity):
    seats = settings.seats(capacity)
    assert seats >= 1
    assert seats * 1000 >= capacity * settings.sold_permille
    assert (seats - 1) * 1000 < max(1, capacity * settings.sold_permille)


@pytest.mark.parametrize("wrong", [{"sold_permille": 0}, {"minutes": 0}])
def test_a_batch_of_nothing_and_a_moment_that_never_ends_are_refused(wrong):
    with pytest.raises(ValueError, match="Expected"):
        SalesRepricing(**wrong)


def test_a_part_of_a_minute_is_refused():
    value = season_pb2.SalesRepricing()
    value.interval.seconds = 90
    with pytest.raises(FieldInvalid, match="whole minutes"):
        sales_repricing_from_proto(value, "season.sales_repricing")
