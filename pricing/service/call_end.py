"""How a call of one method ends: counted, timed, told, and faults as statuses."""

import asyncio
import logging
from time import perf_counter
from typing import NoReturn

import grpc
from google.protobuf.message import Message

from pricing.domain.errors import PricingError
from pricing.service.call_log import REQUEST_ID_KEY, CallLog, request_id_of
from pricing.service.errors import CODE_OF, DeadlinePassed, status_of, trailers
from pricing.service.gate import Caller
from pricing.service.guard import Context, Guard
from pricing.service.metrics import Metrics

log = logging.getLogger(__name__)


class CallEnd:
    """The ends of calls of one method."""

    def __init__(self, guard: Guard, metrics: Metrics, call_log: CallLog) -> None:
        self._guard = guard
        self._name = guard.method
        self._metrics = metrics
        self._log = call_log
        # Whether calls are told that went well.
        self.told = call_log.reads or not guard.reads

    def well(
        self,
        caller: Caller,
        context: Context,
        started: float,
        request: Message | None = None,
    ) -> None:
        """Count a call that went well, and tell it where it changed something."""
        if self.told:
            request_id = request_id_of(context)
            self._tell(grpc.StatusCode.OK, caller, started, request, request_id)
        else:
            self.count(started, grpc.StatusCode.OK)

    async def refuse(
        self,
        error: BaseException,
        caller: Caller,
        context: Context,
        started: float,
        request: Message | None = None,
    ) -> NoReturn:
        """End a call that failed with the status of its fault, counted and told."""
        if isinstance(error, asyncio.CancelledError):
            left = context.time_remaining()
            late = left is not None and left <= 0
            self.count(
                started,
                grpc.StatusCode.DEADLINE_EXCEEDED
                if late
                else grpc.StatusCode.CANCELLED,
            )
            raise error
        request_id = request_id_of(context)
        details: tuple[tuple[str, str | bytes], ...] = ((REQUEST_ID_KEY, request_id),)
        reason = ""
        if isinstance(error, PricingError):
            status = status_of(error)
            code, reason, said = CODE_OF[type(error)], error.reason, status.message
            details += trailers(status)
        elif isinstance(error, DeadlinePassed):
            code, said = grpc.StatusCode.DEADLINE_EXCEEDED, str(error)
        elif isinstance(error, Exception):
            code = grpc.StatusCode.INTERNAL
            said = (
                "The service met a fault of its own, now in its log under "
                f"{request_id}; please report it."
            )
            log.error("%s failed, %s", self._name, request_id, exc_info=error)
        else:
            raise error
        self._tell(code, caller, started, request, request_id, reason)
        await context.abort(code, said, details)
        raise AssertionError("abort raises")

    def count(self, started: float, code: grpc.StatusCode) -> float:
        """Count a call, and return how many seconds it took."""
        seconds = perf_counter() - started
        self._metrics.call(self._name, code.name, seconds)
        return seconds

    def _tell(
        self,
        code: grpc.StatusCode,
        caller: Caller,
        started: float,
        request: Message | None,
        request_id: str,
        reason: str = "",
    ) -> None:
        seconds = self.count(started, code)
        owner = caller.organization_id or self._guard.organization_id(request)
        self._log.tell(
            self._name, code.name, seconds, caller, owner, request_id, reason
        )
