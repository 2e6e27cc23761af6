"""Events of a cooperative's log, and of what it voted in an organisation's.

A cooperative has a log of its own, under the key ``cooperatives/ID``. What its
members voted goes from there into the log of each organisation concerned.
"""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.governance import Proposal, Vote, VotingTerms
from pricing.domain.rules import Rule
from pricing.domain.voting import Tally


@dataclass(frozen=True, slots=True)
class CooperativeCreated:
    """A cooperative was founded by an organisation, with others that may join."""

    cooperative_id: str
    display_name: str
    terms: VotingTerms
    founder: str
    member_ids: tuple[str, ...]
    invited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganizationJoined:
    """An organisation takes part, or says anew who its members are."""

    organization_id: str
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationLeft:
    """An organisation takes part no more, nor do its members."""

    organization_id: str


@dataclass(frozen=True, slots=True)
class ProposalOpened:
    """A vote began; who may vote is who was a member then."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class VoteCast:
    """A member voted."""

    proposal_id: str
    vote: Vote


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    """Who proposed it took it back."""

    proposal_id: str


@dataclass(frozen=True, slots=True)
class ProposalClosed:
    """The window ended and the votes were counted.

    Where a rule was adopted it is here, with the figure that was voted.
    """

    proposal_id: str
    tally: Tally
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class RuleAdopted:
    """A season has a rule that was voted, or one less."""

    season_id: str
    # The name of the proposal.
    proposal: str
    rule_id: str
    # When the vote closed.
    decided_at: datetime
    # None where the rule ended.
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class AdoptionBlocked:
    """What was voted cannot hold with the season as it stands."""

    season_id: str
    proposal: str
    why: str
    # Whether it was settled anew by a later vote: it is not tried again.
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class RuleSuspended:
    """The organisation suspended a voted rule, and said why."""

    season_id: str
    rule_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleResumed:
    """The organisation let a suspended rule hold again."""

    season_id: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class RulesReleased:
    """The organisation left a cooperative: what was voted there is its own now."""

    season_id: str
    cooperative_id: str


CooperativeEvent = (
    CooperativeCreated
    | OrganizationJoined
    | OrganizationLeft
    | ProposalOpened
    | VoteCast
    | ProposalWithdrawn
    | ProposalClosed
)
VotedRuleEvent = (
    RuleAdopted | AdoptionBlocked | RuleSuspended | RuleResumed | RulesReleased
)
