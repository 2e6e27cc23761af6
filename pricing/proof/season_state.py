"""A season as the log has it at one moment: its form, its plans, what is posted."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from pricing.domain.performance import Performance
from pricing.domain.plan import PricePlan
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.proof.findings import Findings
from pricing.proof.price_bounds import PriceRules, price_rules
from pricing.proof.price_moves import Standing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# No moment comes after it.
NEVER = 2**62


def micros(time: datetime) -> int:
    """Return a time as microseconds since 1970."""
    return (time - _EPOCH) // _MICROSECOND


def time_of(since: int) -> datetime:
    """Return the time so many microseconds after 1970."""
    return _EPOCH + since * _MICROSECOND


@dataclass
class SeasonState:
    """What stands of a season; its version rises with each change of its form."""

    season: Season
    version: int = 0
    # Tariffs of solidarity.
    solidarity: frozenset[str] = frozenset()
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
    # What was found out of this version, by performance.
    _likeness: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # What prices of seats hang on, numbered from 1 over all versions.
    _kinds: dict[tuple[object, ...], int] = field(default_factory=dict)
    # By performance and tiers of its categories.
    _prices: dict[tuple[str, tuple[str, ...]], tuple[int | None, ...]] = field(
        default_factory=dict
    )
    _begins: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def change(self, season: Season, now: int) -> None:
        """Take another version of the season."""
        self.season = season
        self.version += 1
        self.solidarity = frozenset(t.id for t in season.tariffs if t.solidarity)
        self._likeness, self._prices, self._begins = {}, {}, {}
        self.rules_since.append((now, season.rules))
        for performance_id, standing in self.posted.items():
            performance = season.performance_by_id.get(performance_id)
            if performance is not None:
                standing.due = self.due(performance, standing, now)
                standing.kind = self.kind_of(
                    performance_id, standing.tiers, before_sale=standing.before_sale
                )

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

    def held_from(self, rule: Rule) -> tuple[int | None, int | None]:
        """Return since when a rule was in force as it reads, and until when it was."""
        since = until = None
        for time, rules in self.rules_since:
            if rule in rules:
                since, until = time if since is None else since, None
            elif since is not None and until is None:
                until = time
        return since, until

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
        key = performance.id, self.active_plan_id
        begins = self._begins.get(key)
        if begins is None:
            begins = self._begins[key] = self._begins_of(performance)
        following = bisect_right(begins, now)
        times += begins[following : following + 1]
        return min(times, default=NEVER)

    def _begins_of(self, performance: Performance) -> list[int]:
        """Return when booking periods of the plan in force begin, after the first."""
        plan = self.plans.get(self.active_plan_id)
        if plan is None or performance.id not in plan.performance_by_id:
            return []
        starts = micros(performance.starts_at)
        days_out = plan.period_days_out[1:]
        return sorted(starts - days * 86_400_000_000 for days in days_out)

    def kind_of(
        self, performance_id: str, tiers: tuple[str, ...], *, before_sale: bool
    ) -> int:
        """Return a number for all that prices of seats hang on."""
        like = self._likeness.get(performance_id)
        if like is None:
            of = self.season.performance_by_id[performance_id]
            like = of.venue_id, of.reference_tier, of.production
            if any(pool.scope.performance_id for pool in self.season.pools):
                like = (*like, performance_id)
            self._likeness[performance_id] = like
        key = self.version, like, tiers, before_sale
        return self._kinds.setdefault(key, len(self._kinds) + 1)

    def prices(
        self, performance: Performance, tiers: tuple[str, ...]
    ) -> tuple[int | None, ...]:
        """Return what each category costs at a tier of each; None without one.

        Raises
        ------
        KeyError
            Where a tier is not on the ladder of the performance.
        """
        key = performance.id, tiers
        found = self._prices.get(key)
        if found is None:
            venue = self.season.venue_by_id[performance.venue_id]
            ladder = {
                tier.id: tier.prices_minor
                for tier in venue.price_tiers
                if tier.id in performance.ladder
            }
            found = self._prices[key] = tuple(
                [ladder[t][place] if t else None for place, t in enumerate(tiers)]
            )
        return found

    def moves(self, performance: Performance, now: int) -> bool:
        """Return whether prices of a performance may still move."""
        return (
            performance.id not in self.frozen
            and performance.id not in self.cancelled
            and micros(performance.starts_at) > now
        )
