"""What an id may look like, and the checks that several types share."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

ID_LENGTH_MAX = 63
ID_PATTERN = r"[a-z0-9][a-z0-9-]{0,62}"
_ID = re.compile(ID_PATTERN)
_CURRENCY = re.compile("[A-Z]{3}")


class Misfit(ValueError):
    """A part that does not fit the whole; ``field`` says which, from the whole."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class OutOfRange(ValueError):
    """A number outside its range, which may be said in another unit."""

    def __init__(self, value: float, low: float, high: float, what: str) -> None:
        super().__init__(f"Expected {what} in [{low:g}, {high:g}], got {value}.")
        self.value, self.low, self.high, self.what = value, low, high, what

    def __reduce__(self) -> tuple[type["OutOfRange"], tuple[float, float, float, str]]:
        """Keep the parts where it is sent to another process."""
        return OutOfRange, (self.value, self.low, self.high, self.what)


def check_id(value: str, what: str) -> None:
    """Refuse an id that is not lower-case letters, digits and hyphens."""
    if not _ID.fullmatch(value):
        raise ValueError(
            f"Expected {what} of 1 to 63 lower-case letters, digits and hyphens, "
            f"got {value!r}."
        )


def check_currency(value: str) -> None:
    """Refuse a currency code that is not three capitals (ISO 4217)."""
    if not _CURRENCY.fullmatch(value):
        raise ValueError(
            f"Expected a currency of three capitals such as EUR, got {value!r}."
        )


def check_range(value: float, low: float, high: float, what: str) -> None:
    """Refuse a number outside [low, high]; a NaN is outside."""
    if not low <= value <= high:
        raise OutOfRange(value, low, high, what)


def check_unique(ids: Iterable[str], what: str) -> None:
    """Refuse two equal ids."""
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise ValueError(f"Expected {what} once each, got {each!r} twice.")
        seen.add(each)


def slug(text: str) -> str:
    """Return an id made from any text: the same text gives the same id.

    Text that is too long, or has no letter or digit, ends in a hash of itself.

    Examples
    --------
    >>> slug("Sémiramis|1763-04-11")
    'semiramis-1763-04-11'
    """
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    if plain and len(plain) <= ID_LENGTH_MAX:
        return plain
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{plain[: ID_LENGTH_MAX - 9].strip('-')}-{mark}".strip("-")
