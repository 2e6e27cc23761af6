"""Latent classes of people, each with its own logit, by the EM algorithm.

Person i belongs to class s with probability q[s]; within a class all its
choices follow one logit b[s]. The classes are not seen:

    P(choices of i) = sum_s q[s] prod_{n of i} p[n, chosen[n]; b[s]].

E step: the posterior h[i, s] of each class given the person's choices. M step:
q is the mean of h, b[s] one Newton step of the logit of all choices weighted by
h [1]_: as in full EM the likelihood never falls, at a fraction of the work. It
may have several maxima, hence several starts.
Standard errors come from the observed information.

Letters here: **N** choices, **F** features, **I** people, **S** classes.

References
----------
.. [1] Train, K. (2008). EM algorithms for nonparametric estimation of mixing
       distributions. Journal of Choice Modelling 1(1), section 4.
.. [2] Schwarz, G. (1978). Estimating the dimension of a model. Annals of
       Statistics 6, 461-464.
.. [3] Louis, T. (1982). Finding the observed information matrix when using the
       EM algorithm. JRSS B 44, 226-233.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp

from models.choice_data import ChoiceData, choice_data, persons
from models.choice_estimation import (
    derivatives,
    log_probabilities,
    maximize,
    newton_step,
)

Array = NDArray[np.float64]

ITERATIONS_MAX = 1000
# EM has settled when a round adds less than this to the log-likelihood.
GAIN_MIN = 1e-6
# A class that expects less than this share of the people has died out.
SHARE_MIN = 1e-3


@dataclass(frozen=True)
class LatentClasses:
    """Classes of people and their logits, the largest class first.

    Parameters
    ----------
    shares : [S], of the people, summing to 1
    coefficients : [S, F], utility per unit of the feature
    standard_errors : [S, F], of the coefficients
    memberships : [I, S], posterior of each person's class; rows sum to 1
    log_likelihood : at these figures
    bic : Bayesian information criterion with I people, less is better [2]_
    names : [F], how the features are called
    """

    shares: Array
    coefficients: Array
    standard_errors: Array
    memberships: Array
    log_likelihood: float
    bic: float
    names: tuple[str, ...]


def fit(
    features: ArrayLike,
    available: ArrayLike,
    chosen: ArrayLike,
    people: ArrayLike,
    *,
    classes: int,
    seed: int,
    starts: int = 5,
    names: Sequence[str] = (),
) -> LatentClasses:
    """Return the latent classes of the best of several starts.

    Parameters
    ----------
    features : [N, A, F], any unit
    available : [N, A], bool
    chosen : [N], alternative taken
    people : [N], who chose
    classes : S, at least 1
    seed : of the starting memberships
    starts : tries from other memberships; the likeliest end is kept

    Raises
    ------
    ValueError
        As ``choice_estimation.fit``, and where there are fewer people than
        coefficients or no start keeps its classes alive.
    """
    data = choice_data(features, available, chosen, names=names)
    who = persons(people)
    if who.shape != data.chosen.shape:
        raise ValueError(f"Expected people of shape [{len(data.chosen)}].")
    count = int(who.max()) + 1
    parameters = classes * data.features.shape[2] + classes - 1
    if classes < 1 or starts < 1:
        raise ValueError("Expected at least one class and one start.")
    if count <= parameters:
        raise ValueError(f"Expected more people than {parameters} coefficients.")
    pooled = maximize(data, np.ones(len(who))).coefficients
    best: tuple[float, Array, Array, Array] | None = None
    for start in range(starts if classes > 1 else 1):
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(start,)))
        first = rng.dirichlet(np.ones(classes), size=count)
        end = _climb(data, who, first, np.tile(pooled, (classes, 1)))
        if end is not None and (best is None or end[0] > best[0]):
            best = end
    if best is None:
        raise ValueError(f"Expected choices that keep {classes} classes apart.")
    value, shares, coefficients, posterior = best
    order = np.argsort(-shares, kind="stable")
    posterior, coefficients = posterior[:, order], coefficients[order]
    return LatentClasses(
        shares=shares[order],
        coefficients=coefficients,
        standard_errors=_errors(data, who, posterior, shares[order], coefficients),
        memberships=posterior,
        log_likelihood=value,
        bic=-2 * value + parameters * float(np.log(count)),
        names=data.names,
    )


def _climb(
    data: ChoiceData, who: NDArray[np.int64], posterior: Array, coefficients: Array
) -> tuple[float, Array, Array, Array] | None:
    """Return the end of EM from a posterior, or None where a class died out."""
    before = -np.inf
    for _ in range(ITERATIONS_MAX):
        shares = posterior.mean(axis=0)
        if shares.min() < SHARE_MIN:
            return None
        try:
            coefficients = np.stack(
                [
                    newton_step(data, posterior[who, s], b)[0]
                    for s, b in enumerate(coefficients)
                ]
            )
        except ValueError:
            # The few people of a class agree in everything: it tells nothing more.
            return None
        value, posterior = _posterior(data, who, shares, coefficients)
        if value - before < GAIN_MIN:
            break
        before = value
    return value, shares, coefficients, posterior


def _posterior(
    data: ChoiceData, who: NDArray[np.int64], shares: Array, coefficients: Array
) -> tuple[float, Array]:
    """Return the log-likelihood and the posterior [I, S] of each class."""
    rows = np.arange(len(who))
    joint = np.tile(np.log(shares), (int(who.max()) + 1, 1))
    for s, b in enumerate(coefficients):
        np.add.at(joint[:, s], who, log_probabilities(data, b)[rows, data.chosen])
    total = logsumexp(joint, axis=1)
    return float(total.sum()), np.exp(joint - total[:, None])


def _errors(
    data: ChoiceData,
    who: NDArray[np.int64],
    posterior: Array,
    shares: Array,
    coefficients: Array,
) -> Array:
    """Return [S, F] standard errors from the observed information [3]_.

    Louis: the information were the classes seen, less the variance of its score
    given the choices. Infinite where the likelihood is flat.
    """
    count, classes = posterior.shape
    width = coefficients.shape[1]
    # Shares as a logit against the first class: score e_s - q, without its first.
    score = np.zeros((count, classes, classes * width + classes - 1))
    score[:, :, classes * width :] = (np.eye(classes) - shares)[:, 1:]
    seen = np.zeros((score.shape[2], score.shape[2]))
    for s, b in enumerate(coefficients):
        block = slice(s * width, (s + 1) * width)
        _, each, _ = derivatives(data, np.ones(len(who)), b)
        np.add.at(score[:, s, block], who, each)
        seen[block, block] = derivatives(data, posterior[who, s], b)[2]
    spread = np.diag(shares) - np.outer(shares, shares)
    seen[classes * width :, classes * width :] = count * spread[1:, 1:]
    mean = np.einsum("is,isk->ik", posterior, score)
    around = (score - mean[:, None]) * np.sqrt(posterior)[:, :, None]
    flat = around.reshape(-1, score.shape[2])
    variance = np.diag(np.linalg.pinv(seen - flat.T @ flat))[: classes * width]
    errors: Array = np.sqrt(np.where(variance > 0, variance, np.inf))
    return errors.reshape(coefficients.shape)
