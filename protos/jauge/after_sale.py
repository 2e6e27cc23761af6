"""Calls of the small client for what comes after a sale, and around it.

Whatever moves money has a request id, so that it is done once however often it is
asked for: give one of your own to ask again after a fault of the network.

Examples
--------
``address`` is where a service listens, ``season`` the name of a season of its own
that takes tickets back, with a performance ``night-1``.

>>> from jauge.client import Client, seats, units
>>> with Client(address) as jauge:
...     night = f"{season}/performances/night-1"
...     sold = jauge.accept(
...         jauge.quote(season, "web", [seats(night, "front", "full", 3)]).name
...     )
...     back = jauge.cancel_items(sold.name, [tickets(0, 1)])
...     swap = jauge.exchange_items(
...         sold.name,
...         [tickets(0, 1)],
...         channel_id="web",
...         taking=[seats(night, "back", "full", 1)],
...     )
...     kept = jauge.get(sold.name)
>>> [list(each.lines[0].ticket_numbers) for each in kept.cancellations]
[[3], [2]]
>>> list(swap.quote.items[0].ticket_numbers)
[4]
>>> paid, refund = units(swap.quote.total_price), units(swap.cancellation.refund)
>>> units(swap.difference) == paid - refund
True
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from google.protobuf.timestamp_pb2 import Timestamp

from jauge.pricing.v1 import after_sale_pb2, performance_changes_pb2
from jauge.pricing.v1.after_sale_pb2 import ItemTickets
from jauge.pricing.v1.cancellation_pb2 import Cancellation
from jauge.pricing.v1.catalog_service_pb2 import GetPerformanceRequest
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.performance_pb2 import Performance
from jauge.pricing.v1.platform_sales_pb2 import (
    PlatformSale,
    RecordSalesRequest,
    RecordSalesResponse,
    SeatsLeft,
)
from jauge.pricing.v1.quote_pb2 import Quote, QuoteItem
from jauge.pricing.v1.refund_pb2 import RefundPolicy


class AfterSaleCalls:
    """Tickets back, performances called off, sales of a platform's own."""

    catalog: Any
    quotes: Any
    _timeout: float

    def cancel_items(
        self,
        name: str,
        items: Sequence[ItemTickets] = (),
        *,
        request_id: str = "",
        refund_override: RefundPolicy | None = None,
        gift_indexes: Sequence[int] = (),
        validate_only: bool = False,
    ) -> Cancellation:
        """Give tickets of a quote back, all that are held where none are named.

        ``gift_indexes`` are the places of gifts to funds among its products.
        """
        request = after_sale_pb2.CancelItemsRequest(
            name=name,
            items=items,
            request_id=request_id or str(uuid4()),
            refund_override=refund_override,
            gift_indexes=gift_indexes,
            validate_only=validate_only,
        )
        answer: after_sale_pb2.CancelItemsResponse = self.quotes.CancelItems(
            request, timeout=self._timeout
        )
        return answer.cancellation

    def exchange_items(
        self,
        name: str,
        items: Sequence[ItemTickets] = (),
        *,
        channel_id: str = "",
        taking: Sequence[QuoteItem] = (),
        offered_quote: str = "",
        total_price_max: Money | None = None,
        request_id: str = "",
        validate_only: bool = False,
    ) -> after_sale_pb2.ExchangeItemsResponse:
        """Give tickets back and take others: a basket, or a quote that is on offer."""
        request = after_sale_pb2.ExchangeItemsRequest(
            name=name,
            items=items,
            total_price_max=total_price_max,
            request_id=request_id or str(uuid4()),
            validate_only=validate_only,
        )
        if offered_quote:
            request.offered_quote = offered_quote
        else:
            request.quote.CopyFrom(Quote(channel_id=channel_id, items=taking))
        answer: after_sale_pb2.ExchangeItemsResponse = self.quotes.ExchangeItems(
            request, timeout=self._timeout
        )
        return answer

    def cancel_performance(self, name: str) -> Performance:
        """Call a performance off, for good."""
        request = performance_changes_pb2.CancelPerformanceRequest(
            name=name, etag=self._etag(name)
        )
        answer: Performance = self.catalog.CancelPerformance(
            request, timeout=self._timeout
        )
        return answer

    def postpone_performance(
        self, name: str, start_time: datetime, refund_until: datetime | None = None
    ) -> Performance:
        """Move a performance to another date; times are aware."""
        request = performance_changes_pb2.PostponePerformanceRequest(
            name=name, start_time=_timestamp(start_time)
        )
        if refund_until is not None:
            request.refund_until_time.CopyFrom(_timestamp(refund_until))
        answer: Performance = self.catalog.PostponePerformance(
            request, timeout=self._timeout
        )
        return answer

    def freeze_performance(self, name: str) -> Performance:
        """Let the posted prices of a performance stand."""
        request = performance_changes_pb2.FreezePerformanceRequest(
            name=name, etag=self._etag(name)
        )
        answer: Performance = self.catalog.FreezePerformance(
            request, timeout=self._timeout
        )
        return answer

    def unfreeze_performance(self, name: str) -> Performance:
        """Let the prices of a performance move again."""
        request = performance_changes_pb2.UnfreezePerformanceRequest(
            name=name, etag=self._etag(name)
        )
        answer: Performance = self.catalog.UnfreezePerformance(
            request, timeout=self._timeout
        )
        return answer

    def record_sales(
        self,
        season: str,
        sales: Sequence[PlatformSale] = (),
        seats_left: Sequence[SeatsLeft] = (),
        *,
        request_id: str = "",
    ) -> RecordSalesResponse:
        """Tell of a platform's sales, at most 1,000 in a batch."""
        request = RecordSalesRequest(
            parent=season,
            sales=sales,
            seats_left=seats_left,
            request_id=request_id or str(uuid4()),
        )
        answer: RecordSalesResponse = self.catalog.RecordSales(
            request, timeout=self._timeout
        )
        return answer

    def _etag(self, name: str) -> str:
        read: Performance = self.catalog.GetPerformance(
            GetPerformanceRequest(name=name), timeout=self._timeout
        )
        return read.etag


def tickets(
    item_index: int, ticket_count: int = 0, ticket_numbers: Sequence[int] = ()
) -> ItemTickets:
    """Return tickets of an item: so many, or these; all that are held for neither."""
    return ItemTickets(
        item_index=item_index, ticket_count=ticket_count, ticket_numbers=ticket_numbers
    )


def _timestamp(time: datetime) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(time)
    return found
