"""Quantile regression through the bend of a full week.

The quantile q of fill u is that of latent fill carried through the bend, which
never falls, so

    beta = argmin sum w |u - u(o + x'beta)|_q + (precision / 2) |beta - prior|^2,

with |r|_q = q r for r > 0 and (q - 1) r else: Powell's censored quantile regression
[1]_ with a soft ceiling. A full week pulls the fit up to the ceiling and no
further. Solved by reweighted least squares [2]_ with the bend linearised at each
step.

References
----------
.. [1] Powell, Censored regression quantiles, J. Econometrics 32 (1986).
.. [2] Hunter & Lange, Quantile regression via an MM algorithm, J. Comput. Graph.
   Stat. 9 (2000).
"""

import numpy as np
from numpy.typing import NDArray

from models.weekly_link import fill_at, slope_at

Floats = NDArray[np.float64]

STEPS = 25
RESIDUAL_MIN = 0.003  # share of the capacity; below it the loss is rounded off
SLOPE_MIN = 0.03  # else full weeks would stop every step


def fit_quantile(
    features: Floats,
    offset: Floats,
    ceiling: Floats,
    fill: Floats,
    weight: Floats,
    quantile: float,
    prior: Floats,
    *,
    precision: float,
    start: Floats | None = None,
) -> Floats:
    """Return the coefficients of one quantile.

    Parameters
    ----------
    features : [N, F], scaled to order 1
    offset : [N], latent fill at beta 0
    ceiling, fill : [N], share of the capacity
    weight : [N], at least 0
    quantile : in (0, 1)
    prior : [F], where beta stays without data
    precision : of the prior, in weeks of mean weight that miss by 1
    start : [F], where to begin; the prior by default

    Returns
    -------
    [F], latent fill per unit of each feature
    """
    beta = prior.copy() if start is None else start.copy()
    total = float(weight.sum())
    if not total > 0:
        return prior.copy()
    weight = weight * (len(weight) / total)
    ridge = precision * np.eye(features.shape[1])
    for _ in range(STEPS):
        latent = offset + features @ beta
        residual = fill - fill_at(latent, ceiling)
        slope = np.maximum(slope_at(latent), SLOPE_MIN)
        side = np.where(residual > 0, quantile, 1.0 - quantile)
        pull = weight * side / np.maximum(np.abs(residual), RESIDUAL_MIN)
        scaled = features * (pull * slope)[:, None]
        gradient = scaled.T @ residual + ridge @ (prior - beta)
        curvature = (scaled * slope[:, None]).T @ features + ridge
        beta = beta + np.linalg.solve(curvature, gradient)
    return beta
