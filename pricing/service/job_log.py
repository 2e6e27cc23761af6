"""Jobs as the log has them: kept when they are asked for, and when they end.

What the log shows as unfinished when the service starts was cut off with the
process before it. Where several processes share the log, it may as well be at work
in another one: it is followed in the log, and given up when no work could have
taken so long.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import NameUnknown
from pricing.service.convert.fields import timestamp
from pricing.service.convert.jobs import job_from_text, job_text
from pricing.service.names import JobName, SeasonName
from pricing.service.requests import answer
from pricing.store.commands import RecordJob
from pricing.store.interface import Store

FINAL = frozenset({Job.STATE_SUCCEEDED, Job.STATE_FAILED, Job.STATE_CANCELLED})
# Longer than any work may wait and take.
ABANDONED_AFTER = timedelta(hours=2)


class JobLog:
    """The jobs of all organisations, on the books of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: JobName) -> Job:
        """Return a job as it was recorded last, or raise NameUnknown."""
        of = self._store.books(name.organization_id).season(name.season_id)
        body = of.jobs.get(name.job_id)
        if body is None:
            raise NameUnknown("job", str(name))
        return job_from_text(body)

    def names(self, season: SeasonName) -> list[JobName]:
        """Return the names of a season's jobs, newest first."""
        of = self._store.books(season.organization_id).season(season.season_id)
        return [
            JobName(season.organization_id, season.season_id, job_id)
            for job_id in reversed(list(of.jobs))
        ]

    def cancelled(self, name: JobName) -> bool:
        """Return whether a job is recorded as cancelled."""
        of = self._store.books(name.organization_id).seasons.get(name.season_id)
        body = of.jobs.get(name.job_id) if of is not None else None
        return body is not None and job_from_text(body).state == Job.STATE_CANCELLED

    def unfinished(self) -> Iterator[tuple[JobName, Job]]:
        """Yield the jobs that have no end, and that no other process may be at."""
        for organization_id in self._store.organizations():
            books = self._store.books(organization_id)
            for season_id, of in list(books.seasons.items()):
                for job_id, body in list(of.jobs.items()):
                    job = job_from_text(body)
                    if job.state not in FINAL and not self._elsewhere(
                        organization_id, job
                    ):
                        yield JobName(organization_id, season_id, job_id), job

    async def record(
        self, name: JobName, job: Job, request_id: str = "", request_body: str = ""
    ) -> str:
        """Keep a job, and return it as it is kept: a repeat gets the first."""
        command = RecordJob(
            name.season_id, name.job_id, job_text(job), request_id, request_body
        )
        return await answer(self._store, name.organization_id, command)

    async def end(self, name: JobName, job: Job) -> None:
        """Keep a job that ends now."""
        job.end_time.CopyFrom(timestamp(self._store.now(name.organization_id)))
        await self.record(name, job)

    def _elsewhere(self, organization_id: str, job: Job) -> bool:
        """Return whether another process may be at work on a job."""
        age = self._store.now(organization_id) - job.create_time.ToDatetime(UTC)
        return self._store.shared and age < ABANDONED_AFTER
