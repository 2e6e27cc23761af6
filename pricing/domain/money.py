"""Exact amounts: minor units of one currency, and how they round.

A season has one currency, so amounts are plain integers with the suffix
``_minor``; this file alone turns them into what people read and write.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

_EXPONENT_MAX = 20
_FRENCH_MARKS = str.maketrans({",": "\N{NARROW NO-BREAK SPACE}", ".": ","})
# Minor digits that differ from the usual two (ISO 4217, list one).
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_TEN_THOUSANDTHS = "CLF UYW"
MINOR_DIGITS = {
    code: digits
    for digits, codes in ((0, _WHOLE), (3, _THOUSANDTHS), (4, _TEN_THOUSANDTHS))
    for code in codes.split()
}


def minor_digits(currency_code: str) -> int:
    """Return how many decimals the currency has."""
    return MINOR_DIGITS.get(currency_code, 2)


def to_minor(amount: Decimal, currency_code: str) -> int:
    """Return an amount in minor units.

    Raises
    ------
    ValueError
        When the amount is not a whole number of minor units.

    Examples
    --------
    >>> to_minor(Decimal("72.5"), "EUR")
    7250
    """
    # Far exponents overflow the arithmetic, or take for ever as an integer.
    near = amount.is_finite() and (
        not amount or abs(amount.adjusted()) <= _EXPONENT_MAX
    )
    scaled = amount.scaleb(minor_digits(currency_code)) if near else amount
    if not near or scaled != scaled.to_integral_value():
        raise ValueError(
            f"Expected a whole number of minor units of {currency_code}, got {amount}."
        )
    return int(scaled)


def nearest_minor(units: float, currency_code: str) -> int:
    """Return the minor amount nearest to a float of currency units."""
    exact = Decimal(repr(float(units))).scaleb(minor_digits(currency_code))
    return int(exact.to_integral_value(ROUND_HALF_UP))


def to_units(amount_minor: int, currency_code: str) -> Decimal:
    """Return minor units as a decimal number of currency units.

    Examples
    --------
    >>> to_units(7250, "EUR")
    Decimal('72.50')
    """
    return Decimal(amount_minor).scaleb(-minor_digits(currency_code))


def format_minor(
    amount_minor: int,
    currency_code: str,
    *,
    sign: bool = False,
    language: Literal["en", "fr"] = "en",
) -> str:
    """Return an amount as people read it.

    Examples
    --------
    >>> format_minor(1234550, "EUR")
    '12,345.50 EUR'
    >>> format_minor(-1000, "EUR", sign=True)
    '-10.00 EUR'
    >>> format_minor(17000, "EUR", language="fr")
    '170,00 EUR'
    """
    digits = minor_digits(currency_code)
    number = f"{to_units(amount_minor, currency_code):{'+' if sign else ''},.{digits}f}"
    return f"{in_french(number) if language == 'fr' else number} {currency_code}"


def in_french(number: str) -> str:
    r"""Return a number such as 12,345.50 with a decimal comma, thousands apart.

    Examples
    --------
    >>> in_french("12,345.50") == "12\N{NARROW NO-BREAK SPACE}345,50"
    True
    """
    return number.translate(_FRENCH_MARKS)


def divide_to_step(numerator: int, denominator: int, step: int) -> int:
    """Return numerator / denominator rounded to a multiple of a step, halves up.

    Examples
    --------
    >>> divide_to_step(7250 * 650, 1000, 50)
    4700
    >>> divide_to_step(7250 * 650, 1000, 100)
    4700
    """
    unit = denominator * step
    return (2 * numerator + unit) // (2 * unit) * step
