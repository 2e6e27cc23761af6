"""Pages of a list, and the opaque tokens that ask for the next one.

A token names the list it belongs to and the last entry that was sent, so that
what is added in between neither repeats an entry nor skips one.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from pricing.domain.errors import FieldInvalid

PAGE_SIZE_DEFAULT = 100
PAGE_SIZE_MAX = 1000

_MARK_BYTES = 6

T = TypeVar("T")


def page(
    entries: Sequence[T],
    key: Callable[[T], str],
    *,
    scope: str,
    page_size: int,
    page_token: str,
) -> tuple[Sequence[T], str]:
    """Return the entries of a page and the token of the next, "" on the last.

    ``scope`` is the list's own name: a token of one list is refused by others.

    Raises
    ------
    FieldInvalid
        When the size is negative or the token is not one of this list.
    """
    size, last = asked(scope, page_size, page_token)
    start = 0
    if page_token:
        places = [i for i, entry in enumerate(entries) if key(entry) == last]
        if not places:
            raise FieldInvalid("page_token", "Expected a token of this list.")
        start = places[0] + 1
    chosen = entries[start : start + size]
    more = start + size < len(entries)
    return chosen, token_after(key(chosen[-1]), scope) if more else ""


def asked(scope: str, page_size: int, page_token: str) -> tuple[int, str]:
    """Return how many entries are asked for, and after which, "" from the first.

    Raises
    ------
    FieldInvalid
        As ``page``.
    """
    if page_size < 0:
        raise FieldInvalid("page_size", f"Expected at least 0, got {page_size}.")
    size = min(page_size or PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX)
    return size, _read(page_token, scope) if page_token else ""


def page_of_many(
    after: Callable[[str], Iterator[T]],
    key: Callable[[T], str],
    *,
    scope: str,
    page_size: int,
    page_token: str,
) -> tuple[Sequence[T], str]:
    """Return a page of a list that is too long to be made whole.

    ``after`` yields the entries after one with a key, or all after "".

    Raises
    ------
    FieldInvalid
        When the size is negative or the token is not one of this list.
    """
    if page_size < 0:
        raise FieldInvalid("page_size", f"Expected at least 0, got {page_size}.")
    size = min(page_size or PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX)
    last = _read(page_token, scope) if page_token else ""
    try:
        chosen = list(islice(after(last), size + 1))
    except ValueError:
        raise FieldInvalid("page_token", "Expected a token of this list.") from None
    more = len(chosen) > size
    return chosen[:size], token_after(key(chosen[size - 1]), scope) if more else ""


def _mark(scope: str) -> bytes:
    return hashlib.sha256(scope.encode()).digest()[:_MARK_BYTES]


def token_after(last: str, scope: str) -> str:
    """Return the token that asks for what follows an entry of a list."""
    return base64.urlsafe_b64encode(_mark(scope) + last.encode()).decode()


def _read(token: str, scope: str) -> str:
    try:
        content = base64.b64decode(token, altchars=b"-_", validate=True)
        mark, last = content[:_MARK_BYTES], content[_MARK_BYTES:].decode()
    except (binascii.Error, ValueError):
        mark, last = b"", ""
    if mark != _mark(scope):
        raise FieldInvalid("page_token", "Expected a token of this list.")
    return last
