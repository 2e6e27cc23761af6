"""SettlementService: the tickets that were sold, and how sales are settled."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from time import sleep
from typing import TypeVar

from jauge.pricing.v1 import settlement_service_pb2 as pb
from pricing.domain.errors import FieldInvalid
from pricing.quotes.on_sale import find
from pricing.service.calls import Context
from pricing.service.convert.fields import time_from_proto
from pricing.service.convert.settlement import row_to_proto, ticket_to_proto
from pricing.service.names import PerformanceName, SeasonName, under
from pricing.service.pages import page, page_of_many
from pricing.settlement.reconcile import Control, reconcile
from pricing.settlement.record import Sale, SalesRecord
from pricing.settlement.settle import ALL_TIME, Period, Settlement, settle
from pricing.settlement.units import Unit
from pricing.store.events import SeasonCreated
from pricing.store.interface import Store

# Events taken in one after the other before other threads have their turn.
EVENTS_AT_ONCE = 64
# Settlements kept for the pages that follow.
_KEPT_MAX = 16

T = TypeVar("T")


@dataclass
class _Ledger:
    """What was sold by an organisation, as far as the log was read; one at a time."""

    record: SalesRecord = field(default_factory=SalesRecord)
    controls: dict[str, Control] = field(default_factory=dict)
    settled: dict[tuple[object, ...], Settlement] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class SettlementServicer:
    """Sales and settlements, on the log of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledgers: dict[str, _Ledger] = {}

    async def ListSales(
        self, request: pb.ListSalesRequest, context: Context
    ) -> pb.ListSalesResponse:
        """Return a page of tickets, by serial number."""
        name = SeasonName.parse(request.parent, "parent")

        def listed(ledger: _Ledger) -> pb.ListSalesResponse:
            record = ledger.record
            find("season", name.season_id, record.seasons)

            def after(last: str) -> Iterator[tuple[int, Sale, Unit]]:
                return record.tickets(name.season_id, int(last or 0))

            chosen, token = page_of_many(
                after,
                lambda ticket: str(ticket[0]),
                scope=f"{name}/sales",
                page_size=request.page_size,
                page_token=request.page_token,
            )
            sales = [ticket_to_proto(*ticket, record, name) for ticket in chosen]
            return pb.ListSalesResponse(sales=sales, next_page_token=token)

        return await self._on_ledger(name, listed)

    async def ListSettlements(
        self, request: pb.ListSettlementsRequest, context: Context
    ) -> pb.ListSettlementsResponse:
        """Return a page of a settlement's rows."""
        name = SeasonName.parse(request.parent, "parent")
        performance_id = ""
        if request.performance:
            asked = under(
                name, PerformanceName.parse, request.performance, "performance"
            )
            performance_id = asked.performance_id
        period = _period(request)

        def listed(ledger: _Ledger) -> pb.ListSettlementsResponse:
            season = find("season", name.season_id, ledger.record.seasons)
            if performance_id:
                find("performance", performance_id, season.performance_by_id)
            # All of it is checked before a part is told.
            reconcile(self._settled(ledger, name), ledger.controls[name.season_id])
            settled = self._settled(ledger, name, performance_id, period)
            scope = (name, "settlements", performance_id, period)
            chosen, token = page(
                settled.rows,
                lambda row: "|".join(map(str, row.key)),
                scope="/".join(map(str, scope)),
                page_size=request.page_size,
                page_token=request.page_token,
            )
            rows = [row_to_proto(row, season) for row in chosen]
            return pb.ListSettlementsResponse(rows=rows, next_page_token=token)

        return await self._on_ledger(name, listed)

    def _settled(
        self,
        ledger: _Ledger,
        name: SeasonName,
        performance_id: str = "",
        period: Period = ALL_TIME,
    ) -> Settlement:
        record = ledger.record
        now = self._store.now(name.organization_id)
        season = record.seasons[name.season_id]
        given = sum(each.starts_at <= now for each in season.performances)
        key = (name.season_id, performance_id, period, record.sequence, given)
        if key not in ledger.settled:
            if len(ledger.settled) >= _KEPT_MAX:
                ledger.settled.clear()
            ledger.settled[key] = settle(record, season, now, period, performance_id)
        return ledger.settled[key]

    async def _on_ledger(self, name: SeasonName, work: Callable[[_Ledger], T]) -> T:
        """Do some work on what was sold, off the event loop."""
        # Refuses organisations and seasons that are not there, and reads no log.
        self._store.books(name.organization_id).season(name.season_id)
        ledger = self._ledgers.setdefault(name.organization_id, _Ledger())

        def in_turn() -> T:
            with ledger.lock:
                self._catch_up(name.organization_id, ledger)
                return work(ledger)

        return await asyncio.to_thread(in_turn)

    def _catch_up(self, organization_id: str, ledger: _Ledger) -> None:
        """Take in what happened since; prices are asked for meanwhile."""
        try:
            events = self._store.events(organization_id, ledger.record.sequence)
            for number, recorded in zip(count(1), events, strict=False):
                ledger.record.take(recorded)
                event = recorded.event
                if isinstance(event, SeasonCreated):
                    new = Control(event.season.id, ALL_TIME)
                    ledger.controls[event.season.id] = new
                for control in ledger.controls.values():
                    control.take(recorded)
                if number % EVENTS_AT_ONCE == 0:
                    sleep(0)
        except BaseException:
            # Half an event may have been taken in: begin anew next time.
            self._ledgers.pop(organization_id, None)
            raise


def _period(request: pb.ListSettlementsRequest) -> Period:
    since = until = None
    if request.HasField("start_time"):
        since = time_from_proto(request.start_time, "start_time")
    if request.HasField("end_time"):
        until = time_from_proto(request.end_time, "end_time")
    try:
        return Period(since, until)
    except ValueError as error:
        raise FieldInvalid("end_time", str(error)) from None
