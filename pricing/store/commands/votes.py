"""Proposals and votes: opened, cast, taken back. Submitted to a cooperative's log.

Votes are closed by time alone, see ``pricing.store.upkeep``.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from pricing.domain import errors
from pricing.domain.errors import FieldInvalid, NameTaken
from pricing.domain.governance import Proposal, ProposalState, Vote
from pricing.store.books import Books
from pricing.store.commands.cooperatives import founded
from pricing.store.cooperative import CooperativeBooks, ProposalBooks
from pricing.store.events_governance import ProposalOpened, ProposalWithdrawn, VoteCast
from pricing.store.interface import Decision, Repeatable, fingerprint

OPEN_PROPOSALS_MAX = 100


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """Open a vote now; the id and the window of the proposal are the log's to say."""

    proposal: Proposal
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of what is proposed."""
        return fingerprint("open_proposal", repr(self.proposal))

    def decide(self, books: Books, now: datetime) -> Decision[ProposalOpened]:
        """Refuse who takes no part, and seasons of others."""
        of, proposal = founded(books), self.proposal
        if proposal.proposer not in of.organizations:
            raise errors.NotAdmitted(proposal.proposer, books.organization_id)
        for place, (owner, _) in enumerate(proposal.seasons):
            check_part(of, owner, f"proposal.seasons[{place}]")
        if proposal.admitted in of.invited:
            raise NameTaken("invited organisation", proposal.admitted)
        if len(of.open_ids) >= OPEN_PROPOSALS_MAX:
            raise FieldInvalid(
                "proposal",
                f"{OPEN_PROPOSALS_MAX} votes are open, the most there may be.",
            )
        assert of.terms is not None
        opened = replace(
            proposal,
            id=f"p{len(of.proposals) + 1}",
            opens_at=now,
            closes_at=of.terms.closes_at(now),
        )
        return Decision((ProposalOpened(opened),), ProposalOpened(opened))


@dataclass(frozen=True, slots=True)
class CastVote:
    """Cast the vote of a member of an organisation; it stands."""

    proposal_id: str
    organization_id: str
    vote: Vote
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of the vote."""
        said = (self.proposal_id, self.organization_id, repr(self.vote))
        return fingerprint("cast_vote", *said)

    def decide(self, books: Books, now: datetime) -> Decision[VoteCast]:
        """Refuse votes after the window, by others, twice, or on something else."""
        of = founded(books)
        voted_on = of.proposal(self.proposal_id)
        proposal = voted_on.proposal
        check_open(voted_on, now)
        check_vote(proposal, self.vote)
        check_member(of, voted_on, self.vote.member_id, self.organization_id)
        if self.vote.member_id in voted_on.votes:
            raise errors.VoteCast(proposal.name, self.vote.member_id)
        event = VoteCast(proposal.id, replace(self.vote, cast_at=now))
        return Decision((event,), event)


@dataclass(frozen=True, slots=True)
class WithdrawProposal(Repeatable):
    """Take a proposal back, for the organisation that made it."""

    proposal_id: str
    organization_id: str

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Refuse others, and a vote that was counted."""
        of = founded(books).proposal(self.proposal_id)
        if self.organization_id != of.proposal.proposer:
            raise FieldInvalid(
                "organization", f"Expected {of.proposal.proposer!r}, which proposed it."
            )
        if of.state is ProposalState.WITHDRAWN:
            return Decision((), None)
        check_open(of, now)
        return Decision((ProposalWithdrawn(self.proposal_id),), None)


def check_part(of: CooperativeBooks, organization_id: str, field: str) -> None:
    """Refuse an organisation that takes no part in a cooperative."""
    if organization_id not in of.organizations:
        raise FieldInvalid(field, f"{organization_id!r} takes no part in {of.id!r}.")


def check_open(of: ProposalBooks, now: datetime) -> None:
    """Refuse a vote outside its window."""
    if of.state is not ProposalState.OPEN or not of.proposal.open_at(now):
        closed = f"{of.proposal.closes_at:%Y-%m-%dT%H:%M:%SZ}"
        raise errors.VoteClosed(of.proposal.name, of.state.value, closed)


def check_member(
    of: CooperativeBooks, voted_on: ProposalBooks, member_id: str, organization_id: str
) -> None:
    """Refuse who was no member of this organisation when the vote was opened."""
    owner = voted_on.electorate.get(member_id)
    if owner != organization_id or owner not in of.organizations:
        raise errors.NotAMember(member_id, voted_on.proposal.name)


def check_vote(proposal: Proposal, vote: Vote) -> None:
    """Refuse a figure where a yes or no is asked for, and the other way round.

    Raises
    ------
    FieldInvalid
        Also when the rule may not have this figure.
    """
    if proposal.figure is None:
        if vote.approve is None:
            raise FieldInvalid("vote.figure", "this vote is a yes or a no: `approve`.")
        return
    if vote.approve:
        raise FieldInvalid(
            "vote.approve", "this vote is on a number: `figure`, or no such rule."
        )
    if vote.figure is not None:
        try:
            proposal.with_figure(vote.figure)
        except ValueError as fault:
            raise FieldInvalid("vote.figure", str(fault)) from None
