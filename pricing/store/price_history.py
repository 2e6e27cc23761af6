"""Where in the log prices were looked at anew, and under which rules: a projection.

The events themselves stay in the log, which is long; here is only where to find
those of a performance, and the rules of the season since when.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pricing.domain.rules import Rule
from pricing.domain.season import Season


@dataclass(frozen=True, slots=True)
class RulesSince:
    """The rules of a season from an event on, and how members voted some."""

    sequence: int
    rules: tuple[Rule, ...]
    # The proposals by rule id.
    proposals: Mapping[str, str]


@dataclass
class PriceHistory:
    """The re-pricing events of a season by performance, and its rules as they were."""

    sequences: dict[str, list[int]] = field(default_factory=dict)
    rules: list[RulesSince] = field(default_factory=list)

    def note(self, performance_id: str, sequence: int) -> None:
        """Take in a re-pricing event."""
        self.sequences.setdefault(performance_id, []).append(sequence)

    def note_rules(
        self, season: Season, sequence: int, proposals: Mapping[str, str] | None = None
    ) -> None:
        """Take in a version of the season, where its rules are others than before."""
        found = RulesSince(sequence, season.rules, dict(proposals or {}))
        last = self.rules[-1] if self.rules else None
        if last is None or replace(last, sequence=sequence) != found:
            self.rules.append(found)

    def of(self, performance_id: str) -> Sequence[int]:
        """Return the sequence numbers of a performance's events, the first first."""
        return tuple(self.sequences.get(performance_id, ()))

    def rules_at(self, sequence: int) -> RulesSince:
        """Return the rules that were in force at an event."""
        place = bisect_right(self.rules, sequence, key=lambda each: each.sequence)
        return self.rules[max(0, place - 1)]
