"""What a service is started with: a season from files, and prices for it."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import FileInvalid, NameTaken
from pricing.domain.plan import PricePlan
from pricing.domain.season import Season
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
    known = store.books(owner).seasons.get(season.id)
    # Read before anything is entered: a file that is no good changes nothing.
    wanted = plan_path if known is None or not known.active_plan_id else None
    plan = None if wanted is None else _plan_of(season, wanted)
    history = history_path or season_file.history_path(path)
    past = None
    if history is not None and store.books(owner).history is None:
        past = tables.read_history(history)
    if known is not None:
        log.info("season %s is in the store; %s is not read", name, path)
    else:
        with _made_elsewhere(store, f"season {name}"):
            await answer(store, owner, CreateSeason(season))
            log.info("season %s: %d performances", name, len(season.performances))
    if past is not None:
        kept = await answer(store, owner, ImportHistory(past))
        log.info("history: %d rows of %s", len(kept), history)
    active = store.books(owner).season(season.id).active_plan_id
    if active:
        if plan_path is not None:
            log.info("price plan %s is in force; %s is not read", active, plan_path)
    elif plan is not None:
        with _made_elsewhere(store, f"price plan {plan.id}"):
            plan = await answer(store, owner, StorePlan(plan))
        await answer(store, owner, ActivatePlan(season.id, plan.id))
        log.info("price plan %s of %s is active", plan.id, plan_path)
    elif store.books(owner).history is not None:
        await _plan(service, store, name)
    else:
        log.warning(
            "season %s has no price plan and no history to make one; make one with "
            "`jauge optimize`, then `jauge activate PLAN.json`",
            name,
        )


def _plan_of(season: Season, path: Path) -> PricePlan:
    """Return the plan in a file, which must be of this season."""
    plan = plan_file.read(path)
    if plan.season_id != season.id:
        raise FileInvalid(
            str(path),
            f"expected a plan of season {season.id!r}, got {plan.season_id!r}",
        )
    return plan


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
            log.error(
                "%s: no price plan: %s Make one with `jauge optimize`, then "
                "`jauge activate PLAN.json`.",
                name,
                job.failure.message,
            )
            return
    result = job.optimization_result
    log.info("%s is active, gap %.2f %%", result.price_plan, 100 * result.gap)
