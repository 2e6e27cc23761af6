"""Seconds since 1970 as dates and times."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(seconds: int) -> datetime:
    """Return the date and time of so many seconds."""
    return _EPOCH + timedelta(seconds=seconds)
