"""Each method is asked for without a token, in each role, and across organisations.

The methods are those of the protos: one that is added is tried, too, and fails
here until the table of roles has it.
"""

from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import grpc
import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message_factory import GetMessageClass
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jauge.client import fault, seats
from jauge.pricing.v1 import catalog_service_pb2 as pb
from jauge.pricing.v1.refund_pb2 import RefundPolicy
from jauge.pricing.v1.season_pb2 import Season
from pricing.access.roles import ROLES_OF, ROLES_OF_FIELD, Role, roles_of
from pricing.service import gate
from pricing.service.guard import field_of_name, only_reads
from pricing.store.commands import (
    AcceptQuote,
    ActivatePlan,
    CreateQuote,
    CreateSeason,
    StorePlan,
)
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of
from tests.pricing.store.asks import basket
from tests.pricing.store.votes import KEY, found, propose
from tests.service.doors import METHODS, calling, key, locked, send
from tests.service.harness import NIGHT, SEASON, refused

CODE = grpc.StatusCode
# One that has all that the other has, and one that there is not: as long a name.
RIVAL, NOBODY = "rival-theatre-x", "nowhere-at-all-"
# Kinds of names, under an organisation.
NAMES = [
    "",
    "/seasons/autumn",
    "/seasons/autumn/performances/night-1",
    "/seasons/autumn/pricePlans/r1",
    "/seasons/autumn/quotes/q000001",
    "/seasons/autumn/jobs/j1",
    "/seasons/autumn/funds/fund",
    "/seasons/autumn/forecast",
    "/seasons/autumn/certificate",
]
OWN = "organizations/studio-theatre"
# Names under a cooperative in which it takes part.
VOTED = [KEY, f"{KEY}/proposals/p1"]


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    path = tmp_path_factory.mktemp("tokens") / "tokens.json"
    keys: dict[Any, str] = {role: key(path, role) for role in Role}
    keys["rival"] = key(path, Role.ADMIN, organization=RIVAL)
    keys["stranger"] = key(path, Role.ADMIN, organization="stranger-theatre")
    keys["path"] = path
    return keys


