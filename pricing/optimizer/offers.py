"""What a decider decides from: offers, and bid prices at one time.

A performance has the same number of categories C, rungs L and classes K as all
others beside it; what it lacks has attraction 0 and is not allowed.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from pricing.optimizer.execution_kernels import Floats, Kept
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
