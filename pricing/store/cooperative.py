"""What is known of one cooperative: a projection of its log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from pricing.domain.errors import NameUnknown
from pricing.domain.governance import (
    Electorate,
    Proposal,
    ProposalState,
    Vote,
    VotingTerms,
)
from pricing.domain.rules import Rule
from pricing.domain.voting import Tally, tally
from pricing.store import events_governance as events
from pricing.store.events_governance import CooperativeEvent

PREFIX = "cooperatives/"


def key_of(cooperative_id: str) -> str:
    """Return the key of a cooperative's log among those of organisations.

    Examples
    --------
    >>> key_of("les-scenes")
    'cooperatives/les-scenes'
    """
    return f"{PREFIX}{cooperative_id}"


@dataclass
class ProposalBooks:
    """A proposal, who may vote on it and the votes so far."""

    proposal: Proposal
    electorate: Electorate
    quorum_count: int
    votes: dict[str, Vote] = field(default_factory=dict)
    state: ProposalState = ProposalState.OPEN
    # Once it is closed.
    counted: Tally | None = None
    adopted_rule: Rule | None = None

    @property
    def tally(self) -> Tally:
        """The votes counted, as they stand while it is open."""
        if self.counted is not None:
            return self.counted
        proposal = self.proposal
        return tally(
            list(self.votes.values()),
            member_count=len(self.electorate),
            quorum_count=self.quorum_count,
            by_figure=proposal.figure is not None,
            rising_eases=proposal.rising_eases,
        )


@dataclass
class CooperativeBooks:
    """What is known of a cooperative; ``id`` is empty before it is founded."""

    id: str = ""
    display_name: str = ""
    founded_at: datetime | None = None
    terms: VotingTerms | None = None
    # Those that may join, whether they did or not.
    invited: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    # Replaced whole at each change: open votes keep the one they began with.
    members: Electorate = field(default_factory=dict)
    proposals: dict[str, ProposalBooks] = field(default_factory=dict)
    # Those that are open, in the order in which they were opened.
    open_ids: tuple[str, ...] = ()

    def proposal(self, proposal_id: str) -> ProposalBooks:
        """Return a proposal, or raise NameUnknown."""
        found = self.proposals.get(proposal_id)
        if found is None:
            raise NameUnknown("proposal", proposal_id)
        return found

    def due(self, now: datetime) -> Iterator[events.ProposalClosed]:
        """Yield the votes that have ended by a time, counted."""
        for proposal_id in self.open_ids:
            of = self.proposals[proposal_id]
            if of.proposal.closes_at <= now:
                counted = of.tally
                rule = _adopted(of.proposal, counted)
                yield events.ProposalClosed(proposal_id, counted, rule)

    def take(self, event: CooperativeEvent, at: datetime) -> None:
        """Take an event into the books."""
        match event:
            case events.CooperativeCreated():
                self.id, self.display_name = event.cooperative_id, event.display_name
                self.terms, self.founded_at = event.terms, at
                self.invited = frozenset({event.founder, *event.invited})
                self._join(event.founder, event.member_ids)
            case events.OrganizationJoined():
                self._join(event.organization_id, event.member_ids)
            case events.OrganizationLeft():
                self.organizations -= {event.organization_id}
                self.members = _without(self.members, event.organization_id)
            case events.ProposalOpened():
                self._open(event.proposal)
            case events.VoteCast():
                votes = self.proposals[event.proposal_id].votes
                votes[event.vote.member_id] = event.vote
            case events.ProposalWithdrawn():
                of = self._ended(event.proposal_id)
                of.counted, of.state = of.tally, ProposalState.WITHDRAWN
            case events.ProposalClosed():
                self._close(event)
            case _:
                assert_never(event)

    def _join(self, organization_id: str, member_ids: tuple[str, ...]) -> None:
        self.organizations |= {organization_id}
        others = _without(self.members, organization_id)
        self.members = {**others, **dict.fromkeys(member_ids, organization_id)}

    def _open(self, proposal: Proposal) -> None:
        assert self.terms is not None
        quorum = self.terms.quorum_count(len(self.members))
        self.proposals[proposal.id] = ProposalBooks(proposal, self.members, quorum)
        self.open_ids = (*self.open_ids, proposal.id)

    def _close(self, event: events.ProposalClosed) -> None:
        of = self._ended(event.proposal_id)
        of.counted, of.adopted_rule = event.tally, event.rule
        if not event.tally.carried:
            of.state = ProposalState.REJECTED
            return
        of.state = ProposalState.ADOPTED
        if of.proposal.terms is not None:
            self.terms = of.proposal.terms
        if of.proposal.admitted:
            self.invited |= {of.proposal.admitted}

    def _ended(self, proposal_id: str) -> ProposalBooks:
        self.open_ids = tuple(each for each in self.open_ids if each != proposal_id)
        return self.proposals[proposal_id]


def _without(members: Electorate, organization_id: str) -> Mapping[str, str]:
    return {m: owner for m, owner in members.items() if owner != organization_id}


def _adopted(proposal: Proposal, counted: Tally) -> Rule | None:
    """Return the rule that a vote adopted, with the figure voted; None without one."""
    rule = proposal.rule
    if rule is None or not counted.carried:
        return None
    if proposal.figure is None or counted.median is None:
        return rule
    return proposal.with_figure(counted.median)
