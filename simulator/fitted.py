"""An audience fitted to past sales: how many come is as uncertain as it was.

What is estimated, and from what:

- the turnout of each night, a distribution for each category (``models.turnout``):
  from what is known of the night (production, author, weekday, time of year, first
  run, spacing of dates ...) and the ranks of the past sales of its category; luck is
  what that leaves, shared between categories as far as it was;
- means, spreads and values of the people: as in ``simulator.usual``, so that the
  mean turnout is bought at the printed prices;
- when people look and how many give back: ``simulator.bookers``, from past sales one
  by one, else as the season assumes.

A past season of which the history holds the sales is fitted with them, yet no night
has a level of its own: its sales count as one more row. Seats that were sold tell
nothing of people who found none: where a category was full, the fitted audience
wants what was sold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models import turnout
from models.turnout import SALES_MIN, Turnout
from pricing.demand_arrays import arrays
from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import slug
from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.tables import History
from pricing.programme import programme, with_season_names
from simulator.audience import draw
from simulator.house import build
from simulator.scenario import Night, Scenario
from simulator.usual import usual_scenario

Floats = NDArray[np.float64]

# Seasons drawn to see what people would buy.
_DRAWS = 4
# Two standard deviations of seats looked for by parties of the usual sizes: enough
# might look for the best of nights; and no more than so many times those of a usual.
_CHANCE = 2 * np.sqrt(2.5)
_ROOM_MAX = 12.0
_DIGITS = 2


def fitted_scenario(
    history: History, season: Season, *, but: Sequence[str] = ()
) -> Scenario:
    """Return an audience of a season, fitted to past sales.

    Parameters
    ----------
    history
        Past sales; those of the season's own performances are read where they are
        there. What begins after the season's last performance is not.
    but
        Ids of performances whose own sales are not read: held out.

    Raises
    ------
    FieldInvalid
        When the history says too little of a category, or nobody comes.
    """
    asked = programme(season)
    found = _turnout(with_season_names(history), asked, frozenset(but))
    place = {
        key: row
        for row, key in enumerate(
            zip(asked.performance_id, asked.seat_category, strict=True)
        )
    }
    rows = {
        each.id: [
            place.get((each.id, category.id))
            for category in season.venue_of(each).seat_categories
        ]
        for each in season.performances
    }
    mean = found.quantiles.mean(axis=1)
    demand = {
        key: [0.0 if row is None else float(mean[row]) for row in each]
        for key, each in rows.items()
    }
    usual = usual_scenario(season, demand)
    # Luck is all in the turnouts.
    calm = replace(usual, season_spread=0.0, night_spread=0.0, word_of_mouth_spread=0.0)
    might = _might_buy(calm, season)
    nights = tuple(
        _night(night, rows, found, might.get(night.performance_id), _printed(season, p))
        for night, p in zip(calm.nights, season.performances, strict=True)
    )
    return replace(calm, nights=nights)


def _might_buy(scenario: Scenario, season: Season) -> dict[str, Floats]:
    """Return the seats of each category bought at printed prices, were there enough."""
    house = build(season, scenario)
    nights, categories = house.capacity.shape
    total = np.zeros((nights, categories + 1))
    rungs = [p.ladder.index(p.reference_tier) for p in house.performances]
    printed = house.face[house.tier_row[np.arange(nights), rungs]]
    for trial in range(_DRAWS):
        people = draw(scenario, house, seed=0, trial=trial)
        face = printed[people.performance, :, people.audience_class]
        surplus = np.where(
            house.capacity[people.performance] > 0,
            people.willingness_to_pay - face,
            -1,
        )
        best = np.argmax(surplus, axis=1)
        buys = surplus[np.arange(len(best)), best] >= 0
        place = people.performance, np.where(buys, best, categories)
        np.add.at(total, place, people.size)
    return {
        p.id: total[f, :categories] / _DRAWS for f, p in enumerate(house.performances)
    }


def _printed(season: Season, performance: Performance) -> tuple[float, ...]:
    unit = 10 ** minor_digits(season.currency_code)
    tier = season.venue_of(performance).tier(performance.reference_tier)
    return tuple(price_minor / unit for price_minor in tier.prices_minor)


def _night(
    night: Night,
    rows: Mapping[str, Sequence[int | None]],
    found: Turnout,
    might: Floats | None,
    prices: tuple[float, ...],
) -> Night:
    of_night = rows[night.performance_id]
    quantiles = np.array(
        [
            np.zeros(found.quantiles.shape[1]) if row is None else found.quantiles[row]
            for row in of_night
        ]
    )
    shared = [0.0 if row is None else float(found.shared[row]) for row in of_night]
    mean, most = quantiles.mean(axis=1), quantiles[:, -1]
    buy = mean if might is None else might[: len(mean)]
    # A handful of draws says little of a category that few take.
    likely = np.maximum(buy, mean / 4 + 0.1)
    room = (most + _CHANCE * np.sqrt(most)) / likely
    return replace(
        night,
        parties=round(night.parties * min(float(room.max()), _ROOM_MAX), _DIGITS),
        turnout=tuple(map(tuple, np.round(quantiles, _DIGITS).tolist())),
        shared_luck=tuple(np.round(shared, _DIGITS).tolist()),
        turnout_prices=prices,
    )


def _turnout(history: History, asked: History, but: frozenset[str]) -> Turnout:
    """Return the turnout of each row asked for, in its order."""
    if history.quantity is None:
        raise FieldInvalid("history.quantity", "a history needs the seats sold")
    own = set(asked.performance_id)
    houses = set(zip(asked.venue, asked.seat_category, strict=True))
    last = max(asked.starts_at)
    known: dict[tuple[str, str], int] = {}
    past = []
    for row, (name, category) in enumerate(
        zip(history.performance_id, history.seat_category, strict=True)
    ):
        performance_id = slug(name)
        if performance_id not in own:
            house = history.venue[row], category
            if house in houses and history.starts_at[row] <= last:
                past.append(row)
        elif performance_id not in but:
            known[performance_id, category] = history.quantity[row]
    told, place = arrays(history, past, asked)
    quantity = told.quantity.copy()
    where = np.flatnonzero(np.isnan(quantity))[np.array(place)]
    for row, key in enumerate(
        zip(asked.performance_id, asked.seat_category, strict=True)
    ):
        quantity[where[row]] = known.get(key, np.nan)
    _check_enough(history, asked, past, known)
    found = turnout.fit(replace(told, quantity=quantity))
    return Turnout(found.quantiles[where], found.shared[where])


def _check_enough(
    history: History,
    asked: History,
    past: Sequence[int],
    known: Mapping[tuple[str, str], int],
) -> None:
    """Refuse a category of a venue of which the past says too little."""
    count: dict[tuple[str, str], int] = {}
    for row in past:
        key = history.venue[row], history.seat_category[row]
        count[key] = count.get(key, 0) + 1
    for performance_id, venue, category in zip(
        asked.performance_id, asked.venue, asked.seat_category, strict=True
    ):
        own = (performance_id, category) in known
        count[venue, category] = count.get((venue, category), 0) + own
    for venue, category in dict.fromkeys(
        zip(asked.venue, asked.seat_category, strict=True)
    ):
        if count[venue, category] < SALES_MIN:
            raise FieldInvalid(
                "history",
                f"{count[venue, category]} past sales of category {category!r} at "
                f"{venue!r}; expected {SALES_MIN} or more to fit an audience to",
            )
