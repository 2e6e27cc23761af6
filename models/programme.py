"""Performances and their rows as arrays: what was played, and what is to come.

Names are codes here (0, 1, ... in any order, -1 where missing): a model may ask
whether two are the same and nothing else, so renaming changes no forecast.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Logarithms of prices are told apart to so many digits: in another currency unit
# equal ones would differ by a rounding error, and trees would split between them.
LOG_DIGITS = 9


@dataclass(frozen=True)
class Programme:
    """Past and coming performances, by time; rows of one performance in any order.

    Parameters
    ----------
    day : [P], days
        Date and time of the start, from any origin.
    weekday, day_of_year : [P]
        0 is Monday; 1 is 1 January.
    season : [P]
        0, 1, ... by time.
    venue, production : [P], codes
    labels : [H, P], codes
        Text covariates.
    numbers : [M, P]
        Numeric covariates, NaN where missing.
    performance : [R]
        Index of the row's performance.
    category : [R], codes
    capacity : [R], seats, not negative
    price : [R], currency units, NaN where unknown
    quantity : [R], seats sold, NaN where to be forecast
    """

    day: Floats
    weekday: Codes
    day_of_year: Codes
    season: Codes
    venue: Codes
    production: Codes
    labels: Codes
    numbers: Floats
    performance: Codes
    category: Codes
    capacity: Floats
    price: Floats
    quantity: Floats

    def __post_init__(self) -> None:
        count = len(self.day)
        for name in ("weekday", "day_of_year", "season", "venue", "production"):
            if len(getattr(self, name)) != count:
                raise ValueError(f"Expected {name} of length {count}.")
        if self.labels.shape[1] != count or self.numbers.shape[1] != count:
            raise ValueError("Expected labels [H, P] and numbers [M, P].")
        for name in ("category", "capacity", "price", "quantity"):
            if len(getattr(self, name)) != len(self.performance):
                raise ValueError(f"Expected {name} of length R.")
        if len(self.performance) and not (
            self.performance.min() >= 0 and self.performance.max() < count
        ):
            raise ValueError("Expected performance in [0, P).")
        if np.any(self.capacity < 0) or np.any(self.quantity < 0):
            raise ValueError("Expected capacity and quantity not negative.")

    def per_performance(self, values: Floats) -> Floats:
        """Return the mean of a row value over each performance: [R] -> [P].

        NaN are left out; a performance with no other value gets NaN.
        """
        known = np.isfinite(values)
        size = len(self.day)
        total = np.bincount(self.performance[known], values[known], minlength=size)
        count = np.bincount(self.performance[known], minlength=size)
        mean: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return mean

    def log_price(self) -> Floats:
        """Return log price over the median price of all rows: [R].

        NaN where a price is missing or not positive. Currency units cancel.
        """
        log_price = np.log(np.where(self.price > 0, self.price, np.nan))
        if not np.isfinite(log_price).any():
            return log_price
        found: Floats = np.round(log_price - np.nanmedian(log_price), LOG_DIGITS)
        return found

    def log_price_level(self) -> Floats:
        """Return log price over the usual one of its venue and category: [R].

        Usual is the median over the rows with known sales, or over all rows where
        none is known; 0 where a price is missing or not positive. Currency units
        cancel.
        """
        log_price = self.log_price()
        usual = np.full(len(log_price), np.nan)
        place = pair(self.venue[self.performance], self.category)
        for k in np.unique(place):
            here = place == k
            sold = here & np.isfinite(self.quantity) & np.isfinite(log_price)
            values = log_price[sold] if sold.any() else log_price[here]
            values = values[np.isfinite(values)]
            if len(values):
                usual[here] = np.median(values)
        level: Floats = np.round(np.nan_to_num(log_price - usual, nan=0.0), LOG_DIGITS)
        return level


def pair(one: Codes, other: Codes) -> Codes:
    """Return one code per pair of codes, dense."""
    _, code = np.unique(np.stack([one, other]), axis=1, return_inverse=True)
    dense: Codes = code.ravel().astype(np.int64)
    return dense


def dense(code: Codes | Floats) -> Codes:
    """Return the same partition with codes 0, 1, ... (NaN is a value of its own)."""
    _, found = np.unique(code, return_inverse=True, equal_nan=True)
    result: Codes = found.ravel().astype(np.int64)
    return result
