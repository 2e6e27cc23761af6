"""Tickets given back and exchanged."""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TypeVar

from pricing.domain.after_sale import Cancellation, Exchange, ItemBack, RefundDue
from pricing.domain.errors import FieldInvalid, PriceExceeded, QuoteNotOpen
from pricing.domain.money import format_minor
from pricing.domain.quote import Quote, QuoteState
from pricing.domain.refund import RefundPolicy
from pricing.quotes.allowances import Allowances
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.funds import Funds
from pricing.quotes.gifts_back import gifts_back
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.refunds import Terms, lines_back, owed_in_full
from pricing.quotes.seats import SeatCounts
from pricing.store.after_sale import give_back
from pricing.store.books import Books, numbered
from pricing.store.commands.quotes import basket_parts, check_inventory
from pricing.store.events import ItemsCancelled, ItemsExchanged
from pricing.store.interface import Decision, fingerprint
from pricing.store.season_books import SeasonBooks
from pricing.store.vouchers import freed

Counted = TypeVar("Counted", SeatCounts, Allowances, Funds)


@dataclass(frozen=True, slots=True)
class CancelItems:
    """Take tickets of a sold quote back, all that are held where none are named."""

    season_id: str
    quote_id: str
    items: tuple[ItemBack, ...]
    request_id: str
    # The organisation's word for this once, in place of the policy.
    override: RefundPolicy | None = None
    # Gifts to solidarity funds, by their places among the quote's products. Where
    # they are named and no items are, no ticket is given back.
    gifts: tuple[int, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Hash of what is given back, and of the override."""
        parts = [self.season_id, self.quote_id, repr(self.items), repr(self.override)]
        # Only what is there: what was asked before it was known stays the same.
        parts += [repr(self.gifts)] if self.gifts else []
        return fingerprint("cancel_items", *parts)

    def decide(self, books: Books, now: datetime) -> Decision[Cancellation]:
        """Refuse what was not sold, is not held, or is not taken back any more."""
        quote = books.quote(self.season_id, self.quote_id)
        terms = Terms(override=self.override)
        back = _cancellation(
            books,
            quote,
            self.items,
            terms,
            now,
            tickets=bool(self.items) or not self.gifts,
        )
        gifts = gifts_back(
            quote,
            self.gifts,
            books.after_sale.of(quote.id),
            terms,
            returned=books.season(quote.season_id).season.refunds.gifts_returned,
        )
        cancellation = replace(back, gifts=gifts)
        return Decision((ItemsCancelled(cancellation),), cancellation)


@dataclass(frozen=True, slots=True)
class ExchangeItems:
    """Take tickets back and sell others instead: all of it, or nothing.

    The others are a basket at the prices posted now, or a quote that was offered
    before, at its prices.
    """

    season_id: str
    quote_id: str
    items: tuple[ItemBack, ...]
    basket: Basket | None
    request_id: str
    offered_quote_id: str = ""
    # The most that what is taken may cost; None for whatever it does.
    price_minor_max: int | None = None
    override: RefundPolicy | None = None

    @property
    def fingerprint(self) -> str:
        """Hash of what is given back and of what is taken."""
        parts = [self.season_id, self.quote_id, repr(self.items), repr(self.override)]
        parts += [self.offered_quote_id, repr(self.price_minor_max)]
        if self.basket is not None:
            parts += basket_parts(self.basket)
        return fingerprint("exchange_items", *parts)

    def decide(self, books: Books, now: datetime) -> Decision[Exchange]:
        """Refuse where either half could not be done alone after the other."""
        quote = books.quote(self.season_id, self.quote_id)
        terms = Terms(exchange=True, override=self.override)
        back = _cancellation(books, quote, self.items, terms, now)
        taken = self._taken(books, quote, back, now)
        if not taken.items:
            raise FieldInvalid("taking", "seats are exchanged for seats.")
        most = self.price_minor_max
        if most is not None and taken.total_minor > most:
            currency = taken.currency_code
            raise PriceExceeded(
                format_minor(taken.total_minor, currency), format_minor(most, currency)
            )
        sold = numbered(taken, books.last_serial + 1, now)
        back = replace(back, exchange_quote_id=sold.id)
        exchange = Exchange(back, sold)
        return Decision((ItemsExchanged(exchange),), exchange)

    def _taken(
        self, books: Books, quote: Quote, back: Cancellation, now: datetime
    ) -> Quote:
        """Return what is taken instead, as it is offered."""
        if (self.basket is None) != bool(self.offered_quote_id):
            raise FieldInvalid(
                "taking", "give a basket or the name of an offered quote, one of both."
            )
        if self.basket is None:
            offered = books.quote(self.season_id, self.offered_quote_id)
            if offered.state is not QuoteState.OFFERED:
                raise QuoteNotOpen(offered.id, offered.state.value)
            return offered
        of = books.season(self.season_id)
        check_inventory(of)
        # Priced as if the tickets were back already: their seats may be taken.
        counts = books.after_sale.counts(quote)
        without = _without(of, quote, counts, back)
        taken = price_basket(without, self.basket, now, books.next_quote_id())
        left = list(counts)
        for line in back.lines:
            left[line.item_index] -= len(line.serials)
        books.vouchers.check(taken, freed(quote, counts, left))
        return taken


def refunds_due(
    books: Books, of: SeasonBooks, performance_id: str, now: datetime
) -> list[RefundDue]:
    """Return what the holders of a performance may have back in full, by quote id.

    Nothing where it was not cancelled, nor moved since they bought.
    """
    of.performance(performance_id)
    found = []
    for quote in list(books.quotes.values()):
        if quote.state is QuoteState.ACCEPTED and quote.season_id == of.season.id:
            held = books.after_sale.held(quote)
            for line in owed_in_full(of, quote, held, performance_id, now):
                found.append(RefundDue(quote.id, line))
    return sorted(found, key=lambda due: (due.quote_id, due.line.item_index))


def _cancellation(
    books: Books,
    quote: Quote,
    items: tuple[ItemBack, ...],
    terms: Terms,
    now: datetime,
    *,
    tickets: bool = True,
) -> Cancellation:
    if quote.state is not QuoteState.ACCEPTED:
        raise QuoteNotOpen(quote.id, quote.state.value)
    of = books.season(quote.season_id)
    held = books.after_sale.held(quote)
    return Cancellation(
        quote_id=quote.id,
        number=len(books.after_sale.of(quote.id)) + 1,
        time=now,
        lines=lines_back(of, quote, held, items, terms, now) if tickets else (),
        currency_code=quote.currency_code,
    )


def _without(
    of: SeasonBooks, quote: Quote, counts: Sequence[int], back: Cancellation
) -> SeasonOnSale:
    """Return a season as it stands once tickets are back; the season stays."""
    names = {priced.item.performance_id for priced in quote.items}
    without = copy(of)
    without.counts = dict(of.counts)
    for name in names:
        without.counts[name] = _copied(of.seats(name))
    without.allowances = _copied(of.allowances)
    without.funds = _copied(of.funds)
    give_back(without, quote, counts, back)
    return without


def _copied(counts: Counted) -> Counted:
    """Return counts that may be moved without those they are a copy of."""
    twin = copy(counts)
    for each in fields(twin):
        value = getattr(twin, each.name)
        if isinstance(value, Counter):
            setattr(twin, each.name, Counter(value))
    return twin
