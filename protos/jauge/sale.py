"""Calls of the small client up to a sale: prices, and the life of a quote."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.pack_offer_pb2 import PackOffer
from jauge.pricing.v1.price_list_pb2 import PriceList
from jauge.pricing.v1.quote_pb2 import PackItem, ProductItem, Quote, QuoteItem


class SaleCalls:
    """Prices, holds and sales."""

    quotes: Any
    _timeout: float

    def list_prices(
        self, performance: str, channel_id: str, counter_id: str = ""
    ) -> PriceList:
        """Return what each seat category of a performance costs at each tariff."""
        return self.list_prices_with_age(performance, channel_id, counter_id)[0]

    def list_prices_with_age(
        self, performance: str, channel_id: str, counter_id: str = ""
    ) -> tuple[PriceList, timedelta]:
        """Return prices, and since how long they may lack what was sold elsewhere.

        The age is zero while the service can reach its store.
        """
        request = pb.ListPricesRequest(
            performance=performance, channel_id=channel_id, counter_id=counter_id
        )
        answer: pb.ListPricesResponse = self.quotes.ListPrices(
            request, timeout=self._timeout
        )
        return answer.price_list, answer.age.ToTimedelta()

    def batch_list_prices(
        self, season: str, performances: Sequence[str], channel_id: str
    ) -> Sequence[PriceList]:
        """Return the price lists of up to 100 performances that have prices."""
        request = pb.BatchListPricesRequest(
            parent=season, performances=performances, channel_id=channel_id
        )
        answer: pb.BatchListPricesResponse = self.quotes.BatchListPrices(
            request, timeout=self._timeout
        )
        return answer.price_lists

    def list_pack_prices(
        self, season: str, channel_id: str, counter_id: str = ""
    ) -> Sequence[PackOffer]:
        """Return what the packs of a season cost that are sold now."""
        request = pb.ListPackPricesRequest(
            parent=season, channel_id=channel_id, counter_id=counter_id
        )
        answer: pb.ListPackPricesResponse = self.quotes.ListPackPrices(
            request, timeout=self._timeout
        )
        return answer.pack_offers

    def quote(
        self,
        season: str,
        channel_id: str,
        items: Sequence[QuoteItem] = (),
        *,
        packs: Sequence[PackItem] = (),
        products: Sequence[ProductItem] = (),
        counter_id: str = "",
        request_id: str = "",
        validate_only: bool = False,
        language_code: str = "",
    ) -> Quote:
        """Hold a basket and return its prices; with validate_only, hold nothing.

        ``jauge.basket`` makes packs, gifts and cards.

        Give a ``request_id`` of your own to ask again after a fault of the
        network without holding twice.
        """
        request = pb.CreateQuoteRequest(
            parent=season,
            quote=Quote(
                channel_id=channel_id,
                counter_id=counter_id,
                items=items,
                packs=packs,
                products=products,
            ),
            request_id=request_id or str(uuid4()),
            validate_only=validate_only,
            language_code=language_code,
        )
        answer: Quote = self.quotes.CreateQuote(request, timeout=self._timeout)
        return answer

    def get(self, name: str) -> Quote:
        """Return a quote as it stands."""
        request = pb.GetQuoteRequest(name=name)
        answer: Quote = self.quotes.GetQuote(request, timeout=self._timeout)
        return answer

    def accept(self, name: str) -> Quote:
        """Sell the seats of a quote; accepting twice sells once."""
        request = pb.AcceptQuoteRequest(name=name)
        answer: Quote = self.quotes.AcceptQuote(request, timeout=self._timeout)
        return answer

    def void(self, name: str) -> Quote:
        """Give up a quote and release its seats."""
        request = pb.VoidQuoteRequest(name=name)
        answer: Quote = self.quotes.VoidQuote(request, timeout=self._timeout)
        return answer
