"""Tickets that were given back: a projection of the log.

A quote stays as it was sold, with the serials of all its tickets; what is no
longer valid of it is told here, in the order in which it was given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pricing.domain.after_sale import Cancellation
from pricing.domain.quote import Quote
from pricing.quotes import taken
from pricing.quotes.on_sale import SeasonOnSale


@dataclass
class AfterSale:
    """What was given back of the quotes of an organisation."""

    # By quote id; quotes of which nothing was given back are not in it.
    cancellations: dict[str, tuple[Cancellation, ...]] = field(default_factory=dict)

    def of(self, quote_id: str) -> tuple[Cancellation, ...]:
        """Return what was given back of a quote, first come first."""
        return self.cancellations.get(quote_id, ())

    def held(self, quote: Quote) -> tuple[tuple[int, ...], ...]:
        """Return, for each item of a sold quote, the serials that are still valid."""
        gone = {
            serial
            for cancellation in self.of(quote.id)
            for line in cancellation.lines
            for serial in line.serials
        }
        if not gone:
            return tuple(priced.serials for priced in quote.items)
        return tuple(
            tuple(serial for serial in priced.serials if serial not in gone)
            for priced in quote.items
        )

    def counts(self, quote: Quote) -> tuple[int, ...]:
        """Return, for each item of a quote, the seats that were not given back."""
        if quote.id not in self.cancellations:
            return tuple(priced.item.count for priced in quote.items)
        return tuple(len(serials) for serials in self.held(quote))

    def take_back(
        self, of: SeasonOnSale, quote: Quote, cancellation: Cancellation
    ) -> None:
        """Keep a cancellation, and return its seats to where they came from."""
        counts = self.counts(quote)
        self.cancellations[quote.id] = (*self.of(quote.id), cancellation)
        give_back(of, quote, counts, cancellation)
        for gift in cancellation.gifts:
            of.funds.give(quote.products[gift.product_index], sign=-1)


def give_back(
    of: SeasonOnSale, quote: Quote, counts: Sequence[int], cancellation: Cancellation
) -> None:
    """Return the seats of a cancellation to their categories, quotas and cards.

    ``counts`` are the seats of each item of the quote that were held before it. A
    pack returns to its quota once none of its seats is held any more.
    """
    left = list(counts)
    for line in cancellation.lines:
        count = len(line.serials)
        left[line.item_index] -= count
        taken.give_back(of, quote, quote.items[line.item_index], count)
    before, after = packs_left(quote, counts), packs_left(quote, left)
    for pack, was, now in zip(quote.packs, before, after, strict=True):
        if now < was:
            taken.return_pack(of, pack, was - now)


def packs_left(quote: Quote, counts: Sequence[int]) -> list[int]:
    """Return how many of each pack of a quote have any seat left."""
    most = [0] * len(quote.packs)
    for priced, count in zip(quote.items, counts, strict=True):
        if priced.item.pack_id:
            place = priced.item.pack_place
            most[place] = max(most[place], count)
    return most
