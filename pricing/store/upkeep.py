"""What time alone makes happen: holds and votes end, periods begin, seats are released.

The store appends these events before each command's own, so that no decision
is taken on a hold that ran out or a price that had its day.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from pricing.domain.errors import ConstraintsInfeasible, PricingError, RevisionChanged
from pricing.domain.performance import Performance
from pricing.domain.plan import PricePlan
from pricing.quotes.posting import Posting
from pricing.quotes.repricing import next_change_time, period_at, repost
from pricing.store.books import Books
from pricing.store.events import (
    Cause,
    Event,
    PlanActivated,
    PlanScheduled,
    PriceChanged,
    PriceKept,
)
from pricing.store.plan_checks import check_legal, check_plan
from pricing.store.season_books import SeasonBooks


def upkeep(books: Books, now: datetime) -> list[Event]:
    """Return the events that have come by a time; empty at most times."""
    expired = books.due(now)
    ended = [books.quotes[each.quote_id] for each in expired]
    found: list[Event] = [*expired, *books.cooperative.due(now)]
    for of in books.seasons.values():
        found += of.releases.due(of, now, ended)
        scheduled = of.pace.scheduled
        if scheduled is not None and scheduled.activate_time <= now:
            moved = _moved_by_sales(of, scheduled, now)
            found += moved
            if len(moved) > 1:
                continue
        if of.active_plan_id and now >= of.reprice_time(now):
            found += reprice(of, of.active_plan, now, only_due=True)
    return found


def _moved_by_sales(
    of: SeasonBooks, scheduled: PlanScheduled, now: datetime
) -> list[Event]:
    """Return what a plan learned from sales changes at its moment.

    Where it no longer fits, it is called off and all stays as it is.
    """
    plan = of.plans[scheduled.plan_id]
    try:
        if of.active_plan_id != scheduled.based_on:
            raise RevisionChanged("the plan", scheduled.based_on, of.active_plan_id)
        check_plan(of.season, plan)
        check_legal(of.season, plan, now)
        events: list[Event] = [PlanActivated(of.season.id, plan.id)]
        events += reprice(of, plan, now, only_due=False, activated=Cause.SALES_MOVED)
    except PricingError:
        return [replace(scheduled, plan_id="")]
    return events


def reprice(
    of: SeasonBooks,
    plan: PricePlan,
    now: datetime,
    *,
    only_due: bool,
    activated: Cause = Cause.PLAN_ACTIVATED,
) -> Iterator[Event]:
    """Yield what a re-pricing event posts for the performances still to come.

    Of those whose prices are frozen, only that their sale opened.
    """
    for performance in of.season.performances:
        posted = of.postings.get(performance.id)
        if not of.may_move(performance, now):
            opens = of.due_time(performance, now)
            if posted is not None and opens is not None and opens <= now:
                on_sale = replace(posted, before_sale=False)
                yield PriceKept(of.season.id, on_sale, Cause.SALE_OPENED)
            continue
        if performance.id not in plan.performance_by_id:
            continue
        cause = activated
        if only_due:
            due = _due_cause(plan, performance, posted, now)
            if due is None:
                continue
            cause = due
        try:
            yield from posted_anew(of, performance, now, plan, cause)
        except ConstraintsInfeasible:
            if posted is None or not only_due:
                raise
            # Time must not stand still for all because rules leave one no price.
            yield PriceKept(
                of.season.id, _stands(plan, performance, posted, now), cause
            )


def posted_anew(
    of: SeasonBooks,
    performance: Performance,
    now: datetime,
    plan: PricePlan,
    cause: Cause,
) -> Iterator[Event]:
    """Yield what a re-pricing event posts for one performance of a plan."""
    posted = of.postings.get(performance.id)
    posting = repost(of.season, plan, performance, posted, now)
    if posted is None or posted.prices != posting.prices:
        before = posted.tier_id if posted else ""
        yield PriceChanged(of.season.id, before, posting, cause)
    elif posting != posted:
        yield PriceKept(of.season.id, posting, cause)


def _stands(
    plan: PricePlan, performance: Performance, posted: Posting, now: datetime
) -> Posting:
    """Return a posting that stands for the period which has begun, as it is."""
    return replace(
        posted,
        period=period_at(plan, performance, now),
        before_sale=posted.before_sale and now < performance.on_sale_at,
        due=None,
    )


def _due_cause(
    plan: PricePlan, performance: Performance, posted: Posting | None, now: datetime
) -> Cause | None:
    if posted is None:
        return None
    due = next_change_time(plan, performance, posted)
    if due is None or due > now:
        return None
    if posted.before_sale and performance.on_sale_at <= now:
        return Cause.SALE_OPENED
    return Cause.STEP_DUE if due == posted.due else Cause.PERIOD_STARTED
