"""What a path of rungs sells where categories close only when sold out.

The play of ``pricing.optimizer.fluid``, with a rung for each category and all
measures: buyers of a period come at a steady rate and choose among what is open
to them; a category closes to the public at its public limit and to all when no
seats are left, and later buyers choose among the rest.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.instance import Arrays
from pricing.optimizer.engine.loops import copy, fill

# A category with fewer seats than this is sold out.
SEATS_LEFT_MIN = 1e-9


class House(NamedTuple):
    """A house while it sells: left, public_sold, room [C]; rate, sales [C, K].

    Seats left, sold to the public and left to it; sales per period at the present
    rate, and in the period so far; weight [K], 1 + attractions of what is open.
    """

    left: NDArray[np.float64]
    public_sold: NDArray[np.float64]
    room: NDArray[np.float64]
    rate: NDArray[np.float64]
    sales: NDArray[np.float64]
    weight: NDArray[np.float64]


@maker
def play_out(
    arrays: Arrays,
    f: int,
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
) -> None:
    """Set the measures [V] of a path [T, C]."""
    categories, classes = arrays.attraction.shape[2:]
    house = House(
        np.empty(categories), np.zeros(categories), np.empty(categories),
        np.empty((categories, classes)), np.empty((categories, classes)),
        np.empty(classes),
    )  # fmt: skip
    _play(arrays, f, path, house, measure)


@inner
def _play(
    arrays: Arrays,
    f: int,
    path: NDArray[np.int8],
    house: House,
    measure: NDArray[np.float64],
) -> None:
    """Set the measures [V] of a path, from a house in which nothing was sold."""
    periods, categories = path.shape
    classes = arrays.mass.shape[2]
    left, public_sold, room = house.left, house.public_sold, house.room
    rate, sales, weight = house.rate, house.sales, house.weight
    copy(left, arrays.seats[f])
    fill(measure, 0.0)
    for t in range(periods):
        remaining = 1.0
        for c in range(categories):
            fill(sales[c], 0.0)
            room[c] = max(0.0, arrays.public_limit[f, t, c] - public_sold[c])
        for _ in range(2 * categories + 1):
            _set_rate(arrays, f, t, path[t], left, room, rate, weight)
            step = _until_closing(arrays, f, rate, left, room, remaining)
            for c in range(categories):
                for k in range(classes):
                    sold = rate[c, k] * step
                    sales[c, k] += sold
                    left[c] -= sold
                    if not arrays.solidarity[f, k]:
                        room[c] -= sold
                        public_sold[c] += sold
                if left[c] < SEATS_LEFT_MIN:
                    left[c] = 0.0
                if room[c] < SEATS_LEFT_MIN:
                    room[c] = 0.0
            _add_surplus(arrays, f, t, step, weight, measure)
            remaining -= step
            if remaining <= 0.0:
                break
        _add_sales(arrays, f, t, path[t], sales, measure)


@inner
def _set_rate(
    arrays: Arrays,
    f: int,
    t: int,
    rung: NDArray[np.int8],
    left: NDArray[np.float64],
    room: NDArray[np.float64],
    rate: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> None:
    """Set sales per whole period [C, K] and 1 + attractions of what is open [K]."""
    categories, classes = rate.shape
    for k in range(classes):
        total = 1.0
        for c in range(categories):
            rate[c, k] = 0.0
            if left[c] > 0.0 and (arrays.solidarity[f, k] or room[c] > 0.0):
                rate[c, k] = arrays.attraction[f, rung[c], c, k]
                total += rate[c, k]
        weight[k] = total
        for c in range(categories):
            rate[c, k] *= arrays.mass[f, t, k] / total


@inner
def _until_closing(
    arrays: Arrays,
    f: int,
    rate: NDArray[np.float64],
    left: NDArray[np.float64],
    room: NDArray[np.float64],
    remaining: float,
) -> float:
    """Return how long the rate may last before something sells out."""
    step = remaining
    for c in range(len(left)):
        total, public = 0.0, 0.0
        for k in range(rate.shape[1]):
            total += rate[c, k]
            if not arrays.solidarity[f, k]:
                public += rate[c, k]
        if total * step > left[c]:
            step = left[c] / total
        if public * step > room[c]:
            step = room[c] / public
    return step


@inner
def _add_surplus(
    arrays: Arrays,
    f: int,
    t: int,
    step: float,
    weight: NDArray[np.float64],
    measure: NDArray[np.float64],
) -> None:
    for v in range(len(measure)):
        for k in range(len(weight)):
            each = arrays.surplus[f, v, k]
            if each != 0.0 and t <= arrays.through[f, v]:
                measure[v] += step * arrays.mass[f, t, k] * each * np.log(weight[k])


@inner
def _add_sales(
    arrays: Arrays,
    f: int,
    t: int,
    rung: NDArray[np.int8],
    sales: NDArray[np.float64],
    measure: NDArray[np.float64],
) -> None:
    for v in range(len(measure)):
        if t > arrays.through[f, v]:
            continue
        for c in range(sales.shape[0]):
            measure[v] += arrays.weights[f, t] * arrays.use[f, v, rung[c], c]
            for k in range(sales.shape[1]):
                measure[v] += sales[c, k] * arrays.sales[f, v, rung[c], c, k]
