"""People who are the fitted model itself, for tests against what it foretells."""

import numpy as np

from pricing.optimizer.market import Market, PerformanceMarket
from simulator.audience import Audience
from simulator.house import DAY_SECONDS, House
from simulator.traits import NEVER

# Units of weight: what a minor unit counts, relative to the dearest category.
WEIGHT = 1_000_000


def model_people(market: Market, house: House, rng: np.random.Generator) -> Audience:
    """Return people who choose by the market's logit, one seat each.

    Utility a - s p + g of each category with s the sensitivity to its price, g
    standard Gumbel, 0 + g of not buying: willingness to pay is (a + g - g0) / s.
    """
    classes = [
        house.classes.index((each.tariff_id, each.means_bracket_id))
        for each in market.season.demand.classes
    ]
    columns = []
    weight = np.ones(house.capacity.shape, np.int64)
    for f, night in enumerate(market.performances):
        slope, constant = _utility(night)
        weight[f] = np.rint(WEIGHT * slope[:, 0] / slope[:, 0].max())
        for place, k in enumerate(classes):
            count = rng.poisson(night.class_size[place] * night.weights.sum())
            gumbel = rng.gumbel(size=(count, slope.shape[0] + 1))
            net = constant[:, place] + gumbel[:, 1:] - gumbel[:, :1]
            worth = np.clip(100 * net / slope[:, place], 0, 1e9).astype(np.int32)
            period = rng.choice(
                len(night.weights), count, p=night.weights / night.weights.sum()
            )
            columns.append((_times(house, f, period, rng), f, k, worth))
    time = np.concatenate([time for time, *_ in columns])
    order = np.argsort(time, kind="stable")
    n = len(time)

    def each(value: int) -> np.ndarray:
        counts = [len(time) for time, *_ in columns]
        return np.repeat([c[value] for c in columns], counts).astype(np.int32)[order]

    return Audience(
        time=time[order],
        performance=each(1),
        other_date=np.full(n, -1, np.int32),
        audience_class=each(2),
        channel=np.zeros(n, np.int32),
        size=np.ones(n, np.int32),
        habit=np.full(n, -1, np.int32),
        willingness_to_pay=np.concatenate([c[3] for c in columns])[order],
        first_permille=np.full(n, 1000, np.int32),
        returns_at=np.full(n, NEVER),
        cancels_at=np.full(n, NEVER),
        resells=np.zeros(n, bool),
        weight=weight,
    )


def _utility(night: PerformanceMarket) -> tuple[np.ndarray, np.ndarray]:
    """Return sensitivity to price and constant of each category and class, [C, K]."""
    utility = np.log(night.attraction[[0, -1]])
    price = night.price[[0, -1]]
    moved = price[1] != price[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(moved, (utility[0] - utility[1]) / (price[1] - price[0]), 0)
    # A price that never moves: any sensitivity, its constant made to fit.
    slope = np.where(moved, slope, slope.max(axis=1, keepdims=True))
    return slope, utility[0] + slope * price[0]


def _times(
    house: House, f: int, period: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    days = np.array(house.season.period_days_out)
    ends = np.append(days[1:], 0)
    starts = int(house.starts[f])
    out = days[period] - rng.random(len(period)) * (days - ends)[period]
    times = starts - np.ceil(out * DAY_SECONDS).astype(np.int64)
    return np.clip(times, int(house.on_sale[f]), starts - 1)
