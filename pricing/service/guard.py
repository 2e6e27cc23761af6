"""What is checked of every call before its method sees it."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import grpc
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message

from pricing.access.roles import ROLES_OF_FIELD, roles_of, roles_of_fields
from pricing.domain.errors import (
    FieldInvalid,
    NotAMember,
    OrganizationForeign,
    RateExceeded,
    RoleMissing,
    TokenInvalid,
)
from pricing.service.gate import CALLER, Caller, Gate, ended
from pricing.service.names import CooperativeName, OrganizationName

_EVERY = "organizations/-"
_NAME_MAX = 200
_COOPERATIVES = "cooperatives/"
# Which organisation does what a call to a cooperative asks for.
_ACTING = "organization"
_VOTING = "GovernanceService/CastVote"
# Fields that say what is updated, not to what.
_NOT_CHANGED = frozenset({"name", "etag"})

Context = grpc.aio.ServicerContext[bytes, bytes]


class Guard:
    """Lets calls of one method in: rate, role, and the organisation they name.

    The first field of a request is, or has, the name of what the call is about;
    methods hold every other name of a request under that one. Where that is a
    cooperative, the caller's organisation must take part in it, and ``organization``
    says who acts: the caller's own.
    """

    def __init__(self, method: MethodDescriptor, gate: Gate) -> None:
        self.method = f"{method.containing_service.name}/{method.name}"
        self.reads = only_reads(method)
        self._gate = gate
        self._roles = roles_of(self.method)
        self._field = field_of_name(method)
        self._name: Callable[[Any], str] = attrgetter(self._field)
        self._updates = self.method in ROLES_OF_FIELD

    def enter(self, caller: Caller, context: Context, now: float) -> None:
        """Refuse who has no right to the method or asks too often.

        Raises
        ------
        TokenInvalid, RoleMissing, RateExceeded
            As they say.
        """
        if caller.organization_id:
            bucket = caller.bucket
            wait = bucket.take(now) if bucket is not None else 0.0
            if wait:
                raise RateExceeded(wait)
            bound = caller.member_id and not (self.reads or self.method == _VOTING)
            if bound or self._roles.isdisjoint(caller.roles):
                raise RoleMissing(self.method, "", sorted(self._roles))
            CALLER.set(caller)
            return
        peers = self._gate.strangers if caller.refused else self._gate.peers
        wait = peers.take(context.peer(), now) if peers.limited else 0.0
        if wait:
            raise RateExceeded(wait)
        if caller.refused:
            raise TokenInvalid(caller.refused)

    def check(self, caller: Caller, request: Message) -> None:
        """Refuse a request about another organisation than the caller's.

        Raises
        ------
        OrganizationForeign, RoleMissing, FieldInvalid
            As they say.
        """
        if not caller.organization_id:
            return
        name = self._name(request)
        if name.startswith(_COOPERATIVES):
            self._check_cooperative(caller, request, name)
        elif not (name.startswith(caller.prefix) or name == caller.organization):
            self._check_other(caller, request, name)
        if self._updates:
            self._check_fields(caller, request)

    def check_more(self, caller: Caller, request: Message) -> None:
        """Check a message of a stream after its first, which need not say a name."""
        if self._name(request):
            self.check(caller, request)

    def go_on(self, caller: Caller) -> None:
        """Refuse more of a stream, either way, to who may ask no more."""
        why = ended(caller)
        if why:
            raise TokenInvalid(why)

    def organization_id(self, request: Message | None) -> str:
        """Return the organisation that a request names, empty where it names none."""
        if request is None:
            return ""
        try:
            owner = "/".join(self._name(request).split("/", 2)[:2])
            return OrganizationName.parse(owner, self._field).organization_id
        except FieldInvalid:
            return ""

    def _check_other(self, caller: Caller, request: Message, name: str) -> None:
        if name == _EVERY and self.reads and "." not in self._field:
            # All that may be read is the caller's own.
            setattr(request, self._field, caller.organization)
            return
        if not name:
            raise FieldInvalid(self._field, "is required.")
        owner = "/".join(name.split("/", 2)[:2])
        OrganizationName.parse(owner, self._field)
        raise OrganizationForeign(self._field, name[:_NAME_MAX], caller.organization)

    def _check_cooperative(self, caller: Caller, request: Any, name: str) -> None:
        key = "/".join(name.split("/", 2)[:2])
        CooperativeName.parse(key, self._field)
        if caller.organization_id not in self._gate.taking_part(key):
            raise OrganizationForeign(
                self._field, name[:_NAME_MAX], caller.organization
            )
        if _ACTING in request.DESCRIPTOR.fields_by_name:
            acting = request.organization
            if acting != caller.organization:
                said = acting[:_NAME_MAX]
                raise OrganizationForeign(_ACTING, said, caller.organization)
        if self.method == _VOTING and caller.member_id not in (
            "",
            request.vote.member_id,
        ):
            raise NotAMember(request.vote.member_id[:_NAME_MAX], name[:_NAME_MAX])

    def _check_fields(self, caller: Caller, request: Any) -> None:
        update, _, inside = self._field.partition(".")
        paths = [each.partition(".")[0] for each in _mask(request)]
        if not paths:
            # Of what is updated, or of a request that updates nothing itself.
            given = (getattr(request, update) if inside else request).ListFields()
            paths = [each.name for each, _ in given if each.name not in _NOT_CHANGED]
        wanted = roles_of_fields(self.method, paths)
        for path, roles in zip(paths, wanted, strict=True):
            if roles.isdisjoint(caller.roles):
                field = path[:_NAME_MAX]
                place = f"{update}.{field}" if inside else field
                raise RoleMissing(self.method, place, sorted(roles))


def _mask(request: Any) -> list[str]:
    if "update_mask" not in request.DESCRIPTOR.fields_by_name:
        return []
    return list(request.update_mask.paths)


def only_reads(method: MethodDescriptor) -> bool:
    """Return whether a method says that it changes nothing."""
    level = method.GetOptions().idempotency_level
    return bool(level == MethodOptions.NO_SIDE_EFFECTS)


def field_of_name(method: MethodDescriptor) -> str:
    """Return the path of the field that says what a call is about.

    Raises
    ------
    ValueError
        When the first field of the request is no name and has none.
    """
    first = method.input_type.fields[0]
    if first.number == 1 and first.type == FieldDescriptor.TYPE_STRING:
        return str(first.name)
    if first.message_type is not None and "name" in first.message_type.fields_by_name:
        return f"{first.name}.name"
    raise ValueError(
        f"Expected a name in the first field of {method.input_type.full_name}."
    )
