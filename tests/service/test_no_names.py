"""Nothing that is kept, logged or counted tells a person: names are planted and sought.

Every text that a platform can send, in any field of any of its requests, is a name,
an address or a number once. What is found of them afterwards in the files of the
store, with its log of changes and its snapshots, in the log and in the metrics, is
nothing.
"""

import contextlib
import re
import sqlite3
import urllib.request
import zlib
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import grpc
import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message_factory import GetMessageClass

from jauge.basket import card, gift, money, pack
from jauge.client import seats
from jauge.pricing.v1 import after_sale_pb2 as after
from jauge.pricing.v1 import platform_sales_pb2 as told
from jauge.pricing.v1 import quote_service_pb2 as pb
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.access.roles import ROLES_OF, Role
from pricing.access.vouchers import issue
from pricing.domain.opaque import personal
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.service.call_log import REQUEST_ID_KEY, JsonLines, TextLines
from pricing.service.convert.fields import timestamp
from pricing.service.security import Security
from pricing.store import snapshots
from pricing.store.sqlite import open_sqlite
from tests.pricing.store.asks import open_house
from tests.service.doors import METHODS, path_of
from tests.service.harness import NIGHT, SEASON, Clock, running
from tests.service.test_call_log import listening
from tests.service.test_vouchers import HOUSE, UNTIL, add_key

PERSONS = (
    "Ada Lovelace",
    "ada.lovelace@example.org",
    "0612345678",
    "+33 6 12 34 56 78",
    "Aurélie",
)
# In what is nowhere kept, even what looks like an id.
FREE = ("ada-lovelace-1815-12-10", "Lovelace_Ada_file_4711")
NEEDLES = ("lovelace", "0612345678", "12 34 56 78", "Aurélie", "file_4711")
TELLING = "organizations/studio-theatre/seasons/telling"


def bases(key, quote_name):
    """Return requests of a platform that go through, or nearly."""
    other = NIGHT.replace("night-1", "night-2")
    basket = Quote(
        channel_id="network",
        counter_id="corner",
        items=[
            seats(NIGHT, "front", "full", 1),
            seats(NIGHT, "back", "by-means", 1, means_bracket_id="low", evidence="a"),
            seats(NIGHT, "back", "member", 1, card_reference="C-17"),
            seats(other, "front", "shown", 1, vouchers=[issue(key, "shown", UNTIL)]),
        ],
        packs=[
            pack(
                "duo",
                ((NIGHT, "back"), (other, "back")),
                evidence="seen",
                vouchers=[issue(key, "pass", UNTIL)],
            )
        ],
        products=[gift("gifts"), card("carte")],
    )
    one = Quote(channel_id="web", items=[seats(NIGHT, "front", "full", 1)])
    night = f"{TELLING}/performances/night-1"
    sale = told.PlatformSale(
        id="s-1", performance=night, seat_category_id="front", tariff_id="full",
        channel_id="web", seat_count=1, unit_price=money(Decimal(20), "EUR"),
        sell_time=timestamp(Clock().now),
    )  # fmt: skip
    left = told.SeatsLeft(
        performance=night, seat_category_id="front", seat_count=3,
        count_time=timestamp(Clock().now),
    )  # fmt: skip
    return {
        "CreateQuote": pb.CreateQuoteRequest(
            parent=SEASON, quote=basket, request_id="r", language_code="fr"
        ),
        "AcceptQuote": pb.AcceptQuoteRequest(name=quote_name),
        "VoidQuote": pb.VoidQuoteRequest(name=quote_name),
        "GetQuote": pb.GetQuoteRequest(name=quote_name),
        "CancelItems": after.CancelItemsRequest(
            name=quote_name,
            request_id="c",
            items=[after.ItemTickets(item_index=0, ticket_count=1)],
            validate_only=True,
        ),
        "ExchangeItems": after.ExchangeItemsRequest(
            name=quote_name,
            request_id="e",
            items=[after.ItemTickets(item_index=0, ticket_count=1)],
            quote=one,
            language_code="en",
        ),
        "ListPrices": pb.ListPricesRequest(performance=NIGHT, channel_id="web"),
        "BatchListPrices": pb.BatchListPricesRequest(
            parent=SEASON, performances=[NIGHT], channel_id="web"
        ),
        "ListPackPrices": pb.ListPackPricesRequest(parent=SEASON, channel_id="web"),
        "GetPriceNotice": pb.GetPriceNoticeRequest(name=NIGHT),
        "RecordSales": told.RecordSalesRequest(
            parent=TELLING, sales=[sale], seats_left=[left], request_id="b"
        ),
    }


def texts(message, path=()):
    """Yield the path to each text of a message, of parts that are absent too."""
    for field in message.DESCRIPTOR.fields:
        here = (*path, field.name)
        if field.type == FieldDescriptor.TYPE_STRING:
            yield here
        elif field.message_type is not None and len(path) < 8:
            value = getattr(message, field.name)
            if field.is_repeated:
                for place, each in enumerate(value):
                    yield from texts(each, (*here, place))
            elif message.HasField(
                field.name
            ) or field.message_type.full_name.startswith("jauge"):
                yield from texts(value, here)


def planted(base, path, text):
    """Return a request with a text in one of its places."""
    request = deepcopy(base)
    at = request
    for name in path[:-1]:
        at = at[name] if isinstance(name, int) else getattr(at, name)
    value = getattr(at, path[-1])
    if isinstance(value, str):
        setattr(at, path[-1], text)
    else:
        value.append(text)
    return request


def send(channel, method, request, header):
    call = channel.unary_unary if not method.client_streaming else None
    if call is None or method.server_streaming:
        return None
    try:
        data = call(path_of(method))(
            request.SerializeToString(),
            timeout=30,
            metadata=[(REQUEST_ID_KEY, header)] if header.isascii() else None,
        )
    except grpc.RpcError as error:
        return error.code()
    return GetMessageClass(method.output_type).FromString(data)


