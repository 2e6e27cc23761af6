"""The events of performances that were called off, moved or frozen."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PerformanceCancelled:
    """A performance will not take place; its tickets are owed back in full."""

    season_id: str
    performance_id: str


@dataclass(frozen=True, slots=True)
class PerformancePostponed:
    """A performance was moved; its tickets hold for the new date."""

    season_id: str
    performance_id: str
    starts_at: datetime
    # Until when who bought before may have the whole price back.
    refund_until: datetime


@dataclass(frozen=True, slots=True)
class PerformanceFrozen:
    """The prices of a performance stand until it is unfrozen."""

    season_id: str
    performance_id: str


@dataclass(frozen=True, slots=True)
class PerformanceUnfrozen:
    """The prices of a performance may move again."""

    season_id: str
    performance_id: str


LifeEvent = (
    PerformanceCancelled
    | PerformancePostponed
    | PerformanceFrozen
    | PerformanceUnfrozen
)
