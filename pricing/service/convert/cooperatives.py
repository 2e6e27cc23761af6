"""Cooperatives and the terms of their votes."""

from collections.abc import Sequence

from google.protobuf.duration_pb2 import Duration

from jauge.pricing.v1 import cooperative_pb2 as pb
from pricing.domain.errors import FieldInvalid
from pricing.domain.governance import REASON_LENGTH_MAX, VotingTerms
from pricing.domain.opaque import personal
from pricing.service.convert.fields import (
    at,
    opaque,
    present,
    seconds_from_proto,
    timestamp,
)
from pricing.service.names import CooperativeName, OrganizationName
from pricing.store.cooperative import CooperativeBooks

DISPLAY_NAME_LENGTH_MAX = 200


def cooperative_to_proto(of: CooperativeBooks) -> pb.Cooperative:
    """Return a cooperative as the message."""
    message = pb.Cooperative(
        name=str(CooperativeName(of.id)),
        display_name=of.display_name,
        organizations=[
            str(OrganizationName(each)) for each in sorted(of.organizations)
        ],
        members=[
            pb.CooperativeMember(
                member_id=member_id, organization=str(OrganizationName(owner))
            )
            for member_id, owner in sorted(of.members.items())
        ],
        invited_organizations=[
            str(OrganizationName(each)) for each in sorted(of.invited)
        ],
    )
    if of.terms is not None:
        message.terms.CopyFrom(terms_to_proto(of.terms))
    if of.founded_at is not None:
        message.create_time.CopyFrom(timestamp(of.founded_at))
    return message


def terms_to_proto(terms: VotingTerms) -> pb.VotingTerms:
    """Return the terms of votes as the message."""
    return pb.VotingTerms(
        quorum_permille=terms.quorum_permille,
        voting_period=Duration(seconds=terms.voting_seconds),
    )


def terms_from_proto(value: pb.VotingTerms, path: str) -> VotingTerms:
    """Return a message as the terms of votes."""
    present(value, "voting_period", path)
    seconds = seconds_from_proto(value.voting_period, f"{path}.voting_period")
    if seconds != int(seconds):
        raise FieldInvalid(f"{path}.voting_period", "Expected whole seconds.")
    with at(path):
        return VotingTerms(value.quorum_permille, int(seconds))


def members_from_proto(member_ids: Sequence[str]) -> tuple[str, ...]:
    """Return ids of members, each of which tells nobody."""
    return tuple(
        opaque(each, f"member_ids[{place}]") for place, each in enumerate(member_ids)
    )


def display_name_from_proto(text: str, field: str) -> str:
    """Return what something is called."""
    if len(text) > DISPLAY_NAME_LENGTH_MAX or "@" in text:
        raise FieldInvalid(
            field, f"Expected at most {DISPLAY_NAME_LENGTH_MAX} characters, and no @."
        )
    return text


def reason_from_proto(text: str, field: str) -> str:
    """Return why something is asked for: words that everybody may read for ever.

    Raises
    ------
    FieldInvalid
        Also where there is an address or a number of somebody in it.
    """
    if not 1 <= len(text) <= REASON_LENGTH_MAX:
        raise FieldInvalid(field, f"Expected 1 to {REASON_LENGTH_MAX:,} characters.")
    for word in text.split():
        if personal(word) in ("an e-mail address", "a telephone number"):
            raise FieldInvalid(field, "leave out what tells who somebody is.")
    return text
