"""A hotel as a season: bookings by days out, seen and simulated."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.channel import Channel
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.tables import Transactions
from pricing.domain.tariff import Percentage, Tariff
from pricing.domain.venue import PriceTier, SeatCategory, Venue
from simulator.audience import draw
from simulator.bookers import Bookers, with_bookers
from simulator.house import build
from simulator.policies import FixedPrice
from simulator.scenario import Night, Scenario, Segment
from simulator.season import play
from simulator.timetable import Timetable

Floats = NDArray[np.float64]

# Days out at which bookings are counted.
MARKS = (365, 270, 180, 120, 90, 60, 30, 14, 7, 3, 1)
DATES, BOOKINGS, ROOMS = 20, 1000.0, 5000
OPENING, DAY = datetime(2030, 1, 1, tzinfo=UTC), timedelta(days=1)


def seen(table: Transactions) -> tuple[Floats, Floats]:
    """Return the bookings on the books at each mark, gross and net, over all made."""
    at = zip(
        table.starts_at, table.sold_at, table.cancelled_at, table.quantity, strict=True
    )
    made, net = np.zeros(len(MARKS)), np.zeros(len(MARKS))
    for starts, sold, cancelled, count in at:
        ahead = np.array([(starts - sold) / DAY >= mark for mark in MARKS])
        gone = np.array(
            [
                cancelled is not None and cancelled <= starts - mark * DAY
                for mark in MARKS
            ]
        )
        made += count * ahead
        net += count * (ahead & ~gone)
    total = sum(table.quantity)
    return made / total, net / total


def played(bookers: Sequence[Bookers]) -> tuple[Floats, Floats]:
    """Return the same of people who book so, where there is room for all."""
    season = _season()
    people = with_bookers(_everybody(season), bookers)
    # The same people, who keep what they booked.
    faithful = tuple(replace(each, cancel_share=0.0) for each in people.segments)
    gross = _on_the_books(season, replace(people, segments=faithful))
    net = _on_the_books(season, people)
    return gross[:-1] / gross[-1], net[:-1] / gross[-1]


def _on_the_books(season: Season, scenario: Scenario) -> Floats:
    house = build(season, scenario)
    people = draw(scenario, house, seed=1, trial=0)
    outcome = play(house, Timetable(house), people, FixedPrice(house))
    return np.cumsum(outcome.booked.sum(axis=0)).astype(np.float64)


def _everybody(season: Season) -> Scenario:
    alike = Segment(
        id="all", tariff_id="full", share=1.0, spread=0.0, party_sizes=(1,),
        party_shares=(1.0,), flexible_share=0.0, habit_share=0.0,
    )  # fmt: skip
    nights = tuple(Night(p.id, BOOKINGS, (100.0,)) for p in season.performances)
    return Scenario((alike,), nights)


def _season() -> Season:
    hotel = Venue(
        "hotel", "A hotel", (SeatCategory("room", ROOMS),), (PriceTier("rate", (100,)),)
    )
    dates = (OPENING + n * DAY for n in range(DATES))
    return Season(
        id="year",
        organization_id="hotel",
        name="A hotel",
        currency_code="EUR",
        venues=(hotel,),
        tariffs=(Tariff("full", "Full price", Percentage(1000)),),
        channels=(Channel("desk", "Desk"),),
        performances=tuple(
            Performance(
                id=f"date-{n}",
                production="stay",
                venue_id="hotel",
                starts_at=date,
                on_sale_at=date - 1000 * DAY,
                capacities=(ROOMS,),
                ladder=("rate",),
                reference_tier="rate",
            )
            for n, date in enumerate(dates)
        ),
        demand=DemandAssumptions((AudienceClass("full", 1.0),)),
        rules=(),
        # The first period ends at the first mark.
        period_days_out=(730, *MARKS),
    )
