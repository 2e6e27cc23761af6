"""What policies make of the books: how the rest of a season stands, and what it tells.

The same as the service hands to its optimiser (``pricing.service.work``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from pricing.domain.season import Season
from pricing.optimizer.sales_level import learned
from pricing.optimizer.standing import Standing, Stood
from simulator.house import House
from simulator.instants import instant
from simulator.policy import Bookings

# How often in a season at most the rest of it is solved: a thousand are to be played.
SOLVES = 6

Demand = Mapping[str, Sequence[float]]


def together(season: Season) -> Season:
    """Return a season whose categories take the price of one tier at a time.

    That is allowed too where each may take a price of its own.
    """
    return replace(season, pricing_mode="scale")


def standing_of(house: House, now: datetime, bookings: Bookings) -> Standing:
    """Return the books of a season as the optimiser reads them."""
    sold: dict[tuple[str, str, bool], int] = {}
    paid: dict[tuple[str, str, bool, int], int] = {}
    for f, performance in enumerate(house.performances):
        categories = house.season.venue_of(performance).seat_categories
        for rung, c, k in np.argwhere(bookings.sold[f] > 0).tolist():
            seats = int(bookings.sold[f, rung, c, k])
            seat = (performance.id, categories[c].id, bool(house.class_solidarity[k]))
            sold[seat] = sold.get(seat, 0) + seats
            price = int(house.face[house.tier_row[f, rung], c, k])
            paid[*seat, price] = paid.get((*seat, price), 0) + seats
    stood = _stood(house, bookings)
    # In force, of the best category on sale.
    posted = {
        performance_id: next((tier for tier in tiers if tier), "")
        for performance_id, (*_, (_, tiers)) in stood.items()
    }
    return Standing(
        now,
        sold,
        {name: tier for name, tier in posted.items() if tier},
        paid,
        stood,
    )


def _stood(house: House, bookings: Bookings) -> dict[str, list[Stood]]:
    """Return each price that stood, by performance: since when, and its tiers."""
    found: dict[str, list[Stood]] = defaultdict(list)
    for time, f, rungs in bookings.changes:
        performance = house.performances[f]
        tiers = tuple(
            performance.ladder[rung] if rung >= 0 else ""
            for rung in rungs[: len(performance.capacities)].tolist()
        )
        found[performance.id].append((instant(time), tiers))
    return dict(found)


def levels(season: Season, demand_mean: Demand, standing: Standing) -> dict[str, float]:
    """Return by performance how much greater demand is than was forecast."""
    return {
        name: sum(seats) / total
        for name, seats in learned(season, demand_mean, standing).items()
        if (total := sum(demand_mean[name])) > 0
    }
