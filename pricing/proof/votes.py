"""The votes of a cooperative counted a second time, from its own log."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pricing.domain.governance import Proposal, Vote, VotingTerms
from pricing.domain.rules import Rule
from pricing.proof.findings import Findings, Place
from pricing.proof.season_events import Adoption
from pricing.proof.season_state import micros
from pricing.store import events_governance as events
from pricing.store.codec import decode
from pricing.store.events import Event
from pricing.store.seal import Row


@dataclass(frozen=True, slots=True)
class Decided:
    """What a vote decided of a rule."""

    proposal: Proposal
    # None where it ended.
    rule: Rule | None
    # When its window closed and when it was counted, microseconds since 1970.
    closed_at: int
    counted_at: int


@dataclass
class _Open:
    """A vote in its window."""

    proposal: Proposal
    # By member, the organisation they belong to.
    electorate: dict[str, str]
    quorum: int
    votes: dict[str, Vote] = field(default_factory=dict)


@dataclass
class VoteReplay:
    """The log of one cooperative, judged as far as it was taken in."""

    key: str
    findings: Findings = field(default_factory=Findings)
    sequence: int = 0
    time: int = 0
    # Rules that were adopted or ended, by the name of the proposal.
    decided: dict[str, Decided] = field(default_factory=dict)
    vote_count: int = 0
    closed_count: int = 0
    _members: dict[str, str] = field(default_factory=dict)
    _joined: set[str] = field(default_factory=set)
    _invited: set[str] = field(default_factory=set)
    _terms: VotingTerms | None = None
    _open: dict[str, _Open] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Judge the next event.

        Raises
        ------
        ValueError
            Where it cannot follow those before it.
        """
        sequence, time, kind, body, _, _ = row
        at = Place(sequence, time)
        if sequence != self.sequence + 1:
            raise ValueError(f"Expected event {self.sequence + 1}, got {sequence}.")
        if time < self.time:
            self.findings.breach("time_back", at)
        try:
            self._take(decode(kind, body), at)
        except (AttributeError, LookupError, TypeError) as fault:
            raise ValueError(f"Expected a {kind} that can be, got {fault!r}.") from None
        self.sequence, self.time = sequence, time

    def _take(self, event: Event, at: Place) -> None:
        match event:
            case events.CooperativeCreated():
                self._terms = event.terms
                self._invited = {event.founder, *event.invited}
                self._join(event.founder, event.member_ids, at)
            case events.OrganizationJoined():
                self._join(event.organization_id, event.member_ids, at)
            case events.OrganizationLeft():
                self._joined.discard(event.organization_id)
                self._join(event.organization_id, (), at)
                self._joined.discard(event.organization_id)
            case events.ProposalOpened():
                self._begin(event.proposal, at)
            case events.VoteCast():
                self._cast(event.proposal_id, event.vote, at)
            case events.ProposalWithdrawn():
                del self._open[event.proposal_id]
            case events.ProposalClosed():
                self._close(event, at)
            case _:
                raise TypeError(f"{type(event).__name__} in a cooperative's log")

    def _join(self, owner: str, member_ids: Iterable[str], at: Place) -> None:
        if owner not in self._invited:
            self.findings.breach("not_invited", at, organization=owner)
        self._joined.add(owner)
        self._members = {m: o for m, o in self._members.items() if o != owner}
        for member in member_ids:
            if member in self._members:
                self.findings.breach("member_twice", at, member=member)
            self._members[member] = owner

    def _begin(self, proposal: Proposal, at: Place) -> None:
        assert self._terms is not None
        count, permille = len(self._members), self._terms.quorum_permille
        quorum = max(1, (count * permille + 999) // 1000)
        self._open[proposal.id] = _Open(proposal, dict(self._members), quorum)
        length = micros(proposal.closes_at) - micros(proposal.opens_at)
        if length != self._terms.voting_seconds * 1_000_000:
            self.findings.breach("window", at, proposal=proposal.name)

    def _cast(self, proposal_id: str, vote: Vote, at: Place) -> None:
        of, breach = self._open[proposal_id], self.findings.breach
        self.vote_count += 1
        name, member = of.proposal.name, vote.member_id
        if not micros(of.proposal.opens_at) <= at.time < micros(of.proposal.closes_at):
            breach("vote_late", at, proposal=name, member=member)
        if of.electorate.get(member) not in self._joined:
            breach("vote_stranger", at, proposal=name, member=member)
        if member in of.votes:
            breach("vote_twice", at, proposal=name, member=member)
        of.votes[member] = vote

    def _close(self, event: events.ProposalClosed, at: Place) -> None:
        of = self._open.pop(event.proposal_id)
        self.closed_count += 1
        proposal, votes = of.proposal, list(of.votes.values())
        if at.time < micros(proposal.closes_at):
            self.findings.breach("closed_early", at, proposal=proposal.name)
        median = None
        if proposal.figure is not None:
            median = lower_median(votes, rising_eases=proposal.rising_eases)
            wanted = median is not None
        else:
            yes = sum(vote.approve is True for vote in votes)
            wanted = yes > len(votes) - yes
        carried = wanted and len(votes) >= of.quorum
        told = event.tally
        counted = len(of.electorate), of.quorum, len(votes), median, carried
        said = (
            told.member_count, told.quorum_count, told.vote_count, told.median,
            told.carried,
        )  # fmt: skip
        rule = proposal.rule if carried else None
        if rule is not None and proposal.figure is not None and median is not None:
            rule = replace(rule, **{proposal.figure.value: median})  # type: ignore[arg-type]
        if counted != said or rule != event.rule:
            self.findings.breach(
                "miscounted", at, proposal=proposal.name, counted=repr(counted),
                told=repr(said),
            )  # fmt: skip
        if carried:
            self._carry(proposal, rule, at)

    def _carry(self, proposal: Proposal, rule: Rule | None, at: Place) -> None:
        if proposal.terms is not None:
            self._terms = proposal.terms
        elif proposal.admitted:
            self._invited.add(proposal.admitted)
        else:
            closed = micros(proposal.closes_at)
            self.decided[proposal.name] = Decided(proposal, rule, closed, at.time)


def lower_median(votes: Iterable[Vote], *, rising_eases: bool) -> int | None:
    """Return the figure in the place of the lower median; None for no such rule.

    A vote for no such rule stands where the rule asks least: above all figures where
    greater ones ease it, else below.
    """
    none = float("inf") if rising_eases else float("-inf")
    line: list[float] = sorted(
        none if vote.figure is None else vote.figure for vote in votes
    )
    if not line:
        return None
    found = line[(len(line) - 1) // 2]
    return None if found == none else int(found)


def judge_adoptions(
    organization_id: str,
    adoptions: Iterable[Adoption],
    decided: dict[str, Decided],
    to: Findings,
) -> None:
    """Hold the rules that came into an organisation's seasons to what was voted."""
    for each in adoptions:
        vote = decided.get(each.proposal)
        if vote is None:
            to.breach("never_voted", each.at, proposal=each.proposal, rule=each.rule_id)
            continue
        season = organization_id, each.at.season_id
        same = (
            season in vote.proposal.seasons
            and each.rule == vote.rule
            and each.rule_id == vote.proposal.rule_id
            and vote.closed_at <= each.decided_at <= vote.counted_at
            and each.at.time >= vote.closed_at
        )
        if not same:
            to.breach(
                "voted_otherwise", each.at, proposal=each.proposal, rule=each.rule_id
            )
