"""Means over trials with their 95 % intervals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtrit

# Of the intervals of all means.
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over trials with its 95 % interval (Student's t).

    One trial tells nothing of the spread: ``low`` and ``high`` are then None.
    """

    mean: float
    low: float | None
    high: float | None

    @property
    def excludes_zero(self) -> bool:
        """Whether the trials tell the mean from zero."""
        if self.low is None or self.high is None:
            return False
        return self.low > 0 or self.high < 0


def interval(values: Sequence[float]) -> Interval:
    """Return the mean of values with its 95 % interval.

    Examples
    --------
    >>> interval([1.0, 2.0, 3.0])
    Interval(mean=2.0, low=-0.484..., high=4.484...)
    """
    mean, variance = _moments(values)
    if len(values) < 2:
        return Interval(mean, None, None)
    half = _quantile(len(values) - 1) * math.sqrt(variance / len(values))
    return Interval(mean, mean - half, mean + half)


def difference(
    values: Sequence[float], against: Sequence[float], *, paired: bool
) -> Interval:
    """Return the mean of values less that of others, with its 95 % interval.

    Paired where trial by trial both are of the same people; else by Welch's
    test for two independent samples.

    Examples
    --------
    >>> difference([3.0, 5.0], [2.0, 4.0], paired=True)
    Interval(mean=1.0, low=1.0, high=1.0)
    """
    if paired:
        return interval([a - b for a, b in zip(values, against, strict=True)])
    mean, variance = _moments(values)
    other_mean, other_variance = _moments(against)
    counts = len(values), len(against)
    if min(counts) < 2:
        return Interval(mean - other_mean, None, None)
    parts = variance / counts[0], other_variance / counts[1]
    if sum(parts) == 0:
        return Interval(mean - other_mean, mean - other_mean, mean - other_mean)
    # Welch and Satterthwaite's degrees of freedom.
    freedom = sum(parts) ** 2 / sum(
        part**2 / (count - 1) for part, count in zip(parts, counts, strict=True)
    )
    half = _quantile(freedom) * math.sqrt(sum(parts))
    gap = mean - other_mean
    return Interval(gap, gap - half, gap + half)


def _moments(values: Sequence[float]) -> tuple[float, float]:
    """Return mean and unbiased variance (0 of a single value)."""
    mean = math.fsum(values) / len(values)
    squares = math.fsum((v - mean) ** 2 for v in values)
    return mean, squares / max(len(values) - 1, 1)


def _quantile(freedom: float) -> float:
    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))
