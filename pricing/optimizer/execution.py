"""The decider: what a re-pricing event posts for each performance.

Posted is, among the offers that the rules allow now, the one of greatest expected
net income less the bid prices of the seats it would sell. In ``scale`` mode an offer
is one rung for all categories; in ``category`` mode each category stands on a rung
of its own, found by moves of one category at a time (``category_kernels``). Where
categories may close, closing is tried too.

A performance has the same number of categories C, rungs L and classes K as all
others here; what it lacks has attraction 0 and is not allowed.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.category_kernels import post_prices
from pricing.optimizer.execution_kernels import Bools, Floats, Ints, Kept, post_tiers
from pricing.optimizer.rising_tables import RisingTables
from pricing.optimizer.value_tables import ValueTables


@dataclass(frozen=True)
class Offers:
    """What each rung of each performance would sell and bring.

    Parameters
    ----------
    attraction : [P, L, C, K], at least 0
        Weight of each category to each class, beside 1 for not buying.
    net_income : [P, L, C, K], currency units
        Of a seat sold, net of the season's duals.
    class_size : [P, K], persons, at least 0
        Who looks until the next tick of the clock. Only their proportions matter,
        except beside the commitments of prices that never fall.
    price : [P, L, C], currency units, full prices

    Raises
    ------
    ValueError
        When shapes differ, or a number is not finite or negative where it may not.
    """

    attraction: Floats
    net_income: Floats
    class_size: Floats
    price: Floats

    def __post_init__(self) -> None:
        """Check shapes and numbers, and lay the arrays out for compiled code."""
        for name in ("attraction", "net_income", "class_size", "price"):
            given = np.ascontiguousarray(getattr(self, name), dtype=np.float64)
            if not np.all(np.isfinite(given)):
                raise ValueError(f"Expected finite {name}.")
            object.__setattr__(self, name, given)
        shape = self.attraction.shape
        if len(shape) != 4 or 0 in shape[1:] or self.net_income.shape != shape:
            raise ValueError("Expected attraction, net_income of one [P, L, C, K].")
        if self.class_size.shape != (shape[0], shape[3]):
            raise ValueError("Expected class_size of shape [P, K].")
        if self.price.shape != shape[:3]:
            raise ValueError("Expected price of shape [P, L, C].")
        if not (np.all(self.attraction >= 0) and np.all(self.class_size >= 0)):
            raise ValueError("Expected attraction and class_size of at least 0.")


@dataclass(frozen=True)
class BidPrices:
    """The tables of all performances at one time, as execution reads them.

    Parameters
    ----------
    bid_price : [P, C, X, R, G], currency units
        R is 1, or L where the rung in force is part of the state.
    commitment : [P, C, X + 1, L, G], currency units; [P, 0, 0, 0, 0] where R is 1
    levels : [G], rising
    """

    bid_price: Kept
    commitment: Kept
    levels: Floats

    @classmethod
    def at(
        cls, tables: ValueTables | RisingTables, step: float, categories: int
    ) -> Self:
        """Return the tables between the kept steps around a time, by straight lines.

        Parameters
        ----------
        tables : of N = P x C pairs, the categories of a performance together
        step : in steps[0] .. steps[-1]
        categories : C

        Raises
        ------
        ValueError
            When the step is outside those kept, or the pairs do not divide.
        """
        steps = tables.steps
        if not steps[0] <= step <= steps[-1]:
            raise ValueError(f"Expected a step in {steps[0]} to {steps[-1]}.")
        if categories < 1 or len(tables.capacity) % categories:
            raise ValueError("Expected pairs of as many categories a performance.")
        low = int(np.searchsorted(steps, step, side="right")) - 1
        high = min(low + 1, len(steps) - 1)
        share = 0.0
        if high > low:
            share = float((step - steps[low]) / (steps[high] - steps[low]))

        def between(kept: Kept) -> Kept:
            mixed: Kept = kept[low]
            if share > 0.0:
                # Of one kind with the tables: single precision stays single.
                mixed = np.multiply(mixed, 1 - share, dtype=mixed.dtype)
                mixed += kept[high] * mixed.dtype.type(share)
            return mixed

        shows = len(tables.capacity) // categories
        bid = between(tables.bid_price)
        if isinstance(tables, ValueTables):
            rows = bid.reshape(shows, categories, bid.shape[1], 1, -1)
            nothing = np.zeros((shows, 0, 0, 0, 0), dtype=bid.dtype)
            return cls(rows, nothing, tables.levels)
        cost = between(tables.commitment)
        return cls(
            bid.reshape(shows, categories, *bid.shape[1:]),
            cost.reshape(shows, categories, *cost.shape[1:]),
            tables.levels,
        )


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
