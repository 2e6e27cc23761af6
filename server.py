"""The service on the command line: flags, store, service, drain.

python server.py --store jauge.db --season examples/opera/season.toml
"""

import argparse
import asyncio
import contextlib
import logging
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import uvloop

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import FieldInvalid, NameTaken, PricingError
from pricing.files import plan_file, season_file, tables
from pricing.service.kinds import SimulationKind
from pricing.service.names import JobName, SeasonName
from pricing.service.planning import new_job_id
from pricing.service.processes import Ports, Supervisor, shared_port
from pricing.service.requests import answer
from pricing.service.serving import Service, ServiceSettings, host_port
from pricing.service.work import SimulationInputs
from pricing.store.address import is_shared, open_store
from pricing.store.commands import ActivatePlan, CreateSeason, ImportHistory, StorePlan
from pricing.store.interface import Store

log = logging.getLogger("jauge")

PROCESSES_MAX = 256
# Those of simulator.policies, which only worker processes load.
POLICIES = ("fixed", "rule-table", "optimised")


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


def serve(settings: ServerSettings) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        if not 1 <= settings.processes <= PROCESSES_MAX:
            raise FieldInvalid("--processes", f"Expected 1 to {PROCESSES_MAX}.")
        if settings.processes == 1:
            return _serve_here(settings, lambda ready: _announce(settings, [ready]))
        if not is_shared(settings.store):
            raise FieldInvalid(
                "--processes",
                "an SQLite file has one writing process; give --store "
                "postgresql://... for more.",
            )
        host, port = host_port("address", settings.address)
        with shared_port(host, port) as taken:
            work = partial(_serve_there, replace(settings, address=f"{host}:{taken}"))
            announce = partial(_announce, settings)
            return Supervisor(work, settings.processes, announce).run()
    except PricingError as fault:
        print(f"jauge: {fault}", file=sys.stderr)
        return 1


def _serve_here(settings: ServerSettings, announce: Callable[[Ports], None]) -> int:
    """Serve in this process."""
    store = open_store(settings.store, lambda: datetime.now(UTC))
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
        ),
        {"simulation": simulation},
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


async def _prepare(settings: ServerSettings, store: Store, service: Service) -> None:
    """Load what the flags name, and see that the season has prices."""
    if settings.season is None:
        return
    season = season_file.read(settings.season)
    owner, name = season.organization_id, SeasonName(season.organization_id, season.id)
    if season.id in store.books(owner).seasons:
        log.info("season %s is in the store; %s is not read", name, settings.season)
    else:
        with _made_elsewhere(store, f"season {name}"):
            await answer(store, owner, CreateSeason(season))
            log.info("season %s: %d performances", name, len(season.performances))
    history = settings.history or season_file.history_path(settings.season)
    if history is not None and store.books(owner).history is None:
        kept = await answer(store, owner, ImportHistory(tables.read_history(history)))
        log.info("history: %d rows of %s", len(kept), history)
    if store.books(owner).season(season.id).active_plan_id:
        return
    if settings.plan is not None:
        plan = plan_file.read(settings.plan)
        with _made_elsewhere(store, f"price plan {plan.id}"):
            plan = await answer(store, owner, StorePlan(plan))
        await answer(store, owner, ActivatePlan(season.id, plan.id))
        log.info("price plan %s of %s is active", plan.id, settings.plan)
    elif store.books(owner).history is not None:
        await _plan(service, store, name)
    else:
        log.warning("season %s has no price plan and no history to make one", name)


@contextlib.contextmanager
def _made_elsewhere(store: Store, what: str) -> Iterator[None]:
    """Let it pass that another process entered the same at the same time."""
    try:
        yield
    except NameTaken:
        if not store.shared:
            raise
        log.info("%s is in the store by now", what)


async def _plan(service: Service, store: Store, name: SeasonName) -> None:
    """Forecast and optimise the season once, and put the plan in force."""
    work = [Job(optimization={"activate": True})]
    if not store.books(name.organization_id).season(name.season_id).forecasts:
        work.insert(0, Job(forecast={}))
    for asked in work:
        log.info("%s: %s begins, a minute or less", name, asked.WhichOneof("work"))
        queued = await service.jobs.create(name, asked, "", new_job_id)
        job = queued
        async for job in service.jobs.watch(JobName.parse(queued.name, "name")):
            log.debug("%s: %s", name, job.progress.step)
        if job.state != Job.STATE_SUCCEEDED:
            log.error("%s: no price plan: %s", name, job.failure.message)
            return
    result = job.optimization_result
    log.info("%s is active, gap %.2f %%", result.price_plan, 100 * result.gap)


def settings_from(arguments: list[str]) -> ServerSettings:
    """Return the settings that command line arguments ask for."""
    parser = argparse.ArgumentParser(
        prog="server.py", description="Serve prices and quotes over gRPC."
    )
    parser.add_argument(
        "--store", default="jauge.db", help="SQLite file, or postgresql://..."
    )
    parser.add_argument("--address", default="127.0.0.1:50051", help="of the service")
    parser.add_argument(
        "--metrics-address", default="127.0.0.1:9464", help="of the metrics"
    )
    parser.add_argument("--season", type=Path, help="season file to load")
    parser.add_argument("--history", type=Path, help="past sales to learn from")
    parser.add_argument("--plan", type=Path, help="price plan to put in force")
    parser.add_argument(
        "--processes", type=int, default=1, help="on one port; PostgreSQL only"
    )
    return ServerSettings(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(serve(settings_from(sys.argv[1:])))
