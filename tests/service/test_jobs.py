"""Jobs as a client sees them, with work of known behaviour."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from jauge.pricing.v1 import planning_service_pb2 as pb
from jauge.pricing.v1.job_pb2 import Job
from pricing.service.convert.jobs import job_text
from pricing.service.kinds import SimulationKind
from pricing.service.tasks import Work
from pricing.store.books import Request
from pricing.store.commands import CreateSeason, RecordJob
from pricing.store.memory import open_memory
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, ask, open_house
from tests.service import labour
from tests.service.harness import SEASON, Clock, refused, running

FINAL = (Job.STATE_SUCCEEDED, Job.STATE_FAILED, Job.STATE_CANCELLED)


@dataclass(frozen=True)
class Kind:
    """A kind of job that does what it is given."""

    work: Work
    inputs_of: Any = None
    seconds: float = 60.0

    def seconds_max(self, job):
        return self.seconds

    def inputs(self, job, books, season, now):
        return self.inputs_of

    async def keep(self, job, season, job_id, result):
        job.forecast_result.row_count = result


def create(house, request_id="", job=None):
    request = pb.CreateJobRequest(
        parent=SEASON, job=job or Job(forecast={}), request_id=request_id
    )
    return house.client.planning.CreateJob(request)


def watch(house, job):
    request = pb.WatchJobRequest(name=job.name)
    return [each.job for each in house.client.planning.WatchJob(request, timeout=60)]


def get(house, name):
    return house.client.planning.GetJob(pb.GetJobRequest(name=name))


def wait_for(house, name, state):
    deadline = time.monotonic() + 30
    while get(house, name).state != state and time.monotonic() < deadline:
        time.sleep(0.02)
    assert get(house, name).state == state


def serving(work, inputs=None, store=None, **settings):
    kinds = {"forecast": Kind(work, inputs)}
    return running(store, kinds, **settings)


def test_a_job_is_queued_at_once_watched_and_ends_with_its_result():
    with serving(labour.add, (1, 2, 3)) as house:
        open_house(house.store)
        job = create(house)
        assert job.state == Job.STATE_QUEUED
        seen = watch(house, job)
        assert seen[-1].state == Job.STATE_SUCCEEDED
        assert seen[-1].forecast_result.row_count == 6
        assert seen[-1].progress.done_share == 1
        states = [each.state for each in seen]
        assert states == sorted(states)
        assert seen[-1] == get(house, job.name)
        # Watching what has ended sends its end.
        assert watch(house, job) == [seen[-1]]


def test_two_watch_the_same_job():
    with serving(labour.add, (1, 2, 3)) as house:
        open_house(house.store)
        job = create(house)
        request = pb.WatchJobRequest(name=job.name)
        streams = [house.client.planning.WatchJob(request, timeout=60) for _ in "ab"]
        ends = [list(stream)[-1].job for stream in streams]
        assert ends[0] == ends[1]
        assert ends[0].state == Job.STATE_SUCCEEDED


def test_a_job_that_fails_says_why():
    with serving(labour.refuse, ["cap", "floor"]) as house:
        open_house(house.store)
        end = watch(house, create(house))[-1]
        assert end.state == Job.STATE_FAILED
        assert end.failure.reason == "CONSTRAINTS_INFEASIBLE"
        assert dict(end.failure.metadata) == {"constraint_ids": "cap,floor"}
        assert "the cap is under the floor" in end.failure.message


def test_a_cancelled_job_stops_and_frees_its_worker():
    with serving(labour.sleep_deaf) as house:
        open_house(house.store)
        job = create(house)
        wait_for(house, job.name, Job.STATE_RUNNING)
        request = pb.CancelJobRequest(name=job.name)
        cancelled = house.client.planning.CancelJob(request)
        assert cancelled.state == Job.STATE_CANCELLED
        assert house.client.planning.CancelJob(request) == cancelled
        following = create(house)
        wait_for(house, following.name, Job.STATE_RUNNING)


def test_a_repeat_gets_the_same_job():
    with serving(labour.add, (1, 2)) as house:
        open_house(house.store)
        first = create(house, "r1")
        assert create(house, "r1").name == first.name
        watch(house, first)
        assert create(house, "r1").state == Job.STATE_SUCCEEDED
        assert len(house.store.books(ORGANIZATION).season("autumn").jobs) == 1
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED"):
            create(house, "r1", Job(optimization={}))


def test_a_repeat_with_a_time_limit_that_cannot_be_says_so(house):
    """It would else be compared with the first, which nothing can hold."""
    house.store.books(ORGANIZATION).requests["r1"] = Request("", 1)
    job = Job(optimization={"time_limit": {"seconds": (1 << 63) - 1}})
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
        create(house, "r1", job)
    assert said["metadata"]["field"] == "job.optimization.time_limit"


def test_a_full_queue_says_when_to_try_again():
    with serving(labour.sleep_deaf, queued_jobs_max=1) as house:
        open_house(house.store)
        wait_for(house, create(house).name, Job.STATE_RUNNING)
        create(house)
        with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL") as said:
            create(house)
        assert said["metadata"]["queued_count_max"] == "1"
        assert len(house.store.books(ORGANIZATION).season("autumn").jobs) == 2


def test_jobs_are_listed_newest_first():
    with serving(labour.add, (1,)) as house:
        open_house(house.store)
        jobs = [create(house) for _ in range(5)]
        watch(house, jobs[-1])
        found, token = [], ""
        while True:
            request = pb.ListJobsRequest(parent=SEASON, page_size=2, page_token=token)
            answer = house.client.planning.ListJobs(request)
            found += [job.name for job in answer.jobs]
            token = answer.next_page_token
            if not token:
                break
        assert found == [job.name for job in reversed(jobs)]


def test_a_stop_of_the_server_ends_the_watch_and_the_job_says_so():
    store = open_memory(Clock())
    with serving(labour.sleep_deaf, store=store) as house:
        open_house(house.store)
        job = create(house)
        waiting = create(house)
        wait_for(house, job.name, Job.STATE_RUNNING)
    with serving(labour.add, (1,), store=store) as house:
        for name in (job.name, waiting.name):
            end = get(house, name)
            assert end.state == Job.STATE_FAILED
            assert end.failure.reason == "CANCELLED"
            assert "server stopped" in end.failure.message
    store.close()


def test_a_job_that_a_crash_cut_off_is_failed_at_the_next_start():
    store = open_memory(Clock())
    open_house(store)
    lost = Job(name=f"{SEASON}/jobs/lost", state=Job.STATE_QUEUED, forecast={})
    ask(store, RecordJob("autumn", "lost", job_text(lost)))
    with serving(labour.add, (1,), store=store) as house:
        end = get(house, lost.name)
        assert (end.state, end.failure.reason) == (Job.STATE_FAILED, "CANCELLED")
        assert end.HasField("end_time")
    store.close()


def test_a_caller_that_goes_away_leaves_no_job_unfinished():
    started, let = threading.Event(), threading.Event()

    class Blocking:
        request_id = fingerprint = ""

        def decide(self, books, now):
            started.set()
            let.wait(20)
            raise ZeroDivisionError

    with serving(labour.add, (1, 2)) as house:
        open_house(house.store)
        blocked = house.store.submit(ORGANIZATION, Blocking())
        assert started.wait(20)
        request = pb.CreateJobRequest(
            parent=SEASON, job=Job(forecast={}), request_id="r1"
        )
        with pytest.raises(grpc.RpcError) as caught:
            house.client.planning.CreateJob(request, timeout=0.3)
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        let.set()
        with pytest.raises(ZeroDivisionError):
            blocked.result(timeout=20)
        again = house.client.planning.CreateJob(request)
        assert watch(house, again)[-1].state == Job.STATE_SUCCEEDED
        assert len(house.store.books(ORGANIZATION).season("autumn").jobs) == 1


@pytest.mark.parametrize(
    ("job", "field"),
    [
        (None, "job"),
        (Job(), "job.work"),
        (Job(forecast={}), "parent"),
        (
            Job(optimization={"time_limit": {"seconds": 0}}),
            "job.optimization.time_limit",
        ),
        (
            Job(optimization={"time_limit": {"seconds": 2, "nanos": -1}}),
            "job.optimization.time_limit.nanos",
        ),
        (
            Job(optimization={"time_limit": {"seconds": 601}}),
            "job.optimization.time_limit",
        ),
        (Job(simulation={"trial_count": 2}), "job.simulation.policies"),
        (
            Job(simulation={"policies": ["fixed"] * 9, "trial_count": 2}),
            "job.simulation.policies",
        ),
        (
            Job(simulation={"policies": ["luck"], "trial_count": 2}),
            "job.simulation.policies[0]",
        ),
        (
            Job(simulation={"policies": ["fixed"], "trial_count": 0}),
            "job.simulation.trial_count",
        ),
        (
            Job(simulation={"policies": ["fixed"], "trial_count": 100_001}),
            "job.simulation.trial_count",
        ),
        (
            Job(simulation={"policies": ["fixed"], "trial_count": 2, "seed": -1}),
            "job.simulation.seed",
        ),
    ],
)
def test_a_job_that_cannot_begin_is_refused_and_not_recorded(job, field):
    kinds = {"simulation": SimulationKind(labour.add, ("fixed",))}
    with running(kinds=kinds) as house:
        open_house(house.store)
        request = pb.CreateJobRequest(parent=SEASON, job=job)
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID") as said:
            house.client.planning.CreateJob(request)
        assert said["metadata"]["field"] == field
        assert not house.store.books(ORGANIZATION).season("autumn").jobs


@pytest.mark.parametrize(
    "job",
    [
        Job(optimization={}),
        Job(simulation={"policies": ["fixed"], "trial_count": 2}),
    ],
)
def test_work_without_a_forecast_says_how_to_make_one(job):
    kinds = {"simulation": SimulationKind(labour.add, ("fixed",))}
    with running(kinds=kinds) as house:
        open_house(house.store)
        request = pb.CreateJobRequest(parent=SEASON, job=job)
        with refused(grpc.StatusCode.FAILED_PRECONDITION, "NO_FORECAST") as said:
            house.client.planning.CreateJob(request)
        assert "CreateJob with `forecast`" in said["message"]
        assert not house.store.books(ORGANIZATION).season("autumn").jobs


def test_a_job_of_an_unknown_season_is_not_found(service):
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        create(service)
    ask(service.store, CreateSeason(studio_season()))
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        get(service, f"{SEASON}/jobs/none")
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        watch(service, Job(name=f"{SEASON}/jobs/none"))
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        service.client.planning.CancelJob(
            pb.CancelJobRequest(name=f"{SEASON}/jobs/none")
        )
