"""Several services over one database, as the clients of each see them."""

import time
from contextlib import ExitStack
from datetime import timedelta

import grpc
import pytest

from jauge.client import seats
from jauge.pricing.v1 import planning_service_pb2 as planning
from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.job_pb2 import Job
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.service import standing
from pricing.service.job_log import ABANDONED_AFTER
from pricing.store.postgresql import open_postgresql
from tests.pricing.store.asks import open_house
from tests.service import labour
from tests.service.harness import (
    NIGHT,
    OWNER,
    SEASON,
    Clock,
    refused,
    retry_seconds,
    running,
)
from tests.service.test_jobs import Kind, create, get, wait_for, watch

FRONT = seats(NIGHT, "front", "full", 2)


@pytest.fixture
def address(database):
    return database.new_database()


@pytest.fixture
def replicas(address):
    """Two services whose jobs wait until they are called off."""
    kinds = {"forecast": Kind(labour.sleep_deaf)}
    with ExitStack() as stack:
        found = []
        for _ in range(2):
            store = open_postgresql(address, Clock())
            stack.callback(store.close)
            found.append(stack.enter_context(running(store, kinds)))
        open_house(found[0].store)
        wait_until(lambda: SEASON in seasons(found[1]))
        yield found


def wait_until(true, seconds=30.0):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.01)


def seasons(house):
    owner = OWNER.rpartition("/")[2]
    return [f"{OWNER}/seasons/{each}" for each in house.store.books(owner).seasons]


def test_a_quote_of_one_replica_is_sold_by_another(replicas):
    one, two = (each.client for each in replicas)
    held = one.quote(SEASON, "web", [FRONT], request_id="r-1")
    assert two.quote(SEASON, "web", [FRONT], request_id="r-1") == held
    sold = two.accept(held.name)
    assert one.get(held.name) == sold
    assert sold.state == Quote.STATE_ACCEPTED


def test_a_job_of_one_replica_is_followed_and_called_off_through_another(replicas):
    one, two = replicas
    job = create(one)
    wait_for(one, job.name, Job.STATE_RUNNING)
    wait_until(lambda: known(two, job.name))
    seen = two.client.planning.WatchJob(planning.WatchJobRequest(name=job.name))
    assert next(seen).job.state == Job.STATE_QUEUED
    request = planning.CancelJobRequest(name=job.name)
    assert two.client.planning.CancelJob(request).state == Job.STATE_CANCELLED
    assert [each.job.state for each in seen][-1] == Job.STATE_CANCELLED
    wait_until(lambda: one.service.jobs.open_counts()["RUNNING"] == 0)
    assert get(one, job.name).state == Job.STATE_CANCELLED


def known(house, name):
    try:
        get(house, name)
    except grpc.RpcError:
        return False
    return True


def test_who_starts_leaves_the_jobs_of_others_alone(replicas, address):
    job = create(replicas[0])
    wait_for(replicas[0], job.name, Job.STATE_RUNNING)
    clock = Clock()
    for age, state in (
        (timedelta(0), Job.STATE_QUEUED),
        (ABANDONED_AFTER, Job.STATE_FAILED),
    ):
        clock.now += age
        store = open_postgresql(address, clock)
        with running(store) as third:
            assert get(third, job.name).state == state
        store.close()


def test_a_watch_of_a_job_that_is_over_ends(replicas):
    job = create(replicas[0])
    request = planning.CancelJobRequest(name=job.name)
    replicas[0].client.planning.CancelJob(request)
    wait_until(lambda: known(replicas[1], job.name))
    wait_for(replicas[1], job.name, Job.STATE_CANCELLED)
    assert [each.state for each in watch(replicas[1], job)] == [Job.STATE_CANCELLED]


def test_while_the_database_is_gone_prices_are_told_with_their_age(
    own_database, monkeypatch
):
    monkeypatch.setattr(standing, "BEHIND_SECONDS", 1.5)
    store = open_postgresql(own_database.new_database(), Clock())
    with running(store) as house:
        open_house(store)
        held = house.client.quote(SEASON, "web", [FRONT])
        asked = pb.ListPricesRequest(performance=NIGHT, channel_id="web")
        batch = pb.BatchListPricesRequest(
            parent=SEASON, performances=[NIGHT], channel_id="web"
        )
        before = house.client.quotes.ListPrices(asked)
        assert not before.HasField("age")
        own_database.stop()

        def age():
            return house.client.list_prices_with_age(NIGHT, "web")[1]

        wait_until(lambda: age() > timedelta(seconds=1.5))
        assert age() < age()
        assert house.client.quotes.ListPrices(asked).price_list == before.price_list
        assert house.client.quotes.BatchListPrices(batch).HasField("age")
        with refused(grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE") as said:
            house.client.quotes.AcceptQuote(pb.AcceptQuoteRequest(name=held.name))
        assert "try again" in said["message"]
        assert retry_seconds(said["error"]) > 0
        own_database.start()
        assert house.client.accept(held.name).state == Quote.STATE_ACCEPTED
        wait_until(lambda: not house.client.quotes.ListPrices(asked).HasField("age"))
    store.close()
