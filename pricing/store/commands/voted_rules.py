"""What was voted, in the log of an organisation: adopted, suspended, released."""

from dataclasses import dataclass
from datetime import datetime

from pricing.constraints.caps import check_cap
from pricing.domain.errors import FieldInvalid, NameUnknown, PricingError
from pricing.domain.governance import REASON_LENGTH_MAX
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.store.books import Books
from pricing.store.commands.changes import check_change
from pricing.store.events_governance import (
    AdoptionBlocked,
    RuleAdopted,
    RuleResumed,
    RulesReleased,
    RuleSuspended,
)
from pricing.store.interface import Decision, Repeatable
from pricing.store.season_books import SeasonBooks
from pricing.store.voted_rules import VotedRule, with_rule

SUPERSEDED = "a later vote decided on the rule"


@dataclass(frozen=True, slots=True)
class AdoptRule(Repeatable):
    """Take a rule that was voted into a season, or out of it: once.

    Posted prices follow at their next re-pricing events; quotes on offer stand. Where
    the rule cannot hold it is recorded why, and it may be asked again once the season
    has changed.
    """

    voted: RuleAdopted

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Add nothing where it was adopted, or blocked and nothing has changed."""
        voted = self.voted
        of = books.season(voted.season_id)
        if settled(of, voted.proposal):
            return Decision((), None)
        last = of.voted.rules.get(voted.rule_id)
        if last is not None and last.decided_at > voted.decided_at:
            blocked = AdoptionBlocked(voted.season_id, voted.proposal, SUPERSEDED, True)
            return Decision((blocked,), None)
        try:
            if voted.rule is not None:
                check_kind(of, voted.rule)
                check_cap(of.season, voted.rule)
            check_change(of, changed(of, voted.rule_id, voted.rule))
        except PricingError as fault:
            blocked = AdoptionBlocked(voted.season_id, voted.proposal, fault.message)
            return Decision((blocked,), None)
        return Decision((voted,), None)


@dataclass(frozen=True, slots=True)
class SuspendRule(Repeatable):
    """Suspend a voted rule in an emergency, with a reason for all to see."""

    season_id: str
    rule_id: str
    reason: str

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Refuse a rule that was not voted."""
        if not 1 <= len(self.reason) <= REASON_LENGTH_MAX:
            raise FieldInvalid(
                "reason", f"Expected 1 to {REASON_LENGTH_MAX:,} characters."
            )
        of = books.season(self.season_id)
        if voted_rule(of, self.rule_id).suspended_at is not None:
            return Decision((), None)
        check_change(of, changed(of, self.rule_id, None))
        event = RuleSuspended(self.season_id, self.rule_id, self.reason)
        return Decision((event,), None)


@dataclass(frozen=True, slots=True)
class ResumeRule(Repeatable):
    """Let a suspended rule hold again."""

    season_id: str
    rule_id: str

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Refuse a rule that cannot hold with the season as it stands."""
        of = books.season(self.season_id)
        voted = voted_rule(of, self.rule_id)
        if voted.suspended_at is None:
            return Decision((), None)
        check_change(of, changed(of, self.rule_id, voted.rule))
        return Decision((RuleResumed(self.season_id, self.rule_id),), None)


@dataclass(frozen=True, slots=True)
class ReleaseRules(Repeatable):
    """Make what a cooperative voted the organisation's own, once it left."""

    season_id: str
    cooperative_id: str

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Add nothing where nothing of that cooperative holds."""
        of = books.season(self.season_id)
        if self.cooperative_id not in voting(of):
            return Decision((), None)
        return Decision((RulesReleased(self.season_id, self.cooperative_id),), None)


def settled(of: SeasonBooks, proposal: str) -> bool:
    """Return whether there is nothing to do for a proposal in a season as it is."""
    known = of.voted.adoptions.get(proposal)
    if known is None:
        return False
    return not known.why or known.superseded or known.revision == of.revision


def voting(of: SeasonBooks) -> set[str]:
    """Return the cooperatives whose votes hold in a season."""
    return {each.proposal.split("/")[1] for each in of.voted.rules.values()}


def voted_rule(of: SeasonBooks, rule_id: str) -> VotedRule:
    """Return a rule that was voted, suspended or not; or raise NameUnknown."""
    voted = of.voted.rules.get(rule_id)
    if voted is None or voted.rule is None:
        known = [each for each, v in of.voted.rules.items() if v.rule is not None]
        raise NameUnknown("voted rule", rule_id, known)
    return voted


def check_kind(of: SeasonBooks, rule: Rule) -> None:
    """Refuse a rule in place of one of another kind, which would end unseen.

    Raises
    ------
    FieldInvalid
        It names both kinds.
    """
    voted = of.voted.rules.get(rule.id)
    suspended = [] if voted is None or voted.rule is None else [voted.rule]
    for each in [*of.season.rules, *suspended]:
        if each.id == rule.id and type(each) is not type(rule):
            raise FieldInvalid(
                "rule.id",
                f"{rule.id!r} is a rule of kind {type(each).__name__}, not "
                f"{type(rule).__name__}: end it first, or choose another id.",
            )


def changed(of: SeasonBooks, rule_id: str, rule: Rule | None) -> Season:
    """Return a season with a rule in place of that of its id, or without it.

    Raises
    ------
    FieldInvalid
        When the rule does not fit the season.
    """
    try:
        return with_rule(of.season, rule_id, rule)
    except ValueError as fault:
        raise FieldInvalid("rule", str(fault)) from None
