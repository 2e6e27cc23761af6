"""Words that follow a count, in English or French."""

from string import Formatter
from typing import Any

from pricing.domain.money import format_minor


class Inflected(Formatter):
    """Formats sentences in which ``{count:|vote|votes}`` follows a count.

    English says one thing of 1 alone; French of all under 2, of 0 too.

    Examples
    --------
    >>> Inflected(french=True).format("{n} {n:|vote|votes}", n="0")
    '0 vote'
    >>> Inflected(french=False).format("{n} {n:|vote|votes}", n="1,000")
    '1,000 votes'
    """

    def __init__(self, *, french: bool) -> None:
        self.french = french

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value, or the word that goes with it."""
        if not format_spec.startswith("|"):
            return str(super().format_field(value, format_spec))
        one, many = format_spec[1:].split("|")
        count = abs(float(str(value).replace(",", "")))
        return one if (count < 2 if self.french else count == 1) else many


class Numbers(Inflected):
    """Formats amounts and days in a sentence."""

    def __init__(self, currency_code: str, *, french: bool) -> None:
        super().__init__(french=french)
        self._currency = currency_code

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as its place in the sentence asks for it."""
        if format_spec == "m":
            if not self._currency:
                return f"{value / 100:.2f}"
            return format_minor(round(value), self._currency)
        if format_spec == "d":
            return f"{value:.1f}"
        return super().format_field(value, format_spec)
