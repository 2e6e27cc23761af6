"""What a proof found: of each rule how often it was held to, and what broke it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pricing.domain.rules import Rule

# Breaches told one by one; more are counted.
BREACHES_TOLD_MAX = 1_000


class Place(NamedTuple):
    """Where in the log, and what it is about; empty where it is about all."""

    sequence: int
    # Microseconds since 1970.
    time: int
    season_id: str = ""
    performance_id: str = ""
    seat_category_id: str = ""


@dataclass(frozen=True, slots=True)
class Margin:
    """How near it came: minor units, seats, days or thousandths, by the rule's kind."""

    amount: float
    unit: str
    at: Place


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that was not kept to, with its numbers.

    ``kind`` names the sentence that ``pricing.proof.words`` says of ``numbers``.
    """

    kind: str
    at: Place
    numbers: Mapping[str, str | float]
    # Empty where it is no rule of a season.
    rule_id: str = ""


@dataclass(slots=True)
class Finding:
    """What was found of one version of a rule: a rule that is changed is another."""

    season_id: str
    rule_id: str
    # The name of its type.
    kind: str
    # None for what holds where no rule is written.
    rule: Rule | None = None
    checked: int = 0
    # The tightest by unit.
    margins: dict[str, Margin] = field(default_factory=dict)
    breach_count: int = 0
    # Prices that a later forecast puts over the rule, and that may not fall.
    held: int = 0
    # The name of the proposal that adopted it last, if one did.
    proposal: str = ""
    # When it came into force first, and when it went out of it, microseconds since
    # 1970; None where it holds still, or is no rule that is written.
    since: int | None = None
    until: int | None = None
    # Of a rule on sums: "final" once all of them are known, else "so far"; "stated"
    # where only the plan in force says it.
    standing: str = ""
    # And what they come to, in the rule's unit.
    amount: float | None = None

    def note(self, amount: float, unit: str, at: Place) -> None:
        """Keep a margin if it is the tightest."""
        if self.tighter(amount, unit):
            self.margins[unit] = Margin(amount, unit, at)

    def tighter(self, amount: float, unit: str) -> bool:
        """Return whether a margin is the tightest so far."""
        known = self.margins.get(unit)
        return known is None or amount < known.amount


@dataclass(slots=True)
class Findings:
    """All that was found of a log."""

    # By season and the rule as it reads; None for what holds where none is written.
    by_rule: dict[tuple[str, Rule | None], Finding] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    breach_count: int = 0

    def copy(self) -> "Findings":
        """Return findings that may be added to without changing these."""
        by_rule = {
            key: replace(each, margins=dict(each.margins))
            for key, each in self.by_rule.items()
        }
        return Findings(by_rule, list(self.breaches), self.breach_count)

    def of(self, season_id: str, rule: Rule) -> Finding:
        """Return the finding of a rule as it reads."""
        found = self.by_rule.get((season_id, rule))
        if found is None:
            found = Finding(season_id, rule.id, type(rule).__name__, rule)
            self.by_rule[season_id, rule] = found
        return found

    def unwritten(self, season_id: str, kind: str) -> Finding:
        """Return the finding of what holds where no rule is written."""
        found = self.by_rule.get((season_id, None))
        if found is None:
            found = self.by_rule[season_id, None] = Finding(season_id, "", kind)
        return found

    def breach(
        self,
        kind: str,
        at: Place,
        finding: Finding | None = None,
        **numbers: str | float,
    ) -> None:
        """Note that something was not kept to."""
        rule_id = ""
        if finding is not None:
            finding.breach_count += 1
            rule_id = finding.rule_id
        self.add(Breach(kind, at, numbers, rule_id))

    def add(self, breach: Breach) -> None:
        """Note a breach that was found elsewhere."""
        self.breach_count += 1
        if len(self.breaches) < BREACHES_TOLD_MAX:
            self.breaches.append(breach)
