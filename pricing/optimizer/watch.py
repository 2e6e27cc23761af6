"""The time limit of a piece of work, and whoever follows it or calls it off."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from pricing.domain.errors import Cancelled


@dataclass
class Watch:
    """The time limit, and whoever follows or calls off the work."""

    deadline: float
    progress: Callable[[float, str], None] | None
    cancelled: Callable[[], bool] | None

    def tell(self, done: float, phase: str) -> bool:
        """Report the share done; return whether time is left.

        Raises
        ------
        Cancelled
        """
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("the optimisation")
        if self.progress is not None:
            self.progress(done, phase)
        return monotonic() < self.deadline

    def __reduce__(self) -> tuple[Callable[[float], "Watch"], tuple[float]]:
        """Keep the time that is left: elsewhere nobody follows the work."""
        return _unfollowed, (self.seconds_left,)

    @property
    def seconds_left(self) -> float:
        """Return the seconds before the time limit."""
        return max(0.0, self.deadline - monotonic())

    def part(self, share: float) -> "Watch":
        """Return a watch over a share of the time that is left."""
        return replace(self, deadline=monotonic() + share * self.seconds_left)


def _unfollowed(seconds_left: float) -> Watch:
    return Watch(monotonic() + seconds_left, None, None)
