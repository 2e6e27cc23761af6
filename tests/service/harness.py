"""A running service for tests: a real server on a free port, in a thread."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import grpc
import pytest
import uvloop
from google.rpc.error_details_pb2 import RetryInfo
from grpc_status import rpc_status

import server
from jauge.client import Client, fault
from pricing.service.kinds import JobKind
from pricing.service.serving import Service, ServiceSettings
from pricing.service.tasks import Work
from pricing.store.interface import Store
from pricing.store.memory import open_memory
from tests.pricing.quotes.plans import NOW

OWNER = "organizations/studio-theatre"
SEASON = f"{OWNER}/seasons/autumn"
NIGHT = f"{SEASON}/performances/night-1"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Running:
    """A service that answers, and what a test needs of it."""

    def __init__(
        self, store: Store, clock: Clock, service: Service, client: Client
    ) -> None:
        self.store = store
        self.clock = clock
        self.service = service
        self.client = client
        self.address = f"127.0.0.1:{service.port}"


@contextmanager
def running(
    store: Store | None = None,
    kinds: Mapping[str, JobKind] | None = None,
    preview: Work | None = None,
    **settings: Any,
) -> Iterator[Running]:
    """Serve a store, in memory unless given, until the block ends."""
    clock = Clock()
    books = open_memory(clock) if store is None else store
    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(awaitable: Callable[[], Any]) -> Any:
        waiting: Future[Any] = asyncio.run_coroutine_threadsafe(awaitable(), loop)
        return waiting.result(timeout=60)

    async def make() -> Service:
        wanted = {"address": "127.0.0.1:0", "metrics_address": ""}
        chosen = ServiceSettings(**{**wanted, "grace_seconds": 1.0, **settings})
        service = Service(books, chosen, kinds, preview=preview)
        await service.start()
        await service.ready()
        return service

    try:
        service = run(make)
        try:
            with Client(f"127.0.0.1:{service.port}", timeout_seconds=30) as client:
                yield Running(books, clock, service, client)
        finally:
            run(service.stop)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        if store is None:
            books.close()


def served(flags: list[str]) -> Any:
    """Return the exit code of a service that is not to start."""
    with pytest.raises(SystemExit) as ended:
        server.main(flags)
    return ended.value.code


@contextmanager
def refused(code: grpc.StatusCode, reason: str = "") -> Iterator[dict[str, Any]]:
    """Expect a call to fail with a code and a reason; the rest is in what it yields."""
    said: dict[str, Any] = {}
    with pytest.raises(grpc.RpcError) as caught:
        yield said
    error: Any = caught.value
    info = fault(error)
    assert (error.code(), info.reason) == (code, reason), error.details()
    said.update(message=error.details(), metadata=dict(info.metadata), error=error)


def retry_seconds(error: Any) -> float:
    """Return after how many seconds a fault asks to try again; 0 for never."""
    status = rpc_status.from_call(error)
    for packed in () if status is None else status.details:
        retry = RetryInfo()
        if packed.Unpack(retry):
            return float(retry.retry_delay.ToTimedelta().total_seconds())
    return 0.0
