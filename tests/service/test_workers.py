import multiprocessing
import os
import queue
import time

import pytest

from pricing.domain.errors import (
    Cancelled,
    ConstraintsInfeasible,
    QueueFull,
    SolverFailed,
)
from pricing.service.tasks import Done, Failed, Progress, Started, Task
from pricing.service.workers import Workers
from tests.service import labour


@pytest.fixture
def workers():
    started = Workers(count=1, queued_max=3)
    yield started
    started.close()


class Asked:
    """A task, and what it reported."""

    def __init__(self, workers, work, inputs=None, seconds_max=60.0):
        self.reports = queue.Queue()
        self.task = Task(work, inputs, seconds_max, self.reports.put)
        workers.submit(self.task)

    def next(self, kind):
        while True:
            report = self.reports.get(timeout=30)
            if isinstance(report, kind):
                return report

    def end(self):
        return self.next((Done, Failed))


def fault_of(asked):
    report = asked.end()
    assert isinstance(report, Failed)
    return report.fault


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_work_runs_in_another_process_and_tells_how_far_it_is(workers):
    asked = Asked(workers, labour.add, (1, 2, 3))
    assert isinstance(asked.reports.get(timeout=30), Started)
    assert asked.next(Progress) == Progress(0.5, "half way")
    assert asked.end() == Done(6)


def test_a_process_is_kept_for_the_next_work(workers):
    first = Asked(workers, labour.process_id).end()
    second = Asked(workers, labour.process_id).end()
    assert first == second
    assert first.result != os.getpid()


def test_a_fault_arrives_with_its_type_and_its_numbers(workers):
    fault = fault_of(Asked(workers, labour.refuse, ["cap", "floor"]))
    assert isinstance(fault, ConstraintsInfeasible)
    assert fault.metadata == {"constraint_ids": "cap,floor"}


@pytest.mark.parametrize("work", [labour.stumble, labour.die])
def test_a_bug_or_a_lost_process_fails_its_work_alone(workers, work, caplog):
    assert isinstance(fault_of(Asked(workers, work)), SolverFailed)
    assert Asked(workers, labour.add, (1,)).end() == Done(1)


def test_work_hears_that_it_is_called_off(workers, tmp_path):
    file = tmp_path / "heard"
    asked = Asked(workers, labour.wait_until_cancelled, str(file))
    asked.next(Started)
    workers.cancel(asked.task)
    asked.end()
    assert file.read_text() == "heard"


def test_work_that_does_not_hear_is_killed(workers):
    asked = Asked(workers, labour.sleep_deaf)
    pid = int(asked.next(Progress).step)
    workers.cancel(asked.task)
    assert isinstance(fault_of(asked), Cancelled)
    assert not alive(pid)
    assert Asked(workers, labour.add, (1,)).end() == Done(1)


def test_work_over_its_time_limit_is_killed(workers):
    asked = Asked(workers, labour.sleep_deaf, seconds_max=2.0)
    fault = fault_of(asked)
    assert isinstance(fault, SolverFailed)
    assert "time limit of 2 s" in fault.message


def test_waiting_work_is_called_off_without_being_begun(workers):
    Asked(workers, labour.sleep_deaf)
    time.sleep(0.05)
    waiting = Asked(workers, labour.add, (1,))
    workers.cancel(waiting.task)
    assert isinstance(waiting.reports.get(timeout=30), Failed)


def test_the_queue_is_bounded(workers):
    first = Asked(workers, labour.sleep_deaf)
    first.next(Started)
    for _ in range(3):
        Asked(workers, labour.add, (1,))
    with pytest.raises(QueueFull) as caught:
        Asked(workers, labour.add, (1,))
    assert caught.value.metadata == {"queued_count": "3", "queued_count_max": "3"}


def test_closing_calls_everything_off():
    workers = Workers(count=1, queued_max=3)
    running, waiting = Asked(workers, labour.sleep_deaf), Asked(workers, labour.add, ())
    pid = int(running.next(Progress).step)
    workers.close()
    assert isinstance(fault_of(running), Cancelled)
    assert isinstance(fault_of(waiting), Cancelled)
    assert not alive(pid)
    workers.close()
    with pytest.raises(Cancelled):
        Asked(workers, labour.add, ())


def test_a_process_that_died_between_works_is_replaced(workers):
    first = Asked(workers, labour.process_id).end().result
    (process,) = [p for p in multiprocessing.active_children() if p.pid == first]
    process.kill()
    process.join()
    second = Asked(workers, labour.process_id).end()
    assert isinstance(second, Done)
    assert second.result != first


def test_work_that_cannot_be_sent_fails_alone(workers):
    inputs = (lambda: 1,)
    assert isinstance(fault_of(Asked(workers, labour.add, inputs)), SolverFailed)
    assert Asked(workers, labour.add, (1,)).end() == Done(1)
