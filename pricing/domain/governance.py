"""What members of a cooperative vote: one member, one vote.

Members are opaque ids, each of one organisation: nothing here says who a person is.
A proposal is about a rule, the end of one, the cooperative's own terms, or another
organisation that may join. Votes on a number carry a figure of the rule; a vote
against it wants no such rule at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from pricing.domain.ids import check_currency, check_id, check_range
from pricing.domain.rules import Rule

VOTING_SECONDS_MIN, VOTING_SECONDS_MAX = 60, 366 * 86_400
MEMBERS_MAX = 10_000
REASON_LENGTH_MAX = 1_000
SEASONS_MAX = 100

# An organisation and one of its seasons.
SeasonKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class VotingTerms:
    """The share of members that must vote, and how long a vote is open."""

    quorum_permille: int
    voting_seconds: int

    def __post_init__(self) -> None:
        """Check the quorum and the time."""
        check_range(self.quorum_permille, 1, 1000, "quorum_permille")
        check_range(
            self.voting_seconds, VOTING_SECONDS_MIN, VOTING_SECONDS_MAX, "voting period"
        )

    def quorum_count(self, member_count: int) -> int:
        """Return the votes needed of so many members, rounded up."""
        return max(1, -(-member_count * self.quorum_permille // 1000))

    def closes_at(self, opens_at: datetime) -> datetime:
        """Return when a vote ends."""
        return opens_at + timedelta(seconds=self.voting_seconds)


class Figure(Enum):
    """A number of a rule that can be voted, by the rule's field."""

    CAP = "cap_minor"
    FLOOR = "floor_minor"
    RISE = "rise_permille"
    SHARE = "share_permille"
    SUBSIDY = "subsidy_minor"
    PRICE = "price_minor"
    INCOME = "income_minor"
    CHANGE = "change_permille"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is voted, by whom and until when.

    Exactly one of ``rule``, ``repealed_rule_id``, ``terms`` and ``admitted`` is given.
    """

    id: str
    cooperative_id: str
    # The organisation whose member proposes it.
    proposer: str
    reason: str
    opens_at: datetime
    closes_at: datetime
    seasons: tuple[SeasonKey, ...] = ()
    rule: Rule | None = None
    repealed_rule_id: str = ""
    terms: VotingTerms | None = None
    # An organisation that may join.
    admitted: str = ""
    # The number of the rule that is voted; None for a yes or a no.
    figure: Figure | None = None
    # Of the rule's amounts and of all the seasons; empty where it is about no rule.
    currency_code: str = ""
    # Whether a greater figure asks less: then no such rule is above every figure.
    rising_eases: bool = True

    def __post_init__(self) -> None:
        """Check that one thing is proposed, and the window."""
        check_id(self.id, "a proposal id")
        given = (
            self.rule is not None,
            bool(self.repealed_rule_id),
            self.terms is not None,
            bool(self.admitted),
        )
        if sum(given) != 1:
            raise ValueError("Expected one change: a rule, its end, terms or a member.")
        about_rule = self.rule is not None or bool(self.repealed_rule_id)
        if about_rule != bool(self.seasons):
            raise ValueError("Expected seasons for a rule, and for nothing else.")
        check_range(len(self.seasons), 0, SEASONS_MAX, "the seasons")
        if len(set(self.seasons)) != len(self.seasons):
            raise ValueError("Expected each season once.")
        if not 1 <= len(self.reason) <= REASON_LENGTH_MAX:
            raise ValueError(
                f"Expected a reason of 1 to {REASON_LENGTH_MAX:,} letters."
            )
        if about_rule:
            check_currency(self.currency_code)
        if self.figure is not None and self.rule is None:
            raise ValueError("Expected a figure for a rule only.")
        if self.closes_at <= self.opens_at:
            raise ValueError("Expected a vote to close after it opens.")

    @property
    def name(self) -> str:
        """The name by which the organisations' logs know it."""
        return f"cooperatives/{self.cooperative_id}/proposals/{self.id}"

    @property
    def rule_id(self) -> str:
        """The rule that it sets or ends; "" where it is about none."""
        return self.repealed_rule_id if self.rule is None else self.rule.id

    def with_figure(self, figure: int) -> Rule:
        """Return the rule proposed, with another figure.

        Raises
        ------
        ValueError
            When the figure is out of the rule's range.
        """
        if self.rule is None or self.figure is None:
            raise ValueError("Expected a proposal whose figure is voted.")
        return replace(self.rule, **{self.figure.value: figure})  # type: ignore[arg-type]

    def open_at(self, now: datetime) -> bool:
        """Return whether votes are taken at a time."""
        return self.opens_at <= now < self.closes_at


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member wants."""

    member_id: str
    # Of a yes or no; None where a figure is given.
    approve: bool | None = None
    figure: int | None = None
    cast_at: datetime | None = None

    def __post_init__(self) -> None:
        """Check that it says one thing."""
        check_id(self.member_id, "a member id")
        if (self.approve is None) == (self.figure is None):
            raise ValueError("Expected a vote to be yes, no or a figure.")


class ProposalState(Enum):
    """The place of a proposal in its life."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# Members by id, each with its organisation; never changed, only replaced.
Electorate = Mapping[str, str]
