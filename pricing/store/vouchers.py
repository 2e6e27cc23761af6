"""Vouchers that are held and used: a projection of the log.

A voucher is one organisation's, whatever the season. It is held with a quote, used
once the quote is sold, and free again when the quote is voided or expires, or when
the tickets that needed it were given back. Marks are all that is known of it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pricing.domain.errors import VoucherUsed
from pricing.domain.quote import Quote
from pricing.domain.voucher import needed
from pricing.store.after_sale import packs_left


@dataclass
class UsedVouchers:
    """Marks of vouchers, and whether tickets were sold with them or are held."""

    sold: dict[str, bool] = field(default_factory=dict)

    def check(self, quote: Quote, free: Collection[str] = ()) -> None:
        """Refuse a quote with a voucher that is held or used, or in it twice.

        ``free`` are marks of vouchers that are given back in the same change.

        Raises
        ------
        VoucherUsed
            It names the voucher by its place in the request.
        """
        seen: set[str] = set()
        for path, mark in _placed(quote):
            if mark in seen:
                raise VoucherUsed(path, "given")
            seen.add(mark)
            sold = self.sold.get(mark)
            if sold is not None and mark not in free:
                raise VoucherUsed(path, "used" if sold else "held")

    def hold(self, quote: Quote) -> None:
        """Hold the vouchers of an offered quote."""
        for _, mark in _placed(quote):
            self.sold[mark] = False

    def sell(self, quote: Quote) -> None:
        """Use up the vouchers of a quote that is sold."""
        for _, mark in _placed(quote):
            self.sold[mark] = True

    def release(self, quote: Quote) -> None:
        """Free the vouchers of a quote that is voided or expires."""
        for _, mark in _placed(quote):
            del self.sold[mark]

    def give_back(
        self, quote: Quote, before: Sequence[int], after: Sequence[int]
    ) -> None:
        """Free the vouchers that no ticket needs any more.

        ``before`` and ``after`` are the seats held of each item of the quote.
        """
        for mark in freed(quote, before, after):
            del self.sold[mark]


def freed(quote: Quote, before: Sequence[int], after: Sequence[int]) -> set[str]:
    """Return the marks of vouchers that fewer seats of a quote do not need.

    An item or pack needs its vouchers from the first on, as many as its seats.
    """
    return _needed(quote, before) - _needed(quote, after)


def _needed(quote: Quote, counts: Sequence[int]) -> set[str]:
    of_items = [
        (priced.item.vouchers, count)
        for priced, count in zip(quote.items, counts, strict=True)
    ]
    left = packs_left(quote, counts) if quote.packs else ()
    of_packs = [
        (pack.vouchers, count) for pack, count in zip(quote.packs, left, strict=True)
    ]
    return {
        each.mark
        for vouchers, count in (*of_items, *of_packs)
        for each in vouchers[: needed(vouchers, count)]
    }


def _placed(quote: Quote) -> Iterator[tuple[str, str]]:
    """Yield the place in the request and the mark of each voucher of a quote."""
    for index, priced in enumerate(quote.items):
        for place, each in enumerate(priced.item.vouchers):
            yield f"quote.items[{index}].vouchers[{place}]", each.mark
    for index, pack in enumerate(quote.packs):
        for place, each in enumerate(pack.vouchers):
            yield f"quote.packs[{index}].vouchers[{place}]", each.mark
