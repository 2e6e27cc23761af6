"""Methods as gRPC handlers: decode, one call, encode.

One wrapper does what every method needs: it turns malformed bytes into
INVALID_ARGUMENT (a library deserializer would answer INTERNAL), faults into
statuses with details, and counts and times the call. It works on bytes, so that
a method may answer with bytes it has at hand; an interceptor would cost each
call a sixth of its time.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from time import perf_counter
from typing import Any, NoReturn, TypeVar

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from pricing.domain.errors import FieldInvalid, PricingError
from pricing.service.errors import (
    CODE_OF,
    DeadlinePassed,
    status_of,
    trailers,
)
from pricing.service.metrics import Metrics

log = logging.getLogger(__name__)

Context = grpc.aio.ServicerContext[bytes, bytes]
Request = TypeVar("Request", bound=Message)


def handler(
    service: ServiceDescriptor, servicer: object, metrics: Metrics
) -> grpc.GenericRpcHandler:
    """Return the handler of a service; the servicer has a method for each of its own.

    A unary method is ``async (request, context) -> Message | bytes``. Where the
    answer streams it is an async generator of those, and where the request
    streams it takes an async iterator of requests.
    """
    return grpc.method_handlers_generic_handler(
        service.full_name,
        {
            method.name: _method(method, getattr(servicer, method.name), metrics)
            for method in service.methods
        },
    )


def _method(
    method: MethodDescriptor, answer: Callable[..., Any], metrics: Metrics
) -> "grpc.RpcMethodHandler[Any, Any]":
    call = _Call(method, answer, metrics)
    if method.server_streaming:
        return grpc.unary_stream_rpc_method_handler(call.stream_out)
    if method.client_streaming:
        return grpc.stream_unary_rpc_method_handler(call.stream_in)
    return grpc.unary_unary_rpc_method_handler(call.unary)


class _Call:
    """One method behind its wrapper."""

    def __init__(
        self, method: MethodDescriptor, answer: Callable[..., Any], metrics: Metrics
    ) -> None:
        self._request_class = GetMessageClass(method.input_type)
        self._answer = answer
        self._metrics = metrics
        self._name = f"{method.containing_service.name}/{method.name}"

    async def unary(self, data: bytes, context: Context) -> bytes:
        """Answer one message with one."""
        started = perf_counter()
        try:
            reply = _encode(await self._answer(self._decode(data), context))
        except BaseException as error:
            await self._refuse(error, context, started)
        self._count(started, grpc.StatusCode.OK)
        return reply

    async def stream_in(
        self, messages: AsyncIterator[bytes], context: Context
    ) -> bytes:
        """Answer many messages with one."""
        started = perf_counter()
        requests = (self._decode(data) async for data in messages)
        try:
            reply = _encode(await self._answer(requests, context))
        except BaseException as error:
            await self._refuse(error, context, started)
        self._count(started, grpc.StatusCode.OK)
        return reply

    async def stream_out(self, data: bytes, context: Context) -> AsyncIterator[bytes]:
        """Answer one message with many."""
        started = perf_counter()
        try:
            async for reply in self._answer(self._decode(data), context):
                yield _encode(reply)
        except GeneratorExit:
            self._count(started, grpc.StatusCode.CANCELLED)
            raise
        except BaseException as error:
            await self._refuse(error, context, started)
        self._count(started, grpc.StatusCode.OK)

    def _decode(self, data: bytes) -> Message:
        request = self._request_class()
        try:
            request.ParseFromString(data)
        except DecodeError:
            raise FieldInvalid(
                "request",
                f"Expected the bytes of a {request.DESCRIPTOR.full_name}; is the "
                "client's proto file of this version?",
            ) from None
        return request

    async def _refuse(
        self, error: BaseException, context: Context, started: float
    ) -> NoReturn:
        if isinstance(error, PricingError):
            self._count(started, CODE_OF[type(error)])
            status = status_of(error)
            await context.abort(CODE_OF[type(error)], status.message, trailers(status))
        if isinstance(error, DeadlinePassed):
            self._count(started, grpc.StatusCode.DEADLINE_EXCEEDED)
            await context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, str(error))
        if isinstance(error, asyncio.CancelledError):
            left = context.time_remaining()
            late = left is not None and left <= 0
            self._count(
                started,
                grpc.StatusCode.DEADLINE_EXCEEDED
                if late
                else grpc.StatusCode.CANCELLED,
            )
            raise error
        if not isinstance(error, Exception):
            raise error
        self._count(started, grpc.StatusCode.INTERNAL)
        log.error("%s failed", self._name, exc_info=error)
        await context.abort(
            grpc.StatusCode.INTERNAL,
            "The service met a fault of its own, now in its log; please report it.",
        )

    def _count(self, started: float, code: grpc.StatusCode) -> None:
        self._metrics.call(self._name, code.name, perf_counter() - started)


def _encode(reply: Message | bytes) -> bytes:
    return reply if isinstance(reply, bytes) else reply.SerializeToString()
