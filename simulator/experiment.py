"""A season played many times: every policy meets the same people in each trial."""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from pricing.domain.errors import Cancelled, FieldInvalid
from pricing.domain.ids import check_unique
from pricing.domain.season import Season
from simulator.audience import draw
from simulator.house import House, build
from simulator.outcomes import Summary, summarise
from simulator.policies import make
from simulator.policy import Policy
from simulator.results import Results, differences, policy_result
from simulator.scenario import Scenario
from simulator.season import Timetable, play
from simulator.usual import usual_scenario

TRIALS_MAX = 100_000
WORKERS_MAX = 256
# How often a wait for trials looks whether the work was called off.
_POLL_SECONDS = 0.2

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Experiment:
    """All that a trial needs, the same for every worker."""

    scenario: Scenario
    house: House
    timetable: Timetable
    policies: tuple[Policy, ...]
    seed: int

    def trial(self, trial: int) -> tuple[Summary, ...]:
        """Return what each policy makes of the people of a trial."""
        audience = draw(self.scenario, self.house, seed=self.seed, trial=trial)
        return tuple(
            summarise(
                play(
                    self.house,
                    self.timetable,
                    audience,
                    policy,
                    other_date_value=self.scenario.other_date_value,
                ),
                self.house,
            )
            for policy in self.policies
        )


def simulate(
    season: Season,
    demand_mean: Mapping[str, Sequence[float]],
    policies: Sequence[str | Policy],
    *,
    trials: int,
    seed: int,
    workers: int = 1,
    scenario: Scenario | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Results:
    """Return what policies make of a season, played so many times.

    Parameters
    ----------
    season : Season
    demand_mean : performance id -> [C], seats
        The forecast that policies know: unconstrained demand at reference prices.
    policies : names, or policies made elsewhere
    trials : int
    seed : int
        People follow from (seed, trial): equal for any number of workers.
    scenario : Scenario, optional
        Who might come; else an audience derived from the forecast and the
        season's assumptions (``simulator.usual``).
    progress : called with the share done and a word on it

    Raises
    ------
    FieldInvalid
        When an argument is out of range or the scenario does not fit, and when
        a policy posts what it may not.
    NameUnknown
        When there is no such policy.
    Cancelled
        When the work was called off, or interrupted before the first trial
        ended; interrupted later (Ctrl-C), the trials done are returned,
        marked as not complete.
    """
    _check(trials, seed, workers, policies)
    say = progress or _say_nothing
    say(0.0, "preparing")
    audience = "derived" if scenario is None else "scenario"
    scenario = scenario or usual_scenario(season, demand_mean)
    house = build(season, scenario)
    ready = tuple(
        make(p, house, demand_mean) if isinstance(p, str) else p for p in policies
    )
    experiment = Experiment(scenario, house, Timetable(house), ready, seed)
    done: dict[int, tuple[Summary, ...]] = {}
    try:
        for trial, summaries in _run(experiment, trials, workers, cancelled):
            done[trial] = summaries
            say(len(done) / trials, f"{len(done)} of {trials} trials")
    except KeyboardInterrupt:
        if not done:
            raise Cancelled("the simulation") from None
    in_order = [done[trial] for trial in sorted(done)]
    by_policy = {p.name: [s[i] for s in in_order] for i, p in enumerate(ready)}
    ids = [performance.id for performance in house.performances]
    return Results(
        season_id=season.id,
        currency_code=season.currency_code,
        audience=audience,
        seed=seed,
        trials=len(done),
        trials_wanted=trials,
        access_price_minor=house.access_minor,
        policies={name: policy_result(ids, each) for name, each in by_policy.items()},
        differences=differences(by_policy),
    )


def _say_nothing(share: float, what: str) -> None:
    """Show no progress."""


def _check(
    trials: int, seed: int, workers: int, policies: Sequence[str | Policy]
) -> None:
    for name, value, low, high in (
        ("trials", trials, 1, TRIALS_MAX),
        ("seed", seed, 0, 2**63 - 1),
        ("workers", workers, 1, WORKERS_MAX),
    ):
        if not low <= value <= high:
            raise FieldInvalid(name, f"expected {low} to {high}, got {value}")
    if not policies:
        raise FieldInvalid("policies", "expected at least one")
    try:
        check_unique((p if isinstance(p, str) else p.name for p in policies), "each")
    except ValueError as error:
        raise FieldInvalid("policies", str(error)) from None


def _run(
    experiment: Experiment,
    trials: int,
    workers: int,
    cancelled: Callable[[], bool] | None,
) -> Iterator[tuple[int, tuple[Summary, ...]]]:
    """Yield trials as they end, in any order."""
    stop = cancelled or _never
    if workers == 1:
        for trial in range(trials):
            if stop():
                raise Cancelled("the simulation")
            yield trial, experiment.trial(trial)
        return
    with _pool(experiment, min(workers, trials)) as pool:
        waiting = iter(range(trials))
        running: dict[Future[tuple[Summary, ...]], int] = {}
        # Few trials are handed out ahead, so that an end is felt at once.
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


# Of a worker process: what its trials share, sent once.
_experiment: Experiment | None = None


def _begin(experiment: Experiment) -> None:
    global _experiment
    _experiment = experiment
    # Ctrl-C is for the parent, which ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _trial(trial: int) -> tuple[Summary, ...]:
    if _experiment is None:
        raise RuntimeError("Expected a worker that was begun.")
    return _experiment.trial(trial)
