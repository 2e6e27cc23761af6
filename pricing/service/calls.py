"""Methods as gRPC handlers: decode, one call, encode.

One wrapper does what every method needs: it turns malformed bytes into
INVALID_ARGUMENT (a library deserializer would answer INTERNAL), and ends each call
as ``pricing.service.call_end`` says. It works on bytes, so that a method may answer
with bytes it has at hand; an interceptor would cost each call a sixth of its time.
For the same reason a caller is found where gRPC asks for the handler, with the
metadata of the call at hand: each has handlers of its own.
"""

import copy
from collections.abc import AsyncIterator, Callable
from time import perf_counter
from typing import Any, TypeVar

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from pricing.domain.errors import FieldInvalid
from pricing.service.call_end import CallEnd
from pricing.service.call_log import CallLog
from pricing.service.gate import Caller, Gate
from pricing.service.guard import Guard
from pricing.service.metrics import Metrics
from pricing.service.standing import Standing
from pricing.service.streams import unless_silent

# Answers that a caller's requests are given again, and how long such a request is.
STANDING_MAX, STANDING_BYTES_MAX = 2_000, 1_000

Context = grpc.aio.ServicerContext[bytes, bytes]
Request = TypeVar("Request", bound=Message)


class Handlers(grpc.GenericRpcHandler):
    """The handlers of a service; the servicer has a method for each of its own.

    A unary method is ``async (request, context) -> Message | bytes``. Where the
    answer streams it is an async generator of those, and where the request
    streams it takes an async iterator of requests.
    """

    def __init__(
        self,
        service: ServiceDescriptor,
        servicer: object,
        metrics: Metrics,
        gate: Gate,
        call_log: CallLog,
    ) -> None:
        self._gate = gate
        self._calls = {
            f"/{service.full_name}/{method.name}": _Call(
                method, getattr(servicer, method.name), metrics, gate, call_log
            )
            for method in service.methods
        }

    def service(
        self, details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[Any, Any] | None":
        """Return the handler of a method for who calls it, None of another service."""
        call = self._calls.get(details.method)
        if call is None:
            return None
        caller = self._gate.caller(details.invocation_metadata)
        handlers = caller.handlers
        found = handlers.get(details.method)
        if found is None:
            found = handlers[details.method] = call.handler_for(caller)
        return found


class _Call:
    """One method behind its wrapper, for one caller."""

    caller: Caller
    # By the bytes of the request: of this caller alone, who may ask for it.
    standing: dict[bytes, Standing]

    def __init__(
        self,
        method: MethodDescriptor,
        answer: Callable[..., Any],
        metrics: Metrics,
        gate: Gate,
        call_log: CallLog,
    ) -> None:
        self._method = method
        self._request_class = GetMessageClass(method.input_type)
        self._answer = answer
        self._guard = Guard(method, gate)
        self._end = CallEnd(self._guard, metrics, call_log)
        self._streams = gate.streams

    def handler_for(self, caller: Caller) -> "grpc.RpcMethodHandler[Any, Any]":
        """Return the handler of this method for a caller."""
        call = copy.copy(self)
        call.caller = caller
        call.standing = {}
        if self._method.server_streaming:
            return grpc.unary_stream_rpc_method_handler(call.stream_out)
        if self._method.client_streaming:
            return grpc.stream_unary_rpc_method_handler(call.stream_in)
        return grpc.unary_unary_rpc_method_handler(call.unary)

    async def unary(self, data: bytes, context: Context) -> bytes:
        """Answer one message with one."""
        started, request = perf_counter(), None
        try:
            self._guard.enter(self.caller, context, started)
            standing = self.standing.get(data)
            if standing is not None and standing.stands():
                reply = standing.data
            else:
                request = self._decode(data)
                self._guard.check(self.caller, request)
                reply = self._noted(data, await self._answer(request, context))
        except BaseException as error:
            await self._end.refuse(error, self.caller, context, started, request)
        self._end.well(self.caller, context, started, request)
        return reply

    async def stream_in(
        self, messages: AsyncIterator[bytes], context: Context
    ) -> bytes:
        """Answer many messages with one."""
        started = perf_counter()
        first: list[Message] = []
        try:
            self._guard.enter(self.caller, context, started)
            with self._streams.one_of(self.caller.token_id, context.peer()):
                requests = self._requests(unless_silent(messages), first)
                reply = _encode(await self._answer(requests, context))
        except BaseException as error:
            await self._end.refuse(error, self.caller, context, started, *first)
        self._end.well(self.caller, context, started, *first)
        return reply

    async def stream_out(self, data: bytes, context: Context) -> AsyncIterator[bytes]:
        """Answer one message with many."""
        started, request = perf_counter(), None
        try:
            self._guard.enter(self.caller, context, started)
            request = self._decode(data)
            self._guard.check(self.caller, request)
            with self._streams.one_of(self.caller.token_id, context.peer()):
                async for reply in self._answer(request, context):
                    self._guard.go_on(self.caller)
                    yield _encode(reply)
        except GeneratorExit:
            self._end.count(started, grpc.StatusCode.CANCELLED)
            raise
        except BaseException as error:
            await self._end.refuse(error, self.caller, context, started, request)
        self._end.well(self.caller, context, started, request)

    async def _requests(
        self, messages: AsyncIterator[bytes], first: list[Message]
    ) -> AsyncIterator[Message]:
        """Yield the requests of a stream, each checked; keep the first."""
        async for data in messages:
            self._guard.go_on(self.caller)
            request = self._decode(data)
            if first:
                self._guard.check_more(self.caller, request)
            else:
                self._guard.check(self.caller, request)
                first.append(request)
            yield request

    def _noted(self, data: bytes, reply: Message | bytes | Standing) -> bytes:
        """Return an answer as bytes, and keep it for the request where it stands.

        Where calls are told, what they are about has to be read.
        """
        if not isinstance(reply, Standing):
            return _encode(reply)
        if not self._end.told and len(data) <= STANDING_BYTES_MAX:
            if len(self.standing) >= STANDING_MAX:
                self.standing.clear()
            self.standing[data] = reply
        return reply.data

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


def _encode(reply: Message | bytes) -> bytes:
    return reply if isinstance(reply, bytes) else reply.SerializeToString()
