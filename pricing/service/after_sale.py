"""The methods of QuoteService for tickets that are given back and exchanged."""

from jauge.pricing.v1 import after_sale_pb2 as pb
from jauge.pricing.v1.quote_pb2 import Quote as QuoteMessage
from jauge.pricing.v1.refund_pb2 import RefundPolicy as PolicyMessage
from pricing.domain.after_sale import Exchange
from pricing.domain.quote import Quote
from pricing.domain.refund import RefundPolicy
from pricing.quotes.decide import Basket
from pricing.service.calls import Context
from pricing.service.convert.baskets import basket_from_proto
from pricing.service.convert.fields import minor, money, required
from pricing.service.convert.quotes import quote_to_proto
from pricing.service.convert.refunds import (
    cancellation_to_proto,
    items_from_proto,
    policy_from_proto,
)
from pricing.service.names import QuoteName, SeasonName, under
from pricing.service.requests import answer, check_request_id
from pricing.service.voucher_desk import VoucherDesk
from pricing.store import commands
from pricing.store.interface import Store


class AfterSale:
    """Tickets given back and exchanged, on the books of a store."""

    _store: Store
    _vouchers: VoucherDesk

    async def CancelItems(
        self, request: pb.CancelItemsRequest, context: Context
    ) -> pb.CancelItemsResponse:
        """Take tickets back, or only say what they bring."""
        name = QuoteName.parse(request.name, "name")
        command = commands.CancelItems(
            name.season_id,
            name.quote_id,
            items_from_proto(request.items),
            self._request_id(request.request_id, request.validate_only),
            self._override(request, name),
            tuple(request.gift_indexes),
        )
        if request.validate_only:
            books = self._store.books(name.organization_id)
            found = command.decide(books, self._store.now(name.organization_id)).answer
        else:
            found = await answer(self._store, name.organization_id, command)
        stored = not request.validate_only
        return pb.CancelItemsResponse(
            cancellation=cancellation_to_proto(found, name, stored=stored)
        )

    async def ExchangeItems(
        self, request: pb.ExchangeItemsRequest, context: Context
    ) -> pb.ExchangeItemsResponse:
        """Take tickets back and sell others, or only price it."""
        name = QuoteName.parse(request.name, "name")
        command = self._exchange(request, name)
        if request.validate_only:
            books = self._store.books(name.organization_id)
            found = command.decide(books, self._store.now(name.organization_id)).answer
        else:
            found = await answer(self._store, name.organization_id, command)
        taken = self._to_proto(found.quote, name)
        return _exchange_to_proto(found, taken, name, stored=not request.validate_only)

    def _exchange(
        self, request: pb.ExchangeItemsRequest, name: QuoteName
    ) -> commands.ExchangeItems:
        basket, offered = None, ""
        request_id = self._request_id(request.request_id, request.validate_only)
        if request.WhichOneof("taking") == "quote":
            basket = self._basket(
                request.quote, name.season, request.language_code, request_id
            )
        else:
            field = "offered_quote"
            asked = required(request.offered_quote, "taking")
            offered = under(name.season, QuoteName.parse, asked, field).quote_id
        most = None
        if request.HasField("total_price_max"):
            currency = self._currency(name)
            most = minor(request.total_price_max, currency, "total_price_max")
        return commands.ExchangeItems(
            name.season_id,
            name.quote_id,
            items_from_proto(request.items),
            basket,
            request_id,
            offered,
            most,
            self._override(request, name),
        )

    def _basket(
        self, asked: QuoteMessage, season: SeasonName, language: str, request_id: str
    ) -> Basket:
        """Return what a quote's message asks for, with the vouchers in it checked."""
        of = self._store.books(season.organization_id).season(season.season_id)
        vouchers = self._vouchers.reader(self._store, of.season, request_id)
        return basket_from_proto(asked, season, language, "quote", vouchers)

    def _to_proto(self, quote: Quote, season: SeasonName) -> QuoteMessage:
        """Return a quote, with the votes behind the rules that it names."""
        of = self._store.books(season.organization_id).season(season.season_id)
        return quote_to_proto(quote, season, of.voted.proposals_by(quote.create_time))

    def _quote_message(self, quote: Quote, name: SeasonName) -> QuoteMessage:
        """Return a quote with what was given back of it."""
        message = self._to_proto(quote, name)
        after_sale = self._store.books(name.organization_id).after_sale
        message.cancellations.extend(
            cancellation_to_proto(each, name) for each in after_sale.of(quote.id)
        )
        return message

    def _request_id(self, request_id: str, validate_only: bool) -> str:
        # Money goes with it: nobody shall pay twice for having asked twice.
        if not validate_only:
            required(request_id, "request_id")
        return check_request_id(request_id)

    def _override(
        self,
        request: pb.CancelItemsRequest | pb.ExchangeItemsRequest,
        name: SeasonName,
    ) -> RefundPolicy | None:
        if not request.HasField("refund_override"):
            return None
        said: PolicyMessage = request.refund_override
        return policy_from_proto(said, self._currency(name), "refund_override")

    def _currency(self, name: SeasonName) -> str:
        of = self._store.books(name.organization_id).season(name.season_id)
        return of.season.currency_code


def _exchange_to_proto(
    exchange: Exchange, quote: QuoteMessage, name: QuoteName, *, stored: bool
) -> pb.ExchangeItemsResponse:
    if not stored:
        # Neither the quote nor its tickets exist.
        quote.name = ""
        for item in quote.items:
            item.ClearField("ticket_numbers")
    currency = exchange.quote.currency_code
    return pb.ExchangeItemsResponse(
        cancellation=cancellation_to_proto(exchange.cancellation, name, stored=stored),
        quote=quote,
        difference=money(exchange.difference_minor, currency),
    )
