"""Trials of an experiment: one after another, over processes, over a cluster."""

import signal
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from threading import current_thread, main_thread

import numpy as np

from pricing.domain.errors import Cancelled
from simulator.audience import Audience, draw
from simulator.hindsight import Hindsight
from simulator.house import House
from simulator.outcomes import Outcome
from simulator.policy import Policy
from simulator.precision import Precision
from simulator.scenario import Scenario
from simulator.season import play
from simulator.summary import Summary, summarise
from simulator.timetable import Timetable

# How often a wait for trials looks whether the work was called off.
_POLL_SECONDS = 0.2
# Fewer trials do not tell their own spread.
TRIALS_MIN = 10
# Looked at again after so many times more: each look is a chance to stop on luck.
_GROWTH = 1.1

# Of one trial: by season played, then by policy.
Trial = tuple[tuple[Summary, ...], ...]


@dataclass(frozen=True)
class Stage:
    """A season ready to be played: its house, its people and its policies."""

    scenario: Scenario
    house: House
    timetable: Timetable
    policies: tuple[Policy, ...]

    def people(self, seed: int, trial: int) -> Audience:
        """Return the people of a trial."""
        return draw(self.scenario, self.house, seed=seed, trial=trial)

    def meets_those_of(self, other: "Stage") -> bool:
        """Return whether all that people are drawn from is the same."""
        mine, theirs = self.house, other.house
        return (
            self.scenario == other.scenario
            and mine.performances == theirs.performances
            and mine.classes == theirs.classes
            and mine.season.channels == theirs.season.channels
            and np.array_equal(mine.tier_row, theirs.tier_row)
            and np.array_equal(mine.face, theirs.face)
        )

    def play(self, people: Audience) -> tuple[Summary, ...]:
        """Return what each policy makes of people."""
        house = self.house
        wanted = np.bincount(
            people.audience_class, people.size, len(house.classes)
        ).astype(np.int64)
        outcomes: list[Outcome] = []
        for policy in self.policies:
            if isinstance(policy, Hindsight):
                found = policy.look_back(people, outcomes, self.scenario)
            else:
                found = play(
                    house,
                    self.timetable,
                    people,
                    policy,
                    other_date_value=self.scenario.other_date_value,
                    resale_margin=self.scenario.resale_margin,
                )
            outcomes.append(found)
        return tuple(summarise(each, house, wanted) for each in outcomes)


@dataclass(frozen=True)
class Experiment:
    """All that a trial needs, the same for every worker."""

    stages: tuple[Stage, ...]
    seed: int

    @cached_property
    def _drawn_by(self) -> tuple[int, ...]:
        """The first stage that meets the same people as each."""
        return tuple(
            next(
                n for n, other in enumerate(self.stages) if stage.meets_those_of(other)
            )
            for stage in self.stages
        )

    def trial(self, trial: int) -> Trial:
        """Return what each policy makes of each season, for the same people."""
        # Drawing them takes longer than selling to them.
        people = {n: self.stages[n].people(self.seed, trial) for n in self._drawn_by}
        return tuple(
            stage.play(people[n])
            for n, stage in zip(self._drawn_by, self.stages, strict=True)
        )


def run(
    experiment: Experiment,
    trials: int,
    workers: int,
    cancelled: Callable[[], bool] | None,
    cluster: str = "",
) -> Generator[tuple[int, Trial]]:
    """Yield trials as they end, in any order.

    With the address of a ``cluster``, its machines play them; else so many
    ``workers`` of this one.

    Raises
    ------
    Cancelled
        When ``cancelled`` says so.
    """
    stop = cancelled or _never
    if cluster:
        # An optional extra, and slow to import.
        from pricing.cluster import connected

        def goes_on(done: float) -> bool:
            if stop():
                raise Cancelled("the simulation")
            return True

        with connected(cluster) as machines:
            yield from machines.results(experiment.trial, range(trials), goes_on)
        return
    if workers == 1:
        for trial in range(trials):
            if stop():
                raise Cancelled("the simulation")
            yield trial, experiment.trial(trial)
        return
    with _pool(experiment, min(workers, trials)) as pool:
        waiting = iter(range(trials))
        running: dict[Future[Trial], int] = {}
        # Few trials are handed out ahead, so that an end is felt at once.
        with _interrupting_nobody():
            for trial in islice(waiting, 2 * workers):
                running[pool.submit(_trial, trial)] = trial
        while running:
            if stop():
                raise Cancelled("the simulation")
            ended, _ = wait(running, _POLL_SECONDS, FIRST_COMPLETED)
            for future in ended:
                yield running.pop(future), future.result()
                for trial in islice(waiting, 1):
                    running[pool.submit(_trial, trial)] = trial


def collect(
    ended: Generator[tuple[int, Trial]],
    trials: int,
    until: Precision | None,
    say: Callable[[float, str], None],
) -> tuple[list[Trial], int]:
    """Return the trials in their order, and how many were to be played.

    With ``until``, no more than it takes for the season as it stands: the same
    trials whichever end first.

    Raises
    ------
    Cancelled
        When interrupted (Ctrl-C) before the first trial ended.
    """
    done: dict[int, Trial] = {}
    in_order: list[Trial] = []
    look = TRIALS_MIN
    try:
        with closing(ended):
            for trial, summaries in ended:
                done[trial] = summaries
                say(len(done) / trials, f"{len(done)} of {trials} trials")
                while len(in_order) in done:
                    in_order.append(done[len(in_order)])
                while until is not None and look <= len(in_order):
                    if until.at([each[0] for each in in_order[:look]]).met:
                        return in_order[:look], look
                    look = int(look * _GROWTH) + 1
    except KeyboardInterrupt:
        if not done:
            raise Cancelled("the simulation") from None
    return [done[trial] for trial in sorted(done)], trials


def _never() -> bool:
    return False


@contextmanager
def _pool(experiment: Experiment, workers: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_begin, initargs=(experiment,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupting_nobody() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, not even before they are ready."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# Of a worker process: what its trials share, sent once.
_experiment: Experiment | None = None


def _begin(experiment: Experiment) -> None:
    global _experiment
    _experiment = experiment
    # Ctrl-C is for the parent, which ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _trial(trial: int) -> Trial:
    if _experiment is None:
        raise RuntimeError("Expected a worker that was begun.")
    return _experiment.trial(trial)
