"""A season as the log has it at one moment: its form, its plans, what is posted."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from pricing.domain.performance import Performance
from pricing.domain.plan import PricePlan
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.proof.findings import Findings
from pricing.proof.price_bounds import PriceRules, Prices, price_rules
from pricing.proof.price_moves import Standing
from pricing.quotes.posting import Posting

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# No moment comes after it.
NEVER = 2**62


def micros(time: datetime) -> int:
    """Return a time as microseconds since 1970."""
    return (time - _EPOCH) // _MICROSECOND


@dataclass
class SeasonState:
    """What stands of a season; its version rises with each change of its form."""

    season: Season
    version: int = 0
    plans: dict[str, PricePlan] = field(default_factory=dict)
    active_plan_id: str = ""
    posted: dict[str, Standing] = field(default_factory=dict)
    frozen: set[str] = field(default_factory=set)
    # Microseconds since 1970.
    cancelled: dict[str, int] = field(default_factory=dict)
    # From when on which rules were in force.
    rules_since: list[tuple[int, tuple[Rule, ...]]] = field(default_factory=list)
    # Rules that were voted, by id, as they are when no one suspends them.
    voted: dict[str, Rule | None] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)
    # By performance: of which version and plan, and the rules on its prices.
    _rules: dict[str, tuple[int, str, PriceRules]] = field(default_factory=dict)

    def change(self, season: Season, now: int) -> None:
        """Take another version of the season."""
        self.season = season
        self.version += 1
        self.rules_since.append((now, season.rules))
        for performance_id, standing in self.posted.items():
            performance = season.performance_by_id.get(performance_id)
            if performance is not None:
                standing.due = self.due(performance, standing, now)

    def change_performance(self, performance: Performance, now: int) -> None:
        """Take another version of one performance."""
        changed = tuple(
            performance if each.id == performance.id else each
            for each in self.season.performances
        )
        self.change(replace(self.season, performances=changed), now)

    def change_rule(self, rule_id: str, rule: Rule | None, now: int) -> None:
        """Put a rule in the place of the one of its id, or take it out."""
        rules = {each.id: each for each in self.season.rules}
        if rule is None:
            rules.pop(rule_id, None)
        else:
            rules[rule_id] = rule
        self.change(replace(self.season, rules=tuple(rules.values())), now)

    def rules_at(self, time: int) -> tuple[Rule, ...]:
        """Return the rules that were in force at a time; the first before it."""
        found = self.rules_since[0][1]
        for since, rules in self.rules_since:
            if since > time:
                break
            found = rules
        return found

    def price_rules(
        self, performance: Performance, plan_id: str, to: Findings
    ) -> PriceRules:
        """Return the rules on the prices of a performance under a plan."""
        known = self._rules.get(performance.id)
        if known is not None and known[:2] == (self.version, plan_id):
            return known[2]
        plan = self.plans.get(plan_id)
        path = None if plan is None else plan.performance_by_id.get(performance.id)
        demand = None if path is None else path.demand_mean
        found = price_rules(self.season, performance, demand, to)
        self._rules[performance.id] = self.version, plan_id, found
        return found

    def due(self, performance: Performance, standing: Standing, now: int) -> int:
        """Return when a price must be posted anew at the latest.

        When its sale opens, and when a booking period of the plan in force begins.
        """
        times = [micros(performance.on_sale_at)] if standing.before_sale else []
        plan = self.plans.get(self.active_plan_id)
        if plan is not None and performance.id in plan.performance_by_id:
            starts = micros(performance.starts_at)
            days = plan.period_days_out[1:]
            begins = (starts - each * 86_400_000_000 for each in days)
            times += [time for time in begins if time > now]
        return min(times, default=NEVER)

    def moves(self, performance: Performance, now: int) -> bool:
        """Return whether prices of a performance may still move."""
        return (
            performance.id not in self.frozen
            and performance.id not in self.cancelled
            and micros(performance.starts_at) > now
        )


def prices_of(
    season: Season, performance: Performance, tiers: tuple[str, ...]
) -> Prices:
    """Return what each category costs at a tier of each; None without one.

    Raises
    ------
    KeyError
        Where a tier is not on the ladder of the performance.
    """
    known = {
        tier.id: tier.prices_minor
        for tier in season.venue_by_id[performance.venue_id].price_tiers
        if tier.id in performance.ladder
    }
    return [known[tier][place] if tier else None for place, tier in enumerate(tiers)]


def tiers_of(posting: Posting, count: int) -> tuple[str, ...]:
    """Return the tier of each category that a posting says, "" where it is closed."""
    return posting.category_tiers or (posting.tier_id,) * count


def announced_of(posting: Posting, count: int) -> tuple[str, ...]:
    """Return the tier of each category's announced rise, "" where there is none."""
    return posting.category_announced or (posting.announced_tier_id,) * count
