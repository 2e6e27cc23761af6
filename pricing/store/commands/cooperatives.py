"""Cooperatives: founded, joined and left. Submitted to a cooperative's own log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.errors import FieldInvalid, NameTaken, NameUnknown, NotAdmitted
from pricing.domain.governance import MEMBERS_MAX
from pricing.domain.ids import check_id, check_unique
from pricing.store.books import Books
from pricing.store.cooperative import CooperativeBooks
from pricing.store.events_governance import (
    CooperativeCreated,
    OrganizationJoined,
    OrganizationLeft,
)
from pricing.store.interface import Decision, Repeatable, fingerprint


@dataclass(frozen=True, slots=True)
class CreateCooperative:
    """Found a cooperative with one organisation and its members."""

    event: CooperativeCreated
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of what is founded."""
        return fingerprint("create_cooperative", repr(self.event))

    def decide(self, books: Books, now: datetime) -> Decision[CooperativeCreated]:
        """Refuse an id that is taken, or members that are none."""
        if books.cooperative.id:
            raise NameTaken("cooperative", books.cooperative.id)
        check_members(self.event.member_ids)
        return Decision((self.event,), self.event)


@dataclass(frozen=True, slots=True)
class JoinCooperative(Repeatable):
    """Take part with so many members, in place of those before."""

    organization_id: str
    member_ids: tuple[str, ...]

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Refuse who may not join, and members that are another's."""
        # The same where there is no such cooperative: who is not invited is not told.
        of = books.cooperative
        if self.organization_id not in of.invited:
            raise NotAdmitted(self.organization_id, books.organization_id)
        check_members(self.member_ids)
        for place, member_id in enumerate(self.member_ids):
            if of.members.get(member_id, self.organization_id) != self.organization_id:
                raise FieldInvalid(
                    f"member_ids[{place}]",
                    f"{member_id!r} is a member of another organisation already.",
                )
        own = {m for m, owner in of.members.items() if owner == self.organization_id}
        if self.organization_id in of.organizations and own == set(self.member_ids):
            return Decision((), None)
        event = OrganizationJoined(self.organization_id, self.member_ids)
        return Decision((event,), None)


@dataclass(frozen=True, slots=True)
class LeaveCooperative(Repeatable):
    """Take part no more."""

    organization_id: str

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Add nothing where it takes no part."""
        if self.organization_id not in founded(books).organizations:
            return Decision((), None)
        return Decision((OrganizationLeft(self.organization_id),), None)


def founded(books: Books) -> CooperativeBooks:
    """Return what is known of a cooperative.

    Raises
    ------
    NameUnknown
        When there is none.
    """
    if not books.cooperative.id:
        raise NameUnknown("cooperative", books.organization_id)
    return books.cooperative


def check_members(member_ids: Sequence[str]) -> None:
    """Refuse no members, too many, or ids that are none."""
    if not 1 <= len(member_ids) <= MEMBERS_MAX:
        raise FieldInvalid("member_ids", f"Expected 1 to {MEMBERS_MAX:,}.")
    try:
        for member_id in member_ids:
            check_id(member_id, "a member id")
        check_unique(member_ids, "member_ids")
    except ValueError as fault:
        raise FieldInvalid("member_ids", str(fault)) from None
