"""Places of times from the earliest on."""

import numpy as np

from models.compiled import compiled
from simulator.books import Ints, SmallInts


@compiled
def order_of(time: Ints) -> SmallInts:
    """Return the places of times from the earliest on, equal times as they stand."""
    count = len(time)
    order = np.arange(count).astype(np.int32)
    if count == 0:
        return order
    first = time.min()
    span = time.max() - first
    for shift in range(0, 63, 11):
        if span >> shift == 0:
            break
        starts = np.zeros(2049, np.int64)
        for place in range(count):
            starts[((time[place] - first) >> shift & 2047) + 1] += 1
        starts = starts.cumsum()
        sorted_order = np.empty(count, np.int32)
        for place in range(count):
            n = order[place]
            digit = (time[n] - first) >> shift & 2047
            sorted_order[starts[digit]] = n
            starts[digit] += 1
        order = sorted_order
    return order
