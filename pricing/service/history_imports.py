"""The method of the CatalogService that takes in the history of past sales."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jauge.pricing.v1 import history_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import History
from pricing.service.calls import Context
from pricing.service.convert.plans import history_from_proto
from pricing.service.names import OrganizationName, shown
from pricing.service.requests import answer
from pricing.store.commands import ImportHistory
from pricing.store.interface import Store

HISTORY_ROWS_MAX = 500_000
HISTORY_BYTES_MAX = 256 << 20


class HistoryImports:
    """Past sales of organisations, on the books of a store."""

    _store: Store

    async def ImportHistory(
        self,
        requests: AsyncIterator[history_pb2.ImportHistoryRequest],
        context: Context,
    ) -> history_pb2.ImportHistoryResponse:
        """Keep all rows of a stream, or none."""
        first: history_pb2.ImportHistoryRequest | None = None
        rows: list[history_pb2.HistoryRow] = []
        size = 0
        async for request in requests:
            if first is None:
                first = request
                owner = OrganizationName.parse(first.parent, "parent").organization_id
            elif request.parent not in ("", first.parent):
                raise FieldInvalid(
                    "parent", f"Expected {first.parent} in all messages."
                )
            rows.extend(request.rows)
            if len(rows) > HISTORY_ROWS_MAX:
                raise FieldInvalid("rows", f"Expected at most {HISTORY_ROWS_MAX:,}.")
            size += request.ByteSize()
            if size > HISTORY_BYTES_MAX:
                raise FieldInvalid(
                    "rows", f"Expected at most {HISTORY_BYTES_MAX >> 20} MiB in all."
                )
        if first is None:
            raise FieldInvalid("parent", "is required.")
        zone = _zone(first.time_zone)
        # Off the event loop: a long table takes seconds.
        history = await asyncio.to_thread(_history, rows, zone)
        kept = await answer(self._store, owner, ImportHistory(history))
        return history_pb2.ImportHistoryResponse(
            row_count=len(kept), performance_count=len(set(kept.performance_id))
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FieldInvalid(
            "time_zone", f"Expected an IANA zone, got {shown(name)}."
        ) from None


def _history(rows: list[history_pb2.HistoryRow], zone: ZoneInfo) -> History:
    history = history_from_proto(rows)
    starts_at = tuple(time.astimezone(zone) for time in history.starts_at)
    return replace(history, starts_at=starts_at)
