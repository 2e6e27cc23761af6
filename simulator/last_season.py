"""What the season before sold, to hold a season that is played against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from pricing.domain.money import minor_digits
from pricing.domain.season import Season
from pricing.domain.tables import History
from simulator.house import access_price_minor

# Where past sales do not name their seasons, the last is a year to its last night.
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class LastSeason:
    """A past season in figures like those of a season that is played.

    A history counts each seat at the price of its category: reductions are not in
    it, so that income is what the seats would have brought at these prices, and only
    categories at a low price count as access. Both are to be held against what is
    played at full prices.

    Attributes
    ----------
    name : str
        As the history calls it; empty where it names no seasons.
    income : currency units
    """

    name: str
    performances: int
    income: float
    fill_rate: float
    access_share: float

    @property
    def measures(self) -> Mapping[str, float]:
        """Its figures by the names of the measures that they are like."""
        return {
            "income": self.income,
            "fill_rate": self.fill_rate,
            "access_share": self.access_share,
        }


def last_season(history: History, season: Season) -> LastSeason | None:
    """Return the season before in a history with the names of a season file.

    None where it holds no sales, at known prices, of the season's halls.

    Parameters
    ----------
    history : past sales, those of the season itself too if it is past
    season : Season
    """
    access_price = access_price_minor(season) / 10 ** minor_digits(season.currency_code)
    begins = min(performance.starts_at for performance in season.performances)
    halls = {venue.id for venue in season.venues}
    past = [
        row
        for row in range(len(history))
        if history.starts_at[row] < begins and history.venue[row] in halls
    ]
    if history.quantity is None or not past:
        return None
    last = max(past, key=lambda row: history.starts_at[row])
    name = history.season[last] if history.season is not None else ""
    since: datetime = history.starts_at[last] - _YEAR
    rows = [
        row
        for row in past
        if (
            history.season[row] == name
            if history.season is not None
            else history.starts_at[row] > since
        )
    ]
    seats = np.array([history.quantity[row] for row in rows])
    price = np.array([history.unit_price[row] for row in rows])
    capacity = sum(history.capacity[row] for row in rows)
    if np.isnan(price).any() or seats.sum() <= 0 or capacity <= 0:
        return None
    return LastSeason(
        name=name,
        performances=len({history.performance_id[row] for row in rows}),
        income=float(seats @ price),
        fill_rate=float(seats.sum() / capacity),
        access_share=float(seats[price <= access_price].sum() / seats.sum()),
    )