@contextmanager
def without_limit():
    """Let a stranger try all methods at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "STRANGERS_PER_SECOND", 0.0)
        yield


@contextmanager
def two_houses(path):
    """Serve two organisations that have the same."""
    season = studio_season()
    with without_limit(), locked(path) as started:
        for owner in (RIVAL, "studio-theatre"):

            def ask(command, owner=owner):
                return started.store.submit(owner, command).result(timeout=30)

            ask(CreateSeason(replace(season, organization_id=owner)))
            ask(ActivatePlan("autumn", ask(StorePlan(plan_of(season))).id))
            ask(AcceptQuote("autumn", ask(CreateQuote("autumn", basket(), "r1")).id))
            ask(CreateQuote("autumn", basket(1), "r2"))
        found(started.store)
        propose(started.store)
        yield started


@pytest.fixture(scope="module")
def house(tokens):
    with two_houses(tokens["path"]) as started:
        yield started


@pytest.fixture(scope="module")
def worn_house(tokens):
    """Where requests may do what they ask for."""
    with two_houses(tokens["path"]) as started:
        yield started


@pytest.fixture
def channel(house):
    with grpc.insecure_channel(house.address) as opened:
        yield opened


def outcome(channel, method, data, token):
    """Return the code, the reason and the words of an answer."""
    try:
        return CODE.OK, "", send(channel, method, data, token).decode(errors="replace")
    except StopIteration:
        return CODE.OK, "", ""
    except grpc.RpcError as error:
        found: Any = error
        return found.code(), fault(error).reason, found.details()


every_method = pytest.mark.parametrize("method", METHODS, ids=lambda each: each.name)


def test_the_table_has_every_method_and_no_other():
    methods = {f"{m.containing_service.name}/{m.name}": m for m in METHODS}
    assert set(ROLES_OF) == set(methods)
    assert set(ROLES_OF_FIELD) <= set(methods)
    for name, roles in ROLES_OF.items():
        assert Role.ADMIN in roles
        # An auditor changes nothing, and reads all there is.
        assert (Role.AUDITOR in roles) == only_reads(methods[name]), name


def test_what_the_table_does_not_have_is_denied():
    assert not roles_of("QuoteService/Haggle")


@every_method
def test_the_first_field_of_a_request_names_what_it_is_about(method):
    assert field_of_name(method)


@every_method
def test_a_call_without_a_token_is_unauthenticated(channel, method):
    for token in ("", "jauge_0123456789_" + 43 * "x", "é".encode().hex()):
        code, reason, _ = outcome(channel, method, b"", token)
        assert (code, reason) == (CODE.UNAUTHENTICATED, "TOKEN_INVALID")


@every_method
@pytest.mark.parametrize("role", Role)
def test_a_role_may_ask_for_what_the_table_says(channel, tokens, method, role):
    code, reason, said = outcome(channel, method, b"", tokens[role])
    name = f"{method.containing_service.name}/{method.name}"
    if role in ROLES_OF[name]:
        assert (code, reason) == (CODE.INVALID_ARGUMENT, "FIELD_INVALID")
    else:
        assert (code, reason) == (CODE.PERMISSION_DENIED, "ROLE_MISSING")
        assert name in said


def with_name(method, name):
    request = GetMessageClass(method.input_type)()
    fill(request)
    place, _, inner = field_of_name(method).partition(".")
    if inner:
        setattr(getattr(request, place), inner, name)
    else:
        setattr(request, place, name)
    return request


@every_method
@pytest.mark.parametrize("name", NAMES)
def test_another_organisation_is_out_of_reach_whether_it_is_there_or_not(
    house, channel, tokens, method, name
):
    before = house.store.books(RIVAL).sequence
    said = set()
    for owner in (RIVAL, NOBODY):
        data = with_name(method, f"organizations/{owner}{name}").SerializeToString()
        code, reason, text = outcome(channel, method, data, tokens[Role.ADMIN])
        assert (code, reason) == (CODE.PERMISSION_DENIED, "ORGANIZATION_FOREIGN")
        said.add(text.replace(owner, "…"))
    assert len(said) == 1
    assert house.store.books(RIVAL).sequence == before
    assert NOBODY not in house.store.organizations()


def text_fields(message: Descriptor, depth: int = 3):
    """Yield the paths of all texts in a message."""
    for field in message.fields:
        if field.type == FieldDescriptor.TYPE_STRING:
            yield (field,)
        elif field.message_type is not None and depth and not _is_map(field):
            for below in text_fields(field.message_type, depth - 1):
                yield (field, *below)


def _is_map(field):
    return field.message_type.GetOptions().map_entry


def put(message, path, text):
    *above, last = path
    for field in above:
        inside = getattr(message, field.name)
        if not field.is_repeated:
            message = inside
        else:
            message = inside[0] if inside else inside.add()
    if last.is_repeated:
        getattr(message, last.name)[:] = [text]
    else:
        setattr(message, last.name, text)


# Enough of one's own for a method to come to the fields after it.
FILLED = {
    "channel_id": "web",
    "seat_category_id": "front",
    "tariff_id": "full",
    "count": 1,
    "performance": NIGHT,
    "performances": NIGHT,
    "id": "s1",
    "seat_count": 1,
    "ticket_numbers": 1,
}
INSIDE = ("quote", "items", "sales", "seats_left")


def fill(message, depth=2):
    for field in message.DESCRIPTOR.fields:
        if field.name == "request_id":
            message.request_id = str(uuid4())
        elif field.name in INSIDE and field.message_type and depth:
            inside = getattr(message, field.name)
            fill(inside.add() if field.is_repeated else inside, depth - 1)
        elif field.name in FILLED and field.message_type is None:
            if field.is_repeated:
                getattr(message, field.name).append(FILLED[field.name])
            else:
                setattr(message, field.name, FILLED[field.name])


def own_name(channel, method, token):
    """Return the name of one's own that a method takes."""
    for name in (*(OWN + name for name in NAMES), *VOTED):
        data = with_name(method, name).SerializeToString()
        try:
            send(channel, method, data, token)
        except grpc.RpcError as error:
            if fault(error).metadata["field"] == field_of_name(method):
                continue
        except StopIteration:
            pass
        return name
    raise AssertionError(f"{method.full_name} takes none of the names")


@every_method
def test_no_other_field_of_a_request_reaches_another_organisation(
    worn_house, tokens, method
):
    token, first = tokens[Role.ADMIN], field_of_name(method).split(".")
    before = worn_house.store.books(RIVAL).sequence
    with grpc.insecure_channel(worn_house.address) as channel:
        own = own_name(channel, method, token)
        for path in text_fields(method.input_type):
            if [field.name for field in path] == first:
                continue
            for name in NAMES:
                said = []
                # The first time may change something, after which it cannot again.
                for owner in (NOBODY, RIVAL, NOBODY):
                    request = with_name(method, own)
                    put(request, path, f"organizations/{owner}{name}")
                    data = request.SerializeToString()
                    code, reason, text = outcome(channel, method, data, token)
                    assert code is not CODE.INTERNAL
                    words = "" if code is CODE.OK else text.replace(owner, "…")
                    said.append((code, reason, words))
                assert said[1] == said[2]
    assert worn_house.store.books(RIVAL).sequence == before


@every_method
def test_a_cooperative_of_others_is_out_of_reach_whether_it_is_there_or_not(
    house, channel, tokens, method
):
    before = house.store.books(KEY).sequence
    said = set()
    for name in (KEY, KEY.replace("scenes", "absent"), f"{KEY}/proposals/p1"):
        data = with_name(method, name).SerializeToString()
        code, reason, text = outcome(channel, method, data, tokens["stranger"])
        assert (code, reason) == (CODE.PERMISSION_DENIED, "ORGANIZATION_FOREIGN")
        said.add(text.replace(name, "…"))
    assert len(said) == 1
    assert house.store.books(KEY).sequence == before


