"""The live update of a season's levels: how long it takes, and what it covers.

Beside the time of an update stands one pass of numpy over its arrays. Beside the
coverage of 80 % intervals of the final, on simulated nights whose curves vary and
whose people come in pairs, stands that of plain counts: the same update without
overdispersion and doubt about the curve.
"""

import timeit
from collections.abc import Callable

import numpy as np
from scipy.stats import gamma

from models.arrivals import prior, to_come, update
from models.booking_curve import BookingCurve

PERFORMANCES, CATEGORIES = 300, 10
REPEATS = 500
NIGHTS = 20_000
LEVEL_MEAN, LEVEL_VARIANCE = 180.0, 3600.0
SCATTER, PARTY = 0.05, 2


def measure() -> list[dict[str, object]]:
    """Return the time of an update, and coverage when some of the curve is past."""
    return [speed(), *(coverage(passed) for passed in (0.1, 0.3, 0.7))]


def speed() -> dict[str, object]:
    """Return milliseconds an update of all performances and categories takes."""
    rng = np.random.default_rng(7)
    shape = (PERFORMANCES, CATEGORIES)
    before = prior(rng.uniform(20, 400, shape), rng.uniform(400, 4000, shape))
    sold, exposure = rng.poisson(50, shape).astype(float), rng.uniform(0.1, 0.9, shape)

    def best(work: Callable[[], object]) -> float:
        return min(timeit.repeat(work, number=REPEATS, repeat=5)) / REPEATS * 1000

    return {
        "name": f"update of {PERFORMANCES} performances x {CATEGORIES} categories",
        "figure": best(lambda: update(before, sold, exposure, 0.01, 2.5)),
        "unit": "ms",
        "baseline": best(lambda: (before.shape + sold) / (before.rate + exposure)),
        "baseline is": "one pass of numpy",
        "goal": "under 0.2",
    }


def coverage(passed: float) -> dict[str, object]:
    """Return the share of finals inside 80 % intervals, discounted and plain."""
    rng = np.random.default_rng(5)
    a = LEVEL_MEAN**2 / LEVEL_VARIANCE
    level = gamma.rvs(a, scale=LEVEL_MEAN / a, size=NIGHTS, random_state=rng)
    size = 1 / SCATTER - 1
    share = rng.beta(passed * size, (1 - passed) * size, NIGHTS)
    sold = PARTY * rng.poisson(level * share / PARTY)
    rest = PARTY * rng.poisson(level * (1 - share) / PARTY)
    curve = BookingCurve(
        np.array([10.0, 5.0, 0.0]), np.array([0.0, passed, 1.0]), SCATTER, 50.0
    )

    def inside(doubt: float, overdispersion: float) -> float:
        before = prior(np.full(NIGHTS, LEVEL_MEAN), np.full(NIGHTS, LEVEL_VARIANCE))
        now = update(before, sold, passed, doubt, overdispersion)
        mean, variance = to_come(now, passed, 1 - passed, doubt, overdispersion)
        law = gamma(mean**2 / variance, scale=variance / mean)
        # Half a party aside, for seats come whole.
        half = PARTY / 2
        return float(
            np.mean((rest >= law.ppf(0.1) - half) & (rest <= law.ppf(0.9) + half))
        )

    return {
        "name": f"80 % intervals, {passed:.0%} of the curve past",
        "figure": 100 * inside(float(curve.share_variance(5.0)), float(PARTY)),
        "unit": "% covered",
        "baseline": 100 * inside(0.0, 1.0),
        "baseline is": "plain counts",
        "goal": "75 to 85",
    }
