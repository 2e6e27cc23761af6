"""A small client: prices, holds and sales in typed calls.

Each call has a deadline; a hold gets a request id, so that it is made once
however often it is sent; and a service that is away for a moment (UNAVAILABLE,
the only fault that sending again can cure) is asked again by the channel
itself. ``catalog``, ``quotes`` and ``planning`` are the whole service; calls for
what comes after a sale are in ``jauge.after_sale``.

Examples
--------
``address`` is where a service listens, ``season`` the name of a season that it
sells, with a performance ``night-1``.

>>> with Client(address) as jauge:
...     night = f"{season}/performances/night-1"
...     prices = jauge.list_prices(night, "web").prices
...     seat = seats(night, prices[0].seat_category_id, "full", 2)
...     quote = jauge.quote(season, "web", [seat])
...     ticket = jauge.accept(quote.name).items[0]
>>> units(quote.total_price) == 2 * units(prices[0].unit_price)
True
>>> sum(units(line.amount) for line in ticket.price_lines) == units(ticket.unit_price)
True
>>> len(ticket.ticket_numbers)
2
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import grpc
from google.rpc.error_details_pb2 import ErrorInfo
from grpc_status import rpc_status

from jauge.after_sale import AfterSaleCalls
from jauge.connection import Tls, connect
from jauge.pricing.v1 import (
    catalog_service_pb2_grpc,
    feed_service_pb2_grpc,
    governance_service_pb2_grpc,
    planning_service_pb2_grpc,
    quote_service_pb2_grpc,
    settlement_service_pb2_grpc,
)
from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.pack_offer_pb2 import PackOffer
from jauge.pricing.v1.price_list_pb2 import PriceList
from jauge.pricing.v1.quote_pb2 import PackItem, ProductItem, Quote, QuoteItem

SERVICES = (
    "CatalogService",
    "QuoteService",
    "PlanningService",
    "SettlementService",
    "FeedService",
    "GovernanceService",
)

# No `timeout` here: Python's channel lets it fire early, unseen by the server.
SERVICE_CONFIG = {
    "methodConfig": [
        {
            "name": [{"service": f"jauge.pricing.v1.{name}"} for name in SERVICES],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.1s",
                "maxBackoff": "2s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ]
}


class Client(AfterSaleCalls):
    """A connection to the service, to be closed or used in a ``with``.

    Parameters
    ----------
    address : str
        ``host:port``.
    timeout_seconds : float
        Deadline of each call.
    tls : Tls, optional
        Of a service behind TLS.
    token : str
        Of a service that asks for one; best read from a file or the environment.
    insecure : bool
        Lets a token leave this machine without TLS.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout_seconds: float = 5.0,
        tls: Tls | None = None,
        token: str = "",
        insecure: bool = False,
    ) -> None:
        options = [("grpc.service_config", json.dumps(SERVICE_CONFIG))]
        self._timeout = timeout_seconds
        self._channel = connect(address, tls, token, options, insecure=insecure)
        # Generated stubs carry no types.
        catalog: Any = catalog_service_pb2_grpc.CatalogServiceStub
        quotes: Any = quote_service_pb2_grpc.QuoteServiceStub
        planning: Any = planning_service_pb2_grpc.PlanningServiceStub
        settlements: Any = settlement_service_pb2_grpc.SettlementServiceStub
        feed: Any = feed_service_pb2_grpc.FeedServiceStub
        governance: Any = governance_service_pb2_grpc.GovernanceServiceStub
        self.catalog = catalog(self._channel)
        self.quotes = quotes(self._channel)
        self.planning = planning(self._channel)
        self.settlements = settlements(self._channel)
        self.feed = feed(self._channel)
        self.governance = governance(self._channel)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; safe to repeat."""
        self._channel.close()

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


def seats(
    performance: str,
    seat_category_id: str,
    tariff_id: str,
    count: int,
    *,
    means_bracket_id: str = "",
    evidence: str = "",
    chosen_price: Money | None = None,
    card_reference: str = "",
    vouchers: Sequence[str] = (),
) -> QuoteItem:
    """Return an item of a basket.

    ``chosen_price`` is what the buyer pays where the tariff lets them choose;
    ``card_reference`` is your own id of a subscriber card, never a name;
    ``vouchers`` are those that the buyer has, as they were issued.
    """
    return QuoteItem(
        performance=performance,
        seat_category_id=seat_category_id,
        tariff_id=tariff_id,
        count=count,
        means_bracket_id=means_bracket_id,
        evidence=evidence,
        chosen_price=chosen_price,
        card_reference=card_reference,
        vouchers=vouchers,
    )


def units(amount: Money) -> Decimal:
    """Return an amount in units of its currency.

    Examples
    --------
    >>> units(Money(currency_code="EUR", units=72, nanos=500_000_000))
    Decimal('72.5')
    """
    return amount.units + Decimal(amount.nanos) / 1_000_000_000


def fault(error: grpc.RpcError) -> ErrorInfo:
    """Return why a call failed: its reason, and the numbers of its message.

    The reason is empty where the fault is not the service's own, as when it
    cannot be reached.
    """
    status = rpc_status.from_call(error)
    info = ErrorInfo()
    for detail in status.details if status is not None else ():
        if detail.Is(ErrorInfo.DESCRIPTOR):
            detail.Unpack(info)
    return info
