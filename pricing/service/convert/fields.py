"""Money, times and the checks that all messages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from jauge.pricing.v1.money_pb2 import Money
from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import Misfit
from pricing.domain.money import minor_digits
from pricing.domain.opaque import personal

_NANOS = 1_000_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Float amounts beyond it have no exact nanos, and none is near it.
_UNITS_MAX = 10**15


@contextmanager
def at(field: str) -> Iterator[None]:
    """Turn what a type's own check says into a fault at a field.

    Or at the part of it that the check names.
    """
    try:
        yield
    except Misfit as error:
        raise FieldInvalid(f"{field}.{error.field}", str(error)) from None
    except ValueError as error:
        raise FieldInvalid(field, str(error)) from None


def opaque(text: str, field: str) -> str:
    """Return an id of the caller's own, or refuse one that looks like a person's."""
    if person := personal(text):
        raise FieldInvalid(
            field, f"it looks like {person}; give an id of your own that tells nobody."
        )
    return text


def required(value: str, field: str) -> str:
    """Return a text that must not be empty."""
    if not value:
        raise FieldInvalid(field, "is required.")
    return value


def present(message: Message, name: str, path: str = "") -> None:
    """Refuse a message without one of its fields."""
    if not message.HasField(name):
        raise FieldInvalid(f"{path}.{name}" if path else name, "is required.")


@lru_cache(maxsize=100_000)
def money(amount_minor: int, currency_code: str) -> Money:
    """Return minor units as the message, to read only: the same ones come again.

    Examples
    --------
    >>> money(-7250, "EUR").units, money(-7250, "EUR").nanos
    (-72, -500000000)
    """
    scale = 10 ** minor_digits(currency_code)
    units, rest = divmod(abs(amount_minor), scale)
    sign = -1 if amount_minor < 0 else 1
    nanos = rest * (_NANOS // scale)
    return Money(currency_code=currency_code, units=sign * units, nanos=sign * nanos)


def money_from_units(amount: float, currency_code: str) -> Money:
    """Return an amount that nobody pays, such as a bid price, to the billionth."""
    bounded = min(max(amount, -_UNITS_MAX), _UNITS_MAX)
    units = int(bounded)
    nanos = round((bounded - units) * _NANOS)
    if abs(nanos) == _NANOS:
        units, nanos = units + nanos // _NANOS, 0
    return Money(currency_code=currency_code, units=units, nanos=nanos)


def minor(value: Money, currency_code: str, field: str) -> int:
    """Return a message as minor units of the season's currency."""
    if value.currency_code != currency_code:
        raise FieldInvalid(
            f"{field}.currency_code",
            f"Expected the season's currency {currency_code!r}, "
            f"got {value.currency_code[:10]!r}.",
        )
    scale = 10 ** minor_digits(currency_code)
    if abs(value.nanos) >= _NANOS or value.units * value.nanos < 0:
        raise FieldInvalid(
            f"{field}.nanos",
            f"Expected a fraction of a unit with the sign of units, got {value.nanos}.",
        )
    whole, rest = divmod(abs(value.nanos), _NANOS // scale)
    if rest:
        raise FieldInvalid(
            f"{field}.nanos",
            f"Expected whole minor units of {currency_code}, got {value.nanos}.",
        )
    amount: int = value.units * scale + (whole if value.nanos >= 0 else -whole)
    return amount


def optional_minor(
    message: Message, name: str, currency_code: str, path: str, default: int
) -> int:
    """Return an amount of a message, or what stands for none."""
    if not message.HasField(name):
        return default
    return minor(getattr(message, name), currency_code, f"{path}.{name}")


def timestamp(time: datetime) -> Timestamp:
    """Return an aware time as the message, to the microsecond."""
    since = time - _EPOCH
    micros = since.microseconds
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=micros * 1000)


def time_from_proto(value: Timestamp, field: str) -> datetime:
    """Return a message as an aware UTC time, to the microsecond."""
    if not 0 <= value.nanos < _NANOS:
        raise FieldInvalid(f"{field}.nanos", f"Expected 0 to 1e9, got {value.nanos}.")
    try:
        return _EPOCH + timedelta(
            seconds=value.seconds, microseconds=value.nanos // 1000
        )
    except OverflowError:
        raise FieldInvalid(
            f"{field}.seconds", f"Expected a year from 1 to 9999, got {value.seconds}."
        ) from None


def seconds_from_proto(value: Duration, field: str) -> float:
    """Return a span in seconds."""
    if abs(value.nanos) >= _NANOS:
        raise FieldInvalid(f"{field}.nanos", "Expected under 1e9.")
    if value.seconds * value.nanos < 0:
        raise FieldInvalid(f"{field}.nanos", "Expected the sign of the seconds.")
    return value.seconds + value.nanos / _NANOS
