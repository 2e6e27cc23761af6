"""Multipliers of the rows that tie a season's performances together.

At multipliers mu the performances fall apart, and the sum of their bounds plus
mu x constants bounds all plans (``bounds_at``). A master program mixes what the
performances sold at the multipliers tried so far, in a box around the best of
them; its duals are tried next, and the box grows where they meet its edge.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.pivots import maximise
from pricing.optimizer.engine.simplex import Program, fresh_basis

ROUNDS_MAX = 60
# Share of a row's price scale that the first box reaches.
REACH = 0.25
REACH_WARM = 0.02
GROWTH = 4.0

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Tied:
    """The best multipliers found, and the bound on all plans there."""

    multiplier: Array
    bound: float
    rounds: int


def settle_multipliers(
    bounds_at: Callable[[Array], tuple[Array, Array]],
    constant: Array,
    scale: Array,
    start: Array | None,
    tolerance: float,
) -> Tied:
    """Return the multipliers of least bound.

    Parameters
    ----------
    bounds_at : multipliers [Q] -> bounds [F] and measures [F, 1 + Q]
        Objective first, then the season's rows, of the best mixes.
    constant : [Q], what is added to the rows
    scale : [Q], a price of each row that is large
    start : [Q], multipliers to start from, optional
    tolerance : share of the bound
    """
    center = np.zeros(len(constant)) if start is None else start.copy()
    reach = scale * (REACH if start is None else REACH_WARM)
    bounds, measure = bounds_at(center)
    best = float(bounds.sum() + center @ constant)
    kept = (measure[:, 1:].sum(axis=0) + constant >= 0).all()
    if len(constant) == 0 or (kept and not center.any()):
        return Tied(center, best, 1)
    known = [measure]
    for turn in range(1, ROUNDS_MAX):
        low, high = np.maximum(center - reach, 0.0), center + reach
        value, trial = mix(np.array(known), constant, low, high)
        inside = (trial < high - 1e-9 * scale) & (
            (trial > low + 1e-9 * scale) | (low == 0.0)
        )
        if best - value <= tolerance * abs(best):
            if inside.all():
                return Tied(center, best, turn)
            reach = np.where(inside, reach, reach * GROWTH)
            if best - value <= 0.1 * tolerance * abs(best) and turn > ROUNDS_MAX // 2:
                return Tied(center, best, turn)
            continue
        bounds, measure = bounds_at(trial)
        known.append(measure)
        total = float(bounds.sum() + trial @ constant)
        if total < best:
            best, center = total, trial
            reach = np.where(inside, reach, reach * GROWTH)
    return Tied(center, best, ROUNDS_MAX)


def mix(known: Array, constant: Array, low: Array, high: Array) -> tuple[float, Array]:
    """Return the value of the best mix of known measures [N, F, 1 + Q], and duals.

    Duals are between low and high [Q].
    """
    count, performances, width = known.shape
    rows = width - 1
    columns = known.transpose(1, 0, 2).reshape(-1, width)
    program = Program(
        np.ascontiguousarray(-columns[:, 1:].T),
        np.ascontiguousarray(columns[:, 0]),
        np.repeat(np.arange(performances), count),
        constant,
        low,
        high,
    )
    basis = fresh_basis(performances, rows)
    basis.key[:] = np.arange(performances) * count + count - 1
    basis.basic[:] = -1 - np.arange(rows)
    value = maximise(program, basis, len(columns), rows, performances)
    return float(value), np.clip(basis.dual, low, high)
