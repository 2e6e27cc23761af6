"""What the log says of calls, and what it must never say."""

import io
import json
import logging
import sys
from contextlib import contextmanager

import grpc
import pytest

from jauge.client import seats
from jauge.pricing.v1.quote_pb2 import Quote
from jauge.pricing.v1.quote_service_pb2 import CreateQuoteRequest
from pricing.access.roles import Role
from pricing.access.tokens import split
from pricing.service.call_log import (
    REQUEST_ID_KEY,
    JsonLines,
    LogFormat,
    TextLines,
    redacted,
    request_id_of,
    write_log,
)
from pricing.service.quotes import QuoteServicer
from tests.pricing.store.asks import open_house
from tests.service.doors import calling, key, locked
from tests.service.harness import NIGHT, SEASON, refused, running

CODE = grpc.StatusCode
EVIDENCE = "card-of-somebody-4711"


@contextmanager
def listening(form=None):
    """Yield the lines of the log that are written meanwhile, as texts."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form or JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    lines: list[str] = []
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        lines += stream.getvalue().splitlines()


def calls(lines):
    found = [json.loads(line) for line in lines]
    return [each for each in found if each["logger"] == "jauge.calls"]


def test_a_call_that_changes_something_is_one_line_with_who_what_and_how_long(tmp_path):
    path = tmp_path / "tokens.json"
    token = key(path, Role.PLATFORM, holder="web-shop")
    with (
        listening() as lines,
        locked(path) as house,
        calling(house, token) as client,
    ):
        open_house(house.store)
        client.list_prices(NIGHT, "web")
        client.quote(SEASON, "web", [seats(NIGHT, "front", "full", 1)])
    (told,) = calls(lines)
    assert told["method"] == "QuoteService/CreateQuote"
    assert (told["code"], told["level"]) == ("OK", "INFO")
    assert told["organization"] == "studio-theatre"
    assert (told["holder"], told["token"]) == ("web-shop", split(token)[0])
    assert 0 < told["ms"] < 60_000
    assert told["request_id"]


def test_the_request_id_of_the_caller_is_told_and_comes_back_with_a_fault(house):
    ids = [(REQUEST_ID_KEY, "order-17")]
    with listening() as lines:
        request = seats(NIGHT, "none", "full", 1)
        with refused(CODE.NOT_FOUND, "NAME_UNKNOWN") as said:
            house.client.quotes.CreateQuote(_quote(request), metadata=ids)
    (told,) = calls(lines)
    assert told["request_id"] == "order-17"
    assert (told["code"], told["reason"]) == ("NOT_FOUND", "NAME_UNKNOWN")
    # Without tokens the organisation is the one that the request names.
    assert told["organization"] == "studio-theatre"
    assert (REQUEST_ID_KEY, "order-17") in said["error"].trailing_metadata()


def _quote(item):
    return CreateQuoteRequest(
        parent=SEASON, quote=Quote(channel_id="web", items=[item])
    )


class Sent:
    def __init__(self, *metadata):
        self._metadata = metadata

    def invocation_metadata(self):
        return self._metadata


@pytest.mark.parametrize("value", ["", "a b", "x" * 101, "é", "a\nb"])
def test_a_request_id_that_could_break_a_line_is_replaced(value):
    found = request_id_of(Sent((REQUEST_ID_KEY, value)))
    assert found != value
    assert found != request_id_of(Sent((REQUEST_ID_KEY, value)))
    assert request_id_of(Sent((REQUEST_ID_KEY, "x" * 100))) == "x" * 100


def test_reading_is_told_where_that_is_asked_for():
    with listening() as lines, running(log_reads=True) as house:
        open_house(house.store)
        house.client.list_prices(NIGHT, "web")
    (told,) = calls(lines)
    assert told["method"] == "QuoteService/ListPrices"


def test_who_asks_too_often_does_not_fill_the_log(tmp_path):
    path = tmp_path / "tokens.json"
    token = key(path, Role.PLATFORM, calls_per_second=0.001)
    with (
        listening() as lines,
        locked(path) as house,
        calling(house, token) as client,
    ):
        open_house(house.store)
        client.list_prices(NIGHT, "web")
        for _ in range(20):
            with refused(CODE.RESOURCE_EXHAUSTED, "RATE_EXCEEDED"):
                client.list_prices(NIGHT, "web")
    assert 1 <= len(calls(lines)) <= 10


@pytest.mark.parametrize("form", [JsonLines(), TextLines()], ids=["json", "text"])
def test_no_secret_is_in_a_log(tmp_path, form, monkeypatch):
    path = tmp_path / "tokens.json"
    token = key(path, Role.PLATFORM)
    gone = key(path, Role.PLATFORM, seconds=-1)
    unknown = f"jauge_0123456789_{'s' * 43}"

    async def stumble(self, request, context):
        raise RuntimeError(f"met {dict(context.invocation_metadata())}")

    monkeypatch.setattr(QuoteServicer, "GetQuote", stumble)
    with listening(form) as lines, locked(path, log_reads=True) as house:
        open_house(house.store)
        for each in (token, gone, unknown, f"{token}x"):
            with calling(house, each) as client:
                for ask in (
                    lambda: client.list_prices(NIGHT, "web"),
                    lambda: client.list_prices(f"{NIGHT}/{token}", "web"),
                    lambda: client.list_prices(NIGHT, token),
                    lambda: client.quote(
                        SEASON, "web",
                        [seats(NIGHT, "front", "solidarity", 1, evidence=EVIDENCE)],
                    ),
                    lambda: client.quote(
                        SEASON, "web",
                        [seats(NIGHT, token, "full", 1, evidence=EVIDENCE)],
                        request_id=token,
                    ),
                    lambda: client.get(f"{SEASON}/quotes/q000001"),
                    lambda: client.quotes.ListPrices(
                        None, metadata=[(REQUEST_ID_KEY, token)]
                    ),
                ):  # fmt: skip
                    _whatever(ask)
    text = "\n".join(lines)
    assert "QuoteService/GetQuote" in text
    assert "RuntimeError" in text
    for secret in (token, gone, unknown):
        assert split(secret)[1] not in text
    assert EVIDENCE not in text
    for each in json.loads(path.read_text())["tokens"]:
        assert each["hash"] not in text


def _whatever(ask):
    try:
        ask()
    except (grpc.RpcError, TypeError, ValueError):
        return


def test_a_line_of_json_is_one_line_whatever_is_in_it():
    record = logging.LogRecord(
        "jauge", logging.ERROR, "", 1, 'two\nlines and a "quote"', (), None
    )
    (line,) = JsonLines().format(record).splitlines()
    assert json.loads(line)["message"] == 'two\nlines and a "quote"'
    try:
        raise RuntimeError("first\nsecond")
    except RuntimeError:
        record.exc_info = sys.exc_info()
    (line,) = JsonLines().format(record).splitlines()
    assert "RuntimeError" in json.loads(line)["trace"]


def test_passwords_of_addresses_are_struck_out():
    said = redacted("a postgresql://jauge:hunter2@db/books and http://x/y:z@")
    assert said == "a postgresql://jauge:***@db/books and http://x/y:z@"


def test_the_log_of_a_process_is_of_one_form():
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        write_log(LogFormat.JSON, stream)
        logging.getLogger("jauge").info("hello")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert json.loads(stream.getvalue())["message"] == "hello"
