"""The rules that hold for one posted price, made ready for many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pricing.domain.performance import Performance
from pricing.domain.rules import (
    CategoryOrder,
    KeepOpen,
    NeverFalls,
    PopularityCap,
    PriceBounds,
    PriceStep,
)
from pricing.domain.season import Season
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.proof.findings import Finding, Findings, Place

# By place of the seat category, what it costs; None where it is not on sale.
Prices = Sequence[int | None]
# The rule that holds where no other of its kind is written.
KEPT_OPEN = "KeepOpen"


@dataclass(slots=True)
class Bound:
    """Between which amounts a category's price must be, by one rule."""

    finding: Finding
    place: int
    low: int
    high: int
    # The sentences of what is under and over it.
    under: str
    over: str
    # Whether it hangs on a forecast, which later plans change.
    forecast: bool = False


@dataclass(slots=True)
class PriceRules:
    """The rules on prices that cover a performance."""

    # Places of seat categories that have seats, best first, and their ids.
    sold: list[int]
    category_ids: list[str]
    bounds: list[Bound] = field(default_factory=list)
    order: list[Finding] = field(default_factory=list)
    # None where rules let a category be closed.
    open: list[Finding] = field(default_factory=list)
    rising: list[Finding] = field(default_factory=list)
    steps: list[tuple[Finding, PriceStep]] = field(default_factory=list)
    # Whether a move is right or wrong whenever it is made.
    timeless: bool = True

    @property
    def findings(self) -> list[Finding]:
        """What these rules are held to, each once."""
        found = [bound.finding for bound in self.bounds]
        found += [*self.order, *self.open, *self.rising]
        found += [finding for finding, _ in self.steps]
        return list({id(each): each for each in found}.values())

    def struck(self, place: int, price: int) -> bool:
        """Return whether a rule forbids a price of a category by itself."""
        return any(
            bound.place == place and not bound.low <= price <= bound.high
            for bound in self.bounds
        )

    def out_of_order(self, prices: Prices) -> bool:
        """Return whether a worse category costs more where no one may."""
        on_sale = [price for place in self.sold if (price := prices[place]) is not None]
        return bool(self.order) and any(b > a for a, b in pairwise(on_sale))

    def judge(
        self,
        prices: Prices,
        full: Sequence[bool],
        last: Mapping[int, int],
        at: Place,
        to: Findings,
    ) -> None:
        """Hold prices as they stand to the rules, those on changes left out.

        Parameters
        ----------
        prices : by place of the category
        full : of each category, whether none of its seats is left
        last : by place, the price that was on sale before, if one was
        at, to : where it is, and where what is found goes
        """
        for bound in self.bounds:
            price = prices[bound.place]
            if price is None:
                continue
            finding = bound.finding
            finding.checked += 1
            over, under = bound.high - price, price - bound.low
            room = over if bound.high < PRICE_MINOR_MAX else None
            if bound.low and (room is None or under < room):
                room = under
            if room is None or not (room < 0 or finding.tighter(room, "money")):
                continue
            stands = bool(self.rising) and last.get(bound.place) == price
            if over < 0 and bound.forecast and stands:
                # It was allowed when somebody may have bought at it.
                finding.held += 1
                continue
            category = self.category_ids[bound.place]
            where = at._replace(seat_category_id=category)
            finding.note(room, "money", where)
            if over < 0:
                to.breach(bound.over, where, finding, price=price, bound=bound.high)
            elif under < 0:
                to.breach(bound.under, where, finding, price=price, bound=bound.low)
        if self.order:
            self._judge_order(prices, at, to)
        for finding in self.open:
            for place in self.sold:
                finding.checked += 1
                if prices[place] is None and not full[place]:
                    where = at._replace(seat_category_id=self.category_ids[place])
                    to.breach("closed", where, finding)

    def _judge_order(self, prices: Prices, at: Place, to: Findings) -> None:
        on_sale = [
            (place, price)
            for place in self.sold
            if (price := prices[place]) is not None
        ]
        for (better, high), (worse, low) in pairwise(on_sale):
            for finding in self.order:
                finding.checked += 1
                room = high - low
                if not (room < 0 or finding.tighter(room, "money")):
                    continue
                where = at._replace(seat_category_id=self.category_ids[better])
                finding.note(room, "money", where)
                if room < 0:
                    other = self.category_ids[worse]
                    to.breach(
                        "order", where, finding, price=high, other=other, bound=low
                    )


def price_rules(
    season: Season, performance: Performance, demand: float | None, to: Findings
) -> PriceRules:
    """Return the rules on prices that cover a performance now.

    ``demand`` is its forecast at reference prices, in seats, as of the plan; where
    nobody knows it, no performance is popular.
    """
    venue = season.venue_by_id[performance.venue_id]
    found = PriceRules(
        [place for place, seats in enumerate(performance.capacities) if seats],
        [category.id for category in venue.seat_categories],
    )
    closing = False
    for rule in season.rules:
        scope = rule.scope
        if (
            scope.production not in ("", performance.production)
            or scope.venue_id not in ("", performance.venue_id)
            or scope.performance_id not in ("", performance.id)
        ):
            continue
        match rule:
            case PriceBounds():
                found.bounds += _between(rule, found, to.of(season.id, rule))
            case PopularityCap():
                finding = to.of(season.id, rule)
                if demand is not None:
                    found.bounds += _popular(
                        rule, season, performance, demand, found, finding
                    )
            case CategoryOrder():
                found.order.append(to.of(season.id, rule))
            case KeepOpen():
                closing |= not rule.on
                if rule.on:
                    found.open.append(to.of(season.id, rule))
            case NeverFalls():
                found.rising.append(to.of(season.id, rule))
            case PriceStep():
                found.steps.append((to.of(season.id, rule), rule))
                found.timeless &= not (rule.days_between or rule.notice_days)
            case _:
                pass
    if not found.open and not closing:
        found.open.append(to.unwritten(season.id, KEPT_OPEN))
    return found


def _between(rule: PriceBounds, rules: PriceRules, finding: Finding) -> list[Bound]:
    return [
        Bound(finding, p, rule.floor_minor, rule.cap_minor, "under_floor", "over_cap")
        for p in rules.sold
        if rule.seat_category_id in ("", rules.category_ids[p])
    ]


def _popular(
    rule: PopularityCap,
    season: Season,
    performance: Performance,
    demand: float,
    rules: PriceRules,
    finding: Finding,
) -> list[Bound]:
    if demand * 1000 <= sum(performance.capacities) * rule.demand_permille:
        return []
    prices = reference_prices(season, performance)
    return [
        Bound(
            finding,
            place,
            0,
            prices[place] * (1000 + rule.rise_permille) // 1000,
            "under_floor",
            "over_popular",
            forecast=True,
        )
        for place in rules.sold
    ]


def reference_prices(season: Season, performance: Performance) -> Sequence[int]:
    """Return the printed full prices of a performance by place of the category."""
    for tier in season.venue_by_id[performance.venue_id].price_tiers:
        if tier.id == performance.reference_tier:
            return tier.prices_minor
    raise KeyError(performance.reference_tier)
