"""Clocks that may be wrong: steps of the machine's clock, and logs ahead of it.

The clock of a machine may be stepped, by hand or from a server of times that was
itself wrong. Holds run out after so many minutes, not when a clock says so; thus a
process takes the time once and goes on by a monotonic reading, as time servers ask
clocks to do with small errors [1]_.

References
----------
.. [1] Mills, D. L. (1992), Network Time Protocol (Version 3), RFC 1305, section 5:
   small errors are amortised, so that time never stands still or runs backwards.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# How much faster or slower time goes while it nears the machine's clock.
SLEW = 0.1
# How often the machine's clock is looked at, at most.
LOOK_SECONDS = 0.01
# From this error on somebody is told.
TOLD_SECONDS = 60.0
# How far a log may be ahead without anything done: clocks of two machines differ.
SLACK = timedelta(seconds=1)
# How fast time goes on from the last event of a log that is ahead of the clock: half
# as fast as the clock, which so catches up.
CATCHING_UP = 0.5

logger = logging.getLogger(__name__)


# Counts sleep too, where there is such a clock.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def elapsed_seconds() -> float:
    """Return seconds of a clock that nobody sets; it counts sleep where it can."""
    return time.clock_gettime(_CLOCK)


class SteadyClock:
    """The machine's time without its steps; to be called from any thread.

    A step is made up for at a tenth of the time that passes: an hour in ten hours.
    Where the new time is the right one, a restart takes it at once.

    Parameters
    ----------
    wall : seconds since 1970, as the machine says
    elapsed : seconds of a clock that is never set
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        elapsed: Callable[[], float] = elapsed_seconds,
    ) -> None:
        self._wall = wall
        self._elapsed = elapsed
        # When the machine's clock was looked at last, the time then, and by how much
        # that was behind it.
        self._looked = (elapsed(), wall(), 0.0)
        self._told = False
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """Return the time; never before what was returned."""
        passed = self._elapsed()
        now = self._at(passed)
        if passed - self._looked[0] >= LOOK_SECONDS:
            with self._lock:
                # As another thread may have left it.
                now = self._at(passed)
                if passed > self._looked[0]:
                    error = self._wall() - now
                    self._looked = (passed, now, error)
                    self._tell(error)
        return datetime.fromtimestamp(now, UTC)

    def _at(self, passed: float) -> float:
        """Return the time at a reading, in seconds since 1970."""
        last, then, error = self._looked
        since = passed - last
        most = SLEW * abs(since)
        return then + since + min(max(error, -most), most)

    def _tell(self, error: float) -> None:
        """Say once that the clock was set, and once that it is right again."""
        if (abs(error) > TOLD_SECONDS) == self._told:
            return
        self._told = not self._told
        if self._told:
            logger.warning(
                "the machine's clock was set by %+.0f s; time goes on as it was and "
                "nears it slowly; restart the service if the new time is right",
                error,
            )
        else:
            logger.info("the machine's clock is followed again")


class LogsAhead:
    """The time of organisations whose last event is later than the clock.

    A clock that was ahead left events in the log, and none may come before them:
    time goes on from the last one, slower than the clock until that caught up. It
    never stands still, or holds would never run out.

    Parameters
    ----------
    elapsed : seconds of a clock that is never set
    """

    def __init__(self, elapsed: Callable[[], float] = elapsed_seconds) -> None:
        self._elapsed = elapsed
        # By organisation: its last event when it was found to be ahead, and when.
        self._found: dict[str, tuple[datetime, float]] = {}

    def now(self, organization_id: str, clock: datetime, last: datetime) -> datetime:
        """Return the time, given the clock's and that of a later last event."""
        if last - clock <= SLACK:
            self._found.pop(organization_id, None)
            return last
        found = self._found.get(organization_id)
        if found is None:
            found = self._found[organization_id] = (last, self._elapsed())
            logger.warning(
                "the last event of %r is %s ahead of the clock: time goes on from it "
                "at half its pace until the clock is there; set the clock right",
                organization_id,
                last - clock,
            )
        since, at = found
        passed = timedelta(seconds=CATCHING_UP * max(0.0, self._elapsed() - at))
        if since + passed > last:
            return since + passed
        # A later event: time goes on from there.
        self._found[organization_id] = (last, self._elapsed())
        return last
