"""Requests of every shape, sent to every method without a network in between.

Messages are made from the descriptors, so that a new method or field is tried as
soon as it is in a proto: fields of all types set to ordinary and extreme values,
right names among them; then, at times, bytes flipped, cut, doubled and put in. And
right requests, with one thing changed.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import grpc
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import EncodeError, Message
from google.protobuf.message_factory import GetMessageClass

from pricing.service import serving
from pricing.service.gate import Gate
from pricing.service.security import Security
from pricing.service.serving import SERVICES, Service, ServiceSettings
from pricing.store.interface import Store

METHODS = [method for service in SERVICES for method in service.methods]
# Codes that tell a fault of the caller, a refusal with its reason, or none.
SOUND = {
    "OK",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "RESOURCE_EXHAUSTED",
}
OWNER = "organizations/studio-theatre"
SEASON = f"{OWNER}/seasons/autumn"
WORDS = [
    "", OWNER, SEASON, f"{SEASON}/performances/night-1", f"{SEASON}/quotes/q000001",
    f"{SEASON}/quotes/q000007", f"{SEASON}/jobs/x", f"{SEASON}/pricePlans/r1",
    f"{SEASON}/forecast", f"{SEASON}/performances/-", "organizations/-",
    "organizations/other/seasons/autumn", "web", "counter", "network", "front", "back",
    "full", "under-26", "solidarity", "by-means", "low", "middle", "night-1", "studio",
    "mid", "high", "EUR", "JPY", "en", "fr", "Europe/Paris", "Europe/Atlantis", "r-1",
    "seats", "name", "etag", "display_name", "\x00", "é" * 9, "\U0001f3ad", "a" * 300,
    "../../etc/passwd", "' OR 1=1 --", "%s%n", "night-1\n", "-1", "1e999", "NaN",
]  # fmt: skip
# What often fits a field of a name, so that more is reached than the first check.
FITTING = {
    "parent": [SEASON, SEASON, OWNER],
    "name": [each for each in WORDS if each.startswith(OWNER)],
    "performance": [f"{SEASON}/performances/night-1"],
    "channel_id": ["web", "counter", "network"],
    "seat_category_id": ["front", "back"],
    "tariff_id": ["full", "under-26", "solidarity", "by-means"],
    "means_bracket_id": ["", "low", "middle"],
    "currency_code": ["EUR"],
    "language_code": ["", "en", "fr"],
    "display_name": ["seats"],
}
WHOLES = [0, 1, 2, 3, 7, 10, 100, 1000, 1440, 10**6, 10**9, 10**12, 10**18]
EDGES = {
    FieldDescriptor.CPPTYPE_INT32: (-(1 << 31), (1 << 31) - 1),
    FieldDescriptor.CPPTYPE_UINT32: (0, (1 << 32) - 1),
    FieldDescriptor.CPPTYPE_INT64: (-(1 << 63), (1 << 63) - 1),
    FieldDescriptor.CPPTYPE_UINT64: (0, (1 << 64) - 1),
}
REALS = [0.0, 1.0, -1.0, 0.5, 1e-300, 1e300, float("inf"), float("-inf"), float("nan")]
DEPTH_MAX = 5


class Maker:
    """Makes requests at random; equal seeds make equal ones."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def request(self, method: MethodDescriptor) -> bytes:
        """Return a request of a method: whole, or with bytes changed."""
        message = GetMessageClass(method.input_type)()
        self.fill(message, self.rng.choice((0.15, 0.5, 0.95)), 0)
        return self.spoilt(message)

    def changed(self, message: Message) -> bytes:
        """Return a right request with one thing changed."""
        copy = type(message)()
        copy.CopyFrom(message)
        inner: Any = copy
        while True:
            fields = list(inner.DESCRIPTOR.fields)
            if not fields:
                return self.spoilt(copy)
            chosen = self.rng.choice(fields)
            is_map = chosen.message_type and chosen.message_type.GetOptions().map_entry
            inside = chosen.message_type is not None and not is_map
            if not inside or self.rng.random() < 0.1:
                break
            deeper = getattr(inner, chosen.name)
            if chosen.is_repeated:
                if not deeper:
                    break
                deeper = self.rng.choice(deeper)
            inner = deeper
        if self.rng.random() < 0.25:
            inner.ClearField(chosen.name)
        else:
            self.set(inner, chosen, 0.5, DEPTH_MAX - 2)
        return self.spoilt(copy)

    def spoilt(self, message: Message) -> bytes:
        """Return the bytes of a message, at times with some of them changed."""
        try:
            data = bytearray(message.SerializeToString())
        except (EncodeError, ValueError):
            return b""
        for _ in range(self.rng.choice((0, 0, 0, 0, 0, 0, 1, 4))):
            at = self.rng.randrange(len(data) + 1)
            match self.rng.randrange(5):
                case 0:
                    del data[at:]
                case 1:
                    data[at:at] = self.rng.randbytes(self.rng.randrange(1, 9))
                case 2:
                    data += data[:at]
                case 3:
                    data[at : at + self.rng.randrange(9)] = b""
                case _:
                    if at < len(data):
                        data[at] ^= 1 << self.rng.randrange(8)
        return bytes(data)

    def fill(self, message: Any, share: float, depth: int) -> None:
        """Set about such a share of the fields of a message."""
        descriptor: Descriptor = message.DESCRIPTOR
        for each in descriptor.fields:
            if self.rng.random() < share:
                self.set(message, each, share, depth)

    def set(self, message: Any, each: Any, share: float, depth: int) -> None:
        """Set a field of a message to something."""
        count = self.rng.choice((1, 1, 2, 3)) if each.is_repeated else 1
        for _ in range(count):
            inside = each.message_type
            if inside is not None and inside.GetOptions().map_entry:
                entry = inside.fields_by_name
                if entry["value"].message_type is None:
                    key = self.value(entry["key"])
                    getattr(message, each.name)[key] = self.value(entry["value"])
            elif inside is not None:
                if depth < DEPTH_MAX:
                    held = getattr(message, each.name)
                    inner = held.add() if each.is_repeated else held
                    if not each.is_repeated:
                        inner.SetInParent()
                    self.fill(inner, share, depth + 1)
            elif each.is_repeated:
                getattr(message, each.name).append(self.value(each))
            else:
                setattr(message, each.name, self.value(each))

    def value(self, each: Any) -> Any:
        """Return a value that a field takes."""
        kind = each.cpp_type
        if kind == FieldDescriptor.CPPTYPE_STRING:
            if each.type == FieldDescriptor.TYPE_BYTES:
                return self.rng.randbytes(self.rng.randrange(20))
            fitting = FITTING.get(each.name)
            if fitting and self.rng.random() < 0.8:
                return self.rng.choice(fitting)
            return self.rng.choice(WORDS)
        if kind == FieldDescriptor.CPPTYPE_BOOL:
            return self.rng.random() < 0.5
        if kind == FieldDescriptor.CPPTYPE_ENUM:
            known = [value.number for value in each.enum_type.values]
            return self.rng.choice([*known, *known, -1, 99, (1 << 31) - 1])
        if kind in (FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT):
            return self.rng.choice(REALS)
        low, high = EDGES[kind]
        if self.rng.random() < 0.2:
            return self.rng.choice((low, high))
        return max(
            low, min(high, self.rng.choice(WHOLES) * self.rng.choice((1, 1, -1)))
        )


