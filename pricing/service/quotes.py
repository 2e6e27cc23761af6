"""QuoteService: price lists from memory, and quotes that hold seats."""

import asyncio
import contextlib
import logging
from concurrent.futures import Future
from datetime import datetime

from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.price_notice_pb2 import PriceNotice as PriceNoticeMessage
from jauge.pricing.v1.quote_pb2 import Quote as QuoteMessage
from pricing.domain.errors import FieldInvalid, PerformanceClosed, PricingError
from pricing.domain.quote import Quote, QuoteState
from pricing.quotes.decide import price_basket
from pricing.quotes.pack_offers import pack_offers
from pricing.quotes.price_notice import price_notice
from pricing.service.after_sale import AfterSale
from pricing.service.awaiting import awaitable
from pricing.service.calls import Context
from pricing.service.convert.fields import present, required
from pricing.service.convert.price_facts import notice_to_proto
from pricing.service.convert.quotes import pack_offers_to_proto
from pricing.service.errors import DeadlinePassed
from pricing.service.gate import CALLER
from pricing.service.names import PerformanceName, QuoteName, SeasonName, under
from pricing.service.price_changes import PriceChanges
from pricing.service.quote_list import QuoteList
from pricing.service.requests import answer, check_request_id
from pricing.service.standing import PriceLists, Standing
from pricing.service.voucher_desk import VoucherDesk
from pricing.store import commands
from pricing.store.books import Books
from pricing.store.interface import Decision, Store

log = logging.getLogger(__name__)

PERFORMANCES_PER_BATCH_MAX = 100


