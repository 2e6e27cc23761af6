"""Whatever bytes come in, the answer is right or says what is wrong with them."""

import grpc
import pytest
from google.rpc.error_details_pb2 import BadRequest
from grpc_status import rpc_status
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pricing.store.asks import ORGANIZATION, open_house
from tests.service.fuzz import METHODS, SOUND, Maker
from tests.service.harness import NIGHT, OWNER, SEASON, running

NAMES = [OWNER, SEASON, NIGHT, f"{SEASON}/quotes/q000001", f"{SEASON}/jobs/x"]


@pytest.fixture(scope="module")
def house():
    with running() as started:
        open_house(started.store)
        yield started


def send(channel, method, data):
    path = f"/{method.containing_service.full_name}/{method.name}"
    if method.client_streaming:
        channel.stream_unary(path)(iter([data]), timeout=30)
    elif method.server_streaming:
        # A stream that is right may go on for ever.
        answers = channel.unary_stream(path)(data, timeout=30)
        next(answers, None)
        answers.cancel()
    else:
        channel.unary_unary(path)(data, timeout=30)


def code_of(house, method, data):
    with grpc.insecure_channel(house.address) as channel:
        try:
            send(channel, method, data)
        except grpc.RpcError as error:
            return error.code()
    return grpc.StatusCode.OK


def named(name):
    """Return a first field that is a name, as most requests have."""
    raw = name.encode()
    return b"\x0a" + bytes([len(raw)]) + raw


noise = st.binary(max_size=60)


def shaped(method):
    """Return bytes made from the descriptor of a method's requests."""
    return st.integers(0, 1 << 60).map(lambda seed: Maker(seed).request(method))


almost = st.builds(lambda name, rest: named(name) + rest, st.sampled_from(NAMES), noise)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(draw=st.data())
def test_no_bytes_are_a_fault_of_the_service(house, method, draw):
    data = draw.draw(noise | almost | shaped(method))
    before = house.store.books(ORGANIZATION).sequence
    code = code_of(house, method, data)
    assert code.name in SOUND
    if code is not grpc.StatusCode.OK:
        assert house.store.books(ORGANIZATION).sequence == before


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_an_empty_request_names_the_field_that_it_lacks(house, method):
    with (
        grpc.insecure_channel(house.address) as channel,
        pytest.raises(grpc.RpcError) as caught,
    ):
        send(channel, method, b"")
    status = rpc_status.from_call(caught.value)
    assert status is not None
    assert status.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    _, packed = status.details
    bad_request = BadRequest()
    assert packed.Unpack(bad_request)
    (violation,) = bad_request.field_violations
    first = method.input_type.fields[0].name
    assert violation.field in (first, f"{first}.name")
