"""Work on a season's performances, each for itself, spread over cores or machines.

This is the one place where performances are spread: whatever is found for one does
not depend on the others, so the result is the same on one core or many, here or on
other machines, wherever time suffices. At home they are spread over threads:
compiled functions hold no lock, so these run at once.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from pricing.optimizer.engine.ranges import cores

# How often whoever follows the work is asked whether to go on.
POLL_SECONDS = 0.1

Item = TypeVar("Item")
Result = TypeVar("Result")


class Crew(Protocol):
    """Whoever does the work: yields places of items and results, in any order."""

    def __call__(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        check: Callable[[float], bool],
        /,
    ) -> Iterator[tuple[int, Result]]:
        """Yield what work makes of items while ``check`` says to begin more."""


_away: ContextVar[Crew | None] = ContextVar("_away", default=None)


@contextmanager
def over(crew: Crew) -> Iterator[None]:
    """Have ``each`` done by a crew, of other machines perhaps, in the meantime."""
    token = _away.set(crew)
    try:
        yield
    finally:
        _away.reset(token)


def each(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    check: Callable[[float], bool],
) -> list[Result | None]:
    """Return what work makes of each item; None of those that time did not allow.

    Parameters
    ----------
    work : called with an item, anywhere
        What it makes of an item follows from the two alone, and it changes neither.
    items : sequence
    check : called with the share of the items done
        Whether to begin more; raises to call the work off.
    """
    crew = _away.get()
    # One alone is done sooner than sent.
    if crew is None or len(items) <= 1:
        return each_here(work, items, check)
    found: list[Result | None] = [None] * len(items)
    for place, result in crew(work, items, check):
        found[place] = result
    return found


def each_here(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    check: Callable[[float], bool],
) -> list[Result | None]:
    """Do what ``each`` does in threads of this process: work may change its item."""
    found: list[Result | None] = [None] * len(items)
    threads = min(cores(), len(items))
    if threads <= 1:
        for place, item in enumerate(items):
            if not check(place / len(items)):
                break
            found[place] = work(item)
        return found
    with ThreadPoolExecutor(threads) as crew:
        for place, result in _finished(crew, work, items, check, threads):
            found[place] = result
    return found


def _finished(
    crew: ThreadPoolExecutor,
    work: Callable[[Item], Result],
    items: Sequence[Item],
    check: Callable[[float], bool],
    threads: int,
) -> Iterator[tuple[int, Result]]:
    """Yield places and results as they come; few are begun ahead of their turn."""
    running: dict[Future[Result], int] = {}
    begun, done = 0, 0
    while True:
        goes_on = check(done / len(items))
        while goes_on and begun < len(items) and len(running) < 2 * threads:
            running[crew.submit(work, items[begun])] = begun
            begun += 1
        if not running:
            return
        for finished in wait(running, POLL_SECONDS, FIRST_COMPLETED).done:
            done += 1
            yield running.pop(finished), finished.result()
