"""Quotes: offered, accepted, given up, read back."""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.errors import InventoryElsewhere, QuoteNotOpen
from pricing.domain.quote import PackItem, Quote, QuoteItem, QuoteState
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.on_sale import SeasonOnSale
from pricing.store.books import Books
from pricing.store.events import QuoteAccepted, QuoteOffered, QuoteVoided
from pricing.store.interface import Decision, Repeatable, fingerprint


@dataclass(frozen=True, slots=True)
class CreateQuote:
    """Price a basket and hold its seats until the quote expires."""

    season_id: str
    basket: Basket
    request_id: str = ""
    # Who asks, and how many seats they may hold at once; 0 is no limit.
    holder: str = ""
    open_seats_max: int = 0

    @property
    def fingerprint(self) -> str:
        """Hash of the basket; of the evidence, only whether it is asserted."""
        return fingerprint("create_quote", self.season_id, *basket_parts(self.basket))

    def decide(self, books: Books, now: datetime) -> Decision[Quote]:
        """Offer the basket at the posted prices, or refuse all of it."""
        of = books.season(self.season_id)
        check_inventory(of)
        quote = price_basket(of, self.basket, now, books.next_quote_id())
        books.vouchers.check(quote)
        books.holders.check(self.holder, quote, self.open_seats_max)
        return Decision((QuoteOffered(quote, self.holder),), quote)


@dataclass(frozen=True, slots=True)
class _QuoteCommand(Repeatable):
    """A command about one quote; its repeats are harmless."""

    season_id: str
    quote_id: str


@dataclass(frozen=True, slots=True)
class AcceptQuote(_QuoteCommand):
    """Sell the seats of an offered quote; an accepted one stays as it is."""

    def decide(self, books: Books, now: datetime) -> Decision[Quote]:
        """Assign ticket numbers; refuse a quote that was voided or ran out."""
        quote = books.quote(self.season_id, self.quote_id)
        if quote.state is QuoteState.ACCEPTED:
            return Decision((), quote)
        _check_open(quote)
        event = QuoteAccepted(quote.id, books.last_serial + 1)
        return Decision((event,), books.accepted(event, now))


@dataclass(frozen=True, slots=True)
class VoidQuote(_QuoteCommand):
    """Give up an offered quote; a voided one stays as it is."""

    def decide(self, books: Books, now: datetime) -> Decision[Quote]:
        """Free the seats, or refuse a quote that was sold or ran out."""
        quote = books.quote(self.season_id, self.quote_id)
        if quote.state is QuoteState.VOIDED:
            return Decision((), quote)
        _check_open(quote)
        ended = quote.ended(QuoteState.VOIDED, now)
        return Decision((QuoteVoided(quote.id),), ended)


@dataclass(frozen=True, slots=True)
class ReadQuote(_QuoteCommand):
    """Read a quote in its turn, so that what is read is durable."""

    def decide(self, books: Books, now: datetime) -> Decision[Quote]:
        """Return the quote as it stands."""
        return Decision((), books.quote(self.season_id, self.quote_id))


def basket_parts(basket: Basket) -> list[str]:
    """Return what tells one basket from another; of evidence, only if it is there."""
    parts = [basket.channel_id, basket.language]
    for item in basket.items:
        parts += [
            item.performance_id,
            item.seat_category_id,
            item.tariff_id,
            item.means_bracket_id,
            str(item.count),
            "asserted" if item.evidence else "",
        ]
        if item.chosen_minor is not None or item.card_reference:
            parts += ["chosen", repr(item.chosen_minor), item.card_reference]
        parts += _voucher_parts(item)
    # Only what is there: what was asked before these were known stays the same.
    if basket.counter_id:
        parts += ["counter", basket.counter_id]
    for pack in basket.packs:
        asserted = "asserted" if pack.evidence else ""
        parts += ["pack", pack.pack_id, repr(pack.seats), str(pack.count), asserted]
        parts += _voucher_parts(pack)
    for each in basket.products:
        parts += ["product", each.kind.value, each.product_id, str(each.count)]
        parts.append(repr(each.chosen_minor))
    return parts


def _voucher_parts(item: QuoteItem | PackItem) -> list[str]:
    return ["voucher", *(each.mark for each in item.vouchers)] if item.vouchers else []


def check_inventory(of: SeasonOnSale) -> None:
    """Refuse to hold seats that a platform owns.

    Raises
    ------
    InventoryElsewhere
        It says what to do instead.
    """
    if of.season.inventory == "platform":
        raise InventoryElsewhere(of.season.id)


def _check_open(quote: Quote) -> None:
    if quote.state is not QuoteState.OFFERED:
        raise QuoteNotOpen(quote.id, quote.state.value)
