"""What others appended to logs, as it is heard of and taken in."""

import threading
from collections.abc import Callable, Mapping
from time import monotonic


class News:
    """By organisation up to which event; and since when the books have all of it."""

    def __init__(self) -> None:
        self._late: dict[str, int] = {}
        self._lock = threading.Lock()
        self._heard_at = self._current_at = monotonic()

    def hear(self, heads: Mapping[str, int], known: Callable[[str], int]) -> bool:
        """Note the last events of logs; return whether there is news after none.

        ``known`` says up to which event the books of an organisation are.
        """
        at = monotonic()
        late = {name: last for name, last in heads.items() if last > known(name)}
        with self._lock:
            first = not self._late
            self._late.update(late)
            self._heard_at = at
            if not self._late:
                self._current_at = at
        return bool(late) and first

    def take(self) -> tuple[Mapping[str, int], float]:
        """Return what was heard of since the last time, and when."""
        with self._lock:
            late, self._late = self._late, {}
            return late, self._heard_at

    def current(self, heard_at: float) -> None:
        """Note that the books have all that was heard of by then."""
        self._current_at = heard_at

    def lost(self) -> None:
        """Note that what was heard of could not be taken in; it is told again."""
        with self._lock:
            self._heard_at = self._current_at

    def behind_seconds(self) -> float:
        """Return since when the books may lack what others appended."""
        return monotonic() - self._current_at
