"""How many come on a night, where that is known as a distribution.

A night of a fitted audience says, for each category, the quantiles of the seats that
those who would buy at the prices of the time look for. A trial draws one value of each
(a Gaussian copula: categories share the luck of the night as far as is said) and
keeps, in random order, so many of the parties that might look. Given the count, who
comes is independent of it, as in a Poisson stream [1]_; the count itself may scatter
less than one, as it does in a house that fills.

References
----------
.. [1] Kingman, Poisson Processes (1993), section 2.4.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from pricing.domain.ids import check_range

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEATS_MAX = PRICE_MAX = 1_000_000.0


def check(
    turnout: Sequence[Sequence[float]],
    shared_luck: Sequence[float],
    prices: Sequence[float],
    categories: int,
    of: str,
) -> None:
    """Refuse quantiles that do not rise, or are not one row for each category."""
    lengths = {len(turnout), len(shared_luck), len(prices)}
    if lengths == {0}:
        return
    if lengths != {categories}:
        raise ValueError(
            f"Expected turnout, shared_luck and turnout_prices of {of} for each of its "
            f"{categories} categories, or none."
        )
    for price in prices:
        check_range(price, 0, PRICE_MAX, f"each turnout_prices of {of}")
    for quantiles in turnout:
        for seats in quantiles:
            check_range(seats, 0, SEATS_MAX, f"each turnout of {of}")
        if not quantiles or any(b < a for a, b in pairwise(quantiles)):
            raise ValueError(f"Expected turnouts of {of} that rise.")
    for share in shared_luck:
        check_range(share, -1.0, 1.0, f"each shared_luck of {of}")


def seats(
    turnout: Sequence[Sequence[float]],
    shared_luck: Sequence[float],
    rng: np.random.Generator,
) -> Floats:
    """Return the seats looked for in each category in one trial, [C]."""
    shared = np.array(shared_luck)
    luck = rng.standard_normal(1 + len(shared))
    place = ndtr(shared * luck[0] + np.sqrt(1 - shared**2) * luck[1:])
    return np.array(
        [
            np.interp(u, (np.arange(len(q)) + 0.5) / len(q), q)
            for u, q in zip(place, turnout, strict=True)
        ]
    )


def kept(
    seats_wanted: Floats, surplus: Floats, size: Ints, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Return which of the parties that might look do, [N].

    Those who would buy come until so many seats are looked for in the category that
    each would take, to the nearest party; of the others, the same share.

    Parameters
    ----------
    seats_wanted : [C]
    surplus : [N, C]
        Willingness to pay less the price told, negative where nothing is sold.
    size : [N], seats
    """
    count, categories = surplus.shape
    best = np.argmax(surplus, axis=1)
    buys = surplus[np.arange(count), best] >= 0
    group = np.where(buys, best, categories)
    might = np.bincount(group, size, minlength=categories + 1)
    wanted = np.zeros(categories + 1)
    wanted[: len(seats_wanted)] = seats_wanted
    among = might[:categories].sum()
    share = np.minimum(wanted, might)[:categories].sum() / max(among, 1.0)
    wanted[categories] = share * might[categories]
    order = np.lexsort((rng.random(count), group))
    before = np.concatenate([[0.0], np.cumsum(might)])[group[order]]
    middle = np.cumsum(size[order]) - size[order] / 2 - before
    comes = np.zeros(count, np.bool_)
    comes[order] = middle <= wanted[group[order]]
    return comes
