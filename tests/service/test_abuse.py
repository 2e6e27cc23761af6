"""Clients who take all that they can get do not keep others from being served."""

import threading
import time
from contextlib import ExitStack, contextmanager
from functools import partial

import grpc
import pytest

from jauge.client import seats
from jauge.pricing.v1 import history_pb2
from jauge.pricing.v1 import planning_service_pb2 as planning
from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.job_pb2 import Job
from pricing.service import streams
from pricing.service.streams import STREAMS_A_CALLER_MAX, OpenStreams
from tests.pricing.store.asks import ORGANIZATION, open_house
from tests.service import labour
from tests.service.harness import NIGHT, OWNER, SEASON, running
from tests.service.test_jobs import Kind, create, wait_for

STREAMS = 1_000
CONNECTIONS = 10
DEADLINE_SECONDS = 5.0
WATCH = "/jauge.pricing.v1.PlanningService/WatchJob"
IMPORT = "/jauge.pricing.v1.CatalogService/ImportHistory"
PRICES = "/jauge.pricing.v1.QuoteService/ListPrices"


@contextmanager
def attacked(**settings):
    """A service at work on a job, and connections that only an attacker has."""
    kinds = {"forecast": Kind(labour.sleep_deaf)}
    with running(kinds=kinds, **settings) as house, ExitStack() as stack:
        open_house(house.store)
        job = create(house)
        wait_for(house, job.name, Job.STATE_RUNNING)
        own = [("grpc.use_local_subchannel_pool", 1)]
        connections = [
            stack.enter_context(grpc.insecure_channel(house.address, options=own))
            for _ in range(CONNECTIONS)
        ]
        request = planning.WatchJobRequest(name=job.name).SerializeToString()
        yield house, connections, request


def served(house):
    """Return the longest that another caller waits; each call within its deadline."""
    longest, front = 0.0, seats(NIGHT, "front", "full", 1)
    for turn in range(50):
        began = time.monotonic()
        asked = pb.ListPricesRequest(performance=NIGHT, channel_id="web")
        house.client.quotes.ListPrices(asked, timeout=DEADLINE_SECONDS)
        if turn % 5 == 0:
            quote = house.client.quote(SEASON, "web", [front])
            request = pb.VoidQuoteRequest(name=quote.name)
            house.client.quotes.VoidQuote(request, timeout=DEADLINE_SECONDS)
        longest = max(longest, time.monotonic() - began)
    return longest


def code_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error.code()
    return grpc.StatusCode.OK


def test_a_thousand_streams_that_nobody_reads_leave_others_their_place():
    with attacked() as (house, connections, request):
        watches = [
            connections[n % CONNECTIONS].unary_stream(WATCH)(request)
            for n in range(STREAMS)
        ]
        ends = time.monotonic() + 60
        while sum(each.is_active() for each in watches) > STREAMS_A_CALLER_MAX:
            assert time.monotonic() < ends
            time.sleep(0.05)
        assert served(house) < 2 * DEADLINE_SECONDS
        refused = [each for each in watches if not each.is_active()]
        assert {each.code() for each in refused} == {grpc.StatusCode.RESOURCE_EXHAUSTED}
        for each in watches:
            each.cancel()
        # Their places are free again.
        again = connections[0].unary_stream(WATCH)(request, timeout=DEADLINE_SECONDS)
        assert next(again)
        again.cancel()


def test_who_sends_nothing_is_cut_off_and_nothing_is_kept(monkeypatch):
    monkeypatch.setattr(streams, "SILENCE_SECONDS", 0.5)
    quiet = threading.Event()

    def mute(first):
        yield from first
        quiet.wait(30)

    row = {"performance_id": "a", "capacity": 1}
    whole = history_pb2.ImportHistoryRequest(
        parent=OWNER, rows=[row]
    ).SerializeToString()
    with attacked() as (house, connections, _):
        calls = [
            connections[n].stream_unary(IMPORT).future(mute([whole] * (n % 2)))
            for n in range(CONNECTIONS)
        ]
        assert served(house) < 2 * DEADLINE_SECONDS
        assert {each.exception(30).code() for each in calls} == {
            grpc.StatusCode.DEADLINE_EXCEEDED
        }
        quiet.set()
        assert house.store.books(ORGANIZATION).history is None


def test_who_half_closes_at_once_is_answered_and_forgotten():
    with attacked() as (house, connections, _):
        for n in range(200):
            call = connections[n % CONNECTIONS].stream_unary(IMPORT)
            code = code_of(partial(call, iter(()), timeout=DEADLINE_SECONDS))
            assert code is grpc.StatusCode.INVALID_ARGUMENT
        assert served(house) < 2 * DEADLINE_SECONDS


def test_ten_megabytes_at_a_time_are_refused_and_others_are_served():
    big = b"\x0a" * (10 << 20)
    with attacked() as (house, connections, _):
        codes = []

        def send(connection):
            for _ in range(3):
                call = partial(connection.unary_unary(PRICES), big, timeout=60)
                codes.append(code_of(call))

        senders = [
            threading.Thread(target=send, args=(connection,))
            for connection in connections[:4]
        ]
        for each in senders:
            each.start()
        assert served(house) < 2 * DEADLINE_SECONDS
        for each in senders:
            each.join()
        assert set(codes) == {grpc.StatusCode.RESOURCE_EXHAUSTED}


def test_answers_that_nobody_takes_hold_up_nobody_else():
    """A thousand calls at once, each gone before its answer comes."""
    request = pb.ListPricesRequest(performance=NIGHT, channel_id="web")
    data = request.SerializeToString()
    with attacked() as (house, connections, _):
        calls = [
            connections[n % CONNECTIONS].unary_unary(PRICES).future(data)
            for n in range(STREAMS)
        ]
        for each in calls:
            each.cancel()
        assert served(house) < 2 * DEADLINE_SECONDS


def test_answers_that_nobody_reads_take_no_places():
    """More calls than the service takes at once, none of whose answers is read."""
    request = pb.BatchListPricesRequest(parent=SEASON, channel_id="web")
    request.performances.extend([NIGHT] * 100)
    data = request.SerializeToString()
    path = "/jauge.pricing.v1.QuoteService/BatchListPrices"
    with attacked(concurrent_calls_max=100) as (house, connections, _):
        calls = []
        for n in range(STREAMS // 2):
            # As a stream: its answer is not asked for until somebody looks.
            calls.append(connections[n % CONNECTIONS].unary_stream(path)(data))
            time.sleep(0.002)
        ends = time.monotonic() + 60
        asked = partial(house.client.list_prices, NIGHT, "web")
        while code_of(asked) is not grpc.StatusCode.OK:
            # Those that are being answered now do take a place.
            assert time.monotonic() < ends, "no place was ever free again"
            time.sleep(0.1)
        assert served(house) < 2 * DEADLINE_SECONDS
        assert sum(each.is_active() for each in calls) > 100
        for each in calls:
            each.cancel()


def test_places_are_counted_by_token_or_else_by_machine():
    open_streams = OpenStreams(most=2)
    with ExitStack() as stack:
        for port in (1, 2):
            stack.enter_context(open_streams.one_of("", f"ipv4:10.0.0.1:{port}"))
        with pytest.raises(Exception, match="too many"):
            stack.enter_context(open_streams.one_of("", "ipv4:10.0.0.1:3"))
        stack.enter_context(open_streams.one_of("", "ipv4:10.0.0.2:3"))
        stack.enter_context(open_streams.one_of("token", "ipv4:10.0.0.1:3"))
    assert not open_streams._open
