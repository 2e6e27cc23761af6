"""What an experiment found: means with intervals, and differences between policies."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy.special import stdtrit

from simulator.outcomes import MEASURES, Summary

# Of the intervals of all means.
CONFIDENCE = 0.95
# Measures whose differences between policies are reported.
COMPARED = ("income", "fill_rate", "access_share", "spill")


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over trials with its 95 % interval (Student's t).

    One trial tells nothing of the spread: ``low`` and ``high`` are then None.
    """

    mean: float
    low: float | None
    high: float | None

    def as_dict(self) -> dict[str, float | None]:
        """Return the interval for JSON."""
        return {"mean": self.mean, "low": self.low, "high": self.high}


def interval(values: Sequence[float]) -> Interval:
    """Return the mean of values with its 95 % interval.

    Examples
    --------
    >>> interval([1.0, 2.0, 3.0])
    Interval(mean=2.0, low=-0.484..., high=4.484...)
    """
    count = len(values)
    mean = math.fsum(values) / count
    if count < 2:
        return Interval(mean, None, None)
    variance = math.fsum((v - mean) ** 2 for v in values) / (count - 1)
    half = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2))
    half *= math.sqrt(variance / count)
    return Interval(mean, mean - half, mean + half)


@dataclass(frozen=True, slots=True)
class PerformanceResult:
    """One performance under one policy."""

    id: str
    income: Interval
    fill_rate: Interval
    spill: Interval


@dataclass(frozen=True, slots=True)
class RuleResult:
    """In how many trials a policy kept to a rule, and the share it realised."""

    id: str
    trials_kept: int
    realised: Interval | None


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """What one policy made of all audiences."""

    measures: Mapping[str, Interval]
    performances: tuple[PerformanceResult, ...]
    rules: tuple[RuleResult, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure under one policy less that under another, on the same people."""

    policy: str
    against: str
    measure: str
    value: Interval


@dataclass(frozen=True, slots=True)
class Results:
    """The answer of an experiment.

    ``complete`` is False when it was interrupted; the means are then over the
    ``trials`` that were done of the ``trials_wanted``.
    """

    season_id: str
    currency_code: str
    # Who was played: "scenario", or "derived" from the forecast.
    audience: str
    seed: int
    trials: int
    trials_wanted: int
    access_price_minor: int
    policies: Mapping[str, PolicyResult]
    differences: tuple[Difference, ...]

    @property
    def complete(self) -> bool:
        """Whether all trials were done."""
        return self.trials == self.trials_wanted

    def to_json(self) -> dict[str, Any]:
        """Return the results for JSON."""
        return {
            "season": self.season_id,
            "currency_code": self.currency_code,
            "audience": self.audience,
            "seed": self.seed,
            "trials": self.trials,
            "trials_wanted": self.trials_wanted,
            "complete": self.complete,
            "access_price_minor": self.access_price_minor,
            "policies": {name: _policy(each) for name, each in self.policies.items()},
            "differences": [
                {
                    "policy": each.policy,
                    "against": each.against,
                    "measure": each.measure,
                    **each.value.as_dict(),
                }
                for each in self.differences
            ],
        }


def _policy(result: PolicyResult) -> dict[str, Any]:
    return {
        **{name: each.as_dict() for name, each in result.measures.items()},
        "performances": [
            {
                "id": each.id,
                "income": each.income.as_dict(),
                "fill_rate": each.fill_rate.as_dict(),
                "spill": each.spill.as_dict(),
            }
            for each in result.performances
        ],
        "rules": [
            {
                "id": each.id,
                "trials_kept": each.trials_kept,
                "realised": each.realised.as_dict() if each.realised else None,
            }
            for each in result.rules
        ],
    }


def policy_result(
    performance_ids: Sequence[str], summaries: Sequence[Summary]
) -> PolicyResult:
    """Return the means of one policy over its trials."""
    income = np.array([s.income for s in summaries])
    fill_rate = np.array([s.fill_rate for s in summaries])
    spill = np.array([s.spill for s in summaries])
    return PolicyResult(
        measures={
            name: interval([s.measures[name] for s in summaries]) for name in MEASURES
        },
        performances=tuple(
            PerformanceResult(
                id=performance_id,
                income=interval(income[:, f].tolist()),
                fill_rate=interval(fill_rate[:, f].tolist()),
                spill=interval(spill[:, f].tolist()),
            )
            for f, performance_id in enumerate(performance_ids)
        ),
        rules=tuple(_rule(rule_id, summaries) for rule_id in summaries[0].rules),
    )


def _rule(rule_id: str, summaries: Sequence[Summary]) -> RuleResult:
    found = [s.rules[rule_id] for s in summaries]
    shares = [share for _, share in found if share is not None]
    return RuleResult(
        id=rule_id,
        trials_kept=sum(kept for kept, _ in found),
        realised=interval(shares) if shares else None,
    )


def differences(
    summaries: Mapping[str, Sequence[Summary]],
) -> tuple[Difference, ...]:
    """Return paired differences, each policy against those named before it."""
    return tuple(
        Difference(
            policy,
            against,
            measure,
            interval(
                [
                    mine.measures[measure] - other.measures[measure]
                    for mine, other in zip(
                        summaries[policy], summaries[against], strict=True
                    )
                ]
            ),
        )
        for against, policy in combinations(summaries, 2)
        for measure in COMPARED
    )
