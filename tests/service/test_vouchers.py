"""Vouchers over gRPC, with keys from a file that the service follows."""

import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import grpc
import pytest

from jauge.basket import pack
from jauge.client import seats
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.access import vouchers_file
from pricing.access.vouchers import issue, new_key
from pricing.domain.errors import FileInvalid
from pricing.service.security import Security
from tests.pricing.store.asks import ORGANIZATION, open_house
from tests.pricing.store.test_vouchers import SEASON as HOUSE
from tests.service.harness import NIGHT, SEASON, refused, running

INVALID, FAILED = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.FAILED_PRECONDITION,
)
# The clock of the test service stands in summer 2026; keys were made before.
MADE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2026, 12, 31, tzinfo=UTC)


def add_key(path, organization=ORGANIZATION, issuer="social-centre"):
    key = new_key(organization, issuer, MADE, MADE + timedelta(days=3000))
    with vouchers_file.edited(path) as kept:
        kept.keys.append(key)
    return key


@contextmanager
def serving(path, **settings):
    with running(security=Security(vouchers=path), **settings) as house:
        open_house(house.store, HOUSE)
        yield house


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vouchers.json"


def shown(*vouchers, count=1, tariff="shown", bracket=""):
    return seats(
        NIGHT, "front", tariff, count, means_bracket_id=bracket, vouchers=vouchers
    )


def test_a_voucher_buys_once(path):
    text = issue(add_key(path).text, "shown", UNTIL, seats=2)
    with serving(path) as house:
        item = shown(text, count=2)
        priced = house.client.quote(SEASON, "web", [item], validate_only=True)
        quote = house.client.quote(SEASON, "web", [item])
        assert priced.total_price == quote.total_price
        assert not quote.items[0].vouchers
        for validate_only in (True, False):
            with refused(FAILED, "VOUCHER_USED") as said:
                house.client.quote(SEASON, "web", [item], validate_only=validate_only)
            assert said["metadata"] == {
                "field": "quote.items[0].vouchers[0]",
                "state": "held",
            }
        sold = house.client.accept(quote.name)
        assert sold.state == Quote.STATE_ACCEPTED
        assert text not in str(house.client.get(quote.name))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"tariff_id": "solidarity"}, "it is for the tariff 'solidarity'"),
        ({"means_bracket_id": "low"}, "it is for the means bracket 'low'"),
        ({"key_text": "other"}, "it is of another organisation"),
        ({"altered": True}, "it was altered, or signed with another key"),
    ],
    ids=["tariff", "bracket", "organisation", "altered"],
)
def test_a_voucher_that_is_not_for_this_is_refused_by_its_field(path, asked, why):
    keys = {"own": add_key(path), "other": add_key(path, "other-house")}
    wanted = {"key_text": "own", "tariff_id": "shown", "expires_at": UNTIL, **asked}
    altered = wanted.pop("altered", False)
    text = issue(**{**wanted, "key_text": keys[wanted["key_text"]].text})
    if altered:
        text = text.replace(".1.", ".9.", 1)
    with serving(path) as house:
        with refused(INVALID, "VOUCHER_INVALID") as said:
            house.client.quote(SEASON, "web", [shown(text)])
        assert said["metadata"]["why"] == why
        assert said["metadata"]["field"] == "quote.items[0].vouchers[0]"


def test_an_expired_voucher_says_until_when_it_was_valid(path):
    key = add_key(path)
    with serving(path) as house:
        text = issue(key.text, "shown", house.clock.now)
        with refused(FAILED, "VOUCHER_EXPIRED") as said:
            house.client.quote(SEASON, "web", [shown(text)])
        assert said["metadata"]["expired_at"] == f"{house.clock.now:%Y-%m-%dT%H:%M:%SZ}"


def test_a_tariff_that_asks_for_a_voucher_says_where_it_belongs(path):
    add_key(path)
    with serving(path) as house, refused(INVALID, "EVIDENCE_MISSING") as said:
        house.client.quote(SEASON, "web", [shown()])
    assert said["metadata"]["wanted"] == "a signed voucher"


