"""Sums shared in thousandths, to the cent: the parts always sum to the whole.

Largest remainder: each party gets its share rounded down, and the minor units
that are left go one each to those who lost most by it (Hamilton's method).

References
----------
.. [1] Balinski, M. L. and Young, H. P. (1982). Fair Representation: Meeting the
   Ideal of One Man, One Vote. Yale University Press, chapter 3.
"""

from collections.abc import Sequence
from itertools import pairwise

from pricing.domain.settlement import Share


def apportion(amount: int, weights: Sequence[int]) -> list[int]:
    """Return an amount in parts that are nearest to proportional, and sum to it.

    ``weights`` are whole, none negative, and not all 0. A negative amount is
    shared as well; among equal remainders the first comes first.

    Examples
    --------
    >>> apportion(100, [1, 1, 1])
    [34, 33, 33]
    >>> apportion(-100, [500, 300, 200])
    [-50, -30, -20]
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"Expected weights of 0 or more, not all 0, got {weights}.")
    parts, remainders = [], []
    for weight in weights:
        part, remainder = divmod(amount * weight, total)
        parts.append(part)
        remainders.append(remainder)
    order = sorted(range(len(parts)), key=lambda i: -remainders[i])
    for place in order[: amount - sum(parts)]:
        parts[place] += 1
    return parts


def apportion_rows(amounts: Sequence[int], weights: Sequence[int]) -> list[list[int]]:
    """Return each amount in parts that sum to it, as do those of all together.

    Rows are shared as their running sum is, so that the parts of a party sum to
    what ``apportion`` gives it of the whole.

    Examples
    --------
    >>> apportion_rows([1, 1, 1], [1, 1, 1])
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    """
    running, shared = 0, [[0] * len(weights)]
    for amount in amounts:
        running += amount
        shared.append(apportion(running, weights))
    return [
        [after - before for before, after in zip(low, high, strict=True)]
        for low, high in pairwise(shared)
    ]


def with_minima(net: int, shares: Sequence[Share]) -> list[int]:
    """Return what each party gets of a performance's net, promised minima kept.

    A party whose share is under what it is promised gets that; the others share
    what is left, in proportion, and bear what is missing: a party without a
    promise may get less than nothing. At least one has a share and no promise.
    """
    promised: set[int] = set()
    while True:
        free = [place for place in range(len(shares)) if place not in promised]
        left = net - sum(shares[place].guaranteed_minor for place in promised)
        parts = apportion(left, [shares[place].permille for place in free])
        short = {
            place
            for place, part in zip(free, parts, strict=True)
            if shares[place].guaranteed_minor and part < shares[place].guaranteed_minor
        }
        if not short:
            of = dict(zip(free, parts, strict=True))
            return [
                of.get(place, share.guaranteed_minor)
                for place, share in enumerate(shares)
            ]
        promised |= short
