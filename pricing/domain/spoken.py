r"""Amounts and spaces as people write them, in English and French.

What programs read keeps its codes (26.00 EUR); what a box office reads out does not
(€26, or 26 € with a space that no line ends at).
"""

import re
from typing import Literal

from pricing.domain.money import in_french, minor_digits, to_units

Language = Literal["en", "fr"]

_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
_SPACE, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_AMOUNT = re.compile(r"(?P<number>\d[\d.,\u202f]*)[ \xa0](?P<code>[A-Z]{3})\b")
# What stands before and after which mark; a comma and a full stop have no space.
_BEFORE = {":": _SPACE, "»": _SPACE, "%": _SPACE, ";": _NARROW, "?": _NARROW}
_BEFORE["!"] = _NARROW


def spoken(amount_minor: int, currency_code: str, language: Language) -> str:
    r"""Return an amount as it is read out, whole units without their cents.

    Examples
    --------
    >>> spoken(7250, "EUR", "en"), spoken(7200, "EUR", "en")
    ('€72.50', '€72')
    >>> spoken(-500, "EUR", "en") == "\u2212€5"
    True
    >>> spoken(1234550, "EUR", "fr") == "12\u202f345,50\xa0€"
    True
    """
    digits = minor_digits(currency_code)
    if amount_minor % 10**digits == 0:
        digits = 0
    number = f"{to_units(abs(amount_minor), currency_code):,.{digits}f}"
    return _with_sign(number, currency_code, language, negative=amount_minor < 0)


def read_out(text: str, language: Language) -> str:
    r"""Return a text for people with its amounts and spaces as they write them.

    Examples
    --------
    >>> read_out("at most 72.00 EUR, never 1,500.50 EUR", "en")
    'at most €72, never €1,500.50'
    >>> read_out("« haut » : 30,00 EUR, 5,5 %", "fr")
    '«\xa0haut\xa0»\xa0: 30\xa0€, 5,5\xa0%'
    """
    text = _AMOUNT.sub(lambda found: _told(found, language), text)
    return no_break(text) if language == "fr" else text


def no_break(text: str) -> str:
    r"""Return a French text whose lines do not end before its marks.

    Examples
    --------
    >>> no_break("« haut » : 5,5 % ; non ?")
    '«\xa0haut\xa0»\xa0: 5,5\xa0%\u202f; non\u202f?'
    """
    text = text.replace("« ", f"«{_SPACE}")
    for mark, space in _BEFORE.items():
        text = text.replace(f" {mark}", f"{space}{mark}")
    return text


def _told(found: re.Match[str], language: Language) -> str:
    mark = "," if language == "fr" else "."
    number = re.sub(rf"\{mark}0+$", "", found["number"])
    return _with_sign(number, found["code"], language, negative=False, french=False)


def _with_sign(
    number: str,
    currency_code: str,
    language: Language,
    *,
    negative: bool,
    french: bool = True,
) -> str:
    """Return a number beside the sign of its currency, or the code of a rare one."""
    sign = _SIGNS.get(currency_code, "")
    minus = "\N{MINUS SIGN}" if negative else ""
    if language == "fr":
        number = in_french(number) if french else number
        return f"{minus}{number}{_SPACE}{sign or currency_code}"
    if sign:
        return f"{minus}{sign}{number}"
    return f"{minus}{currency_code}{_SPACE}{number}"
