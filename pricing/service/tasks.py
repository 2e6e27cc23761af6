"""What work of worker processes is: what is asked, and what it reports."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from pricing.domain.errors import PricingError


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