class QuoteServicer(AfterSale, PriceChanges, QuoteList):
    """Prices and holds, on the books of a store."""

    def __init__(self, store: Store, vouchers: VoucherDesk | None = None) -> None:
        self._store = store
        self._vouchers = vouchers or VoucherDesk()
        self._lists = PriceLists(store)

    async def ListPrices(
        self, request: pb.ListPricesRequest, context: Context
    ) -> Standing | bytes:
        """Return a price list, as bytes that stand for a while."""
        performance = PerformanceName.parse(request.performance, "performance")
        channel_id = required(request.channel_id, "channel_id")
        return self._lists.standing(performance, channel_id, request.counter_id)

    async def BatchListPrices(
        self, request: pb.BatchListPricesRequest, context: Context
    ) -> bytes:
        """Return several price lists, as bytes."""
        season = SeasonName.parse(request.parent, "parent")
        channel_id = required(request.channel_id, "channel_id")
        count = len(request.performances)
        if not 1 <= count <= PERFORMANCES_PER_BATCH_MAX:
            raise FieldInvalid(
                "performances",
                f"Expected 1 to {PERFORMANCES_PER_BATCH_MAX}, got {count}.",
            )
        answers = []
        for i, name in enumerate(request.performances):
            performance = under(
                season, PerformanceName.parse, name, f"performances[{i}]"
            )
            with contextlib.suppress(PerformanceClosed):
                prices = self._lists.data(performance, channel_id, request.counter_id)
                answers.append(prices)
        # Field 1 of both answers is a price list, once or repeated: the bytes of a
        # batch are those of its lists one after another.
        return b"".join(answers) + self._lists.age()

    async def ListPackPrices(
        self, request: pb.ListPackPricesRequest, context: Context
    ) -> pb.ListPackPricesResponse:
        """Return what packs cost now."""
        season = SeasonName.parse(request.parent, "parent")
        channel_id = required(request.channel_id, "channel_id")
        of = self._store.books(season.organization_id).season(season.season_id)
        now = self._store.now(season.organization_id)
        offers = pack_offers(of, channel_id, now, request.counter_id)
        return pb.ListPackPricesResponse(
            pack_offers=pack_offers_to_proto(offers, of.season.currency_code)
        )

    async def GetPriceNotice(
        self, request: pb.GetPriceNoticeRequest, context: Context
    ) -> PriceNoticeMessage:
        """Return how a performance will be priced."""
        name = PerformanceName.parse(request.name, "name")
        of = self._store.books(name.organization_id).season(name.season_id)
        now = self._store.now(name.organization_id)
        language = request.language_code or "en"
        notice = price_notice(of, name.performance_id, now, language)
        return notice_to_proto(notice, name, of.season)

    async def CreateQuote(
        self, request: pb.CreateQuoteRequest, context: Context
    ) -> QuoteMessage:
        """Price a basket and hold it, or only price it."""
        season = SeasonName.parse(request.parent, "parent")
        request_id = check_request_id(request.request_id)
        present(request, "quote")
        repeatable = "" if request.validate_only else request_id
        basket = self._basket(request.quote, season, request.language_code, repeatable)
        if request.validate_only:
            books = self._store.books(season.organization_id)
            now = self._store.now(season.organization_id)
            priced = price_basket(books.season(season.season_id), basket, now, "")
            books.vouchers.check(priced)
            return self._to_proto(priced, season)
        caller = CALLER.get()
        holding = (caller.holder, caller.open_seats_max) if caller else ("", 0)
        command = commands.CreateQuote(season.season_id, basket, request_id, *holding)
        quote = await self._hold(season, command, context)
        return self._to_proto(quote, season)

    async def GetQuote(
        self, request: pb.GetQuoteRequest, context: Context
    ) -> QuoteMessage:
        """Return a quote as it stands."""
        name = QuoteName.parse(request.name, "name")
        command = commands.ReadQuote(name.season_id, name.quote_id)
        quote = await answer(self._store, name.organization_id, command)
        return self._quote_message(quote, name)

    async def AcceptQuote(
        self, request: pb.AcceptQuoteRequest, context: Context
    ) -> QuoteMessage:
        """Sell what a quote holds."""
        name = QuoteName.parse(request.name, "name")
        command = commands.AcceptQuote(name.season_id, name.quote_id)
        quote = await answer(self._store, name.organization_id, command)
        return self._quote_message(quote, name)

    async def VoidQuote(
        self, request: pb.VoidQuoteRequest, context: Context
    ) -> QuoteMessage:
        """Release what a quote holds."""
        name = QuoteName.parse(request.name, "name")
        command = commands.VoidQuote(name.season_id, name.quote_id)
        quote = await answer(self._store, name.organization_id, command)
        return self._to_proto(quote, name)

    async def _hold(
        self, season: SeasonName, command: commands.CreateQuote, context: Context
    ) -> Quote:
        """Hold a basket; when nobody waits for the answer any more, give it up."""
        noted = _Noted(command)
        future = self._store.submit(season.organization_id, noted)
        try:
            quote = await awaitable(future)
        except asyncio.CancelledError:
            future.cancel()
            future.add_done_callback(lambda held: self._give_up(season, noted, held))
            raise
        left = context.time_remaining()
        if left is not None and left <= 0:
            self._give_up(season, noted, future)
            raise DeadlinePassed("The deadline passed; nothing is held.")
        if not noted.decided:
            # A repeat gets the first answer, unless what it held was given up.
            books = self._store.books(season.organization_id)
            now_stands = books.quote(season.season_id, quote.id)
            if now_stands.state is QuoteState.VOIDED:
                return now_stands
        return quote

    def _give_up(
        self, season: SeasonName, noted: "_Noted", future: "Future[Quote]"
    ) -> None:
        """Void what a call held that nobody waits for; called from any thread."""
        # A repeat's hold belongs to the call that made it.
        if future.cancelled() or not noted.decided or future.exception() is not None:
            return
        quote = future.result()
        try:
            command = commands.VoidQuote(season.season_id, quote.id)
            self._store.submit(season.organization_id, command)
        except PricingError as fault:
            log.warning("hold %s waits for its expiry: %s", quote.id, fault)


class _Noted:
    """A command that tells whether it was decided, or its first answer repeated."""

    def __init__(self, command: commands.CreateQuote) -> None:
        self._command = command
        self.request_id = command.request_id
        self.fingerprint = command.fingerprint
        self.decided = False

    def decide(self, books: Books, now: datetime) -> Decision[Quote]:
        """Decide as the command does."""
        decision = self._command.decide(books, now)
        self.decided = True
        return decision
