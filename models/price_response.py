"""How seats answer to price: a control whose price stood still, or a bare slope.

Where prices follow demand, the slope of log seats on log price says how prices
were set, not how people answer. An answer needs nights that differ in the price
of some categories only. With one category's price unmoved (the control) [1]_,

    log seats[p, c] = night[p] + category effects of measures[p] and plays[p]
                      + elasticity x log price[p, c] + error,

the night takes what moves all categories alike, the measures (weekday, season,
first runs, feasts) and plays what draws one public more than another. With one
priced category this is the regression of its log seats over the control's.
People who change category count on both sides: the answer is relative to the
control, and larger than that of the whole house.

Here: **P** nights, **C** categories, **M** measures.

References
----------
.. [1] Angrist, J., Pischke, J.-S. (2009). Mostly Harmless Econometrics,
       sections 5.2 (differences) and 8.2 (clustered errors).
.. [2] Laamanen, J.-P. (2013). Estimating demand for opera using sales system
       data. Journal of Cultural Economics 37, 417-432.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.estimated import Estimated, estimated

Array = NDArray[np.float64]

CLUSTERS_MIN = 10
# A price with less variation than this, once all else is taken out, is unmoved.
VARIATION_MIN = 1e-6


@dataclass(frozen=True)
class Elasticity:
    """Change of log demand by log price, and what makes it an answer to price.

    Parameters
    ----------
    figure : with its interval
    identified_by : the control, experiment or publication behind it
    """

    figure: Estimated
    identified_by: str

    def __post_init__(self) -> None:
        if not self.identified_by:
            raise ValueError("Expected identified_by: what moved price alone.")


@dataclass(frozen=True)
class PriceSlope:
    """Slope of log seats on log price as they came; not an elasticity.

    Parameters
    ----------
    figure : with its interval
    """

    figure: Estimated


# What to assume where no price moved by itself: see also its sensitivity.
OPERA_PRIOR = Elasticity(
    Estimated(-1.16, 0.4, -1.94, -0.38, 0.95),
    "Laamanen 2013, Finnish National Opera 2001-09: -1.16 on average; the spread "
    "is ours, for another house and years",
)


def demand_ratio(price_ratio: ArrayLike, elasticity: Elasticity) -> Array:
    """Return demand at a price over demand at the reference price.

    Raises
    ------
    TypeError
        On a PriceSlope: prices that followed demand do not tell its answer.
    """
    if not isinstance(elasticity, Elasticity):
        raise TypeError(
            f"Expected an Elasticity; a {type(elasticity).__name__} is none: "
            "prices that follow demand do not tell how demand answers."
        )
    ratio = np.asarray(price_ratio, np.float64)
    if not np.all(ratio > 0):
        raise ValueError("Expected positive price_ratio.")
    result: Array = ratio**elasticity.figure.value
    return result


def against_control(
    seats: ArrayLike,
    price: ArrayLike,
    measures: ArrayLike,
    plays: ArrayLike,
    *,
    identified_by: str,
    clusters: ArrayLike | None = None,
    coverage: float = 0.95,
) -> Elasticity:
    """Return the own-price elasticity relative to a category of unmoved price.

    Parameters
    ----------
    seats : [P, C], sold; 0 counts as 1
    price : [P, C], currency units, of at least one category always the same
    measures : [P, M], of each night, numbers; each acts on every category anew
    plays : [P], names; each acts on every category anew
    identified_by : why the price moved by itself, for whoever reads the figure
    clusters : [P], names of what errs together; the plays if None
    coverage : of the interval

    Raises
    ------
    ValueError
        Where no category's price stood still, or no price moved apart from
        measures and plays.
    """
    sold, paid = _positive(seats, "seats"), _positive(price, "price")
    if sold.ndim != 2 or sold.shape != paid.shape or sold.shape[1] < 2:
        raise ValueError("Expected seats and price of one shape [P, C], C above 1.")
    if len(sold) == 0:
        raise ValueError("Expected at least one night.")
    if not np.any(np.all(paid == paid[0], axis=0)):
        raise ValueError("Expected a control: a category whose price never moved.")
    night = np.asarray(measures, np.float64)
    if night.ndim != 2 or len(night) != len(sold) or not np.all(np.isfinite(night)):
        raise ValueError("Expected finite measures of shape [P, M].")
    play = _numbered(plays, len(sold))
    y = _beyond(np.log(np.maximum(sold, 1.0)), night, play)
    x = _beyond(np.log(paid), night, play)
    together = play if clusters is None else _numbered(clusters, len(sold))
    return Elasticity(_slope(y, x, together, coverage), identified_by)


def naive_slope(
    seats: ArrayLike,
    price: ArrayLike,
    runs: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    coverage: float = 0.95,
) -> PriceSlope:
    """Return the slope of log seats on log price within runs: no elasticity.

    Parameters
    ----------
    seats, price : [N]; rows without seats sold count as 1
    runs : [N], names of what has an effect of its own
    clusters : [N], names of what errs together; the runs if None
    """
    sold, paid = _positive(seats, "seats"), _positive(price, "price")
    if sold.ndim != 1 or sold.shape != paid.shape or len(sold) == 0:
        raise ValueError("Expected seats and price of one shape [N], N above 0.")
    run = _numbered(runs, len(sold))
    y = _within(np.log(np.maximum(sold, 1.0))[:, None], run)
    x = _within(np.log(paid)[:, None], run)
    together = run if clusters is None else _numbered(clusters, len(sold))
    return PriceSlope(_slope(y, x, together, coverage))


def _positive(values: ArrayLike, name: str) -> Array:
    """Return finite values; prices above 0, seats at least 0."""
    array = np.asarray(values, np.float64)
    low = array >= 0 if name == "seats" else array > 0
    if not (np.all(np.isfinite(array)) and np.all(low)):
        least = "of at least 0" if name == "seats" else "above 0"
        raise ValueError(f"Expected finite {name} {least}.")
    return array


def _numbered(names: ArrayLike, count: int) -> NDArray[np.int64]:
    number: NDArray[np.int64] = np.unique(np.asarray(names), return_inverse=True)[1]
    if number.shape != (count,):
        raise ValueError(f"Expected {count} names.")
    return number


def _within(values: Array, group: NDArray[np.int64]) -> Array:
    """Return values [P, C] less the mean of their group."""
    total = np.zeros((int(group.max()) + 1, values.shape[1]))
    np.add.at(total, group, values)
    mean: Array = total / np.bincount(group)[:, None]
    return values - mean[group]


def _beyond(values: Array, night: Array, play: NDArray[np.int64]) -> Array:
    """Return [P, C] what nights, measures and plays leave of the values."""
    values = _within(values - values.mean(axis=1, keepdims=True), play)
    around = _within(night, play)
    effects = np.linalg.lstsq(around, values, rcond=None)[0]
    result: Array = values - around @ effects
    return result


def _slope(
    y: Array, x: Array, cluster: NDArray[np.int64], coverage: float
) -> Estimated:
    """Return the slope of y on x, its errors clustered."""
    count = int(cluster.max()) + 1
    if count < CLUSTERS_MIN:
        raise ValueError(f"Expected at least {CLUSTERS_MIN} plays, runs or clusters.")
    information = float((x**2).sum())
    if information < VARIATION_MIN * len(x):
        raise ValueError("Expected prices that moved apart from everything else.")
    value = float((x * y).sum()) / information
    score = np.zeros(count)
    np.add.at(score, cluster, (x * (y - value * x)).sum(axis=1))
    variance = count / (count - 1) * float(score @ score) / information**2
    return estimated(value, float(np.sqrt(variance)), coverage=coverage)
