"""Methods of the GovernanceService about solidarity funds and kept seats."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from time import sleep
from typing import TypeVar

from jauge.pricing.v1 import fund_entry_pb2, fund_pb2, solidarity_use_pb2
from jauge.pricing.v1.fund_pb2 import SolidarityFund
from pricing.quotes.on_sale import find
from pricing.service.calls import Context
from pricing.service.convert.fields import required
from pricing.service.convert.funds import (
    entry_to_proto,
    fund_to_proto,
    income_from_proto,
    pool_to_proto,
    use_to_proto,
)
from pricing.service.names import FundName, SeasonName, under
from pricing.service.pages import page, page_of_many
from pricing.service.requests import answer, check_request_id
from pricing.settlement.fund_ledger import FundLedger
from pricing.settlement.fund_view import fund_ids, fund_view, pool_views
from pricing.settlement.solidarity_use import solidarity_use
from pricing.store.commands import RecordIncome
from pricing.store.interface import Store
from pricing.store.season_books import SeasonBooks

# Events taken in one after the other before other threads have their turn.
EVENTS_AT_ONCE = 64

T = TypeVar("T")


@dataclass
class _Read:
    """The ledger of an organisation, as far as the log was read; one at a time."""

    ledger: FundLedger
    lock: Lock = field(default_factory=Lock)


class FundMethods:
    """Funds and kept seats, on the books of a store."""

    _store: Store
    _ledgers: dict[str, _Read]

    async def GetFund(
        self, request: fund_pb2.GetFundRequest, context: Context
    ) -> SolidarityFund:
        """Return a fund as it stands."""
        name = FundName.parse(request.name, "name")
        return self._fund(name.season, name.fund_id)

    async def ListFunds(
        self, request: fund_pb2.ListFundsRequest, context: Context
    ) -> fund_pb2.ListFundsResponse:
        """Return a page of funds, and all pools."""
        name = SeasonName.parse(request.parent, "parent")
        of = self._season_of(name)
        chosen, token = page(
            fund_ids(of),
            str,
            scope=f"{name}/funds",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        currency = of.season.currency_code
        return fund_pb2.ListFundsResponse(
            funds=[self._fund(name, each) for each in chosen],
            next_page_token=token,
            suspended_pools=[pool_to_proto(each, currency) for each in pool_views(of)],
        )

    async def ListFundEntries(
        self, request: fund_entry_pb2.ListFundEntriesRequest, context: Context
    ) -> fund_entry_pb2.ListFundEntriesResponse:
        """Return a page of entries, oldest first."""
        name = SeasonName.parse(request.parent, "parent")
        of = self._season_of(name)
        fund_id = ""
        if request.fund:
            fund_id = under(name, FundName.parse, request.fund, "fund").fund_id
            find("fund", fund_id, dict.fromkeys(fund_ids(of), fund_id))

        def listed(ledger: FundLedger) -> fund_entry_pb2.ListFundEntriesResponse:
            chosen, token = page_of_many(
                lambda last: ledger.of_season(name.season_id, fund_id, int(last or 0)),
                lambda entry: str(entry.number),
                scope=f"{name}/fundEntries/{fund_id}",
                page_size=request.page_size,
                page_token=request.page_token,
            )
            currency = of.season.currency_code
            return fund_entry_pb2.ListFundEntriesResponse(
                entries=[entry_to_proto(each, name, currency) for each in chosen],
                next_page_token=token,
            )

        return await self._on_ledger(name.organization_id, listed)

    async def RecordFundEntry(
        self, request: fund_entry_pb2.RecordFundEntryRequest, context: Context
    ) -> SolidarityFund:
        """Record income, and return the fund with it."""
        name = FundName.parse(request.name, "name")
        request_id = check_request_id(required(request.request_id, "request_id"))
        currency = self._season_of(name.season).season.currency_code
        income = income_from_proto(request, name.fund_id, currency)
        command = RecordIncome(name.season_id, income, request_id)
        await answer(self._store, name.organization_id, command)
        return self._fund(name.season, name.fund_id)

    async def ListSolidarityUse(
        self, request: solidarity_use_pb2.ListSolidarityUseRequest, context: Context
    ) -> solidarity_use_pb2.ListSolidarityUseResponse:
        """Return a page of categories of which seats are kept."""
        name = SeasonName.parse(request.parent, "parent")
        now = self._store.now(name.organization_id)
        chosen, token = page(
            list(solidarity_use(self._season_of(name), now)),
            lambda use: f"{use.performance_id}/{use.seat_category_id}",
            scope=f"{name}/solidarityUse",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        return solidarity_use_pb2.ListSolidarityUseResponse(
            uses=[use_to_proto(each, name) for each in chosen], next_page_token=token
        )

    def _season_of(self, name: SeasonName) -> SeasonBooks:
        return self._store.books(name.organization_id).season(name.season_id)

    def _fund(self, name: SeasonName, fund_id: str) -> SolidarityFund:
        of, now = self._season_of(name), self._store.now(name.organization_id)
        return fund_to_proto(fund_view(of, fund_id, now), name, of.season.currency_code)

    async def _on_ledger(
        self, organization_id: str, work: Callable[[FundLedger], T]
    ) -> T:
        """Do some work on the ledger up to now, off the event loop."""
        new = _Read(FundLedger(organization_id))
        read = self._ledgers.setdefault(organization_id, new)

        def in_turn() -> T:
            with read.lock:
                self._catch_up(organization_id, read.ledger)
                return work(read.ledger)

        return await asyncio.to_thread(in_turn)

    def _catch_up(self, organization_id: str, ledger: FundLedger) -> None:
        """Take in what happened since; prices are asked for meanwhile."""
        try:
            events = self._store.events(organization_id, ledger.books.sequence)
            for number, recorded in zip(count(1), events, strict=False):
                ledger.take(recorded)
                if number % EVENTS_AT_ONCE == 0:
                    sleep(0)
        except BaseException:
            # Half an event may have been taken in: begin anew next time.
            self._ledgers.pop(organization_id, None)
            raise
