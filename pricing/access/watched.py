"""Files that are read again when they change."""

from pathlib import Path


class Watched:
    """Tells whether any of some files was replaced, written or let read since asked.

    A look at their times and sizes, through symbolic links: cheap enough for every
    second or every connection, and it works on every file system, and with the
    links that container platforms swap.
    """

    def __init__(self, *paths: Path) -> None:
        self._paths = paths
        self._seen = self._look()

    def changed(self) -> bool:
        """Return whether they differ from what they were when last asked."""
        seen = self._look()
        if seen == self._seen:
            return False
        self._seen = seen
        return True

    def _look(self) -> tuple[tuple[int, ...] | None, ...]:
        return tuple(_signature(path) for path in self._paths)


def _signature(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # The time of the last change, beside that of the last writing: a file that could
    # not be read has neither another size nor another text once it may be.
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size
