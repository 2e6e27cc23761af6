"""A house whose demand follows the model, for recovery tests."""

import numpy as np

from models.programme import Programme


def simulated_house(
    seed=0,
    seasons=5,
    nights=80,
    full_share=0.0,
    productions=15,
    coming=True,
    season_deviation=0.0,
    moved_in=None,
):
    """Return a programme whose last season is to come, and its true log fill.

    ``full_share`` lowers the capacity until about that share of rows is sold out.
    Seasons share luck of ``season_deviation``. With ``moved_in``, the season of a
    move to a new hall, each category's fill moves there by a draw of deviation 0.6.
    """
    rng = np.random.default_rng(seed)
    count = seasons * nights
    season = np.repeat(np.arange(seasons), nights)
    day = season * 365.0 + np.tile(np.arange(nights) * 4.0, seasons)
    production = rng.integers(0, productions, count)
    author = production % 4
    level = (
        rng.normal(0, 0.3, 4)[author]
        + rng.normal(0, 0.3, productions)[production]
        + np.where(day % 7 == 5, 0.3, 0.0)
    )
    performance = np.repeat(np.arange(count), 3)
    category = np.tile(np.arange(3), count)
    expected = level[performance] + np.array([-0.4, -0.8, -1.2])[category]
    luck = rng.normal(0, 0.15, count)[performance] + rng.normal(0, 0.15, 3 * count)
    venue = np.zeros(count, np.int64)
    if season_deviation:
        luck += rng.normal(0, season_deviation, seasons)[season][performance]
    if moved_in is not None:
        venue[season >= moved_in] = 1
        luck += np.where(venue[performance] == 1, rng.normal(0, 0.6, 3)[category], 0.0)
    seats = 400.0
    demand = np.round(seats * np.exp(expected + luck))
    capacity = np.full(3 * count, 1e4 if not full_share else seats)
    if full_share:
        for c in range(3):
            here = category == c
            capacity[here] = np.round(np.quantile(demand[here], 1 - full_share))
    quantity = np.minimum(demand, capacity)
    if coming:
        quantity[season[performance] == seasons - 1] = np.nan
    programme = Programme(
        day=day,
        weekday=(day % 7).astype(np.int64),
        day_of_year=(day % 365).astype(np.int64) + 1,
        season=season,
        venue=venue,
        production=production,
        labels=author[None],
        numbers=np.zeros((0, count)),
        performance=performance,
        category=category,
        capacity=capacity,
        price=np.array([40.0, 25.0, 12.0])[category],
        quantity=quantity,
    )
    return programme, np.log(seats) + expected, np.log(demand)
