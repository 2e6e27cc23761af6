"""The methods of CatalogService that change what becomes of a performance."""

from typing import Any

from jauge.pricing.v1 import performance_changes_pb2 as pb
from jauge.pricing.v1 import platform_sales_pb2
from jauge.pricing.v1.performance_pb2 import Performance as PerformanceMessage
from pricing.domain.after_sale import RefundDue
from pricing.domain.performance import Performance
from pricing.service.calls import Context
from pricing.service.convert.fields import money, present, required, time_from_proto
from pricing.service.convert.performances import performance_to_proto
from pricing.service.convert.platform_sales import batch_from_proto, taken_to_proto
from pricing.service.convert.refunds import line_to_proto
from pricing.service.names import PerformanceName, QuoteName, SeasonName
from pricing.service.pages import page
from pricing.service.performances import check_etag, performance_message
from pricing.service.requests import answer, check_request_id
from pricing.store import commands
from pricing.store.commands.after_sale import refunds_due
from pricing.store.interface import Command, Store


class PerformanceChanges:
    """Cancelled, moved and frozen performances, on the books of a store."""

    _store: Store

    async def CancelPerformance(
        self, request: pb.CancelPerformanceRequest, context: Context
    ) -> PerformanceMessage:
        """Call a performance off."""
        name, revision = self._read(request)
        required(request.etag, "etag")
        command = commands.CancelPerformance(
            name.season_id, name.performance_id, revision
        )
        return await self._changed(request, name, command)

    async def PostponePerformance(
        self, request: pb.PostponePerformanceRequest, context: Context
    ) -> PerformanceMessage:
        """Move a performance to another date."""
        name, revision = self._read(request)
        present(request, "start_time")
        until = None
        if request.HasField("refund_until_time"):
            until = time_from_proto(request.refund_until_time, "refund_until_time")
        command = commands.PostponePerformance(
            name.season_id,
            name.performance_id,
            revision,
            time_from_proto(request.start_time, "start_time"),
            until,
        )
        return await self._changed(request, name, command)

    async def FreezePerformance(
        self, request: pb.FreezePerformanceRequest, context: Context
    ) -> PerformanceMessage:
        """Let posted prices stand."""
        name, revision = self._read(request)
        required(request.etag, "etag")
        command = commands.FreezePerformance(
            name.season_id, name.performance_id, revision
        )
        return await self._changed(request, name, command)

    async def UnfreezePerformance(
        self, request: pb.UnfreezePerformanceRequest, context: Context
    ) -> PerformanceMessage:
        """Let prices move again."""
        name, revision = self._read(request)
        required(request.etag, "etag")
        command = commands.UnfreezePerformance(
            name.season_id, name.performance_id, revision
        )
        return await self._changed(request, name, command)

    async def ListRefunds(
        self, request: pb.ListRefundsRequest, context: Context
    ) -> pb.ListRefundsResponse:
        """Return a page of what holders may have back in full."""
        name = PerformanceName.parse(request.parent, "parent")
        books = self._store.books(name.organization_id)
        of = books.season(name.season_id)
        now = self._store.now(name.organization_id)
        due = refunds_due(books, of, name.performance_id, now)
        chosen, token = page(
            due,
            _key,
            scope=f"{name}/refunds",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        currency = of.season.currency_code
        return pb.ListRefundsResponse(
            refunds=[
                pb.Refund(
                    quote=str(
                        QuoteName(name.organization_id, name.season_id, each.quote_id)
                    ),
                    line=line_to_proto(each.line, currency),
                )
                for each in chosen
            ],
            next_page_token=token,
            total_refund=money(sum(each.line.refund_minor for each in due), currency),
        )

    async def RecordSales(
        self, request: platform_sales_pb2.RecordSalesRequest, context: Context
    ) -> platform_sales_pb2.RecordSalesResponse:
        """Take in a batch of a platform's sales."""
        name = SeasonName.parse(request.parent, "parent")
        request_id = check_request_id(required(request.request_id, "request_id"))
        of = self._store.books(name.organization_id).season(name.season_id)
        sales, seats_left = batch_from_proto(request, name, of.season.currency_code)
        command = commands.RecordSales(name.season_id, sales, seats_left, request_id)
        return taken_to_proto(await answer(self._store, name.organization_id, command))

    def _read(self, request: Any) -> tuple[PerformanceName, int]:
        """Return a performance's name, and the revision that its etag is of."""
        name = PerformanceName.parse(request.name, "name")
        of = self._store.books(name.organization_id).season(name.season_id)
        revision = of.revision
        current = performance_to_proto(of.performance(name.performance_id), of.season)
        check_etag(request.etag, current, str(name))
        return name, revision if request.etag else 0

    async def _changed(
        self, request: Any, name: PerformanceName, command: Command[Performance]
    ) -> PerformanceMessage:
        books = self._store.books(name.organization_id)
        of = books.season(name.season_id)
        if request.validate_only:
            found = command.decide(books, self._store.now(name.organization_id)).answer
            return performance_message(of, found)
        await answer(self._store, name.organization_id, command)
        of = self._store.books(name.organization_id).season(name.season_id)
        return performance_message(of, of.performance(name.performance_id))


def _key(due: RefundDue) -> str:
    return f"{due.quote_id}/{due.line.item_index}"
