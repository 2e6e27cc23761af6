"""Long work as a client sees it: queued, at work, ended, and never lost.

A job is kept in the log when it is asked for and when it ends
(``pricing.service.job_log``); in between it lives here.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from jauge.pricing.v1.job_pb2 import Job, JobProgress
from pricing.domain.errors import (
    Cancelled,
    FieldInvalid,
    PricingError,
    SolverFailed,
)
from pricing.service.convert.fields import timestamp
from pricing.service.convert.jobs import copied, job_settings, job_text, set_failure
from pricing.service.job_log import FINAL, JobLog
from pricing.service.kinds import JobKind
from pricing.service.names import JobName, SeasonName
from pricing.service.tasks import Done, Failed, Progress, Report, Started, Task
from pricing.service.workers import Workers
from pricing.store.interface import Store

log = logging.getLogger(__name__)

# How often the log is looked at for a job of another process.
ELSEWHERE_SECONDS = 0.5
_STOPPED = "the job (the server stopped while it waited or ran)"


@dataclass(eq=False)
class _Live:
    """A job that has not ended, with the means to follow and stop it."""

    name: JobName
    job: Job
    kind: JobKind
    task: Task | None = None
    cancel_asked: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Jobs:
    """All jobs of all organisations; to be used from one event loop."""

    def __init__(
        self, store: Store, kinds: Mapping[str, JobKind], workers: Workers
    ) -> None:
        self._store = store
        self.in_log = JobLog(store)
        self._kinds = kinds
        self._workers = workers
        self._live: dict[JobName, _Live] = {}
        # Ends that the store could not take; a restart reports them as failed.
        self._unrecorded: dict[JobName, Job] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def recover(self) -> None:
        """Record as failed what a process that is no more left unfinished."""
        for name, job in self.in_log.unfinished():
            if name not in self._live:
                set_failure(job, Cancelled(_STOPPED))
                await self.in_log.end(name, job)
                log.warning("job %s was cut off by a restart", name)

    async def create(
        self, season: SeasonName, asked: Job, request_id: str, new_id: Callable[[], str]
    ) -> Job:
        """Record and queue a job; a repeat of a request_id gets the same job.

        Raises
        ------
        QueueFull
            When too many jobs are waiting.
        RequestIdReused
            When the request_id came with another body.
        PricingError
            When the season is not ready for the work.
        """
        work = asked.WhichOneof("work") or ""
        kind = self._kinds.get(work)
        if kind is None:
            known = ", ".join(self._kinds)
            raise FieldInvalid("job.work", f"Expected one of {known}, got {work!r}.")
        # Checked of repeats too: what is malformed cannot be kept beside the first.
        seconds_max = kind.seconds_max(asked)
        books = self._store.books(season.organization_id)
        now = self._store.now(season.organization_id)
        repeated = bool(request_id) and request_id in books.requests
        inputs = None
        if not repeated:
            inputs = kind.inputs(asked, books, season, now)
            self._workers.check_room()
        job_id = _id_for(season, request_id) if request_id else new_id()
        name = JobName(season.organization_id, season.season_id, job_id)
        job = Job(name=str(name), state=Job.STATE_QUEUED, create_time=timestamp(now))
        job.MergeFrom(job_settings(asked))
        live = _Live(name, job, kind)
        recorded = await self.in_log.record(
            name, job, request_id, job_text(job_settings(asked))
        )
        if repeated or recorded != job_text(job) or name in self._live:
            return self.get(name)
        self._live[name] = live
        loop = asyncio.get_running_loop()
        live.task = Task(
            kind.work,
            inputs,
            seconds_max,
            lambda report: _call_soon(loop, self._on_report, live, report),
        )
        try:
            self._workers.submit(live.task)
        except PricingError as fault:
            # It is recorded already, so it ends there too.
            await self._end(live, Failed(fault))
        return copied(job)

    def get(self, name: JobName) -> Job:
        """Return a job as it stands, or raise NameUnknown."""
        if name in self._live:
            return copied(self._live[name].job)
        if name in self._unrecorded:
            return copied(self._unrecorded[name])
        return self.in_log.get(name)

    async def watch(self, name: JobName) -> AsyncIterator[Job]:
        """Yield the job as it stands, then at each change, and its end last."""
        while True:
            live = self._live.get(name)
            if live is None:
                job = self.get(name)
                yield job
                if job.state in FINAL or not self._store.shared:
                    return
                while self.get(name) == job:
                    await asyncio.sleep(ELSEWHERE_SECONDS)
                continue
            changed, job = live.changed, copied(live.job)
            yield job
            await changed.wait()

    async def cancel(self, name: JobName) -> Job:
        """Stop a job's work and return its end; one that ended stays as it is."""
        live = self._live.get(name)
        if live is not None and live.task is not None:
            live.cancel_asked = True
            self._workers.cancel(live.task)
            while name in self._live:
                await live.changed.wait()
        elif self._store.shared:
            job = self.get(name)
            if job.state not in FINAL:
                job.state = Job.STATE_CANCELLED
                await self.in_log.end(name, job)
        return self.get(name)

    def heed(self) -> None:
        """Stop work on jobs that were cancelled through another process."""
        for name, live in list(self._live.items()):
            if live.task is not None and self.in_log.cancelled(name):
                live.cancel_asked = True
                self._workers.cancel(live.task)

    async def close(self) -> None:
        """Stop all work and record how it ended."""
        await asyncio.to_thread(self._workers.close)
        while self._live:
            await next(iter(self._live.values())).changed.wait()

    def open_counts(self) -> dict[str, int]:
        """Return how many jobs wait and how many are at work."""
        counts = {"QUEUED": 0, "RUNNING": 0}
        for live in list(self._live.values()):
            counts[Job.State.Name(live.job.state).removeprefix("STATE_")] += 1
        return counts

    def _on_report(self, live: _Live, report: Report) -> None:
        match report:
            case Started():
                live.job.state = Job.STATE_RUNNING
                now = self._store.now(live.name.organization_id)
                live.job.start_time.CopyFrom(timestamp(now))
                self._tell(live)
            case Progress(share, step):
                live.job.progress.CopyFrom(JobProgress(done_share=share, step=step))
                self._tell(live)
            case Done() | Failed():
                ending = asyncio.get_running_loop().create_task(self._end(live, report))
                self._ending.add(ending)
                ending.add_done_callback(self._ending.discard)

    async def _end(self, live: _Live, report: Done | Failed) -> None:
        job, name = copied(live.job), live.name
        try:
            if isinstance(report, Failed):
                raise report.fault
            await live.kind.keep(job, name.season, name.job_id, report.result)
            job.state = Job.STATE_SUCCEEDED
            job.progress.CopyFrom(JobProgress(done_share=1.0))
        except Cancelled:
            job.state = Job.STATE_CANCELLED
            if not live.cancel_asked:
                set_failure(job, Cancelled(_STOPPED))
        except PricingError as fault:
            set_failure(job, fault)
        except Exception:
            log.exception("job %s met a fault of the service", name)
            set_failure(job, SolverFailed("a fault of its own, now in the log"))
        try:
            await self.in_log.end(name, job)
        except PricingError:
            log.exception("the end of job %s could not be recorded", name)
            self._unrecorded[name] = job
        log.info("job %s ended: %s", name, Job.State.Name(job.state))
        live.job = job
        del self._live[name]
        self._tell(live)

    def _tell(self, live: _Live) -> None:
        changed, live.changed = live.changed, asyncio.Event()
        changed.set()


def _id_for(season: SeasonName, request_id: str) -> str:
    digest = blake2b(f"{season} {request_id}".encode(), digest_size=8)
    return f"j{digest.hexdigest()}"


def _call_soon(
    loop: asyncio.AbstractEventLoop,
    function: Callable[[_Live, Report], None],
    live: _Live,
    report: Report,
) -> None:
    # The loop may be gone where the process ends in the middle of work.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(function, live, report)
