from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.moment import Moment, Window
from tests.houses import OPENING

DATE = datetime(2026, 11, 1, tzinfo=UTC)


def test_days_before_are_counted_from_each_performance():
    assert Moment(days_out=10).before(OPENING) == OPENING - timedelta(days=10)
    assert Moment(at=DATE).before(OPENING) == DATE


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "a date or a number of days"),
        ({"at": DATE, "days_out": 3}, "and not both"),
        ({"at": datetime(2026, 11, 1)}, "with a time zone"),
        ({"days_out": -1}, "days before a performance"),
        ({"days_out": 1001}, "days before a performance"),
    ],
)
def test_a_moment_refuses_what_cannot_be(wrong, message):
    with pytest.raises(ValueError, match=message):
        Moment(**wrong)


def test_a_window_says_when_it_opens_and_when_it_closed():
    window = Window(Moment(days_out=30), Moment(days_out=2))
    early = window.closed_because(OPENING, OPENING - timedelta(days=31))
    assert early.startswith("it is sold from 2026-10-15")
    assert window.closed_because(OPENING, OPENING - timedelta(days=30)) == ""
    late = window.closed_because(OPENING, OPENING - timedelta(days=2))
    assert late.startswith("it was sold until 2026-11-12")


@given(opens=st.integers(0, 1000), closes=st.integers(0, 1000))
def test_a_window_of_days_opens_before_it_closes_or_is_refused(opens, closes):
    if opens > closes:
        Window(Moment(days_out=opens), Moment(days_out=closes))
    else:
        with pytest.raises(ValueError, match="before the one to close"):
            Window(Moment(days_out=opens), Moment(days_out=closes))


def test_a_window_of_dates_opens_before_it_closes():
    with pytest.raises(ValueError, match="before the one to close"):
        Window(Moment(at=DATE), Moment(at=DATE))
