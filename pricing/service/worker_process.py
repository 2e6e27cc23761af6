"""One process that does long work: as its parent sees it, and what runs in it.

It reports progress through a pipe, is asked to stop by an event, and is killed
where it does not listen or takes too long.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event as ProcessEvent
from time import monotonic

from pricing.domain.errors import Cancelled, PricingError, SolverFailed
from pricing.service.tasks import Done, Failed, Progress, Task

log = logging.getLogger(__name__)

_POLL_SECONDS = 0.05
_PROGRESS_SECONDS = 0.05
# After it a cancelled work that still runs is killed.
CANCEL_GRACE_SECONDS = 2.0


class WorkerProcess:
    """One process, seen from its parent."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._cancelled = context.Event()
        self._process: SpawnProcess = context.Process(
            target=_work_off, args=(theirs, self._cancelled), daemon=True
        )
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        """Whether it can be given work."""
        return not self._pipe.closed and self._process.is_alive()

    def run(self, task: Task, closing: Callable[[], bool]) -> Done | Failed:
        """Run a task to its end, whatever that is."""
        self._cancelled.clear()
        try:
            self._pipe.send((task.work, task.inputs))
            return self._follow(task, closing)
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode
            self.stop()
            return Failed(SolverFailed(f"a lost worker process (exit code {code})"))

    def _follow(self, task: Task, closing: Callable[[], bool]) -> Done | Failed:
        end = monotonic() + task.seconds_max
        kill_at = float("inf")
        while True:
            if self._pipe.poll(_POLL_SECONDS):
                report = self._pipe.recv()
                if isinstance(report, Progress):
                    task.report(report)
                elif isinstance(report, Done | Failed):
                    return report
                else:
                    log.error("a job met a bug:\n%s", report)
                    return Failed(SolverFailed("a fault of its own, now in the log"))
            now = monotonic()
            if kill_at == float("inf") and (task.cancelled.is_set() or closing()):
                self._cancelled.set()
                kill_at = now + (0.0 if closing() else CANCEL_GRACE_SECONDS)
            if now >= kill_at:
                self.stop()
                return Failed(Cancelled("the job"))
            if now >= end:
                self.stop()
                limit = f"its time limit of {task.seconds_max:g} s"
                return Failed(SolverFailed(limit))

    def stop(self) -> None:
        """End the process at once: it keeps nothing that could be lost."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._pipe.close()


def _work_off(pipe: Connection, cancelled: ProcessEvent) -> None:
    """Run tasks one after another until the parent is gone: the child's main."""
    # Ctrl-C reaches the whole group; the parent decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    while True:
        try:
            work, inputs = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            result = work(inputs, progress=_Reporter(pipe), cancelled=cancelled.is_set)
            report: object = Done(result)
        except PricingError as fault:
            report = Failed(fault)
        except Exception:
            report = traceback.format_exc()
        with contextlib.suppress(BrokenPipeError):
            pipe.send(report)


class _Reporter:
    """Sends progress, though not more often than anybody can see."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._sent = float("-inf")

    def __call__(self, share: float, step: str) -> None:
        if monotonic() - self._sent >= _PROGRESS_SECONDS:
            self._sent = monotonic()
            self._pipe.send(Progress(min(max(share, 0.0), 1.0), step))


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
