"""How far long work is, on a terminal, or line by line where it is none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

# Between two lines in a log: work that takes no longer prints none.
LINE_SECONDS = 10.0


@contextmanager
def progress_bar(
    what: str, console: Console, clock: Callable[[], float] = monotonic
) -> Iterator[Callable[[float, str], None]]:
    """Show how far the work is: a bar where a person looks, else a line at times.

    Parameters
    ----------
    what : str
        What is done, before the phase that it is in.
    console : Console
    clock : seconds, from any start
    """
    if not console.is_terminal:
        yield _lines(what, console, clock)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda done, phase: progress.update(
            task, completed=done, description=f"{what}: {phase}" if phase else what
        )


def _lines(
    what: str, console: Console, clock: Callable[[], float]
) -> Callable[[float, str], None]:
    """Return what prints a line for work that was told of long after the one before."""
    started = last = clock()

    def tell(done: float, phase: str) -> None:
        nonlocal last
        now = clock()
        if now - last < LINE_SECONDS:
            return
        last = now
        described = f"{what}: {phase}" if phase else what
        console.print(
            f"{described}, {done:.0%} done after {now - started:,.0f} s",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )

    return tell
