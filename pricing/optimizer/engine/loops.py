"""Plain loops over arrays, which compile to little code.

Assignments, comparisons and sums of whole arrays bring checks of shapes and of
overlaps, and the sentences of their errors, into every function that has one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner


@inner
def fill(out: NDArray[Any], value: float) -> None:
    """Set all of a row."""
    for i in range(len(out)):
        out[i] = value


@inner
def copy(out: NDArray[Any], source: NDArray[Any]) -> None:
    """Set a row to another of the same length."""
    for i in range(len(out)):
        out[i] = source[i]


@inner
def copy_rows(out: NDArray[Any], source: NDArray[Any]) -> None:
    """Set an array of two axes to another of the same shape."""
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = source[i, j]


@inner
def same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Return whether two rows of the same length are the same."""
    alike = True
    for i in range(len(one)):
        alike = alike and one[i] == other[i]
    return alike


@inner
def same_rows(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Return whether two arrays of the same two axes are the same."""
    for i in range(one.shape[0]):
        for j in range(one.shape[1]):
            if one[i, j] != other[i, j]:
                return False
    return True


@inner
def every(mask: NDArray[np.bool_]) -> bool:
    """Return whether all of a row hold."""
    hold = True
    for i in range(len(mask)):
        hold = hold and mask[i]
    return hold


@inner
def some(mask: NDArray[np.bool_]) -> bool:
    """Return whether any of a row holds."""
    hold = False
    for i in range(len(mask)):
        hold = hold or mask[i]
    return hold


@inner
def largest(values: NDArray[Any]) -> int:
    """Return the first place of the greatest of a row."""
    place = 0
    for i in range(1, len(values)):
        if values[i] > values[place]:
            place = i
    return place


@inner
def sort(values: NDArray[np.float64]) -> None:
    """Put a row in rising order (Shell's method)."""
    apart = len(values) // 2
    while apart > 0:
        for i in range(apart, len(values)):
            value, j = values[i], i
            while j >= apart and values[j - apart] > value:
                values[j] = values[j - apart]
                j -= apart
            values[j] = value
        apart //= 2
