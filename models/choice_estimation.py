"""Multinomial logit by maximum likelihood: Newton's method with line search.

Person n takes alternative a of those available with probability

    p[n, a] = exp(x[n, a] . b) / sum over available a' of exp(x[n, a'] . b).

The log-likelihood is concave in b [1]_, so that Newton's steps, halved until
the log-likelihood rises, end at its only maximum or run away where there is
none. With x~ = x - sum_a p x, its gradient is sum_n x~[n, chosen[n]] and its
Hessian -sum_{n,a} p x~ x~'.

Letters here: **N** choices, **A** alternatives, **F** features.

References
----------
.. [1] McFadden, D. (1974). Conditional logit analysis of qualitative choice
       behavior. In Frontiers in Econometrics, 105-142.
.. [2] Train, K. (2009). Discrete Choice Methods with Simulation, chapters 3
       and 8 (standard errors), 3.8 (ratios of coefficients).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp

from models.choice_data import ChoiceData, choice_data, persons
from models.estimated import Estimated, estimated

STEPS_MAX = 100
HALVINGS_MAX = 40
# Where the choices tell of a feature this little of what they told at 0, its
# coefficient has run away: the likelihood rises for ever in that direction.
INFORMATION_MIN = 1e-7


@dataclass(frozen=True)
class ChoiceEstimate:
    """A fitted logit; unpacks as coefficients, standard errors, log-likelihood.

    Parameters
    ----------
    coefficients : [F], utility per unit of the feature
    covariance : [F, F], of the coefficients
    log_likelihood : at the coefficients
    names : [F], how the features are called
    """

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    log_likelihood: float
    names: tuple[str, ...]

    @property
    def standard_errors(self) -> NDArray[np.float64]:
        """Return the [F] standard errors of the coefficients."""
        errors: NDArray[np.float64] = np.sqrt(np.diag(self.covariance))
        return errors

    def __iter__(self) -> Iterator[Any]:
        """Yield coefficients, standard errors and log-likelihood."""
        return iter((self.coefficients, self.standard_errors, self.log_likelihood))


def fit(
    features: ArrayLike,
    available: ArrayLike,
    chosen: ArrayLike,
    *,
    names: Sequence[str] = (),
    people: ArrayLike | None = None,
) -> ChoiceEstimate:
    """Return the multinomial logit that makes the choices most likely.

    Parameters
    ----------
    features : [N, A, F], any unit
        Constants are features too: 1 for their alternative, 0 elsewhere.
    available : [N, A], bool
    chosen : [N], alternative taken
    names : [F], how messages call the features
    people : [N], who chose, or None
        Where people chose several times, errors are clustered by person:
        the sandwich H^-1 (sum of s s') H^-1 of their scores s.

    Raises
    ------
    ValueError
        On wrong shapes, a chosen alternative that is not available, features
        that are not finite or are collinear, and choices that some
        combination of features predicts without fault.
    """
    data = choice_data(features, available, chosen, names=names)
    weights = np.ones(len(data.chosen))
    who = None if people is None else persons(people)
    if who is not None and who.shape != data.chosen.shape:
        raise ValueError(f"Expected people of shape [{len(data.chosen)}].")
    return maximize(data, weights, people=who)


def log_probabilities(
    data: ChoiceData, coefficients: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return [N, A] log of the probability of each alternative, -inf if closed."""
    utility = np.where(data.available, data.features @ coefficients, -np.inf)
    result: NDArray[np.float64] = utility - logsumexp(utility, axis=1, keepdims=True)
    return result


def derivatives(
    data: ChoiceData,
    weights: NDArray[np.float64],
    coefficients: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Return the log-likelihood, the scores [N, F] and the information [F, F].

    The information is minus the Hessian; weights [N] count each choice.
    """
    logs = log_probabilities(data, coefficients)
    rows = np.arange(len(data.chosen))
    share = np.exp(logs)
    mean = np.einsum("na,naf->nf", share, data.features)
    around = data.features - mean[:, None, :]
    scores = around[rows, data.chosen] * weights[:, None]
    spread = around * np.sqrt(share * weights[:, None])[:, :, None]
    flat = spread.reshape(-1, data.features.shape[2])
    value = float(weights @ logs[rows, data.chosen])
    return value, scores, flat.T @ flat


def maximize(
    data: ChoiceData,
    weights: NDArray[np.float64],
    *,
    start: NDArray[np.float64] | None = None,
    people: NDArray[np.int64] | None = None,
) -> ChoiceEstimate:
    """Return the estimate of choices counted weights [N] times, from a start [F]."""
    coefficients = np.zeros(data.features.shape[2]) if start is None else start
    for _ in range(STEPS_MAX):
        coefficients, value, gain = newton_step(data, weights, coefficients)
        if gain < 1e-12 * max(1.0, abs(value)):
            break
    _, scores, information = derivatives(data, weights, coefficients)
    _refuse_separated(data, weights, information)
    covariance = _solve(information, np.eye(len(coefficients)), data)
    if people is not None:
        by_person = np.zeros((int(people.max()) + 1, len(coefficients)))
        np.add.at(by_person, people, scores)
        covariance = covariance @ (by_person.T @ by_person) @ covariance
    return ChoiceEstimate(coefficients, covariance, value, data.names)


def newton_step(
    data: ChoiceData,
    weights: NDArray[np.float64],
    coefficients: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float, float]:
    """Return better coefficients, their log-likelihood, and the gain promised."""
    value, scores, information = derivatives(data, weights, coefficients)
    gradient = scores.sum(axis=0)
    step = _solve(information, gradient, data)
    # The quadratic through here promises half of gradient . step.
    better, reached = _climb(data, weights, coefficients, value, step)
    return better, reached, float(gradient @ step) / 2


def ratio(
    estimate: ChoiceEstimate,
    numerator: str,
    denominator: str,
    *,
    coverage: float = 0.95,
) -> Estimated:
    """Return the ratio of two coefficients with its delta-method interval.

    With the price below the line it is a willingness to pay: units of money
    for one unit of the feature above it [2]_.
    """
    for name in (numerator, denominator):
        if name not in estimate.names:
            raise ValueError(f"Expected one of {estimate.names}; got {name!r}.")
    above, below = estimate.names.index(numerator), estimate.names.index(denominator)
    top, bottom = estimate.coefficients[above], estimate.coefficients[below]
    if bottom == 0:
        raise ValueError(f"Expected a coefficient of {denominator} other than 0.")
    slope = np.zeros(len(estimate.coefficients))
    slope[above] += 1 / bottom
    slope[below] -= top / bottom**2
    error = float(np.sqrt(slope @ estimate.covariance @ slope))
    return estimated(float(top / bottom), error, coverage=coverage)


def _climb(
    data: ChoiceData,
    weights: NDArray[np.float64],
    coefficients: NDArray[np.float64],
    value: float,
    step: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Return where along the step, halved as needed, the likelihood rises."""
    rows = np.arange(len(data.chosen))
    for _ in range(HALVINGS_MAX):
        trial = coefficients + step
        logs = log_probabilities(data, trial)[rows, data.chosen]
        # Impossible choices of weight 0 must not make a NaN.
        reached = float(weights @ np.maximum(logs, -1e300))
        if reached >= value:
            return trial, reached
        step = step / 2
    return coefficients, value


def _solve(
    information: NDArray[np.float64], right: NDArray[np.float64], data: ChoiceData
) -> NDArray[np.float64]:
    """Return information^-1 right, each feature first put on one scale."""
    scale = np.sqrt(np.diag(information))
    if not np.all(scale > 0):
        flat = data.names[int(np.argmin(scale))]
        raise ValueError(f"Expected choices that tell something about {flat}.")
    scaled = information / np.outer(scale, scale)
    below = right / (scale if right.ndim == 1 else scale[:, None])
    try:
        solved = np.linalg.solve(scaled, below)
    except np.linalg.LinAlgError:
        raise ValueError("Expected choices that tell the features apart.") from None
    result: NDArray[np.float64] = solved / (
        scale if right.ndim == 1 else scale[:, None]
    )
    return result


def _refuse_separated(
    data: ChoiceData, weights: NDArray[np.float64], information: NDArray[np.float64]
) -> None:
    """Refuse choices that features predict without fault: there is no maximum."""
    _, _, first = derivatives(data, weights, np.zeros(len(information)))
    left = np.diag(information) / np.maximum(np.diag(first), 1e-300)
    if left.min() < INFORMATION_MIN:
        name = data.names[int(np.argmin(left))]
        raise ValueError(
            f"Expected choices that {name} does not predict without fault, alone "
            "or with other features; the likelihood has no maximum."
        )
