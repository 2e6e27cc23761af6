"""What became of performances: a projection of the log."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from pricing.domain.performance_life import PerformanceLife, Postponement
from pricing.quotes.on_sale import SeasonOnSale
from pricing.store import events_performances
from pricing.store.events_performances import LifeEvent


def take(of: SeasonOnSale, event: LifeEvent, time: datetime) -> None:
    """Keep what became of a performance, before its date is changed if it is."""
    name = event.performance_id
    of.lives[name] = _after(of, of.life(name), event, time)
    posted = of.postings.get(name)
    if posted is not None and isinstance(event, events_performances.PerformanceFrozen):
        # While it is frozen no rise is announced, so that one after it is told anew.
        of.postings[name] = posted.unannounced()
    of.cache.clear()


def _after(
    of: SeasonOnSale, life: PerformanceLife, event: LifeEvent, time: datetime
) -> PerformanceLife:
    match event:
        case events_performances.PerformanceCancelled():
            return replace(life, cancelled_at=time)
        case events_performances.PerformanceFrozen():
            return replace(life, frozen_at=time)
        case events_performances.PerformanceUnfrozen():
            return replace(life, frozen_at=None)
        case events_performances.PerformancePostponed():
            before = of.performance(event.performance_id).starts_at
            move = Postponement(time, before, event.refund_until)
            return replace(life, postponements=(*life.postponements, move))
        case _:
            assert_never(event)
