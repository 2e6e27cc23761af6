"""The decider: what a re-pricing event posts for each performance.

Posted is, among the offers that the rules allow now, the one of greatest expected
net income less the bid prices of the seats it would sell. In ``scale`` mode an offer
is one rung for all categories; in ``category`` mode each category stands on a rung
of its own, found by moves of one category at a time (``category_kernels``). Where
categories may close, closing is tried too.
"""

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.category_kernels import post_prices
from pricing.optimizer.execution_kernels import Bools, Floats, Ints, post_tiers
from pricing.optimizer.offers import BidPrices, Offers


class ScaleDecider:
    """Posts one rung for all categories of a performance.

    Replaced at each tick of the clock and each new plan; ``post`` is all that a
    sale asks for.

    Parameters
    ----------
    offers : Offers
    bids : BidPrices
    closable : [P, C], optional
        Categories that may be closed though seats are left; none when left out.
    """

    def __init__(
        self, offers: Offers, bids: BidPrices, closable: Bools | None = None
    ) -> None:
        _fits(offers, bids)
        shows, _, categories, _ = offers.attraction.shape
        self._fixed = (
            bids.bid_price,
            bids.commitment,
            bids.levels,
            *_by_class(offers),
            _flags(closable, (shows, categories)),
        )
        self._asked = offers.attraction.shape[:2]
        self.rung = np.zeros(shows, dtype=np.int64)
        self.on_sale = np.zeros((shows, categories), dtype=np.bool_)

    def post(
        self,
        left: Ints,
        level: Floats,
        allowed: Bools,
        *,
        first: int = 0,
        last: int | None = None,
    ) -> None:
        """Set ``rung`` [P] and ``on_sale`` [P, C] of performances first to last - 1.

        Of rungs that gain the same the lowest; where none is allowed the rung stays.

        Parameters
        ----------
        left : [P, C], seats left
        level : [P, C], demand as a multiple of that expected, at the posterior
        allowed : [P, L]

        Raises
        ------
        ValueError
            When shapes do not fit or there are no such performances.
        """
        end = len(self.rung) if last is None else last
        _check_state(self.on_sale, left, level, allowed, self._asked, first, end)
        post_tiers(
            first, end, *self._fixed, left, level, allowed,
            self.rung, self.on_sale,
        )  # fmt: skip


class CategoryDecider:
    """Posts a rung for each category of a performance.

    Parameters
    ----------
    offers, bids, closable : as in ``ScaleDecider``, bids without a rung in force
    ordered : [P], optional
        Whether a better category never costs less; nowhere when left out.

    Raises
    ------
    ValueError
        When bid prices do not fit, or a ladder that is to be in order falls.
    """

    def __init__(
        self,
        offers: Offers,
        bids: BidPrices,
        ordered: Bools | None = None,
        closable: Bools | None = None,
    ) -> None:
        _fits(offers, bids)
        if bids.bid_price.shape[3] != 1:
            raise ValueError("Expected bid prices without a rung in force.")
        shows, _, categories, _ = offers.attraction.shape
        in_order = _flags(ordered, (shows,))
        if np.any(np.diff(offers.price[in_order], axis=1) < 0):
            raise ValueError("Expected prices that do not fall along a ladder.")
        self._fixed = (
            bids.bid_price,
            bids.levels,
            *_by_class(offers),
            np.ascontiguousarray(offers.price.transpose(0, 2, 1)),
            in_order,
            _flags(closable, (shows, categories)),
        )
        self._asked = offers.price.shape
        self.rungs = np.zeros((shows, categories), dtype=np.int64)
        self.on_sale = np.zeros((shows, categories), dtype=np.bool_)

    def post(
        self,
        left: Ints,
        level: Floats,
        allowed: Bools,
        *,
        first: int = 0,
        last: int | None = None,
    ) -> None:
        """Set ``rungs`` and ``on_sale``, [P, C], of performances first to last - 1.

        Where nothing is allowed the rungs stay.

        Parameters
        ----------
        left, level : as in ``ScaleDecider.post``
        allowed : [P, L, C]

        Raises
        ------
        ValueError
            When shapes do not fit or there are no such performances.
        """
        end = len(self.rungs) if last is None else last
        _check_state(self.on_sale, left, level, allowed, self._asked, first, end)
        post_prices(
            first, end, *self._fixed, left, level, allowed,
            self.rungs, self.on_sale,
        )  # fmt: skip


def _by_class(offers: Offers) -> tuple[Floats, Floats, Floats]:
    """Return weight and income [P, K, C, L] and size [P, K], for compiled code."""
    weight = np.ascontiguousarray(offers.attraction.transpose(0, 3, 2, 1))
    net = offers.net_income.transpose(0, 3, 2, 1)
    return weight, np.ascontiguousarray(weight * net), offers.class_size


def _check_state(
    on_sale: Bools,
    left: Ints,
    level: Floats,
    allowed: Bools,
    asked: tuple[int, ...],
    first: int,
    last: int,
) -> None:
    """Refuse what compiled code would read past the end of."""
    if not on_sale.shape == left.shape == level.shape:
        raise ValueError("Expected left and level of shape [P, C].")
    if allowed.shape != asked:
        raise ValueError(f"Expected allowed of shape {asked}.")
    if not 0 <= first <= last <= len(left):
        raise ValueError(f"Expected performances in 0 to {len(left)}.")


def _flags(given: Bools | None, shape: tuple[int, ...]) -> Bools:
    """Return flags as compiled code takes them; none when left out."""
    if given is None:
        return np.zeros(shape, dtype=np.bool_)
    flags: NDArray[np.bool_] = np.ascontiguousarray(given, dtype=np.bool_)
    if flags.shape != shape:
        raise ValueError(f"Expected flags of shape {shape}.")
    return flags


def _fits(offers: Offers, bids: BidPrices) -> None:
    """Refuse bid prices that are not of the offers' performances."""
    shows, rungs, categories, _ = offers.attraction.shape
    found = bids.bid_price.shape
    if found[:2] != (shows, categories) or found[3] not in (1, rungs):
        raise ValueError("Expected bid prices of the same performances and rungs.")
