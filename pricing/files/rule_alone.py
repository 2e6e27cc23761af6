"""A rule on its own, as keys and values of a season file."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from pricing.domain.errors import FieldInvalid
from pricing.domain.money import to_minor
from pricing.domain.rules import Rule
from pricing.files.rule_format import RULE_TABLES
from pricing.files.rule_reader import Keys, rule_of
from pricing.files.table import permille

T = TypeVar("T")

# Keys of which there may be several values.
_LISTS = frozenset({"categories", "groups"})


def rule_alone(kind: str, keys: Mapping[str, str], currency_code: str) -> Rule:
    """Return the rule of a kind that keys and values describe.

    Examples
    --------
    >>> rule = rule_alone("PriceBounds", {"id": "cap", "cap": "72.50"}, "EUR")
    >>> rule.cap_minor
    7250

    Raises
    ------
    FieldInvalid
        It names the key that is no good.
    """
    table = RULE_TABLES.get(kind)
    if table is None:
        raise FieldInvalid("KIND", f"Expected one of {', '.join(RULE_TABLES)}.")
    fields: dict[str, Any] = {
        key: tuple(value.split(",")) if key in _LISTS else value
        for key, value in keys.items()
    }
    try:
        read: Any = table.model_validate({"kind": kind, **fields})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "rule"
        raise FieldInvalid(key, f"{first['msg']}.") from None
    return rule_of(read, [], _Values(currency_code))


class _Values:
    """Reads amounts and shares, naming keys on faults."""

    def __init__(self, currency_code: str) -> None:
        self._currency_code = currency_code

    def percent(self, at: Keys, percent: Decimal, most: int = 100) -> int:
        """Return thousandths."""
        return self.checked(at, lambda: permille(percent, most))

    def minor(self, at: Keys, amount: Decimal | None, otherwise: int = 0) -> int:
        """Return minor units."""
        if amount is None:
            return otherwise
        return self.checked(at, lambda: to_minor(amount, self._currency_code))

    def each(
        self, at: Keys, tables: Sequence[Any], make: Callable[[Any, Keys], T]
    ) -> tuple[T, ...]:
        """Return what is made of each table of a list."""
        return tuple(make(table, [*at, n]) for n, table in enumerate(tables))

    def checked(self, keys: Keys, make: Callable[[], T]) -> T:
        """Return what is made; what does not fit names its key."""
        try:
            return make()
        except ValueError as error:
            raise FieldInvalid(".".join(map(str, keys)), str(error)) from None
