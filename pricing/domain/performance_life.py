"""What became of a performance since it went on sale."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Postponement:
    """A performance was moved to another date; its tickets hold for it."""

    time: datetime
    previous_starts_at: datetime
    # Until when who bought before may have the whole price back.
    refund_until: datetime


@dataclass(frozen=True, slots=True)
class PerformanceLife:
    """Whether a performance was cancelled, moved, or its prices frozen."""

    cancelled_at: datetime | None = None
    # Since when its prices do not move; None where they may.
    frozen_at: datetime | None = None
    # First move first.
    postponements: tuple[Postponement, ...] = ()

    def owes_in_full(self, sold_at: datetime, now: datetime) -> bool:
        """Return whether a move lets a buyer of that time have all back now."""
        return any(
            sold_at <= move.time and now < move.refund_until
            for move in self.postponements
        )


# Nothing happened to it.
AS_PLANNED = PerformanceLife()
