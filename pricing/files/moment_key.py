"""A date of the season file, or so many days before each performance."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from pricing.domain.moment import DAYS_BEFORE_MAX, Moment, Window

_WANTED = (
    f"expected days before a performance, 0 to {DAYS_BEFORE_MAX}, or a time such as "
    "2026-11-14T19:30:00+01:00"
)


def _moment(value: object) -> Moment:
    if isinstance(value, Moment):
        return value
    try:
        if isinstance(value, datetime):
            return Moment(at=value)
        if isinstance(value, int) and not isinstance(value, bool):
            return Moment(days_out=value)
    except ValueError:
        pass
    raise PydanticCustomError("moment", _WANTED)


When = Annotated[
    Moment,
    PlainValidator(_moment),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": DAYS_BEFORE_MAX},
                {"type": "string", "format": "date-time"},
            ],
            "description": "Days before each performance, or a time with its zone.",
        }
    ),
]


def window_keys(window: Window) -> dict[str, Any]:
    """Return the keys that say when something is sold; none where it always is."""
    keys = {"opens": window.opens, "closes": window.closes}
    return {key: when(moment) for key, moment in keys.items() if moment is not None}


def when(moment: Moment) -> datetime | int:
    """Return a moment as the file says it."""
    return moment.at if moment.at is not None else moment.days_out or 0
