"""The quotes of an organisation, those that nobody asked for still as text.

Quotes are most of what an organisation's books hold, and most of them are over:
sold or given up long ago. When books are read back from a snapshot their quotes
come as pages of text, and a page is made into quotes only when one of them is
asked for. A page that has not changed is not written again either.
"""

import threading
import zlib
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from pricing.domain.quote import Quote, QuoteState
from pricing.store.codec import quotes_from_text, quotes_text

PAGE_QUOTES = 64

# The fastest; the best would save a third more.
_COMPRESSION = 1


@dataclass(slots=True)
class Page:
    """Some quotes in the order in which they were offered."""

    ids: tuple[str, ...]
    # JSON, compressed: quotes are much alike.
    text: bytes
    # None while nobody asked for one of them.
    quotes: tuple[Quote, ...] | None = None


class QuotePages(MutableMapping[str, Quote]):
    """Quotes by id, in the order in which they were offered.

    One thread changes it, any thread reads it.
    """

    def __init__(self, pages: Sequence[Page] = ()) -> None:
        self._pages = list(pages)
        # Of a quote still as text, the number of its page.
        self._found: dict[str, Quote | int] = {
            quote_id: number
            for number, page in enumerate(pages)
            for quote_id in page.ids
        }
        # Held while a page's quotes take their place, so that no newer one is lost.
        self._lock = threading.Lock()

    def __getitem__(self, quote_id: str) -> Quote:
        found = self._found[quote_id]
        return self._read(quote_id, found) if isinstance(found, int) else found

    def __setitem__(self, quote_id: str, quote: Quote) -> None:
        with self._lock:
            self._found[quote_id] = quote

    def __delitem__(self, quote_id: str) -> None:
        raise TypeError("Expected quotes to stay, got one to take away.")

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[str]:
        # A copy: others may be added meanwhile.
        return iter(list(self._found))

    def __contains__(self, quote_id: object) -> bool:
        return quote_id in self._found

    def _read(self, quote_id: str, number: int) -> Quote:
        """Make the page of a quote into quotes, and return that one."""
        page = self._pages[number]
        quotes = _read_text(page)
        with self._lock:
            if page.quotes is None:
                page.quotes = quotes
                for each in quotes:
                    if self._found[each.id] == number:
                        self._found[each.id] = each
            found = self._found[quote_id]
        assert isinstance(found, Quote)
        return found

    def following(self, quote_id: str = "") -> Iterator[Quote]:
        """Yield the quotes that were offered after one, or all of them.

        Pages that are text stay so.
        """
        entries = iter(list(self._found.items()))
        if quote_id:
            for name, _ in entries:
                if name == quote_id:
                    break
        number, quotes = -1, dict[str, Quote]()
        for name, found in entries:
            if not isinstance(found, int):
                yield found
                continue
            if number != found:
                number, page = found, self._pages[found]
                quotes = {each.id: each for each in _read_text(page)}
            yield quotes[name]

    def copy(self) -> Mapping[str, Quote | int]:
        """Return what is there now, for ``written``; takes no time to speak of."""
        return dict(self._found)

    def written(self, copied: Mapping[str, Quote | int]) -> Sequence[Page]:
        """Return what was copied as pages, those that stand as they are.

        Pages of quotes that are all over are kept as text from here on. May take
        long, in a thread of its own; one at a time.
        """
        entries = list(copied.items())
        for number, start in enumerate(range(0, len(entries), PAGE_QUOTES)):
            ids, kept = zip(*entries[start : start + PAGE_QUOTES], strict=True)
            if number == len(self._pages):
                self._pages.append(self._write(ids, kept))
            elif not _stands(self._pages[number], ids, kept):
                self._pages[number] = self._write(ids, kept)
            self._let_go(number)
        return tuple(self._pages)

    def _write(self, ids: tuple[str, ...], kept: tuple[Quote | int, ...]) -> Page:
        quotes = tuple(
            self[quote_id] if isinstance(quote, int) else quote
            for quote_id, quote in zip(ids, kept, strict=True)
        )
        text = zlib.compress(quotes_text(quotes), _COMPRESSION)
        return Page(ids, text, quotes)

    def _let_go(self, number: int) -> None:
        """Keep a page as text where all its quotes are over and none was replaced."""
        page = self._pages[number]
        if page.quotes is None or any(
            quote.state is QuoteState.OFFERED for quote in page.quotes
        ):
            return
        with self._lock:
            if all(self._found[each.id] is each for each in page.quotes):
                self._found.update(dict.fromkeys(page.ids, number))
                page.quotes = None


def _read_text(page: Page) -> tuple[Quote, ...]:
    return quotes_from_text(zlib.decompress(page.text))


def _stands(page: Page, ids: tuple[str, ...], kept: tuple[Quote | int, ...]) -> bool:
    """Return whether a page says what was copied: quotes themselves never change."""
    if page.ids != ids:
        return False
    were = page.quotes or (None,) * len(ids)
    return all(
        isinstance(quote, int) or quote is was
        for quote, was in zip(kept, were, strict=True)
    )
