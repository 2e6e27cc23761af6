"""Price plans: kept, put in force whole, and followed as time passes."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from math import isfinite

from pricing.constraints.filters import allowed
from pricing.domain.errors import FieldInvalid, NameTaken, NameUnknown, RevisionChanged
from pricing.domain.ids import check_id
from pricing.domain.performance import Performance
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.season import DAYS_OUT_MAX, Season
from pricing.quotes.on_sale import find
from pricing.quotes.repricing import forbidden_by, period_at
from pricing.store.books import Books
from pricing.store.codec import plan_text
from pricing.store.events import Event, PlanActivated, PlanStored
from pricing.store.interface import Decision, Repeatable, fingerprint
from pricing.store.upkeep import reprice


@dataclass(frozen=True, slots=True)
class StorePlan:
    """Keep a plan, not yet in force; without an id it gets the season's next."""

    plan: PricePlan
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of the plan."""
        return fingerprint("store_plan", plan_text(self.plan))

    def decide(self, books: Books, now: datetime) -> Decision[PricePlan]:
        """Refuse an id that is taken, or prices that are not on the ladders."""
        of = books.season(self.plan.season_id)
        plan = self.plan
        if not plan.id:
            plan = replace(plan, id=next_plan_id(of.plans))
        if plan.id in of.plans:
            raise NameTaken("price plan", plan.id)
        check_plan(of.season, plan)
        return Decision((PlanStored(plan),), plan)


@dataclass(frozen=True, slots=True)
class ActivatePlan(Repeatable):
    """Put a plan in force for the whole season and post its prices."""

    season_id: str
    plan_id: str
    # What the caller believes is in force: "" for none, None not to say.
    expected_active_plan_id: str | None = None

    def decide(self, books: Books, now: datetime) -> Decision[PricePlan]:
        """Refuse a plan that the season and its rules no longer allow."""
        of = books.season(self.season_id)
        plan = find("price plan", self.plan_id, of.plans)
        if of.active_plan_id == plan.id:
            return Decision((), plan)
        expected = self.expected_active_plan_id
        if expected is not None and expected != of.active_plan_id:
            raise RevisionChanged("the active price plan", expected, of.active_plan_id)
        check_plan(of.season, plan)
        check_legal(of.season, plan, now)
        events: list[Event] = [PlanActivated(self.season_id, plan.id)]
        events += reprice(of, plan, now, only_due=False)
        return Decision(events, plan)


@dataclass(frozen=True, slots=True)
class Tick(Repeatable):
    """Let time pass: the store releases and re-prices what is due before it."""

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Add nothing to what time alone made happen."""
        return Decision((), None)


def next_plan_id(plans: dict[str, PricePlan]) -> str:
    """Return the first of r1, r2, ... after the plans there are that is free."""
    number = len(plans) + 1
    while f"r{number}" in plans:
        number += 1
    return f"r{number}"


def check_plan(season: Season, plan: PricePlan) -> None:
    """Refuse a plan whose prices are not on the ladders of its performances.

    Raises
    ------
    NameUnknown
        When the season has no such performance.
    FieldInvalid
        When periods, paths or steps do not fit together or name other tiers, or
        a number is not finite.
    """
    periods = plan.period_days_out
    if not periods or periods[-1] < 1 or any(b >= a for a, b in pairwise(periods)):
        raise FieldInvalid("price_plan.period_days_out", "days out must fall to 1.")
    if periods[0] > DAYS_OUT_MAX:
        raise FieldInvalid(
            "price_plan.period_days_out",
            f"{periods[0]} days out are over {DAYS_OUT_MAX}.",
        )
    _check_statement(plan)
    seen: set[str] = set()
    for index, path in enumerate(plan.performances):
        if path.performance_id in seen:
            raise FieldInvalid(
                f"price_plan.performances[{index}]",
                f"{path.performance_id!r} is there twice.",
            )
        seen.add(path.performance_id)
        performance = season.performance_by_id.get(path.performance_id)
        if performance is None:
            known = list(season.performance_by_id)
            raise NameUnknown("performance", path.performance_id, known)
        _check_path(performance, path, len(periods), index)


def _check_statement(plan: PricePlan) -> None:
    """Refuse an id, times or numbers that nobody could read back."""
    try:
        check_id(plan.id, "a plan id")
    except ValueError as fault:
        raise FieldInvalid("price_plan.id", str(fault)) from None
    for name in ("create_time", "forecast_time"):
        time = getattr(plan, name)
        if time is not None and time.tzinfo is None:
            raise FieldInvalid(f"price_plan.{name}", "a time zone is needed.")
    _check_finite("price_plan", plan.objective, plan.upper_bound, plan.solve_seconds)
    for index, path in enumerate(plan.performances):
        field = f"price_plan.performances[{index}]"
        _check_finite(field, path.income, path.fill_rate)
        _check_finite(f"{field}.bid_prices", *path.bid_prices)
        _check_finite(f"{field}.expected_sales", *path.expected_sales)
    for index, rule in enumerate(plan.rules):
        _check_finite(f"price_plan.rules[{index}]", rule.slack, rule.marginal_cost)


def _check_finite(field: str, *numbers: float) -> None:
    for number in numbers:
        if not isfinite(number):
            raise FieldInvalid(field, f"{number} is not a finite number.")


def _check_path(
    performance: Performance, path: PerformancePlan, periods: int, index: int
) -> None:
    field = f"price_plan.performances[{index}]"
    ladder = performance.ladder
    lengths = {len(path.tier_path), len(path.unrestricted_path), len(path.steps)}
    if lengths != {periods}:
        raise FieldInvalid(field, f"a tier for each of {periods} periods is needed.")
    for period in range(periods):
        start, end = path.unrestricted_path[period], path.tier_path[period]
        steps = [step.tier_id for step in path.steps[period]]
        for tier_id in [end, start, *steps]:
            if tier_id not in ladder:
                raise FieldInvalid(
                    f"{field}.tier_path[{period}]",
                    f"{tier_id!r} is not on the ladder of {performance.id!r} "
                    f"({', '.join(ladder)}).",
                )
        if [start, *steps][-1] != end:
            raise FieldInvalid(
                f"{field}.steps[{period}]", f"they do not end at tier {end!r}."
            )


def check_legal(season: Season, plan: PricePlan, now: datetime) -> None:
    """Refuse a plan that leaves out a performance to come, or breaks a rule.

    Raises
    ------
    FieldInvalid
        When a performance to come has no path, or a period to come a tier that
        today's rules forbid.
    ConstraintsInfeasible
        When the rules allow a performance no tier at all.
    """
    for performance in season.performances:
        if performance.starts_at <= now:
            continue
        path = plan.performance_by_id.get(performance.id)
        if path is None:
            raise FieldInvalid(
                "price_plan.performances",
                f"{performance.id!r} has no prices in it; optimise the season again.",
            )
        tiers = allowed(season, performance, path.demand_mean)
        for period in range(period_at(plan, performance, now), len(path.tier_path)):
            tier_id = path.tier_path[period]
            if tier_id not in tiers:
                rule_id, numbers = forbidden_by(
                    season, performance, tier_id, path.demand_mean
                )
                raise FieldInvalid(
                    f"price_plan.performances[{performance.id}].tier_path[{period}]",
                    f"rule {rule_id!r} forbids {tier_id!r} now: {numbers}; optimise "
                    "the season again.",
                )
