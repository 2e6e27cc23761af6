"""A service for benchmarks, in a process of its own, with a method that does nothing.

    python -m benchmarks.served STORE [TOKENS]

prints its port, that of its metrics and its process id, and serves until its input
ends. ``/jauge.benchmark.NoOp/5000`` answers 5,000 bytes: what gRPC itself takes.
"""

import asyncio
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import uvloop

from pricing.service import pauses
from pricing.service.security import Security
from pricing.service.serving import Service, ServiceSettings
from pricing.store.address import open_store
from pricing.store.clock import SteadyClock

ROOT = Path(__file__).parent.parent
NO_OP = "/jauge.benchmark.NoOp/"


class NoOp(grpc.GenericRpcHandler):
    """Answers as many bytes as the method is called."""

    def __init__(self) -> None:
        self._made: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {}

    def service(
        self, details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[Any, Any] | None":
        """Return the handler of a size."""
        if not details.method.startswith(NO_OP):
            return None
        found = self._made.get(details.method)
        if found is None:
            data = bytes(int(details.method.removeprefix(NO_OP)))

            async def answer(request: bytes, context: object) -> bytes:
                return data

            found = grpc.unary_unary_rpc_method_handler(answer)
            self._made[details.method] = found
        return found


@dataclass(frozen=True, slots=True)
class Served:
    """A service that runs."""

    port: int
    metrics_port: int
    process_id: int

    def own_milliseconds(self, method: str, share: float = 0.99) -> float:
        """Return under what so many of a method's calls stayed, in its own time.

        It is the first bound of the service's own histogram that holds them.
        """
        address = f"http://127.0.0.1:{self.metrics_port}/metrics"
        with urllib.request.urlopen(address) as answer:
            lines = answer.read().decode().splitlines()
        start = "jauge_request_seconds_bucket{"
        mine = [each for each in lines if each.startswith(start) and method in each]
        counts = {
            each.split('le="')[1].split('"')[0]: float(each.split()[-1])
            for each in mine
            if 'code="OK"' in each
        }
        most = counts["+Inf"]
        return 1e3 * min(
            float(bound) for bound, count in counts.items() if count >= share * most
        )


@contextmanager
def served(store: str, tokens: Path | None = None) -> Iterator[Served]:
    """Yield a service over a store until the block ends."""
    command = [sys.executable, "-m", "benchmarks.served", store]
    command += [] if tokens is None else [str(tokens)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Served(*map(int, process.stdout.readline().split()))
    finally:
        process.stdin.close()
        process.wait()


async def _serve(address: str, tokens: Path | None) -> None:
    store = open_store(address, SteadyClock())
    pauses.shorten()
    settings = ServiceSettings(
        address="127.0.0.1:0",
        metrics_address="127.0.0.1:0",
        security=Security(tokens=tokens),
    )
    service = Service(store, settings, more_handlers=(NoOp(),))
    await service.start()
    await service.ready()
    print(service.port, service.metrics_port, os.getpid(), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await service.stop()
    store.close()


if __name__ == "__main__":
    uvloop.run(_serve(sys.argv[1], Path(sys.argv[2]) if sys.argv[2:] else None))
