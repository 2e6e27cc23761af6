"""Worker processes, so that the service keeps answering while long work is done.

A few processes are spawned when first needed and kept. Work waits in a bounded
queue.
"""

import logging
import threading
from collections import deque

from pricing.domain.errors import Cancelled, QueueFull, SolverFailed
from pricing.service.tasks import Failed, Report, Started, Task
from pricing.service.worker_process import WorkerProcess

log = logging.getLogger(__name__)


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
        worker: WorkerProcess | None = None
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._queue or self._closing)
                if self._closing:
                    break
                task = self._queue.popleft()
            try:
                if worker is None or not worker.alive:
                    worker = WorkerProcess()
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
