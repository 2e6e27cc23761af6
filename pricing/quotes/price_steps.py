"""How far a posted tier may move now: PriceStep rules at a re-pricing event.

A move goes from the posted tier towards the one that is wanted, through tiers
that the filter rules allow, as far as each rule lets a price go at one change;
the rest follows at later events, a rule's ``days_between`` apart (a day at
least where it limits the change). A rise waits until it was announced for so
many days; a rise of the next booking period is announced ahead, so that it
need not wait. A tier that the rules on prices no longer allow is left at once:
a cap that was voted goes before all of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.domain.performance import Performance
from pricing.domain.rules import PriceStep
from pricing.domain.season import Season


@dataclass(frozen=True, slots=True)
class Step:
    """Where a move got to, and what follows.

    ``rule_id`` names the rule that held it short of the wanted tier, "" where
    none did. ``due`` is when more of the move becomes possible; a rise to
    ``announced_tier_id`` may hold from ``announced_for`` on.
    """

    tier_id: str
    rule_id: str = ""
    changed_at: datetime | None = None
    due: datetime | None = None
    announced_tier_id: str = ""
    announced_for: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """What a re-pricing event would post, were it free to."""

    season: Season
    performance: Performance
    wanted: str
    # The tiers that the filter rules leave, rising.
    allowed: Sequence[str]
    now: datetime
    # What the next booking period would post, and when it begins.
    coming: str = ""
    coming_at: datetime | None = None
    # What is posted, since when, and the rise that was announced; empty where
    # nobody may have bought at it.
    start: str = ""
    changed_at: datetime | None = None
    announced: str = ""
    announced_for: datetime | None = None
    # The seat category that moves; None for all together.
    place: int | None = None

    @property
    def rules(self) -> list[PriceStep]:
        """The PriceStep rules that cover the performance."""
        return [
            rule
            for rule in self.season.rules
            if isinstance(rule, PriceStep) and rule.scope.covers(self.performance)
        ]

    def rung(self, tier_id: str) -> int:
        """Return the place of a tier in the venue; -1 for none."""
        tiers = self.season.venue_of(self.performance).price_tiers
        order = [tier.id for tier in tiers]
        return order.index(tier_id) if tier_id else -1


def step(move: Move) -> Step:
    """Return how far a move gets at this event, and what is announced."""
    rules = move.rules
    tier, held_by = _goes(move, rules)
    changed_at = move.changed_at
    if move.start and move.start != tier:
        changed_at = move.now
    goal, earliest = move.wanted, move.now
    if goal == tier and move.coming and move.coming_at is not None:
        goal, earliest = move.coming, move.coming_at
    following, _ = _reach(move, tier, goal, rules)
    if not rules or following == tier:
        return Step(tier, held_by, changed_at)

    may = max(earliest, _rest_until(changed_at, rules) or move.now)
    notice = timedelta(days=max(rule.notice_days for rule in rules))
    announced, announced_for = "", None
    if notice and move.rung(following) > move.rung(tier):
        may = max(may, _told(move, tier, following) or move.now + notice)
        announced, announced_for = following, may
    due = may if tier != move.wanted and may > move.now else None
    return Step(tier, held_by, changed_at, due, announced, announced_for)


def _goes(move: Move, rules: Sequence[PriceStep]) -> tuple[str, str]:
    """Return the tier that a move gets to now, and the rule that holds it there."""
    start = move.start
    if not start or not rules:
        return move.wanted, ""
    if start not in move.allowed and start != move.wanted:
        place = move.rung(start)
        near = min(move.allowed, key=lambda t: abs(move.rung(t) - place))
        return near, "" if near == move.wanted else rules[0].id
    reach, held_by = _reach(move, start, move.wanted, rules)
    if reach == start:
        return start, held_by
    rest_until = _rest_until(move.changed_at, rules)
    if rest_until is not None and rest_until > move.now:
        return start, max(rules, key=_pause_days).id
    slowest = max(rules, key=lambda rule: rule.notice_days)
    if slowest.notice_days and move.rung(reach) > move.rung(start):
        told = move.announced_for is not None and move.announced_for <= move.now
        top = move.rung(move.announced) if told else move.rung(start)
        if top < move.rung(reach):
            between = [t for t in move.allowed if move.rung(t) <= top]
            return max(between, key=move.rung, default=start), slowest.id
    return reach, held_by


def _told(move: Move, tier: str, following: str) -> datetime | None:
    """Return for when a rise is announced already; None where it is not."""
    if move.start != tier or move.rung(move.announced) < move.rung(following):
        return None
    return move.announced_for


def _reach(
    move: Move, start: str, goal: str, rules: Sequence[PriceStep]
) -> tuple[str, str]:
    """Return the farthest tier towards a goal at one change, and what holds it."""
    low, high = sorted((move.rung(start), move.rung(goal)))
    held_by = ""
    for tier in sorted(
        (t for t in move.allowed if low <= move.rung(t) <= high and t != start),
        key=lambda t: abs(move.rung(t) - move.rung(goal)),
    ):
        over = [rule.id for rule in rules if not _allows(move, rule, start, tier)]
        if not over:
            return tier, held_by
        held_by = held_by or over[0]
    return start, held_by


def _allows(move: Move, rule: PriceStep, start: str, goal: str) -> bool:
    venue = move.season.venue_of(move.performance)
    return all(
        rule.allows(before, after)
        for place, (before, after, seats) in enumerate(
            zip(
                venue.tier(start).prices_minor,
                venue.tier(goal).prices_minor,
                move.performance.capacities,
                strict=True,
            )
        )
        if seats and move.place in (None, place)
    )


def _pause_days(rule: PriceStep) -> int:
    """Return the fewest days between two changes: one where each is limited."""
    return max(rule.days_between, 0 if rule.change_permille is None else 1)


def _rest_until(
    changed_at: datetime | None, rules: Sequence[PriceStep]
) -> datetime | None:
    """Return from when on prices may change again; None where they never did."""
    if changed_at is None:
        return None
    return changed_at + timedelta(days=max(map(_pause_days, rules)))