def test_without_keys_no_voucher_is_taken(path):
    text = issue(add_key(path).text, "shown", UNTIL)
    with running() as house:
        open_house(house.store, HOUSE)
        with refused(INVALID, "VOUCHER_INVALID") as said:
            house.client.quote(SEASON, "web", [shown(text)])
        assert "no keys" in said["message"]


def test_packs_and_exchanges_take_vouchers(path):
    key = add_key(path)
    other_night = NIGHT.replace("night-1", "night-2")
    texts = [issue(key.text, "pass", UNTIL, seats=2), issue(key.text, "shown", UNTIL)]
    with serving(path) as house:
        chosen = ((NIGHT, "front"), (other_night, "front"))
        duo = pack("duo", chosen, 2, vouchers=[texts[0]])
        house.client.quote(SEASON, "web", packs=[duo])
        with refused(FAILED, "VOUCHER_USED") as said:
            house.client.quote(SEASON, "web", packs=[duo])
        assert said["metadata"]["field"] == "quote.packs[0].vouchers[0]"
        bought = house.client.quote(SEASON, "web", [seats(NIGHT, "front", "full", 1)])
        with refused(INVALID, "VOUCHER_INVALID"):
            house.client.exchange_items(
                bought.name, channel_id="web", taking=[shown("jv1")], validate_only=True
            )
        house.client.accept(bought.name)
        # The house takes no tickets back by itself; the voucher was read before.
        with refused(FAILED, "NOT_REFUNDABLE"):
            house.client.exchange_items(
                bought.name, channel_id="web", taking=[shown(texts[1])]
            )


def test_too_many_vouchers_are_refused_before_they_are_read(path):
    add_key(path)
    with serving(path) as house, refused(INVALID, "FIELD_INVALID") as said:
        house.client.quote(SEASON, "web", [shown(*["x"] * 51)])
    assert "at most 50" in said["message"]


def test_keys_are_turned_over_while_the_service_runs(path):
    first = add_key(path)
    with serving(path) as house:
        again = add_key(path)
        text = issue(again.text, "shown", UNTIL)
        until(lambda: takes(house, text))
        with vouchers_file.edited(path) as kept:
            kept.keys[:] = [replace(first, revoked_at=MADE), again]
        old = issue(first.text, "shown", UNTIL)
        until(lambda: not takes(house, old))
        path.write_text("no JSON")
        time.sleep(1.2)
        assert takes(house, issue(again.text, "shown", UNTIL))


def test_a_repeat_gets_its_answer_though_the_key_was_revoked_since(path):
    key = add_key(path)
    text = issue(key.text, "shown", UNTIL)
    with serving(path) as house:
        asked = {"request_id": "order-1"}
        held = house.client.quote(SEASON, "web", [shown(text)], **asked)
        with vouchers_file.edited(path) as kept:
            kept.keys[:] = [replace(key, revoked_at=MADE)]
        other = issue(key.text, "shown", UNTIL)
        until(lambda: not takes(house, other))
        again = house.client.quote(SEASON, "web", [shown(text)], **asked)
        assert again.name == held.name
        for more in ({"request_id": "order-2"}, {**asked, "validate_only": True}):
            with refused(INVALID, "VOUCHER_INVALID"):
                house.client.quote(SEASON, "web", [shown(text)], **more)
        with refused(INVALID, "REQUEST_ID_REUSED"):
            house.client.quote(SEASON, "web", [shown(other)], **asked)
        sold = house.client.accept(held.name)
        assert sold.state == Quote.STATE_ACCEPTED


def test_a_file_of_keys_that_is_none_keeps_the_service_from_starting(path):
    path.write_text("{}")
    with pytest.raises(FileInvalid, match="jauge vouchers"), serving(path):
        pass


def takes(house, text):
    try:
        house.client.quote(SEASON, "web", [shown(text)], validate_only=True)
    except grpc.RpcError:
        return False
    return True


def until(true, seconds=10.0):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.05)
