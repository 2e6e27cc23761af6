"""Slow, obvious twins of the network algorithms."""

from itertools import product

import numpy as np


def exact_values(instance):
    """Return the value of every state before every period."""
    values = [{}]
    shape = [range(int(c) + 1) for c in instance.capacity]
    values[0] = dict.fromkeys(product(*shape), 0.0)
    for t in reversed(range(instance.periods)):
        after, before = values[0], {}
        for state, stay in after.items():
            total = stay
            for j, used in enumerate(instance.uses):
                left = tuple(x - (m in used) for m, x in enumerate(state))
                if min(left) >= 0:
                    gain = instance.fares[j] - stay + after[left]
                    total += instance.request_probability[t, j] * max(gain, 0.0)
            before[state] = total
        values.insert(0, before)
    return values


def resource_values(instance, resource, slot_fare):
    """Return one resource's values [T + 1, capacity + 1] by plain loops."""
    seats = int(instance.capacity[resource])
    value = np.zeros((instance.periods + 1, seats + 1))
    for t in reversed(range(instance.periods)):
        for x in range(seats + 1):
            value[t, x] = value[t + 1, x]
            for k, m in enumerate(instance.slot_resource):
                if m == resource and x > 0:
                    bid = value[t + 1, x] - value[t + 1, x - 1]
                    p = instance.request_probability[t, instance.slot_product[k]]
                    value[t, x] += p * max(slot_fare[t, k] - bid, 0.0)
    return value


def income(instance, wanted, value):
    """Return what bid prices earn on one trajectory."""
    left = instance.capacity.copy()
    total = 0.0
    for t, j in enumerate(wanted):
        if j < 0:
            continue
        used = list(instance.uses[j])
        if np.any(left[used] == 0):
            continue
        bid = sum(value[m, t + 1, left[m]] - value[m, t + 1, left[m] - 1] for m in used)
        if instance.fares[j] >= bid:
            total += instance.fares[j]
            left[used] -= 1
    return total
