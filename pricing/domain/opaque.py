"""Ids that callers make: theirs to read, and nobody's name.

Some are kept for good, such as a request's. Whether one stands for a person only its
caller knows; but what is plainly a person's address, number or name is refused, for
it was put there by mistake.
"""

import re

# National and international, in pairs or not; an order number has no leading 0 or +.
_TELEPHONE = re.compile(r"(?:\+[1-9][0-9]{0,2}|00[1-9][0-9]|0)(?:[ ./-]?[0-9]){8,12}")


def personal(text: str) -> str:
    """Return what of a person's a text looks like, "" where it may be an id.

    Examples
    --------
    >>> personal("ada@example.org"), personal("Ada Lovelace")
    ('an e-mail address', 'a name')
    >>> personal("06 12 34 56 78"), personal("9b2e8c1a-4711"), personal("order-17")
    ('a telephone number', '', '')
    """
    if "@" in text:
        return "an e-mail address"
    if _TELEPHONE.fullmatch(text):
        return "a telephone number"
    return "" if text.isascii() and not re.search(r"\s", text) else "a name"
