"""Tokens as their holders meet them: rotated, revoked, expired, counted."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import grpc
import pytest
from google.rpc.error_details_pb2 import RetryInfo
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from jauge.client import Client, seats
from jauge.pricing.v1.history_pb2 import ImportHistoryRequest
from jauge.pricing.v1.job_pb2 import Job
from jauge.pricing.v1.planning_service_pb2 import (
    CancelJobRequest,
    CreateJobRequest,
    WatchJobRequest,
)
from pricing.access import tokens_file
from pricing.access.roles import Role
from pricing.access.tokens import split
from pricing.domain.errors import FieldInvalid, FileInvalid
from pricing.service.gate import Gate
from pricing.service.security import CALLS_PER_SECOND, Security
from tests.pricing.store.asks import open_house
from tests.service import labour
from tests.service.doors import calling, key, locked
from tests.service.harness import NIGHT, SEASON, refused, running
from tests.service.test_jobs import Kind
from tests.service.test_serving import scrape

CODE = grpc.StatusCode


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tokens.json"


def revoke(path, text):
    with tokens_file.edited(path) as kept:
        token_id = split(text)[0]
        now = datetime.now(UTC)
        kept[:] = [
            replace(each, revoked_at=now) if each.id == token_id else each
            for each in kept
        ]


def within(seconds, happens):
    ends = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < ends
        time.sleep(0.05)


def is_let_in(house, token):
    try:
        with calling(house, token) as client:
            client.list_prices(NIGHT, "web")
    except grpc.RpcError as error:
        if error.code() is not CODE.UNAUTHENTICATED:
            raise
        return False
    return True


def test_tokens_are_added_and_revoked_while_the_service_runs(path):
    first = key(path, Role.PLATFORM)
    with locked(path) as house:
        open_house(house.store)
        assert is_let_in(house, first)
        second = key(path, Role.PLATFORM)
        within(10, lambda: is_let_in(house, second))
        assert is_let_in(house, first)
        revoke(path, first)
        within(10, lambda: not is_let_in(house, first))
        assert is_let_in(house, second)
        with (
            calling(house, first) as client,
            refused(CODE.UNAUTHENTICATED, "TOKEN_INVALID") as said,
        ):
            client.list_prices(NIGHT, "web")
        assert "revoked" in said["metadata"]["why"]


def test_a_token_that_was_used_before_ends_when_it_expires(path):
    token = key(path, Role.PLATFORM, seconds=2)
    with locked(path) as house:
        open_house(house.store)
        assert is_let_in(house, token)
        within(10, lambda: not is_let_in(house, token))
        with (
            calling(house, token) as client,
            refused(CODE.UNAUTHENTICATED, "TOKEN_INVALID") as said,
        ):
            client.list_prices(NIGHT, "web")
        assert "expired" in said["metadata"]["why"]


def test_a_damaged_file_leaves_the_tokens_as_they_were(path, caplog):
    token = key(path, Role.PLATFORM)
    gate = Gate(Security(tokens=path), "127.0.0.1")
    whole = path.read_text()
    path.write_text(whole[: len(whole) // 2])
    gate.refresh()
    path.unlink()
    gate.refresh()
    # Deeper than anything that could be read.
    path.write_text("[" * 100_000)
    gate.refresh()
    assert caplog.text.count("the tokens stay as they were") == 3
    metadata = [("authorization", f"Bearer {token}")]
    assert not gate.caller(metadata).refused
    path.write_text(whole)
    gate.refresh()
    assert not gate.caller(metadata).refused


def test_tokens_are_followed_on_after_a_fault_that_nobody_foresaw(path, monkeypatch):
    token = key(path, Role.PLATFORM)
    with locked(path) as house:
        open_house(house.store)
        monkeypatch.setattr(Gate, "_read", lambda gate, path: 1 / 0)
        path.touch()
        time.sleep(1.2)
        monkeypatch.undo()
        assert is_let_in(house, token)
        revoke(path, token)
        within(10, lambda: not is_let_in(house, token))


def test_a_file_that_is_no_tokens_file_keeps_the_service_from_starting(path):
    path.write_text("{}")
    with pytest.raises(FileInvalid, match="tokens"), locked(path):
        pass


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Basic {}", "{}", "Bearer  {}", "Bearer {} ", b"\xff"]
)
def test_a_header_of_another_form_lets_nobody_in(path, value):
    token = key(path, Role.ADMIN)
    gate = Gate(Security(tokens=path), "127.0.0.1")
    said = value.format(token) if isinstance(value, str) else value
    assert gate.caller([("authorization", said)]).refused
    assert not gate.caller([("authorization", f"bearer {token}")]).refused


def test_a_change_of_the_file_keeps_what_is_left_of_the_others_rates(path):
    token = key(path, Role.PLATFORM)
    gate = Gate(Security(tokens=path), "127.0.0.1")
    metadata = [("authorization", f"Bearer {token}")]
    before = gate.caller(metadata)
    key(path, Role.AUDITOR)
    gate.refresh()
    assert gate.caller(metadata) is before


def test_who_was_let_in_does_not_fill_the_memory(path):
    token = key(path, Role.PLATFORM)
    gate = Gate(Security(tokens=path), "127.0.0.1")
    for number in range(300):
        gate.caller([("authorization", f"Bearer jauge_{number:010x}_{'x' * 43}")])
        gate.caller([("authorization", f"Bearer {token}")])
    assert len(gate._known) == 1


def retry_seconds(error):
    for detail in rpc_status.from_call(error).details:
        if detail.Is(RetryInfo.DESCRIPTOR):
            found = RetryInfo()
            detail.Unpack(found)
            return found.retry_delay.ToTimedelta().total_seconds()
    return None


def test_who_asks_too_often_is_told_when_to_come_back_and_others_are_served(path):
    slow = key(path, Role.PLATFORM, calls_per_second=0.5)
    other = key(path, Role.PLATFORM)
    with locked(path) as house:
        open_house(house.store)
        assert is_let_in(house, slow)
        with (
            calling(house, slow) as client,
            refused(CODE.RESOURCE_EXHAUSTED, "RATE_EXCEEDED") as said,
        ):
            client.list_prices(NIGHT, "web")
        assert 0 < retry_seconds(said["error"]) <= 2
        assert all(is_let_in(house, other) for _ in range(5))


def test_who_has_no_token_may_not_ask_for_long(path):
    key(path, Role.PLATFORM)
    with locked(path, metrics_address="127.0.0.1:0") as house:
        codes = []
        while CODE.RESOURCE_EXHAUSTED not in codes and len(codes) < 5000:
            with pytest.raises(grpc.RpcError) as caught:
                house.client.list_prices(NIGHT, "web")
            codes.append(caught.value.code())
        found = scrape(house)
    assert codes[:100].count(CODE.UNAUTHENTICATED) == 100
    method = 'method="QuoteService/ListPrices"'
    assert found[f'jauge_requests_total{{code="RESOURCE_EXHAUSTED",{method}}}'] == 1


def test_an_address_has_a_rate_where_there_are_no_tokens():
    with running(security=Security(calls_per_second=0.5)) as house:
        open_house(house.store)
        assert house.client.list_prices(NIGHT, "web").prices
        with refused(CODE.RESOURCE_EXHAUSTED, "RATE_EXCEEDED"):
            house.client.list_prices(NIGHT, "web")


def test_health_and_reflection_ask_for_no_token_and_reflection_can_be_off(path):
    key(path, Role.PLATFORM)
    reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
    for shown in (True, False):
        with (
            locked(path, security={"reflection": shown}) as house,
            grpc.insecure_channel(house.address) as channel,
        ):
            health = health_pb2_grpc.HealthStub(channel)
            answer = health.Check(health_pb2.HealthCheckRequest())
            assert answer.status == health_pb2.HealthCheckResponse.SERVING
            # Field 7: list_services.
            asked = channel.stream_stream(reflection)(iter([b"\x3a\x00"]))
            if shown:
                assert b"jauge.pricing.v1.QuoteService" in next(asked)
            else:
                with pytest.raises(grpc.RpcError) as caught:
                    next(asked)
                assert caught.value.code() is CODE.UNIMPLEMENTED


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "10.1.2.3", "theatre.example"])
def test_an_address_that_others_reach_needs_tokens_and_tls(host, path):
    with pytest.raises(FieldInvalid, match="--tokens"):
        Security().check(host)
    with pytest.raises(FieldInvalid, match="--tls-certificate"):
        Security(tokens=path).check(host)
    with pytest.raises(FieldInvalid, match="--metrics-address"):
        Security(tokens=path).check_metrics(host)
    Security(insecure=True).check(host)
    Security(insecure=True).check_metrics(host)
    assert Security(insecure=True).rate(host) == CALLS_PER_SECOND


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "[::1]", "localhost"])
def test_this_machine_needs_nothing(host):
    Security().check(host)
    Security().check_metrics(host)
    assert Security().rate(host) == 0


def test_a_service_that_lies_open_does_not_start():
    with pytest.raises(FieldInvalid, match="--tokens"), running(address="0.0.0.0:0"):
        pass


@pytest.mark.parametrize("limits", [{"calls_per_second": -1.0}, {"open_seats_max": -1}])
def test_a_limit_below_nothing_is_refused(limits):
    with pytest.raises(FieldInvalid, match="0 or more"):
        Security(**limits)


def test_the_client_keeps_a_token_on_this_machine_unless_told(path):
    with pytest.raises(ValueError, match="TLS"):
        Client("theatre.example:443", token="secret")
    Client("theatre.example:443", token="secret", insecure=True).close()


def test_a_sale_goes_the_same_way_with_a_token(path):
    token = key(path, Role.PLATFORM)
    with locked(path) as house, calling(house, token) as client:
        open_house(house.store)
        quote = client.quote(SEASON, "web", [seats(NIGHT, "front", "full", 2)])
        assert list(client.accept(quote.name).items[0].ticket_numbers) == [1, 2]


def test_the_tokens_of_one_holder_share_what_they_may_hold(path):
    first, second = (
        key(path, Role.PLATFORM, holder="web-shop", open_seats_max=5) for _ in "12"
    )
    other = key(path, Role.PLATFORM, holder="counter", open_seats_max=5)

    def hold(client, count):
        return client.quote(SEASON, "web", [seats(NIGHT, "front", "full", count)])

    with locked(path) as house:
        open_house(house.store)
        with calling(house, first) as client:
            held = hold(client, 4)
        with calling(house, second) as client:
            with refused(CODE.RESOURCE_EXHAUSTED, "HOLDS_EXCEEDED") as said:
                hold(client, 2)
            assert retry_seconds(said["error"]) == 10
            client.accept(held.name)
            hold(client, 5)
        with calling(house, other) as client:
            hold(client, 5)


def test_a_stream_ends_when_its_token_does(path):
    token = key(path, Role.PROGRAMMER)
    with locked(path) as house, calling(house, token) as client:
        open_house(house.store)
        parent = SEASON.rpartition("/seasons")[0]

        def requests():
            yield ImportHistoryRequest(parent=parent)
            revoke(path, token)
            within(10, lambda: not is_let_in(house, token))
            yield ImportHistoryRequest()

        with refused(CODE.UNAUTHENTICATED, "TOKEN_INVALID"):
            client.catalog.ImportHistory(requests())
        assert house.store.books("studio-theatre").history is None


def test_a_watch_ends_when_its_token_does(path):
    token = key(path, Role.AUDITOR)
    root = key(path, Role.ADMIN)
    with (
        locked(path, kinds={"forecast": Kind(labour.tell_on)}) as house,
        calling(house, root) as admin,
        calling(house, token) as client,
    ):
        open_house(house.store)
        request = CreateJobRequest(parent=SEASON, job=Job(forecast={}))
        job = admin.planning.CreateJob(request)
        watched = client.planning.WatchJob(WatchJobRequest(name=job.name), timeout=60)
        assert next(watched).job.name == job.name
        revoke(path, token)
        with refused(CODE.UNAUTHENTICATED, "TOKEN_INVALID"):
            for _ in watched:
                pass
        admin.planning.CancelJob(CancelJobRequest(name=job.name))
