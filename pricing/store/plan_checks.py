"""Whether a plan fits its season, and whether its rules allow it now."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from math import isfinite

from pricing.constraints.filters import allowed
from pricing.constraints.path_check import breaches
from pricing.domain.audience import DAYS_OUT_MAX
from pricing.domain.errors import FieldInvalid, NameUnknown
from pricing.domain.ids import check_id
from pricing.domain.performance import Performance
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.rules import CategoryOrder, KeepOpen, PopularityCap, PriceBounds
from pricing.domain.season import Season
from pricing.quotes.repricing import forbidden_by, period_at


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
        check_path(performance, path, len(periods), f"price_plan.performances[{index}]")


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


def check_path(
    performance: Performance, path: PerformancePlan, periods: int, field: str
) -> None:
    """Refuse a path that is not of so many periods, or leaves the ladder.

    Raises
    ------
    FieldInvalid
        It names the field and what is wrong in it.
    """
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
    if path.category_path:
        _check_categories(performance, path, periods, field)


def _check_categories(
    performance: Performance, path: PerformancePlan, periods: int, field: str
) -> None:
    """Refuse prices of categories that are not one a period, or on no ladder."""
    count = len(performance.capacities)
    sizes = {len(tiers) for tiers in path.category_path}
    if len(path.category_path) != periods or sizes != {count}:
        raise FieldInvalid(
            f"{field}.category_path",
            f"{count} tiers for each of {periods} periods are needed.",
        )
    for period, tiers in enumerate(path.category_path):
        for tier in tiers:
            if tier and tier not in performance.ladder:
                raise FieldInvalid(
                    f"{field}.category_path[{period}]",
                    f"{tier!r} is not on the ladder of {performance.id!r} "
                    f"({', '.join(performance.ladder)}).",
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
        running = period_at(plan, performance, now)
        if path.category_path:
            _check_legal_categories(season, plan, path, running)
            continue
        tiers = allowed(season, performance, path.demand_mean)
        for period in range(running, len(path.tier_path)):
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


def _check_legal_categories(
    season: Season, plan: PricePlan, path: PerformancePlan, running: int
) -> None:
    """Refuse prices of categories, in periods to come, that today's rules forbid."""
    # What is over may break them: the running period stands in for it.
    now, rest = path.category_path[running], path.category_path[running + 1 :]
    to_come = replace(path, category_path=(now,) * (running + 1) + rest)
    for rule in season.rules:
        if isinstance(rule, PriceBounds | CategoryOrder | PopularityCap | KeepOpen):
            for numbers in breaches(rule, season, plan, to_come):
                raise FieldInvalid(
                    f"price_plan.performances[{path.performance_id}].category_path",
                    f"rule {rule.id!r} forbids it now: {numbers}; optimise the season "
                    "again.",
                )
