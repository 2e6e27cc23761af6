"""Rules of a season that were voted, and those suspended: a projection of the log."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from pricing.domain.errors import RuleVoted
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.store import events_governance as events
from pricing.store.events_governance import VotedRuleEvent


@dataclass(frozen=True, slots=True)
class VotedRule:
    """What was voted last of a rule id."""

    # The name of the proposal.
    proposal: str
    decided_at: datetime
    since: datetime
    # None where it was voted that the rule ends.
    rule: Rule | None
    suspended_at: datetime | None = None
    reason: str = ""

    @property
    def in_force(self) -> bool:
        """Whether the rule is among those of the season."""
        return self.rule is not None and self.suspended_at is None


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of a proposal in a season."""

    time: datetime
    # Empty where it is in force.
    why: str = ""
    superseded: bool = False
    # Of the season when it was blocked: it is tried again at another. 0: at once.
    revision: int = 0


@dataclass
class VotedRules:
    """What was voted of a season, by rule id and by the name of the proposal."""

    rules: dict[str, VotedRule] = field(default_factory=dict)
    adoptions: dict[str, Adoption] = field(default_factory=dict)

    @property
    def proposals(self) -> dict[str, str]:
        """The proposals by which the rules in force were voted, by rule id."""
        return {
            rule_id: voted.proposal
            for rule_id, voted in self.rules.items()
            if voted.in_force
        }

    def proposals_by(self, time: datetime) -> dict[str, str]:
        """Return the same of the rules that held by a time and hold still."""
        return {
            rule_id: voted.proposal
            for rule_id, voted in self.rules.items()
            if voted.in_force and voted.since <= time
        }

    def check_kept(self, season: Season) -> None:
        """Refuse another version of a season that touches what was voted.

        Raises
        ------
        RuleVoted
            It names the rule, and the vote.
        """
        given = {rule.id: rule for rule in season.rules}
        for rule_id, voted in self.rules.items():
            if voted.rule is not None:
                wanted = voted.rule if voted.in_force else None
                if given.get(rule_id) != wanted:
                    raise RuleVoted(season.id, rule_id, voted.proposal)

    def try_again(self) -> None:
        """Let what was blocked be asked again, though the season stays as it is."""
        self.adoptions = {
            name: replace(each, revision=0) if each.why else each
            for name, each in self.adoptions.items()
        }

    def take(
        self, event: VotedRuleEvent, season: Season, revision: int, at: datetime
    ) -> Season:
        """Take an event into the books; return the season with its rules since."""
        match event:
            case events.RuleAdopted():
                self.adoptions[event.proposal] = Adoption(at)
                self.rules[event.rule_id] = VotedRule(
                    event.proposal, event.decided_at, at, event.rule
                )
                return with_rule(season, event.rule_id, event.rule)
            case events.AdoptionBlocked():
                self.adoptions[event.proposal] = Adoption(
                    at, event.why, event.superseded, revision
                )
                return season
            case events.RuleSuspended():
                voted = self.rules[event.rule_id]
                self.rules[event.rule_id] = replace(
                    voted, since=at, suspended_at=at, reason=event.reason
                )
                return with_rule(season, event.rule_id, None)
            case events.RuleResumed():
                voted = replace(
                    self.rules[event.rule_id], since=at, suspended_at=None, reason=""
                )
                self.rules[event.rule_id] = voted
                return with_rule(season, event.rule_id, voted.rule)
            case events.RulesReleased():
                name = f"cooperatives/{event.cooperative_id}/"
                self.rules = {
                    rule_id: voted
                    for rule_id, voted in self.rules.items()
                    if not voted.proposal.startswith(name)
                }
                return season
            case _:
                assert_never(event)


def with_rule(season: Season, rule_id: str, rule: Rule | None) -> Season:
    """Return a season with a rule in place of that of its id, or without it.

    Raises
    ------
    ValueError
        When the rule does not fit the season.
    """
    rules = {each.id: each for each in season.rules}
    if rule is None:
        rules.pop(rule_id, None)
    else:
        # In place of the one before, so that the order stays.
        rules[rule_id] = rule
    return replace(season, rules=tuple(rules.values()))
