import re
import socket
import time
import urllib.request

import grpc
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2

from jauge.pricing.v1 import quote_service_pb2 as pb
from pricing.domain.errors import FieldInvalid
from pricing.domain.quote import QuoteState
from pricing.store.commands import CreateSeason
from pricing.store.upkeep import upkeep
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, hold, open_house
from tests.service.harness import NIGHT, SEASON, refused, running

SERVICES = [
    "jauge.pricing.v1.CatalogService",
    "jauge.pricing.v1.QuoteService",
    "jauge.pricing.v1.PlanningService",
]


@pytest.mark.parametrize("name", ["", *SERVICES])
def test_a_ready_service_is_healthy(service, name):
    with grpc.insecure_channel(service.address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        answer = stub.Check(health_pb2.HealthCheckRequest(service=name))
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_a_stopping_service_tells_those_who_watch_its_health():
    with running() as house:
        channel = grpc.insecure_channel(house.address)
        watched = health_pb2_grpc.HealthStub(channel).Watch(
            health_pb2.HealthCheckRequest()
        )
        assert next(watched).status == health_pb2.HealthCheckResponse.SERVING
    assert next(watched).status == health_pb2.HealthCheckResponse.NOT_SERVING
    channel.close()


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_reflection_lists_the_services_and_describes_them(service, version):
    with grpc.insecure_channel(service.address) as channel:
        ask = channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        requests = [
            reflection_pb2.ServerReflectionRequest(list_services=""),
            reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICES[1]),
        ]
        listed, described = ask(iter(requests))
    names = [each.name for each in listed.list_services_response.service]
    assert set(SERVICES) <= set(names)
    files = [
        FileDescriptorProto.FromString(raw)
        for raw in described.file_descriptor_response.file_descriptor_proto
    ]
    methods = [
        method.name
        for file in files
        for described_service in file.service
        for method in described_service.method
    ]
    assert "CreateQuote" in methods


def test_a_message_over_the_limit_is_refused_and_others_are_served(service):
    request = pb.ListPricesRequest(performance="x" * (5 << 20), channel_id="web")
    with pytest.raises(grpc.RpcError) as caught:
        service.client.quotes.ListPrices(request)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        service.client.list_prices("x", "web")


def test_an_unknown_method_is_unimplemented(service):
    with grpc.insecure_channel(service.address) as channel:
        call = channel.unary_unary("/jauge.pricing.v1.QuoteService/Haggle")
        with pytest.raises(grpc.RpcError) as caught:
            call(b"")
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


def scrape(house):
    url = f"http://127.0.0.1:{house.service.metrics_port}/metrics"
    with urllib.request.urlopen(url, timeout=10) as answer:
        text = answer.read().decode()
    return {
        name: float(value)
        for name, value in re.findall(r"^(jauge\S+) (\S+)$", text, re.M)
    }


def test_metrics_tell_calls_holds_seats_and_the_plan():
    with running(metrics_address="127.0.0.1:0") as house:
        open_house(house.store)
        hold(house.store)
        for _ in range(3):
            house.client.list_prices(NIGHT, "web")
        with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
            house.client.list_prices(f"{SEASON}/performances/none", "web")
        found = scrape(house)
    method = 'method="QuoteService/ListPrices"'
    assert found[f'jauge_requests_total{{code="OK",{method}}}'] == 3
    assert found[f'jauge_requests_total{{code="NOT_FOUND",{method}}}'] == 1
    assert found[f'jauge_request_seconds_count{{code="OK",{method}}}'] == 3
    season = 'organization="studio-theatre",season="autumn"'
    seats = {
        tuple(sorted(re.findall(r'(\w+)="([^"]*)"', name))): value
        for name, value in found.items()
        if name.startswith("jauge_seats_left")
    }
    place = {
        "organization": "studio-theatre",
        "season": "autumn",
        "performance": "night-1",
        "seat_category": "front",
    }
    assert seats[tuple(sorted(place.items()))] == 38
    assert found['jauge_holds{organization="studio-theatre"}'] == 1
    assert found[f"jauge_price_changes_total{{{season}}}"] == 2
    assert found[f"jauge_plan_gap{{{season}}}"] == pytest.approx(10 / 1010)


@pytest.mark.parametrize(
    "settings",
    [
        {"address": "nowhere"},
        {"address": "127.0.0.1:http"},
        {"address": "127.0.0.1:99999"},
        {"address": "127.0.0.1:65536"},
        {"address": "127.0.0.1:\u00b2"},
        {"metrics_address": "127.0.0.1:99999"},
        {"metrics_address": "nowhere"},
    ],
)
def test_a_malformed_address_is_refused(settings):
    with pytest.raises(FieldInvalid, match="address"), running(**settings):
        pass


def test_an_address_that_is_taken_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        for name in ("address", "metrics_address"):
            with pytest.raises(FieldInvalid, match="bound"), running(**{name: address}):
                pass


def test_the_clock_goes_on_for_others_where_one_organisation_cannot_be_served(
    monkeypatch, caplog
):
    def spoilt(books, now):
        if books.organization_id == "a-theatre":
            raise ZeroDivisionError
        return upkeep(books, now)

    monkeypatch.setattr("pricing.service.clock.TICKS_AT_ONCE", 1)
    with running() as house:
        other = studio_season(organization_id="a-theatre")
        house.store.submit("a-theatre", CreateSeason(other)).result(30)
        open_house(house.store)
        monkeypatch.setattr("pricing.store.group.upkeep", spoilt)
        quote = hold(house.store)
        house.clock.move(minutes=16)
        ends = time.monotonic() + 10
        quotes = house.store.books(ORGANIZATION).quotes
        while quotes[quote.id].state is QuoteState.OFFERED:
            assert time.monotonic() < ends
            time.sleep(0.05)
    assert "the clock's re-pricing waits" in caplog.text
