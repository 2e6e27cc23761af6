"""Processes that serve one port: started, kept alive and stopped together.

The kernel deals connections out among the processes that listen on a port with
SO_REUSEPORT. Each is forked from a supervisor that has loaded the code and made
nothing of gRPC, which would not outlive a fork: so one that dies is there again
at once. The first prepares what all of them need; the others start once it is
ready. If the supervisor dies they stop by themselves.
"""

import contextlib
import logging
import multiprocessing
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from time import monotonic
from typing import Protocol

from pricing.domain.errors import FieldInvalid

log = logging.getLogger(__name__)

RESTART_SECONDS = 1.0
# Open calls have their grace; after this a process is killed.
STOP_SECONDS = 30.0

_context = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Ports:
    """Where a process answers."""

    port: int
    metrics_port: int


class Work(Protocol):
    """What each process does."""

    def __call__(self, number: int, told: Connection) -> None:
        """Send its Ports once ready; exit with a code other than 0 on a fault."""
        ...


@dataclass(eq=False)
class _Place:
    """One of the processes, and after its end the one that follows it."""

    number: int
    process: ForkProcess | None = None
    told: Connection | None = None
    ready: Ports | None = None
    start_at: float = 0.0

    def start(self, work: Work) -> None:
        """Fork the process."""
        self.told, sender = _context.Pipe(duplex=False)
        self.process = _context.Process(
            target=_begin,
            args=(work, self.number, sender),
            name=f"jauge-{self.number}",
        )
        self.process.start()
        sender.close()

    def hear(self) -> None:
        """Take what the process sent, or that it will send nothing."""
        assert self.told is not None
        with contextlib.suppress(EOFError):
            self.ready = self.told.recv()
        self.told.close()
        self.told = None


class Supervisor:
    """Keeps some processes at work until it is told to stop."""

    def __init__(
        self, work: Work, count: int, announce: Callable[[Sequence[Ports]], None]
    ) -> None:
        self._work = work
        self._places = [_Place(number) for number in range(count)]
        self._announce = announce
        self._announced = False
        self._stop, self._stopper = _context.Pipe(duplex=False)

    def run(self) -> int:
        """Work until SIGTERM or SIGINT; return the exit code.

        A process that ends before all were ready once ends the others too.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopper.send_bytes(b"stop"))
        try:
            while self._look():
                self._start_due()
                ready = [e.ready for e in self._places if e.ready is not None]
                if not self._announced and len(ready) == len(self._places):
                    self._announced = True
                    self._announce(ready)
        finally:
            codes = self._end()
        # One that was just starting dies of the signal; it had answered nobody.
        clean = all(code in (0, -signal.SIGTERM) for code in codes)
        return 0 if self._announced and clean else 1

    def _start_due(self) -> None:
        first = self._places[0]
        for each in self._places:
            waits = each is not first and not (first.ready or self._announced)
            if each.process is None and not waits and each.start_at <= monotonic():
                each.start(self._work)

    def _look(self) -> bool:
        """Wait for something to happen; return whether to go on."""
        heard = [each.told for each in self._places if each.told is not None]
        alive = [e.process.sentinel for e in self._places if e.process is not None]
        idle = len(alive) < len(self._places)
        happened = wait([self._stop, *heard, *alive], RESTART_SECONDS if idle else None)
        if self._stop in happened:
            return False
        for each in self._places:
            if each.told is not None and each.told in happened:
                each.hear()
            if each.process is not None and each.process.sentinel in happened:
                each.process.join()
                code, each.process, each.ready = each.process.exitcode, None, None
                if not self._announced:
                    return False
                log.error("process %d ended with %s; starting it", each.number, code)
                each.start_at = monotonic() + RESTART_SECONDS
        return True

    def _end(self) -> list[int | None]:
        running = [each.process for each in self._places if each.process is not None]
        for process in running:
            process.terminate()
        ends = monotonic() + STOP_SECONDS
        for process in running:
            process.join(max(0.0, ends - monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
        return [process.exitcode for process in running]


def _begin(work: Work, number: int, told: Connection) -> None:
    # What the supervisor does on a signal is not for this process to do.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)
    work(number, told)


@contextmanager
def shared_port(host: str, port: int) -> Iterator[int]:
    """Hold a port that several processes are going to listen on; 0 takes any.

    Raises
    ------
    FieldInvalid
        When another server has it.
    """
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    with socket.socket(family) as alone, socket.socket(family) as held:
        try:
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # Shows who else is there, which a socket that shares would not.
            alone.bind((name, port))
            taken: int = alone.getsockname()[1]
            alone.close()
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            held.bind((name, taken))
        except OSError as fault:
            raise FieldInvalid(
                "address", f"{host}:{port} cannot be bound: {fault.strerror}."
            ) from None
        # It never listens: it only keeps the port while processes come and go.
        yield taken
