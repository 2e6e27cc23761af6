"""A price plan for a season: from demand and rules to tiers and their reasons.

1. ``market.build``: who would buy what at which tier.
2. ``solve.solve``: a path for each performance that keeps all rules, bounds on all
   plans, bid prices, and where the search ends in time, the proof that a path is
   the best.
3. ``steps.chain`` and ``outcomes.outcome``: which rule moved which price, and
   what each rule costs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rule_book import RuleBook
from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import check_id
from pricing.domain.plan import PerformancePlan, PricePlan
from pricing.domain.season import Season
from pricing.optimizer.by_paths import SEARCHING
from pricing.optimizer.compiled import prepare
from pricing.optimizer.conflicts import conflict
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import build
from pricing.optimizer.outcomes import outcome
from pricing.optimizer.posing import Poser
from pricing.optimizer.publish import performance_plan
from pricing.optimizer.solve import solve
from pricing.optimizer.spread import each
from pricing.optimizer.standing import Standing
from pricing.optimizer.steps import Multipliers, chain
from pricing.optimizer.watch import Watch
from pricing.optimizer.without import Solved

# Shares of the time limit for the plan and its bound, and of what is then left for
# the reasons of prices; the rest is for what rules cost.
FOR_PLAN = 0.8
FOR_REASONS = 0.6


def optimize(
    season: Season,
    demand_mean: Mapping[str, Sequence[float]],
    *,
    plan_id: str,
    now: datetime,
    standing: Standing | None = None,
    time_limit_seconds: float = 60.0,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    forecast_time: datetime | None = None,
) -> PricePlan:
    """Return the plan of greatest objective found under the season's rules.

    With a standing, income, objective and bound are of what is still to be
    sold; expected sales and fill rates count seats sold so far, and periods
    that are over show the tier posted now.

    Parameters
    ----------
    season : Season
    demand_mean : performance id -> [C], seats
        Unconstrained demand at reference prices over the whole horizon.
    plan_id : str
    now : datetime
        Creation time of the plan.
    standing : Standing, optional
        What is sold and posted already.
    time_limit_seconds : float
        When it is over, the best plan so far is returned with its gap; prices for
        whose reasons there was no time have none, and rules that could not be
        priced say so. The first compilation on a machine does not count.
    progress : called with the share done, 0 to 1, and the phase
    cancelled : asked often whether to stop
    forecast_time : datetime, optional

    Raises
    ------
    ConstraintsInfeasible
        When the rules cannot all hold; it names the fewest that conflict.
    Cancelled, FieldInvalid, SolverFailed
    """
    _check(season, plan_id, now, standing, time_limit_seconds)
    prepare()
    started = monotonic()
    watch = Watch(started + time_limit_seconds, progress, cancelled)
    watch.tell(0.0, "reading demand")
    market = build(season, demand_mean, standing)
    gaps = free_gaps(
        market, season.rules, standing, lambda done: watch.tell(0.05, "measuring gaps")
    )
    poser = Poser(RuleBook(season.rules, season, gaps), standing)
    found = solve(market, poser, watch.part(FOR_PLAN))
    if found is None:
        raise conflict(
            market, standing, lambda _: watch.tell(0.35, SEARCHING) or True,
            time_limit_seconds,
        )  # fmt: skip
    multiplier = found.multiplier
    explaining = watch.part(FOR_REASONS)
    plans, solved, unexplained = _explain(
        poser, multiplier, found.performances, explaining
    )
    outcomes = []
    for place, rule in enumerate(season.rules):
        share = 0.9 + 0.1 * place / len(season.rules)
        check = partial(_tell, watch, share, "pricing rules")
        outcomes.append(
            outcome(rule, poser, multiplier, solved, check, settled=found.priced)
        )
    watch.tell(1.0, "done")
    return PricePlan(
        id=plan_id,
        season_id=season.id,
        create_time=now,
        objective=found.objective,
        upper_bound=found.upper_bound,
        performances=tuple(plans),
        rules=tuple(outcomes),
        period_days_out=season.period_days_out,
        solve_seconds=monotonic() - started,
        forecast_time=forecast_time,
        unexplained=unexplained,
    )


def check_performances(season: Season) -> None:
    """Refuse a season of no performances: there is nothing to plan or play.

    Raises
    ------
    FieldInvalid
    """
    if not season.performances:
        raise FieldInvalid("performances", "the season has none to plan.")


def _check(
    season: Season,
    plan_id: str,
    now: datetime,
    standing: Standing | None,
    time_limit_seconds: float,
) -> None:
    """Refuse what is malformed."""
    check_performances(season)
    try:
        check_id(plan_id, "a plan id")
    except ValueError as error:
        raise FieldInvalid("plan_id", str(error)) from None
    if now.tzinfo is None:
        raise FieldInvalid("now", "expected a time zone.")
    if not time_limit_seconds > 0:
        raise FieldInvalid("time_limit_seconds", "expected more than 0.")
    if standing is None:
        return
    for performance_id, tier_id in standing.posted_tier.items():
        performance = season.performance_by_id.get(performance_id)
        if performance is None:
            raise FieldInvalid("posted_tier", f"no performance {performance_id!r}.")
        if tier_id not in {t.id for t in season.venue_of(performance).price_tiers}:
            raise FieldInvalid("posted_tier", f"no price tier {tier_id!r}.")


def _explain(
    poser: Poser,
    multiplier: Multipliers,
    solved: Sequence[Solved],
    watch: Watch,
) -> tuple[list[PerformancePlan], list[Solved], tuple[str, ...]]:
    """Return the plans of performances, and the performances with their reasons.

    Returns the ids of those for whose reasons there was no time, too.
    """
    explained = each(
        partial(_reasons, poser, multiplier),
        solved,
        lambda done: watch.tell(0.75 + 0.15 * done, "explaining prices"),
    )
    plans, with_reasons = [], []
    for one, found in zip(solved, explained, strict=True):
        # Where there was no time for reasons, a price stands as it is.
        unrestricted, moved = (one.path, []) if found is None else found
        season, standing = poser.book.season, poser.standing
        plans.append(performance_plan(season, standing, one, unrestricted, moved))
        moved_by = frozenset(rule_id for rule_id, _ in moved)
        with_reasons.append(replace(one, moved_by=moved_by))
    unexplained = tuple(
        plan.performance_id
        for plan, found in zip(plans, explained, strict=True)
        if found is None
    )
    return plans, with_reasons, unexplained


def _reasons(
    poser: Poser, multiplier: Multipliers, solved: Solved
) -> tuple[NDArray[np.int64], list[tuple[str, NDArray[np.int64]]]]:
    return chain(poser, solved.market, multiplier, solved.path)


def _tell(watch: Watch, share: float, phase: str, done: float) -> bool:
    """Report the share of the work done, whatever part of a phase that is."""
    return watch.tell(share, phase)
