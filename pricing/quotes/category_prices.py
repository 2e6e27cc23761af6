"""Which price each category takes where categories move by themselves.

Each category is moved like a performance of its own: onto a price that the
rules allow, never below what it cost before where a NeverFalls rule covers it,
as far as PriceStep lets it go. Then a worse category comes down to the better
one's price where CategoryOrder asks it. A category that the plan closes is
opened at the performance's tier while its seats must be on sale.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pricing.constraints.filters import (
    check_prices_left,
    filtering,
    keeps_open,
    price_breach,
    prices_left,
)
from pricing.domain.performance import Performance
from pricing.domain.plan import RuleStep
from pricing.domain.rules import CategoryOrder, NeverFalls, Rule
from pricing.domain.season import Season
from pricing.quotes.posting import Posting
from pricing.quotes.price_steps import Move, Step, step


@dataclass(frozen=True, slots=True)
class CategoryPrices:
    """The tiers of all categories at a re-pricing event, and what follows."""

    # "" where a category is closed.
    tiers: tuple[str, ...]
    # Those at which they were last on sale.
    last: tuple[str, ...]
    announced: tuple[str, ...]
    # The plan's tiers, and the rules that moved each from there.
    planned: tuple[str, ...]
    steps: tuple[tuple[RuleStep, ...], ...]
    changed_at: datetime | None
    due: datetime | None
    announced_for: datetime | None


@dataclass(frozen=True, slots=True)
class _Got:
    """How far one category got, from the plan's tier by which rules."""

    planned: str
    steps: list[RuleStep]
    step: Step

    def move(self, rule_id: str, tier_id: str) -> str:
        """Note that a rule moved the price, and return the tier it moved it to."""
        last = self.steps[-1].tier_id if self.steps else self.planned
        if tier_id != last:
            self.steps.append(RuleStep(rule_id, tier_id))
        return tier_id


@dataclass(frozen=True, slots=True)
class CategoryMoves:
    """What a re-pricing event would post in each category, were it free to."""

    season: Season
    performance: Performance
    # By period and category, as a plan has them.
    path: Sequence[Sequence[str]]
    demand: float | None
    period: int
    # What is posted; None where nobody may have bought at it.
    binding: Posting | None
    now: datetime
    # When the next booking period begins, if one does.
    coming_at: datetime | None

    def covering(self) -> list[Rule]:
        """Return the rules that cover the performance."""
        return [r for r in self.season.rules if r.scope.covers(self.performance)]


def category_prices(moves: CategoryMoves) -> CategoryPrices:
    """Return what each category is posted at.

    Raises
    ------
    ConstraintsInfeasible
        When the rules leave a category no price.
    """
    binding, performance = moves.binding, moves.performance
    rules = moves.covering()
    kept = prices_left(rules, moves.season, performance, moves.demand)
    got = [
        _category(
            moves,
            rules,
            place,
            [t for t, may in zip(performance.ladder, kept, strict=True) if may[place]],
        )
        for place in range(len(performance.capacities))
    ]
    tiers = [each.step.tier_id for each in got]
    order = next((rule.id for rule in rules if isinstance(rule, CategoryOrder)), "")
    if order:
        tiers = in_order(moves.season, performance, tiers, kept)
        for each, tier in zip(got, tiers, strict=True):
            each.move(order, tier)
    before = [_before(binding, place) for place in range(len(tiers))]
    changed_at = None if binding is None else binding.changed_at
    if binding is not None and any(
        tier and tier != was for tier, was in zip(tiers, before, strict=True)
    ):
        changed_at = moves.now
    steps = [each.step for each in got]
    dates = [each.announced_for for each in steps if each.announced_for is not None]
    return CategoryPrices(
        tiers=tuple(tiers),
        last=tuple(t or was for t, was in zip(tiers, before, strict=True)),
        announced=tuple(each.announced_tier_id for each in steps),
        planned=tuple(each.planned for each in got),
        steps=tuple(tuple(each.steps) for each in got),
        changed_at=changed_at,
        due=min((each.due for each in steps if each.due is not None), default=None),
        # One date for all rises that are announced: the latest.
        announced_for=max(dates, default=None),
    )


def _before(binding: Posting | None, place: int) -> str:
    return "" if binding is None else binding.last_of(place)


def _category(
    moves: CategoryMoves, rules: Sequence[Rule], place: int, left: Sequence[str]
) -> _Got:
    """Return how far one category gets among the tiers that are left to it."""
    performance, binding = moves.performance, moves.binding
    ladder = performance.ladder
    if not left:
        check_prices_left(moves.season, performance, moves.demand)
    before = _before(binding, place)
    planned = moves.path[moves.period][place]
    if not planned:
        if not performance.capacities[place] or not keeps_open(rules):
            return _Got("", [], Step(""))
        others = [tier for tier in moves.path[moves.period] if tier]
        planned = before or (others[0] if others else performance.reference_tier)
    got = _Got(planned, [], Step(planned))
    wanted = nearest(ladder, planned, left)
    if wanted != planned:
        got.move(_forbids(moves, place, planned), wanted)
    rising = next((rule.id for rule in rules if isinstance(rule, NeverFalls)), "")
    if before and rising:
        wanted = got.move(rising, max(wanted, before, key=ladder.index))
    coming = ""
    if moves.coming_at is not None:
        planned_next = moves.path[moves.period + 1][place]
        coming = nearest(ladder, planned_next, left) if planned_next else ""
    move = Move(
        moves.season,
        performance,
        wanted,
        left,
        moves.now,
        coming,
        moves.coming_at,
        place=place,
    )
    if binding is not None:
        move = replace(
            move,
            start=before,
            changed_at=binding.changed_at,
            announced=binding.announced_of(place),
            announced_for=binding.announced_for,
        )
    reached = step(move)
    got.move(reached.rule_id, reached.tier_id)
    return replace(got, step=reached)


def _forbids(moves: CategoryMoves, place: int, tier_id: str) -> str:
    """Return the id of the first rule that strikes a category's price."""
    performance = moves.performance
    price = moves.season.venue_of(performance).tier(tier_id).prices_minor[place]
    return next(
        rule.id
        for rule in filtering(moves.season.rules, performance)
        if price_breach(rule, moves.season, performance, place, price, moves.demand)[0]
    )


def nearest(ladder: Sequence[str], tier_id: str, among: Sequence[str]) -> str:
    """Return a tier if it is among some, else the one just under it, or above."""
    place = ladder.index(tier_id)
    under = [t for t in ladder[: place + 1] if t in among]
    return under[-1] if under else next(t for t in ladder[place:] if t in among)


def in_order(
    season: Season,
    performance: Performance,
    tiers: Sequence[str],
    kept: Sequence[Sequence[bool]],
) -> list[str]:
    """Return tiers in which no category costs more than a better one.

    A worse category comes down as little as will do; where no price that the
    rules leave is low enough it stays.
    """
    venue = season.venue_of(performance)
    found = list(tiers)
    most: int | None = None
    for place, tier in enumerate(tiers):
        if not tier or not performance.capacities[place]:
            continue
        prices = {
            t: venue.tier(t).prices_minor[place]
            for t, may in zip(performance.ladder, kept, strict=True)
            if may[place]
        }
        if most is not None and venue.tier(tier).prices_minor[place] > most:
            low = [t for t, price in prices.items() if price <= most]
            found[place] = low[-1] if low else tier
        most = venue.tier(found[place]).prices_minor[place]
    return found
