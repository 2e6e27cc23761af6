"""When the audience of a performance comes: its booking periods, from now on."""

import numpy as np
from numpy.typing import NDArray

from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.optimizer.standing import Standing


def first_period(
    season: Season, performance: Performance, standing: Standing | None
) -> int:
    """Return the period that is running; the number of periods after the curtain."""
    if standing is None:
        return 0
    days_out = performance.days_out(standing.now)
    if days_out <= 0:
        return len(season.period_days_out)
    return season.period_at(days_out)


def period_weights(
    season: Season, performance: Performance, standing: Standing | None = None
) -> NDArray[np.float64]:
    """Return the share of demand that each booking period brings: [T].

    The booking curve is read between its points by straight lines. Whoever
    comes before the first period, or before the performance is on sale, waits
    for it; whoever came before ``standing.now`` has been served.
    """
    believed = season.demand
    days = np.array(believed.curve_days_out[::-1], dtype=float)
    share = np.array(believed.curve_share[::-1], dtype=float)

    def come_by(days_out: NDArray[np.float64]) -> NDArray[np.float64]:
        inside = np.interp(days_out, days, share)
        return np.where(days_out > days[-1], 0.0, inside)

    starts = np.array(season.period_days_out, dtype=float)
    ends = np.append(starts[1:], 0.0)
    on_sale = performance.days_out(performance.on_sale_at)
    done = np.where(ends < on_sale, come_by(ends), 0.0)
    done[-1] = 1.0
    served = 0.0
    if standing is not None:
        now = performance.days_out(standing.now)
        if now <= 0:
            served = 1.0
        elif now < on_sale:
            served = float(come_by(np.array([now]))[0])
    return np.diff(np.append(served, np.maximum(done, served)))
