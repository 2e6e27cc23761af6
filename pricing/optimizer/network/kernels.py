"""The compiled loops over periods, slots and units.

All take value tables V [M, T + 1, C + 1]: what resource i with x units left is
worth before period t. A unit of i sold in period t gives up its bid price,
V[i, t+1, x] - V[i, t+1, x-1]. ``first_slot`` and ``slot_resource`` say which
resources each product uses.
"""

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled


@compiled
def fill_values(
    first_period: int,
    capacity: NDArray[np.int64],
    slot_product: NDArray[np.int64],
    slot_resource: NDArray[np.int64],
    chance: NDArray[np.float64],
    slot_fare: NDArray[np.float64],
    value: NDArray[np.float64],
) -> None:
    """Set the values of each resource alone, when slot k pays slot_fare[t, k]."""
    periods = len(chance)
    value[:, periods, :] = 0.0
    for t in range(periods - 1, first_period - 1, -1):
        value[:, t, :] = value[:, t + 1, :]
        for k in range(len(slot_resource)):
            p = chance[t, slot_product[k]]
            if p > 0:
                i = slot_resource[k]
                fare = slot_fare[t, k]
                for x in range(1, capacity[i] + 1):
                    gain = fare - value[i, t + 1, x] + value[i, t + 1, x - 1]
                    if gain > 0:
                        value[i, t, x] += p * gain


@compiled
def fill_acceptance(
    first_period: int,
    capacity: NDArray[np.int64],
    slot_product: NDArray[np.int64],
    slot_resource: NDArray[np.int64],
    chance: NDArray[np.float64],
    slot_fare: NDArray[np.float64],
    value: NDArray[np.float64],
    accepted: NDArray[np.float64],
) -> None:
    """Set the chance that each resource alone takes a request, accepted[t, k]."""
    resources, _, width = value.shape
    reached = np.zeros((resources, width))
    for i in range(resources):
        reached[i, capacity[i]] = 1.0
    for t in range(first_period, len(chance)):
        after = reached.copy()
        for k in range(len(slot_resource)):
            p = chance[t, slot_product[k]]
            i = slot_resource[k]
            total = 0.0
            for x in range(1, capacity[i] + 1):
                if slot_fare[t, k] >= value[i, t + 1, x] - value[i, t + 1, x - 1]:
                    total += reached[i, x]
                    after[i, x] -= p * reached[i, x]
                    after[i, x - 1] += p * reached[i, x]
            accepted[t, k] = total
        reached = after


@compiled
def fill_displaced_values(
    first_period: int,
    capacity: NDArray[np.int64],
    first_slot: NDArray[np.int64],
    slot_resource: NDArray[np.int64],
    chance: NDArray[np.float64],
    fares: NDArray[np.float64],
    bids: NDArray[np.float64],
    value: NDArray[np.float64],
) -> None:
    """Set the values of each resource when the others' bid prices are random.

    ``bids[i, t]`` holds Q equally likely bid prices of resource i, rising. A
    product that uses resource i and others earns i its fare less the sum of
    theirs; several others are combined as if independent, by a Latin square.
    """
    periods = len(chance)
    points = bids.shape[2]
    value[:, periods, :] = 0.0
    for t in range(periods - 1, first_period - 1, -1):
        value[:, t, :] = value[:, t + 1, :]
        for j in range(len(fares)):
            p = chance[t, j]
            if p <= 0:
                continue
            for k in range(first_slot[j], first_slot[j + 1]):
                i = slot_resource[k]
                alone = first_slot[j + 1] - first_slot[j] == 1
                for q in range(1 if alone else points):
                    fare = fares[j]
                    turn = 1
                    for other in range(first_slot[j], first_slot[j + 1]):
                        if other != k:
                            # An odd factor permutes the points, of which there
                            # is a power of two.
                            fare -= bids[slot_resource[other], t, q * turn % points]
                            turn = turn * 5 % points
                    weight = p if alone else p / points
                    for x in range(1, capacity[i] + 1):
                        gain = fare - value[i, t + 1, x] + value[i, t + 1, x - 1]
                        if gain > 0:
                            value[i, t, x] += weight * gain


@compiled
def serve(
    first_period: int,
    last_period: int,
    left: NDArray[np.int64],
    first_slot: NDArray[np.int64],
    slot_resource: NDArray[np.int64],
    fares: NDArray[np.float64],
    wanted: NDArray[np.int64],
    value: NDArray[np.float64],
    states: NDArray[np.int64],
) -> float:
    """Serve one trajectory's requests by bid prices; return the income.

    ``left`` is changed. ``states`` [T, M] is set to the units left before each
    period, unless it is empty.
    """
    income = 0.0
    for t in range(first_period, last_period):
        if len(states):
            states[t, :] = left
        j = wanted[t]
        if j < 0:
            continue
        bid = 0.0
        for k in range(first_slot[j], first_slot[j + 1]):
            i = slot_resource[k]
            x = left[i]
            if x == 0:
                bid = np.inf
                break
            bid += value[i, t + 1, x] - value[i, t + 1, x - 1]
        if fares[j] >= bid:
            income += fares[j]
            for k in range(first_slot[j], first_slot[j + 1]):
                left[slot_resource[k]] -= 1
    return income


@compiled
def serve_all(
    first_period: int,
    capacity: NDArray[np.int64],
    first_slot: NDArray[np.int64],
    slot_resource: NDArray[np.int64],
    fares: NDArray[np.float64],
    wanted: NDArray[np.int64],
    value: NDArray[np.float64],
    states: NDArray[np.int64],
) -> None:
    """Serve many trajectories to the end; set their states [N, T, M]."""
    for n in range(len(wanted)):
        serve(
            first_period,
            wanted.shape[1],
            capacity.copy(),
            first_slot,
            slot_resource,
            fares,
            wanted[n],
            value,
            states[n],
        )


@compiled
def fill_bids(
    first_period: int,
    capacity: NDArray[np.int64],
    value: NDArray[np.float64],
    states: NDArray[np.int64],
    sold_out: float,
    share: float,
    bids: NDArray[np.float64],
) -> None:
    """Move the points of each bid price a share of the way to those of the states.

    Bid prices fall with the units left, so that counting states by units sorts
    them. ``sold_out`` is the bid price where no unit is left.
    """
    count, periods, resources = states.shape
    points = bids.shape[2]
    seen = np.zeros(value.shape[2])
    for i in range(resources):
        for t in range(first_period, periods):
            seen[:] = 0.0
            for n in range(count):
                seen[states[n, t, i]] += 1.0
            x = capacity[i]
            for q in range(points):
                need = count / points
                total = 0.0
                while need > 1e-9 and x >= 0:
                    part = min(seen[x], need)
                    if part > 0:
                        bid = sold_out
                        if x > 0:
                            bid = value[i, t + 1, x] - value[i, t + 1, x - 1]
                        total += part * bid
                        need -= part
                        seen[x] -= part
                    if seen[x] <= 1e-9:
                        x -= 1
                found = total * points / count
                bids[i, t, q] += share * (found - bids[i, t, q])
