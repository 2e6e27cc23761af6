"""The line in which commands wait for the one thread that decides them."""

import queue
from enum import Enum
from time import monotonic, sleep

from pricing.domain.errors import QueueFull
from pricing.store.group import Waiting

COMMANDS_WAITING_MAX = 20_000
COMMANDS_A_GROUP_MAX = 512
# How long a group waits at most for as many callers as the last one had, and how
# often it looks whether one came; when none did, it waits no more.
GATHER_SECONDS, LOOK_SECONDS = 0.010, 0.001


class _Signal(Enum):
    """What there is in the line beside commands."""

    WAKE = "wake"
    STOP = "stop"


class Line:
    """Commands in the order they came, at most so many; any thread may join."""

    def __init__(self, waiting_max: int) -> None:
        self._queue: queue.SimpleQueue[Waiting | _Signal] = queue.SimpleQueue()
        self._waiting_max = waiting_max
        # How many commands the last group had.
        self._came = 0

    def join(self, waiting: Waiting) -> None:
        """Let a command wait, or raise QueueFull."""
        if (count := self._queue.qsize()) >= self._waiting_max:
            raise QueueFull(count, self._waiting_max)
        self._queue.put(waiting)

    def wake(self) -> None:
        """Let the thread look up from waiting, with commands or without."""
        self._queue.put(_Signal.WAKE)

    def stop(self) -> None:
        """Tell the thread that nothing follows."""
        self._queue.put(_Signal.STOP)

    def take(self) -> tuple[list[Waiting], bool]:
        """Wait for commands or word, and return those that wait and whether to go on.

        Callers who were answered together come back together, but one after the
        other: where there were several, a moment is given to them, since the disk
        is asked once for all who made it.
        """
        taken: list[Waiting] = []
        more = self._drain(taken, self._queue.get())
        give_up_at, before = monotonic() + GATHER_SECONDS, 0
        while more and before < len(taken) < self._came and monotonic() < give_up_at:
            before = len(taken)
            sleep(LOOK_SECONDS)
            more = self._drain(taken)
        self._came = len(taken)
        return taken, more

    def _drain(
        self, taken: list[Waiting], following: Waiting | _Signal | None = None
    ) -> bool:
        """Take what waits, as much as a group may have; return whether to go on."""
        while following is not _Signal.STOP:
            if isinstance(following, Waiting):
                taken.append(following)
            if len(taken) == COMMANDS_A_GROUP_MAX:
                return True
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                return True
        return False
