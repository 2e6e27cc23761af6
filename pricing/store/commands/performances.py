"""Performances that are cancelled, moved to another date, or frozen."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from pricing.domain.errors import FieldInvalid, PerformanceClosed
from pricing.domain.performance import Performance
from pricing.domain.quote import QuoteState
from pricing.store.books import Books
from pricing.store.commands.catalogue import check_revision
from pricing.store.commands.changes import check_change, check_freeze
from pricing.store.events import Cause, Event, QuoteVoided
from pricing.store.events_performances import (
    PerformanceCancelled,
    PerformanceFrozen,
    PerformancePostponed,
    PerformanceUnfrozen,
)
from pricing.store.interface import Decision, Repeatable
from pricing.store.plan_checks import check_path
from pricing.store.season_books import SeasonBooks, with_performance
from pricing.store.upkeep import posted_anew


@dataclass(frozen=True, slots=True)
class _PerformanceCommand(Repeatable):
    """A command about one performance; its repeats are harmless."""

    season_id: str
    performance_id: str
    # Of the season's books when the caller read them; 0 for any.
    expected_revision: int = 0

    def _books(self, books: Books) -> tuple[SeasonBooks, Performance]:
        of = books.season(self.season_id)
        check_revision(of, self.expected_revision)
        return of, of.performance(self.performance_id)


@dataclass(frozen=True, slots=True)
class CancelPerformance(_PerformanceCommand):
    """Call a performance off: nothing is sold any more, all is owed back in full.

    Open quotes with a seat of it are voided whole: a basket is sold as one.
    """

    def decide(self, books: Books, now: datetime) -> Decision[Performance]:
        """Void what is on offer; a cancelled performance stays as it is."""
        of, performance = self._books(books)
        if of.life(performance.id).cancelled_at is not None:
            return Decision((), performance)
        events: list[Event] = [PerformanceCancelled(self.season_id, performance.id)]
        for quote in books.quotes.values():
            if (
                quote.state is QuoteState.OFFERED
                and quote.season_id == self.season_id
                and any(p.item.performance_id == performance.id for p in quote.items)
            ):
                events.append(QuoteVoided(quote.id))
        return Decision(events, performance)


@dataclass(frozen=True, slots=True)
class PostponePerformance(_PerformanceCommand):
    """Move a performance to another date.

    Tickets and open quotes hold for it at their prices; the booking periods of the
    plan count from it. Who bought before may have the whole price back.
    """

    starts_at: datetime | None = None
    # Until when they may; the new date where it is not said.
    refund_until: datetime | None = None

    def decide(self, books: Books, now: datetime) -> Decision[Performance]:
        """Refuse a date that is gone; the same date again changes nothing."""
        of, performance = self._books(books)
        life = of.life(performance.id)
        if life.cancelled_at is not None:
            raise PerformanceClosed(performance.id, "it was cancelled")
        starts_at = self.starts_at
        if starts_at is None or starts_at.tzinfo is None or starts_at <= now:
            raise FieldInvalid("start_time", "a date to come is needed.")
        until = self.refund_until or starts_at
        if not now < until <= starts_at:
            raise FieldInvalid(
                "refund_until_time", "a time from now to the new date is needed."
            )
        if starts_at == performance.starts_at:
            if life.postponements and life.postponements[-1].refund_until == until:
                return Decision((), performance)
            raise FieldInvalid("start_time", "it is the date that stands already.")
        try:
            moved = replace(performance, starts_at=starts_at)
        except ValueError as fault:
            raise FieldInvalid("start_time", str(fault)) from fault
        after = copy(of)
        after.season = with_performance(of.season, moved)
        check_change(of, after.season, postponed=performance.id)
        events: list[Event] = [
            PerformancePostponed(self.season_id, performance.id, starts_at, until)
        ]
        return Decision([*events, *_posted(after, moved, now, Cause.POSTPONED)], moved)


@dataclass(frozen=True, slots=True)
class FreezePerformance(_PerformanceCommand):
    """Let the posted prices of a performance stand, and sales go on."""

    def decide(self, books: Books, now: datetime) -> Decision[Performance]:
        """Leave a frozen performance as it is; refuse to open a forbidden price."""
        of, performance = self._books(books)
        if of.life(performance.id).frozen_at is not None:
            return Decision((), performance)
        check_freeze(of, performance)
        return Decision(
            (PerformanceFrozen(self.season_id, performance.id),), performance
        )


@dataclass(frozen=True, slots=True)
class UnfreezePerformance(_PerformanceCommand):
    """Let prices move again, at once to where the plan in force has them."""

    def decide(self, books: Books, now: datetime) -> Decision[Performance]:
        """Leave a performance that is not frozen as it is."""
        of, performance = self._books(books)
        life = of.life(performance.id)
        if life.frozen_at is None:
            return Decision((), performance)
        after = copy(of)
        after.lives = {**of.lives, performance.id: replace(life, frozen_at=None)}
        event = PerformanceUnfrozen(self.season_id, performance.id)
        moved = _posted(after, performance, now, Cause.UNFROZEN)
        return Decision([event, *moved], performance)


def _posted(
    of: SeasonBooks, performance: Performance, now: datetime, cause: Cause
) -> list[Event]:
    """Return what is posted anew for one performance, if a plan can price it."""
    if not of.active_plan_id or not of.may_move(performance, now):
        return []
    plan = of.active_plan
    path = plan.performance_by_id.get(performance.id)
    if path is None:
        return []
    if performance.id not in of.postings:
        # It had begun when the plan came into force, and may have changed since.
        try:
            check_path(performance, path, len(plan.period_days_out), "price_plan")
        except FieldInvalid:
            return []
    return list(posted_anew(of, performance, now, plan, cause))
