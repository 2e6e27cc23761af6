"""Weights of signals by least absolute error, drawn to a prior.

    b = argmin sum count |missed - told'b| + sum ridge (size (b - prior))^2 / 2,

with size the root mean square of each signal, so that the ridge draws all alike.
Minimised by reweighted least squares [1]_, errors under ERROR_MIN counting as that.

Letters here: **N** rows, **F** signals.

References
----------
.. [1] Schlossmacher, E. (1973). An iterative technique for absolute deviations
       curve fitting. JASA 68, 857-859.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ERROR_MIN = 0.02
ITERATIONS_MAX = 25


def least_absolute(
    told: Array,
    missed: Array,
    count: Array,
    prior: Array,
    ridge: Array,
    *,
    start: Array | None = None,
) -> Array:
    """Return the weights of least absolute error under a ridge to a prior.

    Parameters
    ----------
    told : [N, F], signals
    missed : [N], what they are to explain
    count : [N], positive, what each row counts
    prior : [F], where the weights stay without rows
    ridge : [F], at least 0
        Draws each weight to its prior, in units of the sum of count / |error|
        and of the weight times the size of its signal.
    start : [F], where to begin; the prior by default

    Returns
    -------
    [F], per unit of each signal
    """
    size: Array = np.sqrt(np.asarray(count @ told**2) / count.sum())
    size[size == 0] = 1.0
    told = told / size
    drawn: Array = prior * size
    weights: Array = drawn if start is None else start * size
    beyond = missed - told @ drawn
    for _ in range(ITERATIONS_MAX):
        near = count / np.maximum(np.abs(missed - told @ weights), ERROR_MIN)
        weighted = told * near[:, None]
        curve = told.T @ weighted + np.diag(ridge)
        step = drawn + np.linalg.solve(curve, weighted.T @ beyond)
        moved = np.abs(step - weights).max()
        weights = step
        if moved < 1e-3:
            break
    return np.asarray(weights / size, dtype=np.float64)
