"""Price lists that one process serves, and two on one port, over PostgreSQL.

Clients on 16 connections ask for the price list of one performance, as fast as
they are answered; what counts is calls for each second of processor that the
serving processes used, since clients, servers and the database share the machine's
cores. Figures are medians of rounds taken in turns. One connection stays with one
process, and the kernel deals connections out unevenly; the share of the busiest
process is given beside. Skipped where no PostgreSQL server is installed or there
is no /proc.

    python -m benchmarks.run processes
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc

from jauge.pricing.v1 import quote_service_pb2 as pb
from pricing.files import plan_file, season_writer
from tests.database import DatabaseServer
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of

ROOT = Path(__file__).parent.parent
CONNECTIONS, STREAMS, CALLS, ROUNDS = 16, 4, 12_800, 3
METHOD = "/jauge.pricing.v1.QuoteService/ListPrices"
NIGHT = "organizations/studio-theatre/seasons/autumn/performances/night-1"


def measure() -> list[dict[str, object]]:
    """Return calls for each second of processor, by the number of processes."""
    if not Path("/proc/self/stat").exists():
        raise FileNotFoundError("there is no /proc to read processor time from")
    server = DatabaseServer()
    try:
        with tempfile.TemporaryDirectory() as folder:
            flags = [f"--store={server.new_database()}", *season_in(Path(folder))]
            rounds = [
                (count, *asked_of(flags, count))
                for _ in range(ROUNDS)
                for count in (1, 2)
            ]
    finally:
        server.close()
    rows = []
    for count in (1, 2):
        mine = [each[1:] for each in rounds if each[0] == count]
        rates, walls, shares = (statistics.median(c) for c in zip(*mine, strict=True))
        rows.append((count, rates, walls, shares))
    return [
        {
            "processes": count,
            "price lists/s of processor": round(rate),
            "of one process": round(rate / rows[0][1], 3),
            "price lists/s": round(wall),
            "share of the busiest": round(share, 2),
        }
        for count, rate, wall, share in rows
    ]


def season_in(folder: Path) -> list[str]:
    """Return flags that put a season on sale."""
    now = datetime.now(UTC)
    season = studio_season()
    nights = [
        replace(
            each,
            starts_at=now + timedelta(days=40),
            on_sale_at=now - timedelta(days=40),
        )
        for each in season.performances
    ]
    season = replace(season, performances=tuple(nights))
    season_writer.write(season, folder / "season.toml")
    plan_file.write(plan_of(season, plan_id="first"), folder / "plan.json")
    return [f"--season={folder}/season.toml", f"--plan={folder}/plan.json"]


def asked_of(flags: list[str], count: int) -> tuple[float, float, float]:
    """Return calls a second of processor, a second, and of the busiest process."""
    with serving(flags, count) as (address, workers):
        asyncio.run(ask(address, CALLS // 4))
        before = [processor_seconds(each) for each in workers]
        began = time.perf_counter()
        asyncio.run(ask(address, CALLS))
        seconds = time.perf_counter() - began
        used = [
            processor_seconds(each) - was
            for each, was in zip(workers, before, strict=True)
        ]
        return CALLS / sum(used), CALLS / seconds, max(used) / sum(used)


@contextmanager
def serving(flags: list[str], count: int) -> Iterator[tuple[str, list[int]]]:
    """Yield the address of a service and the ids of the processes that serve."""
    ports = ["--address=127.0.0.1:0", "--metrics-address="]
    command = [sys.executable, "server.py", f"--processes={count}", *ports, *flags]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[2]
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        workers = [int(each) for each in children.read_text().split()]
        yield address, workers if count > 1 else [process.pid]
    finally:
        process.terminate()
        process.wait()


async def ask(address: str, calls: int) -> None:
    """Ask for one price list so many times, on many connections."""
    request = pb.ListPricesRequest(performance=NIGHT, channel_id="web")
    data = request.SerializeToString()
    alone = [("grpc.use_local_subchannel_pool", 1)]
    channels = [
        grpc.aio.insecure_channel(address, options=alone) for _ in range(CONNECTIONS)
    ]

    async def repeat(channel: grpc.aio.Channel) -> None:
        method = channel.unary_unary(METHOD)
        for _ in range(calls // (CONNECTIONS * STREAMS)):
            assert await method(data)

    await asyncio.gather(*(repeat(channel) for channel in channels * STREAMS))
    for channel in channels:
        await channel.close()


def processor_seconds(process_id: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
