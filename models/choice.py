"""Logit choice between seat categories and not buying.

A person who looks at the categories of a performance gains from category c

    utility[c] = quality[c] - price_sensitivity * price[c] + an extreme-value error,

and 0 plus such an error from not buying, so that c is bought with probability [1]_

    share[c] = available[c] exp(utility[c]) / (1 + sum_d available[d] exp(utility[d])).

What sells out is recaptured by the others in proportion to their shares, or lost.

References
----------
.. [1] McFadden, Conditional logit analysis of qualitative choice behavior, in
   Frontiers in Econometrics (1974).
.. [2] Berry, Estimating discrete-choice models of product differentiation, RAND
   Journal of Economics 25 (1994), section 4.1.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.choice_estimation import fit as fit

Floats = NDArray[np.float64]


def utility(quality: ArrayLike, price: ArrayLike, price_sensitivity: float) -> Floats:
    """Return utility that falls in a line with price, [..., C].

    Parameters
    ----------
    quality : [..., C]
        Utility at a price of 0, over not buying.
    price : [..., C], currency units
    price_sensitivity : per currency unit, not negative
    """
    if not 0 <= price_sensitivity < np.inf:
        raise ValueError("Expected finite price_sensitivity >= 0.")
    found: Floats = np.asarray(quality) - price_sensitivity * _known(price)
    if np.any(np.isnan(found)):
        raise ValueError("Expected quality without NaN.")
    return found


def shares(utility: ArrayLike, available: ArrayLike) -> Floats:
    """Return the probability that a person buys each category, [..., C].

    Parameters
    ----------
    utility : [..., C]
        Over not buying; minus infinity is never bought.
    available : [..., C]
        Whether the category can be bought.
    """
    value = np.asarray(utility, np.float64)
    if np.any(np.isnan(value)) or np.any(np.isposinf(value)):
        raise ValueError("Expected utility without NaN or plus infinity.")
    value = np.where(np.asarray(available, np.bool_), value, -np.inf)
    # The largest term is factored out, so that no exponential overflows.
    top = np.maximum(value.max(axis=-1, keepdims=True), 0.0)
    weight = np.exp(value - top)
    found: Floats = weight / (np.exp(-top) + weight.sum(axis=-1, keepdims=True))
    return found


def quality(share: ArrayLike, price: ArrayLike, price_sensitivity: float) -> Floats:
    """Return the quality that makes each category's share what it is, [..., C].

    The inversion of shares [2]_: ``shares(utility(quality(s, p, b), p, b), True)``
    is s.

    Parameters
    ----------
    share : [..., C], positive, summing to less than 1
        Of the people who look, when every category is available.
    price : [..., C], currency units
    price_sensitivity : per currency unit, not negative
    """
    observed = np.asarray(share, np.float64)
    outside = 1.0 - observed.sum(axis=-1, keepdims=True)
    if not (np.all(observed > 0) and np.all(outside > 0)):
        raise ValueError("Expected positive shares that sum to less than 1.")
    # A line in price again, with the sign turned.
    over_outside = np.log(observed / outside)
    found: Floats = over_outside + price_sensitivity * _known(price)
    return found


def recaptured(utility: ArrayLike, available: ArrayLike, closed: int) -> Floats:
    """Return how each share grows when one category closes, [..., C].

    The entry of the closed category is minus its share; what the sum falls short
    of 0 is spilled.
    """
    before = shares(utility, available)
    if not 0 <= closed < before.shape[-1]:
        raise ValueError(f"Expected closed in [0, {before.shape[-1]}).")
    still = np.array(np.broadcast_to(np.asarray(available, np.bool_), before.shape))
    still[..., closed] = False
    return shares(utility, still) - before


def _known(price: ArrayLike) -> Floats:
    """Return prices as floats, or refuse those that are missing."""
    found = np.asarray(price, np.float64)
    if not np.all(np.isfinite(found)):
        raise ValueError("Expected finite price.")
    return found
