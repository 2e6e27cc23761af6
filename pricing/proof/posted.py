"""Each posted price, held to the rules that were in force when it was posted."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pricing.proof.findings import Findings, Place
from pricing.proof.posting import Posted
from pricing.proof.price_bounds import PriceRules
from pricing.proof.price_moves import Standing, announce, judge_move
from pricing.proof.repeated import RightMoves
from pricing.proof.season_state import SeasonState, micros

# Of a performance and a seat category, whether none of its seats is left.
Full = Callable[[str, str], bool]


@dataclass
class PostedPrices:
    """Judges what is posted, event by event."""

    findings: Findings
    full: Full
    # Postings so far.
    count: int = 0
    changes: int = 0
    _by_season: dict[str, int] = field(default_factory=dict)
    # By performance.
    _right: dict[str, RightMoves] = field(default_factory=dict)

    def take(self, of: SeasonState, posting: Posted, sequence: int, now: int) -> None:
        """Judge what is posted for a performance, and let it stand."""
        performance = of.season.performance_by_id[posting.performance_id]
        at = Place(sequence, now, of.season.id, performance.id)
        count = len(performance.capacities)
        tiers = posting.tiers(count)
        try:
            prices = of.prices(performance, tiers)
            told = of.prices(performance, posting.announced(count))
        except KeyError as fault:
            self.findings.breach("no_such_tier", at, tier=str(fault.args[0]))
            return
        self.count += 1
        known = of.posted.get(performance.id)
        after = Standing(
            kind=of.kind_of(performance.id, tiers, before_sale=posting.before_sale),
            prices=prices,
            tiers=tiers,
            plan_id=posting.plan_id,
            before_sale=posting.before_sale,
            apart=bool(posting.category_tiers),
            due=0,
        )
        self._judge_event(of, posting, known, after, at)
        frozen = not of.moves(performance, now)
        binding = None if known is None or known.before_sale else known
        rules = of.price_rules(performance, posting.plan_id, self.findings)
        if frozen or binding is None or not rules.timeless:
            self._judge(rules, binding, after, at, frozen=frozen)
        else:
            self._judge_again(rules, binding, after, at)
        announce(binding, after, told, now)
        after.due = of.due(performance, after, now)
        of.posted[performance.id] = after

    def _judge_again(
        self, rules: PriceRules, before: Standing, after: Standing, at: Place
    ) -> None:
        """Judge a move, or count it where it was found right already."""
        right = self._right.get(at.performance_id)
        if right is None or right.rules is not rules:
            right = self._right[at.performance_id] = RightMoves(rules)
        if not right.counted(before, after, at.time):
            counts = right.count(self.findings)
            self._judge(rules, before, after, at, frozen=False)
            right.keep(before, after, counts, self.findings)

    def _judge(
        self,
        rules: PriceRules,
        before: Standing | None,
        after: Standing,
        at: Place,
        *,
        frozen: bool,
    ) -> None:
        """Hold what is posted to the rules; ``before`` is what was on sale."""
        prices = after.prices
        if not frozen:
            full = [
                price is None and self.full(at.performance_id, category)
                for price, category in zip(prices, rules.category_ids, strict=True)
            ]
            last = {} if before is None else before.last
            rules.judge(prices, full, last, at, self.findings)
        if before is not None:
            judge_move(rules, before, after, at, self.findings)
        else:
            after.last = {
                p: price for p, price in enumerate(prices) if price is not None
            }

    def _judge_event(
        self,
        of: SeasonState,
        posting: Posted,
        known: Standing | None,
        after: Standing,
        at: Place,
    ) -> None:
        """Hold an event to what it says of itself."""
        breach = self.findings.breach
        performance = of.season.performance_by_id[posting.performance_id]
        if posting.plan_id not in of.plans:
            breach("no_such_plan", at, plan=posting.plan_id)
        if posting.changed:
            self.changes += 1
            self._by_season[of.season.id] = self._by_season.get(of.season.id, 0) + 1
        elif known is None or known.tiers != after.tiers:
            breach("kept_moved", at)
        if posting.before_sale and at.time >= micros(performance.on_sale_at):
            breach("before_sale", at)

    def changes_of(self, season_id: str) -> int:
        """Return how often prices of a season changed."""
        return self._by_season.get(season_id, 0)


def check_due(of: SeasonState, performance_id: str, at: Place, to: Findings) -> None:
    """Refuse a price that should have been posted anew before something was sold."""
    standing = of.posted[performance_id]
    performance = of.season.performance_by_id[performance_id]
    if at.time >= standing.due and of.moves(performance, at.time):
        to.breach("not_posted_anew", at._replace(performance_id=performance_id))