def everything(folder):
    """Return all that stands in the files of a store, unpacked, as one text."""
    found = [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
    (database,) = [each for each in folder.iterdir() if each.suffix == ".db"]
    with sqlite3.connect(database) as reading:
        names = reading.execute("select name from sqlite_master where type='table'")
        for (name,) in names.fetchall():
            for row in reading.execute(f'select * from "{name}"'):
                found += [
                    cell if isinstance(cell, bytes) else str(cell).encode()
                    for cell in row
                ]
    reading.close()
    packed = []
    for each in found:
        for start in re.finditer(b"\x78[\x01\x5e\x9c\xda]", each):
            with contextlib.suppress(zlib.error):
                packed.append(zlib.decompressobj().decompress(each[start.start() :]))
    whole = b"\n".join([*found, *packed])
    # As it stands, and as JSON would write what is not ASCII.
    return whole.decode(errors="replace") + repr(whole)


def test_no_name_that_a_platform_sends_is_kept_logged_or_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "EVENTS_MIN", 20)
    folder = tmp_path / "store"
    folder.mkdir()
    path = tmp_path / "vouchers.json"
    key = add_key(path).text
    store = open_sqlite(folder / "jauge.db", Clock())
    refunds = RefundTerms(RefundPolicy(refund_days_out=0, exchange_days_out=0))
    open_house(store, replace(HOUSE, refunds=refunds))
    open_house(store, replace(HOUSE, id="telling", inventory="platform"))
    with (
        listening(JsonLines()) as lines,
        listening(TextLines()) as plain,
        running(
            store,
            security=Security(vouchers=path),
            log_reads=True,
            metrics_address="127.0.0.1:0",
        ) as house,
    ):
        kept = answers(house, key)
        url = f"http://127.0.0.1:{house.service.metrics_port}/metrics"
        with urllib.request.urlopen(url, timeout=10) as answer:
            metrics = answer.read().decode()
        living = everything(folder)
    store.close()
    said = {"files": living, "closed": everything(folder), "metrics": metrics}
    said["log"] = "\n".join([*lines, *plain])
    # What was sent went through where it may, so that it is worth seeking.
    assert kept > 60
    assert list(folder.glob("*.snapshots/*"))
    assert "q000001" in living
    assert "CreateQuote" in said["log"]
    for where, text in said.items():
        for needle in NEEDLES:
            assert needle.lower() not in text.lower(), (needle, where)


def answers(house, key):
    """Plant every text everywhere; return how many requests went through."""
    client = house.client
    held = [seats(NIGHT, "front", "full", 10)]
    name = client.accept(client.quote(SEASON, "web", held).name).name
    requests = bases(key, name)
    count = turn = 0
    with grpc.insecure_channel(house.address) as channel:
        for method in METHODS:
            name = f"{method.containing_service.name}/{method.name}"
            if Role.PLATFORM not in ROLES_OF[name]:
                continue
            fresh = GetMessageClass(method.input_type)()
            base = requests.get(method.name, fresh)
            for place in [(), *texts(base)]:
                free = any(each in ("evidence", "vouchers") for each in place)
                for text in (*PERSONS, *(FREE if free else ())):
                    turn += 1
                    request = planted(base, place, text) if place else deepcopy(base)
                    if hasattr(request, "request_id") and place != ("request_id",):
                        request.request_id = f"{method.name}-{turn}"
                    refresh(request, key, turn)
                    header = "order-17" if text in FREE else text
                    got = send(channel, method, request, header)
                    count += not isinstance(got, grpc.StatusCode) and got is not None
                    undo(client, got)
    # Signed in good faith by who did not read the page: ids with names in them.
    for n, text in enumerate(FREE):
        signed = issue(key, "shown", UNTIL, voucher_id=text)
        item = seats(NIGHT, "front", "shown", 1, evidence=text, vouchers=[signed])
        held = client.quote(SEASON, "web", [item], request_id=f"signed-{n}")
        count += client.accept(held.name).state == Quote.STATE_ACCEPTED
    return count


def refresh(request, key, turn):
    """Give a basket vouchers and a card of its own, so that it goes through again."""
    if isinstance(request, pb.CreateQuoteRequest) and len(request.quote.items) == 4:
        vouchers = request.quote.items[3].vouchers
        if len(vouchers) == 1:
            vouchers[0] = issue(key, "shown", UNTIL, voucher_id=f"{turn:020d}")
        of_pack = request.quote.packs[0].vouchers
        if len(of_pack) == 1:
            of_pack[0] = issue(key, "pass", UNTIL, voucher_id=f"p{turn:020d}")
        request.quote.items[2].card_reference = request.quote.items[
            2
        ].card_reference.replace("C-17", f"C-{turn}")


def undo(client, got):
    if isinstance(got, Quote) and got.state == Quote.STATE_OFFERED and got.name:
        client.void(got.name)


@pytest.mark.parametrize("text", PERSONS)
def test_what_is_kept_for_good_is_refused_where_it_looks_like_a_person(text):
    assert personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "order-17", "9b2e8c1a-4711-4c5e-9d0a-1b2c3d4e5f60", "C-17", "4711000123",
        "web:2026/11/22#7", "20261122123456789", "r-1", "00000000000000000001",
    ],
)  # fmt: skip
def test_ids_as_platforms_make_them_are_taken(text):
    assert personal(text) == ""


def test_all_that_a_platform_may_call_is_tried():
    names = {each.split("/")[1] for each, r in ROLES_OF.items() if Role.PLATFORM in r}
    assert {method.name for method in METHODS} >= names
