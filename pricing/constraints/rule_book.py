"""Rules of a season with what several performances share in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.plan import FreeGap
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    Rule,
    SolidarityBudget,
)
from pricing.domain.season import Season

__all__ = ["FreeGap", "RuleBook", "month_end", "period_begins"]


@dataclass(frozen=True)
class RuleBook:
    """Some rules of a season, with the free gaps of the GroupGap rules.

    Rows that several performances keep together are known by rule id and
    place: the checkpoint of a SolidarityBudget, the side of a GroupGap.
    """

    rules: Sequence[Rule]
    season: Season
    free_gaps: Mapping[str, FreeGap] = field(default_factory=dict)

    @cached_property
    def unit(self) -> float:
        """Minor units in a currency unit."""
        return float(10 ** minor_digits(self.season.currency_code))

    @cached_property
    def constants(self) -> Mapping[tuple[str, int], float]:
        """What is added once to the sum of each row kept together.

        By rule id and place, in the order of the rules, in currency units (for
        an access share seats, for a gap in access seats per head). Rows of
        performances add their own ``constant``.
        """
        found: dict[tuple[str, int], float] = {}
        for rule in self.rules:
            match rule:
                case AccessShare(each_performance=False):
                    found[rule.id, 0] = 0.0
                case AveragePrice(each_performance=False):
                    found[rule.id, 0] = 0.0
                case IncomeFloor(each_performance=False):
                    found[rule.id, 0] = -rule.income_minor / self.unit
                case SolidarityBudget():
                    for place in range(len(self.checkpoints[rule.id])):
                        found[rule.id, place] = rule.given_minor / self.unit
                case GroupGap():
                    bound = abs(self.free_gap(rule).gap) * rule.share_permille / 1000
                    found[rule.id, 0] = found[rule.id, 1] = bound
        return found

    @cached_property
    def checkpoints(self) -> Mapping[str, tuple[datetime, ...]]:
        """Days on which each SolidarityBudget is checked, by rule id, rising.

        The ends of the months, in the season's time zone, in which a booking
        period of a performance in the scope begins: the last has them all.
        """
        return {
            rule.id: self._month_ends(rule)
            for rule in self.rules
            if isinstance(rule, SolidarityBudget)
        }

    @cached_property
    def seats_in_scope(self) -> Mapping[str, int]:
        """Seats of all performances in the scope of each rule, by rule id."""
        return {
            rule.id: sum(p.capacity for p in self._covered(rule)) for rule in self.rules
        }

    def free_gap(self, rule: GroupGap) -> FreeGap:
        """Return the free gap of a rule.

        Raises
        ------
        ValueError
            When the book leaves it out.
        """
        if rule.id not in self.free_gaps:
            raise ValueError(f"Expected the free gap of {rule.id!r}.")
        return self.free_gaps[rule.id]

    def through(self, performance: Performance, checkpoint: datetime) -> int:
        """Return the last booking period that begins before a time; -1 for none."""
        begun = [
            begin < checkpoint for begin in period_begins(self.season, performance)
        ]
        return sum(begun) - 1

    def _covered(self, rule: Rule) -> list[Performance]:
        return [p for p in self.season.performances if rule.scope.covers(p)]

    def _month_ends(self, rule: Rule) -> tuple[datetime, ...]:
        zone = ZoneInfo(self.season.time_zone)
        return tuple(
            sorted(
                {
                    month_end(begin, zone)
                    for performance in self._covered(rule)
                    for begin in period_begins(self.season, performance)
                }
            )
        )


def period_begins(season: Season, performance: Performance) -> list[datetime]:
    """Return when seats begin to be sold in each booking period: [T], never falling.

    In the first as soon as the performance is on sale; in a period that is over
    by then, never: it begins with the next.
    """
    starts = [
        performance.starts_at - timedelta(days=days) for days in season.period_days_out
    ]
    opening = performance.on_sale_at
    return [opening, *(max(start, opening) for start in starts[1:])]


def month_end(when: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment of the month after one, as UTC."""
    local = when.astimezone(zone)
    first = (local.year + local.month // 12, local.month % 12 + 1)
    return datetime(*first, 1, tzinfo=zone).astimezone(UTC)
