"""GetCertificate over the wire."""

import grpc
import pytest

from jauge.pricing.v1.certificate_pb2 import GetCertificateRequest, LogHead
from pricing.store.seal import Head
from tests.pricing.store.asks import ORGANIZATION, accept, hold, open_house
from tests.service.harness import SEASON, refused, running

NAME = f"{SEASON}/certificate"


@pytest.fixture
def house():
    with running() as service:
        open_house(service.store)
        accept(service.store, hold(service.store).id)
        yield service


def certificate(house, **asked):
    request = GetCertificateRequest(**{"name": NAME, **asked})
    return house.client.governance.GetCertificate(request)


def test_a_certificate_says_what_was_checked_and_where_the_log_ends(house):
    found = certificate(house)
    assert found.sound
    assert found.name == NAME
    head = house.store.head(ORGANIZATION)
    assert Head(found.head.sequence, found.head.seal) == head
    assert (found.sale_count, found.sold_seat_count, found.last_serial) == (1, 2, 2)
    assert not found.over
    assert {rule.rule_id for rule in found.rules} == {"order", "never-falls", ""}
    assert f"head {head}" in found.lines[1]
    assert found.log_time.ToMicroseconds() > 0


def test_later_calls_go_on_from_where_the_last_one_ended(house):
    before = certificate(house)
    accept(house.store, hold(house.store).id)
    after = certificate(house, known_heads=[before.head], language_code="fr")
    assert after.sound
    assert (after.sale_count, after.last_serial) == (2, 4)
    assert after.head.sequence == before.head.sequence + 2
    assert any("aucun manquement" in line for line in after.lines)


def test_heads_that_the_log_does_not_go_through_are_told(house):
    other = certificate(house, known_heads=[LogHead(sequence=2, seal=bytes(32))])
    assert not other.sound
    assert [each.kind for each in other.breaches] == ["other_head"]
    cut = certificate(house, known_heads=[LogHead(sequence=999, seal=bytes(32))])
    assert [each.kind for each in cut.breaches] == ["cut"]
    assert certificate(house).sound


def test_bad_requests_are_refused_with_the_field(house):
    short = [LogHead(sequence=1, seal=b"short")]
    many = [LogHead(sequence=1, seal=bytes(32))] * 101
    for asked in (
        {"name": SEASON},
        {"known_heads": short},
        {"known_heads": many},
        {"language_code": "de"},
    ):
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
            certificate(house, **asked)
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        certificate(house, name=f"{SEASON[:-6]}winter/certificate")
