"""Work on a season's performances, each for itself, spread over the cores.

This is the one place where performances are spread: whatever is found for one does
not depend on the others, so the result is the same on one core or many, wherever
time suffices. Compiled functions hold no lock, so threads run at once.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from pricing.optimizer.engine.crew import cores

# How often whoever follows the work is asked whether to go on.
POLL_SECONDS = 0.1

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    check: Callable[[float], bool],
) -> list[Result | None]:
    """Return what work makes of each item; None of those that time did not allow.

    Parameters
    ----------
    work : called with an item, in several threads at once
    items : of which no work changes what another's reads
    check : called with the share of the items done
        Whether to begin more; raises to call the work off.
    """
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
