"""One path for each performance out of several, so that the season's rows hold."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# What rows must have to spare, as a share of what moves in them.
SPARE = 1e-9


def choose(measure: Array, constant: Array, multiplier: Array) -> NDArray[np.int64]:
    """Return the place of a path for each performance: [F].

    First the paths of greatest worth with the rows priced in, then, while rows
    are missed, the exchange that costs the least objective for what it mends, and
    in the end any exchange that gains and keeps the rows.

    Parameters
    ----------
    measure : [N, F, 1 + Q]
        Objective and season rows of each performance's paths.
    constant : [Q]
    multiplier : [Q]
    """
    count, performances, width = measure.shape
    priced = measure[:, :, 0] + measure[:, :, 1:] @ multiplier
    chosen: NDArray[np.int64] = priced.argmax(axis=0)
    place = np.arange(performances)
    if width == 1:
        return chosen
    scale = np.abs(measure[:, :, 1:]).sum(axis=1).max(axis=0) + 1e-300
    margin = SPARE * scale
    for _ in range(count * performances * 2):
        now = measure[chosen, place]
        total = now[:, 1:].sum(axis=0) + constant - margin
        after = total + measure[:, :, 1:] - now[None, :, 1:]
        short = np.maximum(-total, 0.0)
        mended = ((short - np.maximum(-after, 0.0)) / scale).sum(axis=2)
        gain = measure[:, :, 0] - now[None, :, 0]
        if short.any():
            helps = mended > 1e-15
            if not helps.any():
                break
            loss = np.where(helps, -gain, np.inf)
            # Among exchanges, the least loss for what is mended, no more than all.
            rate = np.where(loss <= 0, loss, loss / np.where(helps, mended, 1.0))
            best = int(np.where(helps, rate, np.inf).argmin())
        else:
            keeps = (after >= 0).all(axis=2)
            best = int(np.where(keeps, gain, -np.inf).argmax())
            if gain.ravel()[best] <= 1e-12 * abs(now[:, 0]).max():
                break
        chosen[best % performances] = best // performances
    return chosen