def test_only_what_is_ones_own_is_listed(house, tokens):
    owners = {tokens[Role.AUDITOR]: OWN, tokens["rival"]: f"organizations/{RIVAL}"}
    for token, owner in owners.items():
        with calling(house, token) as client:
            for parent in (owner, "organizations/-"):
                found = client.catalog.ListSeasons(pb.ListSeasonsRequest(parent=parent))
                assert [each.name for each in found.seasons] == [
                    f"{owner}/seasons/autumn"
                ]


def test_a_dash_names_only_what_is_read(house, tokens):
    with calling(house, tokens[Role.ADMIN]) as client:
        request = pb.CreateSeasonRequest(parent="organizations/-", season_id="x")
        with refused(CODE.INVALID_ARGUMENT, "FIELD_INVALID"):
            client.catalog.CreateSeason(request)


def test_the_rules_are_the_cooperatives_and_the_rest_is_the_programmers(house, tokens):
    rules = pb.UpdateSeasonRequest(season=Season(name=SEASON))
    rules.update_mask.paths.append("rules")
    title = pb.UpdateSeasonRequest(season=Season(name=SEASON, display_name="Spring"))
    both = pb.UpdateSeasonRequest(season=Season(name=SEASON, display_name="Spring"))
    both.update_mask.paths.extend(["rules", "display_name"])
    may = {
        Role.COOPERATIVE: [rules],
        Role.PROGRAMMER: [title],
        Role.ADMIN: [rules, title, both],
    }
    for role, allowed in may.items():
        with calling(house, tokens[role]) as client:
            for request in (rules, title, both):
                if request in allowed:
                    client.catalog.UpdateSeason(request)
                else:
                    with refused(CODE.PERMISSION_DENIED, "ROLE_MISSING") as said:
                        client.catalog.UpdateSeason(request)
                    assert said["metadata"]["field"].startswith("season.")


def test_a_platform_sells_and_an_auditor_sees_it(house, tokens):
    with calling(house, tokens[Role.PLATFORM]) as client:
        assert client.list_prices(NIGHT, "web").prices
        quote = client.quote(SEASON, "web", [seats(NIGHT, "back", "full", 1)])
        client.accept(quote.name)
    with calling(house, tokens[Role.AUDITOR]) as client:
        assert client.get(quote.name).items[0].ticket_numbers
        with refused(CODE.PERMISSION_DENIED, "ROLE_MISSING") as said:
            client.void(quote.name)
    assert said["metadata"]["roles"] == "admin,platform"


def test_who_sells_makes_no_exception_from_what_is_paid_back(house, tokens):
    mercy = RefundPolicy()
    with calling(house, tokens[Role.PLATFORM]) as client:
        item = seats(NIGHT, "back", "full", 1)
        sold = client.accept(client.quote(SEASON, "web", [item]).name)
        with refused(CODE.PERMISSION_DENIED, "ROLE_MISSING") as said:
            client.cancel_items(sold.name, refund_override=mercy)
        assert said["metadata"]["field"] == "refund_override"
        with refused(CODE.FAILED_PRECONDITION, "NOT_REFUNDABLE"):
            client.cancel_items(sold.name)
    with calling(house, tokens[Role.ADMIN]) as client:
        back = client.cancel_items(sold.name, refund_override=mercy)
        assert back.refund == sold.total_price


def test_a_stream_that_turns_to_another_organisation_is_refused(house, tokens):
    (method,) = (each for each in METHODS if each.client_streaming)
    kind = GetMessageClass(method.input_type)
    parents = (OWN, "", f"organizations/{RIVAL}")
    asked = [kind(parent=each) for each in parents]
    with (
        calling(house, tokens[Role.ADMIN]) as client,
        refused(CODE.PERMISSION_DENIED, "ORGANIZATION_FOREIGN"),
    ):
        client.catalog.ImportHistory(iter(asked))


def test_an_answer_at_hand_for_its_owner_is_given_to_nobody_else(house, tokens):
    night = NIGHT.replace("studio-theatre", RIVAL)
    with calling(house, tokens["rival"]) as owner:
        first = owner.list_prices(night, "web")
        with (
            calling(house, tokens[Role.ADMIN]) as client,
            refused(CODE.PERMISSION_DENIED, "ORGANIZATION_FOREIGN"),
        ):
            client.list_prices(night, "web")
        assert owner.list_prices(night, "web") == first


noise = st.binary(max_size=60)


def named(name):
    """Return a first field that is a name, as most requests have."""
    raw = name.encode()
    return b"\x0a" + bytes([len(raw)]) + raw


@every_method
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(
        [OWN, f"organizations/{RIVAL}", "organizations/-", "organizations/"]
    ),
    st.sampled_from(NAMES),
    st.text(max_size=12),
    noise,
)
def test_no_bytes_get_past_the_guard_or_upset_it(
    worn_house, tokens, method, owner, name, text, rest
):
    before = worn_house.store.books(RIVAL).sequence
    with grpc.insecure_channel(worn_house.address) as channel:
        for data in (rest, named(f"{owner}{name}") + rest, named(owner + text)):
            code, _, _ = outcome(channel, method, data, tokens[Role.ADMIN])
            assert code not in (CODE.INTERNAL, CODE.UNKNOWN)
    assert worn_house.store.books(RIVAL).sequence == before
