import doctest
import json

import grpc
import pytest

import jauge.client
from jauge.client import SERVICE_CONFIG, Client, fault, seats
from tests.service.harness import NIGHT, SEASON


def test_the_example_in_its_docstring_runs(house):
    names = {"address": house.address, "season": SEASON}
    results = doctest.testmod(
        jauge.client, extraglobs=names, optionflags=doctest.ELLIPSIS
    )
    assert results.attempted >= 5
    assert results.failed == 0


def test_a_fault_tells_its_reason_and_its_numbers(house):
    with pytest.raises(grpc.RpcError) as caught:
        house.client.quote(SEASON, "web", [seats(NIGHT, "front", "full", 11)])
    info = fault(caught.value)
    assert info.reason == "FIELD_INVALID"
    assert info.metadata["field"] == "quote.items[0].count"


def test_a_service_that_is_away_is_a_fault_without_reason():
    with (
        Client("127.0.0.1:1", timeout_seconds=5) as client,
        pytest.raises(grpc.RpcError) as caught,
    ):
        client.list_prices(NIGHT, "web")
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert fault(caught.value).reason == ""


def test_the_service_config_retries_only_what_is_unavailable():
    (method,) = SERVICE_CONFIG["methodConfig"]
    assert method["retryPolicy"]["retryableStatusCodes"] == ["UNAVAILABLE"]
    # Python's channel lets a timeout of the config fire early.
    assert "timeout" not in json.dumps(SERVICE_CONFIG)


def test_each_hold_has_a_request_id_of_its_own(house):
    item = seats(NIGHT, "front", "full", 1)
    names = {house.client.quote(SEASON, "web", [item]).name for _ in range(3)}
    assert len(names) == 3
    requests = house.store.books("studio-theatre").requests
    assert len(requests) == 3
