"""Policies played on persons drawn before any price is set.

Every policy meets the same persons: those of trajectory n come from the seed and
n alone, each with a moment, a class and the luck that settles the choice.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.plans import Arrays, Plan, arrays_of, decide
from pricing.optimizer.policies.policies import Policy


@dataclass(frozen=True, eq=False)
class Played:
    """What a policy earned, trajectory by trajectory.

    Attributes
    ----------
    income : [N], currency units
    left : [N, C], seats unsold
    posted : [N, T], offers
        In force at the end of each step.
    come : [N, K], persons
        Who came, less who was expected.
    """

    income: NDArray[np.float64]
    left: NDArray[np.int64]
    posted: NDArray[np.int64]
    come: NDArray[np.float64]

    @property
    def rung(self) -> NDArray[np.int64]:
        """[N, T], the rung in force at the end of each step."""
        rung: NDArray[np.int64] = self.posted >> self.left.shape[1]
        return rung

    @property
    def mean(self) -> float:
        """Mean income, currency units."""
        return float(self.income.mean())

    @property
    def standard_error(self) -> float:
        """Standard error of the mean, currency units; 0 with one trajectory."""
        return _standard_error(self.income)

    def steadied(self) -> tuple[float, float]:
        """Return mean income and its standard error, luck in who came taken out.

        Income is regressed on how many of each class came, whose means are known;
        with few trajectories the plain mean is returned.
        """
        if len(self.income) < 10 * self.come.shape[1]:
            return self.mean, self.standard_error
        columns = np.column_stack([np.ones(len(self.income)), self.come])
        found = np.linalg.lstsq(columns, self.income, rcond=None)[0]
        steady = self.income - self.come @ found[1:]
        return float(steady.mean()), _standard_error(steady)


def _standard_error(income: NDArray[np.float64]) -> float:
    if len(income) < 2:
        return 0.0
    return float(income.std(ddof=1) / np.sqrt(len(income)))


@dataclass(frozen=True, eq=False)
class Persons:
    """Who comes on one trajectory, in order.

    Attributes
    ----------
    step : [n]
    audience : [n], class
    luck : [n], in [0, 1)
    """

    step: NDArray[np.int64]
    audience: NDArray[np.int64]
    luck: NDArray[np.float64]


def draw(instance: PerformanceInstance, seed: int, trajectory: int) -> Persons:
    """Return the persons of a trajectory."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(trajectory,)))
    count = int(rng.poisson(instance.to_come[0]))
    moment, audience, luck = rng.random((3, count))
    come = np.cumsum(instance.arrivals) / max(instance.to_come[0], 1e-300)
    shares = np.cumsum(instance.class_share)
    return Persons(
        np.minimum(np.searchsorted(come, np.sort(moment), "right"), instance.steps - 1),
        np.minimum(np.searchsorted(shares, audience, "right"), len(shares) - 1),
        luck,
    )


def play(
    instance: PerformanceInstance, policy: Policy, *, trajectories: int, seed: int
) -> Played:
    """Play a policy on trajectories of persons drawn from ``seed``.

    Parameters
    ----------
    instance
        The truth; the policy has an instance of its own, which may be wrong
        about who comes when.
    policy
    trajectories : at least 1
        More of them leave the first as they are.
    seed
    """
    if trajectories < 1 or policy.milestones < 1:
        raise ValueError("Expected at least one trajectory and one milestone.")
    count = min(policy.milestones, instance.steps)
    ends = instance.steps * np.arange(count + 1) // count
    arrays = arrays_of(instance)
    classes = len(instance.class_share)
    posted = np.zeros((trajectories, instance.steps), dtype=np.int64)
    come = np.zeros((trajectories, classes))
    first = policy.plan(instance.capacity, 0, posted[0])
    income = np.zeros(trajectories)
    left = np.tile(instance.capacity, (trajectories, 1))
    for n in range(trajectories):
        persons = draw(instance, seed, n)
        begins = np.searchsorted(persons.step, ends)
        come[n] = np.bincount(persons.audience, minlength=classes)
        plan = first
        for i, (begin, end) in enumerate(pairwise(ends)):
            if begin > 0:
                plan = policy.plan(left[n].copy(), int(begin), posted[n])
            own = slice(begins[i], begins[i + 1])
            income[n] += _play(
                plan, arrays, int(begin), int(end), persons.step[own],
                persons.audience[own], persons.luck[own], left[n], posted[n],
            )  # fmt: skip
    come -= instance.to_come[0] * instance.class_share
    return Played(income, left, posted, come)


@compiled
def _play(
    plan: Plan,
    arrays: Arrays,
    begin: int,
    end: int,
    step: NDArray[np.int64],
    audience: NDArray[np.int64],
    luck: NDArray[np.float64],
    left: NDArray[np.int64],
    posted: NDArray[np.int64],
) -> float:
    """Play steps ``begin`` to ``end``; change ``left``, ``posted``; return income."""
    categories = len(left)
    income = 0.0
    person = 0
    rung = posted[begin - 1] >> categories if begin > 0 else 0
    for t in range(begin, end):
        offer = decide(plan, arrays, left, t, rung)
        rung = offer >> categories
        while person < len(step) and step[person] == t:
            k = audience[person]
            total = 1.0
            for c in range(categories):
                if offer >> c & 1:
                    total += arrays.attraction[rung, c, k]
            wish = luck[person] * total
            person += 1
            for c in range(categories):
                if not offer >> c & 1:
                    continue
                wish -= arrays.attraction[rung, c, k]
                if wish < 0:
                    income += arrays.income[rung, c, k]
                    left[c] -= 1
                    offer = decide(plan, arrays, left, t, rung)
                    rung = offer >> categories
                    break
        posted[t] = offer
    return income
