"""What a name was worth in other seasons, as a number that trees can read."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# A name's mean is shrunk to 0 as if it had so many more performances at 0.
PERFORMANCES = 5.0


def left_out_mean(value: Floats, name: Codes, season: Codes) -> tuple[Floats, Floats]:
    """Return a name's shrunk mean over the other seasons, and on how many it rests.

    The season of the performance itself is left out, for performances of the past
    as for those to come: the trees then learn to trust the number as far as it
    deserves on a season ahead.

    Parameters
    ----------
    value : [P], log units
        Level of the performance; NaN where unknown.
    name, season : [P]

    Returns
    -------
    mean : [P], NaN where the name was in no other season
    count : [P]
    """
    known = np.isfinite(value)
    names, seasons = name.max() + 1, season.max() + 1
    group = name * seasons + season
    size = names * seasons
    total = np.zeros(size)
    count = np.zeros(size)
    np.add.at(total, group[known], value[known])
    np.add.at(count, group[known], 1.0)
    others = _all_but_own(total, names, seasons)[group]
    other_count = _all_but_own(count, names, seasons)[group]
    mean = np.where(other_count > 0, others / (other_count + PERFORMANCES), np.nan)
    return mean, other_count


def _all_but_own(table: Floats, names: int, seasons: int) -> Floats:
    shaped = table.reshape(names, seasons)
    found: Floats = (shaped.sum(axis=1, keepdims=True) - shaped).ravel()
    return found