class Refused(Exception):
    """A call ended with a status."""


class Call:
    """What a method asks of gRPC for one call."""

    code = "OK"
    said = ""

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return ()

    def time_remaining(self) -> float | None:
        return None

    def peer(self) -> str:
        return "ipv4:127.0.0.1:1"

    async def abort(self, code: grpc.StatusCode, said: str, details: object) -> None:
        self.code, self.said = code.name, said
        raise Refused


@dataclass
class Fuzzed:
    """A service whose methods are called in process."""

    store: Store
    handlers: dict[str, Any]
    codes: Counter[str] = field(default_factory=Counter)

    async def send(self, method: MethodDescriptor, data: bytes) -> Call:
        """Return how a call of a method with these bytes ended."""
        call = Call()
        handler = self.handlers[method.full_name]
        try:
            if method.server_streaming:
                # A stream that is right may go on for ever.
                answers = handler.unary_stream(data, call)
                await anext(answers, None)
                await answers.aclose()
            elif method.client_streaming:
                await handler.stream_unary(_one(data), call)
            else:
                await handler.unary_unary(data, call)
        except Refused:
            pass
        self.codes[call.code] += 1
        return call


async def _one(data: bytes) -> Any:
    yield data


def served(store: Store, monkeypatch: Any) -> tuple[Service, Fuzzed]:
    """Return a service over a store, and its methods; from a running loop."""
    found: list[Any] = []
    recorder = SimpleNamespace(
        add_generic_rpc_handlers=found.extend,
        add_registered_method_handlers=lambda *given: None,
    )
    # Jobs are refused as too many: a million of them would be.
    settings = ServiceSettings(metrics_address="", job_workers=0, queued_jobs_max=0)
    service = Service(store, settings)
    with monkeypatch.context() as patch:
        patch.setattr(serving.grpc.aio, "server", lambda **given: recorder)
        service._assembled(Gate(Security(), "127.0.0.1"))
    handlers = {}
    for method in METHODS:
        path = f"/{method.containing_service.full_name}/{method.name}"
        details = SimpleNamespace(method=path, invocation_metadata=())
        asked: Callable[[Any], Any]
        for asked in (each.service for each in found):
            handler = asked(details)
            if handler is not None:
                handlers[method.full_name] = handler
    return service, Fuzzed(store, handlers)


def run(work: Any) -> None:
    asyncio.run(work)
