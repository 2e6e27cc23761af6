"""The service as one process or several: settings, store, service, drain."""

import asyncio
import logging
import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import uvloop

from pricing.domain.errors import FieldInvalid, PricingError
from pricing.domain.preview import PreviewInputs
from pricing.opening import open_season
from pricing.service import pauses
from pricing.service.call_log import LogFormat, write_log
from pricing.service.kinds import SimulationKind
from pricing.service.listening import host_port
from pricing.service.processes import Ports, Supervisor, shared_port
from pricing.service.security import Security
from pricing.service.serving import Service, ServiceSettings
from pricing.service.work import SimulationInputs
from pricing.store.address import is_shared, open_store
from pricing.store.clock import SteadyClock
from pricing.store.interface import Store

log = logging.getLogger("jauge")

PROCESSES_MAX = 256
# Those of simulator.policies, which only worker processes load.
POLICIES = (
    "fixed",
    "flat",
    "rule-table",
    "emsr-b",
    "fluid",
    "optimised",
    "nightly",
    "hindsight",
)


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What the service is started with."""

    # A file, or the address of a database, which may have a password in it.
    store: str = field(repr=False)
    address: str = "127.0.0.1:50051"
    # Empty: no metrics are served.
    metrics_address: str = "127.0.0.1:9464"
    # Loaded when the store does not have the season yet.
    season: Path | None = None
    history: Path | None = None
    # Put in force when the season has no active plan.
    plan: Path | None = None
    job_workers: int = 1
    # More than one need a store that they can share.
    processes: int = 1
    security: Security = field(default_factory=Security)
    log_format: LogFormat = LogFormat.TEXT
    log_reads: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.processes <= PROCESSES_MAX:
            raise FieldInvalid("--processes", f"Expected 1 to {PROCESSES_MAX}.")
        if self.processes > 1 and not is_shared(self.store):
            raise FieldInvalid(
                "--processes",
                "an SQLite file has one writing process; give --store "
                "postgresql://... for more.",
            )
        for option, path in (("--plan", self.plan), ("--history", self.history)):
            if path is not None and self.season is None:
                raise FieldInvalid(option, "give the --season that it is for.")


def simulation_work(
    inputs: object,
    *,
    progress: Callable[[float, str], None],
    cancelled: Callable[[], bool],
) -> object:
    """Return what ``jauge simulate`` writes; runs in a worker process."""
    from simulator.experiment import simulate

    assert isinstance(inputs, SimulationInputs)
    return simulate(
        inputs.season,
        inputs.demand_mean,
        inputs.policies,
        trials=inputs.trials,
        seed=inputs.seed,
        progress=progress,
        cancelled=cancelled,
    ).to_json()


def preview_work(
    inputs: object,
    *,
    progress: Callable[[float, str], None],
    cancelled: Callable[[], bool],
) -> object:
    """Return what a rule would change; runs in a worker process."""
    from simulator.preview import preview

    assert isinstance(inputs, PreviewInputs)
    return preview(inputs, cancelled)


def serve(settings: ServerSettings) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    write_log(settings.log_format)
    try:
        host, port = host_port("address", settings.address)
        settings.security.check(host)
        if settings.metrics_address:
            shown, _ = host_port("metrics_address", settings.metrics_address)
            settings.security.check_metrics(shown)
        if settings.processes == 1:
            return _serve_here(settings, lambda ready: _announce(settings, [ready]))
        with shared_port(host, port) as taken:
            work = partial(_serve_there, replace(settings, address=f"{host}:{taken}"))
            announce = partial(_announce, settings)
            return Supervisor(work, settings.processes, announce).run()
    except PricingError as fault:
        print(f"jauge: {fault}", file=sys.stderr)
        return 1


def _serve_here(settings: ServerSettings, announce: Callable[[Ports], None]) -> int:
    """Serve in this process."""
    store = open_store(settings.store, SteadyClock())
    pauses.shorten()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(settings, store, announce))
    finally:
        store.close()
    return 0


def _serve_there(settings: ServerSettings, number: int, told: Connection) -> None:
    """Serve in one of several processes; the first of them prepares the season."""
    metrics = settings.metrics_address
    if metrics:
        host, port = host_port("metrics_address", metrics)
        metrics = f"{host}:{port + number if port else 0}"
    mine = replace(settings, metrics_address=metrics)
    if number:
        mine = replace(mine, season=None, history=None, plan=None)
    try:
        sys.exit(_serve_here(mine, told.send))
    except PricingError as fault:
        print(f"jauge: {fault}", file=sys.stderr)
        sys.exit(1)


async def _serve(
    settings: ServerSettings, store: Store, announce: Callable[[Ports], None]
) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        loop.add_reader(supervisor.sentinel, stopping.set)
    simulation = SimulationKind(simulation_work, POLICIES)
    service = Service(
        store,
        ServiceSettings(
            address=settings.address,
            metrics_address=settings.metrics_address,
            port_shared=settings.processes > 1,
            job_workers=settings.job_workers,
            security=settings.security,
            log_reads=settings.log_reads,
        ),
        {"simulation": simulation},
        preview=preview_work,
    )
    stopped = loop.create_task(stopping.wait())
    try:
        await service.start()
        prepared = loop.create_task(_prepare(settings, store, service))
        await asyncio.wait((prepared, stopped), return_when=asyncio.FIRST_COMPLETED)
        if stopping.is_set():
            prepared.cancel()
        else:
            await prepared
            await service.ready()
            announce(Ports(service.port, service.metrics_port))
            await stopped
        log.info("stopping: open calls may end, jobs are cut off")
    finally:
        stopped.cancel()
        await service.stop()


async def _prepare(settings: ServerSettings, store: Store, service: Service) -> None:
    if settings.season is not None:
        files = settings.season, settings.history, settings.plan
        await open_season(*files, store, service)


def _announce(settings: ServerSettings, ready: Sequence[Ports]) -> None:
    host = settings.address.rpartition(":")[0]
    said = f"Serving on {host}:{ready[0].port}"
    if len(ready) > 1:
        said += f" with {len(ready)} processes"
    if settings.metrics_address:
        metrics_host = settings.metrics_address.rpartition(":")[0]
        ports = [f"{metrics_host}:{each.metrics_port}" for each in ready]
        said += f", metrics on {', '.join(ports)}"
    print(said, flush=True)
