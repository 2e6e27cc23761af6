"""Processes that do long work, so that the service keeps answering.

A few processes are spawned when first needed and kept. Work waits in a bounded
queue. It reports progress through a pipe, is asked to stop by an event, and is
killed with its process where it does not listen or takes too long.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event as ProcessEvent
from time import monotonic
from typing import Protocol

from pricing.domain.errors import Cancelled, PricingError, QueueFull, SolverFailed

log = logging.getLogger(__name__)

_POLL_SECONDS = 0.05
_PROGRESS_SECONDS = 0.05
# After it a cancelled work that still runs is killed.
CANCEL_GRACE_SECONDS = 2.0


class Work(Protocol):
    """A module-level function that a worker process can run."""

    def __call__(
        self,
        inputs: object,
        *,
        progress: Callable[[float, str], None],
        cancelled: Callable[[], bool],
    ) -> object:
        """Return a result; raise a PricingError to say why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Started:
    """A worker took the work."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The share that is done, 0 to 1, and what is being done."""

    share: float
    step: str


@dataclass(frozen=True, slots=True)
class Done:
    """The work ended with a result."""

    result: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The work ended without a result."""

    fault: PricingError


Report = Started | Progress | Done | Failed


@dataclass(eq=False)
class Task:
    """Work to do, and whom to tell; ``report`` is called from a thread."""

    work: Work
    inputs: object
    seconds_max: float
    report: Callable[[Report], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


class Workers:
    """A bounded queue of tasks and the processes that work it off."""

    def __init__(self, count: int, queued_max: int) -> None:
        self._queued_max = queued_max
        self._queue: deque[Task] = deque()
        self._ready = threading.Condition()
        self._closing = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"worker-{n}", daemon=True)
            for n in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def check_room(self) -> None:
        """Raise QueueFull when no task can be queued."""
        if len(self._queue) >= self._queued_max:
            raise QueueFull(len(self._queue), self._queued_max)

    def submit(self, task: Task) -> None:
        """Queue a task."""
        with self._ready:
            if self._closing:
                raise Cancelled("a job of a server that is stopping")
            self.check_room()
            self._queue.append(task)
            self._ready.notify()

    def cancel(self, task: Task) -> None:
        """Call a task off, whether it waits or runs."""
        task.cancelled.set()
        with self._ready:
            waiting = task in self._queue
            if waiting:
                self._queue.remove(task)
        if waiting:
            task.report(Failed(Cancelled("the job")))

    def close(self) -> None:
        """Call off all tasks and end the processes; safe to repeat."""
        with self._ready:
            self._closing = True
            waiting = list(self._queue)
            self._queue.clear()
            self._ready.notify_all()
        for task in waiting:
            task.report(Failed(Cancelled("the job")))
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        worker: _Worker | None = None
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._queue or self._closing)
                if self._closing:
                    break
                task = self._queue.popleft()
            try:
                if worker is None or not worker.alive:
                    worker = _Worker()
                task.report(Started())
                ended: Report = worker.run(task, lambda: self._closing)
            except Exception as fault:
                # No process could be made, or what it said could not be read.
                log.exception("a worker process failed")
                if worker is not None:
                    worker.stop()
                worker = None
                ended = Failed(SolverFailed(f"a failed worker process ({fault})"))
            task.report(ended)
        if worker is not None:
            worker.stop()


class _Worker:
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
