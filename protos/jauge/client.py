"""A small client: prices, holds and sales in typed calls.

Each call has a deadline; a hold gets a request id, so that it is made once
however often it is sent; and a service that is away for a moment (UNAVAILABLE,
the only fault that sending again can cure) is asked again by the channel
itself. ``catalog``, ``quotes`` and ``planning`` are the whole service; the calls up
to a sale are in ``jauge.sale``, those for what comes after it in ``jauge.after_sale``.

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
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

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
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.quote_pb2 import QuoteItem
from jauge.sale import SaleCalls

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


class Client(SaleCalls, AfterSaleCalls):
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
