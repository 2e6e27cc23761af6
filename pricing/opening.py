"""What a service is started with: a season from files, and prices for it."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import NameTaken
from pricing.files import plan_file, season_file, tables
from pricing.service.names import JobName, SeasonName
from pricing.service.planning import new_job_id
from pricing.service.requests import answer
from pricing.service.serving import Service
from pricing.store.commands import ActivatePlan, CreateSeason, ImportHistory, StorePlan
from pricing.store.interface import Store

log = logging.getLogger("jauge")


async def open_season(
    path: Path,
    history_path: Path | None,
    plan_path: Path | None,
    store: Store,
    service: Service,
) -> None:
    """Enter a season that the store does not have, and see that it has prices.

    Raises
    ------
    FileInvalid
        When a file does not say what it should.
    """
    season = season_file.read(path)
    owner, name = season.organization_id, SeasonName(season.organization_id, season.id)
    if season.id in store.books(owner).seasons:
        log.info("season %s is in the store; %s is not read", name, path)
    else:
        with _made_elsewhere(store, f"season {name}"):
            await answer(store, owner, CreateSeason(season))
            log.info("season %s: %d performances", name, len(season.performances))
    history = history_path or season_file.history_path(path)
    if history is not None and store.books(owner).history is None:
        kept = await answer(store, owner, ImportHistory(tables.read_history(history)))
        log.info("history: %d rows of %s", len(kept), history)
    if store.books(owner).season(season.id).active_plan_id:
        return
    if plan_path is not None:
        plan = plan_file.read(plan_path)
        with _made_elsewhere(store, f"price plan {plan.id}"):
            plan = await answer(store, owner, StorePlan(plan))
        await answer(store, owner, ActivatePlan(season.id, plan.id))
        log.info("price plan %s of %s is active", plan.id, plan_path)
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
