"""All instants of a season at which something other than a sale happens."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import groupby

from pricing.domain.rules import SolidarityShare
from simulator.house import DAY_SECONDS, House


class Pause(IntEnum):
    """Why sales pause, in the order in which it is done at one instant."""

    SEATS_RELEASED = 0
    QUOTA_LIFTED = 1
    PRICE_DUE = 2
    # Within a booking period, and at no time known beforehand.
    SALES_MOVED = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """An instant at which sales pause: a price may move, or seats are released."""

    time: int
    kind: Pause
    f: int
    # The booking period, or the channel whose quota is lifted.
    index: int


@dataclass(frozen=True)
class Timetable:
    """All instants of a season at which something other than a sale happens."""

    house: House

    @cached_property
    def stops(self) -> tuple[tuple[int, tuple[Stop, ...]], ...]:
        """Stops by time, earliest first."""
        stops = sorted(self._stops(), key=lambda s: (s.time, s.kind, s.f, s.index))
        return tuple(
            (time, tuple(group)) for time, group in groupby(stops, lambda s: s.time)
        )

    def _stops(self) -> list[Stop]:
        house, season = self.house, self.house.season
        found = []
        for f, performance in enumerate(house.performances):
            opens, starts = int(house.on_sale[f]), int(house.starts[f])
            period = season.period_at((starts - opens) / DAY_SECONDS)
            found.append(Stop(opens, Pause.PRICE_DUE, f, period))
            for t in range(period + 1, len(season.period_days_out)):
                begins = starts - season.period_days_out[t] * DAY_SECONDS
                found.append(Stop(begins, Pause.PRICE_DUE, f, t))
            for rule in season.rules:
                if isinstance(rule, SolidarityShare) and rule.scope.covers(performance):
                    release = starts - rule.release_days_out * DAY_SECONDS
                    found.append(Stop(max(release, opens), Pause.SEATS_RELEASED, f, 0))
            for h, channel in enumerate(season.channels):
                if channel.release_days_out is not None:
                    release = starts - channel.release_days_out * DAY_SECONDS
                    found.append(Stop(max(release, opens), Pause.QUOTA_LIFTED, f, h))
        return found
