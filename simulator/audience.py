"""The people of one trial, drawn from (seed, trial) before any price is set.

Each performance has a stream of its own, so its people are the same whatever
other nights, policies or workers there are, and every policy meets them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.house import House, Ints
from simulator.people import People, lognormal
from simulator.scenario import Scenario, Segment

Floats = NDArray[np.float64]
SmallInts = NDArray[np.int32]


@dataclass(frozen=True)
class Audience:
    """Parties in the order in which they look for seats.

    Attributes
    ----------
    time : [N], seconds
        When the party looks.
    performance, other_date : [N]
        What it looks for, and the date it tries next; -1 for none.
    audience_class, channel : [N]
    size : [N], seats
    habit : [N]
        The one category that it considers; -1 for all of them.
    willingness_to_pay : [N, C], minor units a seat
    """

    time: Ints
    performance: SmallInts
    other_date: SmallInts
    audience_class: SmallInts
    channel: SmallInts
    size: SmallInts
    habit: SmallInts
    willingness_to_pay: SmallInts

    def __len__(self) -> int:
        """Return the number of parties."""
        return len(self.time)


def draw(scenario: Scenario, house: House, *, seed: int, trial: int) -> Audience:
    """Return the people of a trial."""
    luck = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(trial,)))
    mood = lognormal(luck, scenario.season_spread)
    productions = dict.fromkeys(p.production for p in house.performances)
    reception = {
        production: lognormal(luck, scenario.word_of_mouth_spread)
        for production in productions
    }
    people = People(scenario, house)
    drawn = []
    for f, performance in enumerate(house.performances):
        stream = np.random.SeedSequence(seed, spawn_key=(trial, f))
        drawn.append(
            people.of_night(
                f,
                np.random.default_rng(stream),
                mood=mood,
                reception=reception[performance.production],
            )
        )
    columns = [np.concatenate(column) for column in zip(*drawn, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Audience(*(column[order] for column in columns))


def booking_share(segments: Sequence[Segment], days_out: Floats) -> Floats:
    """Return the share of parties that have looked by so many days out.

    Apart from those who look as sales open.
    """
    total = np.zeros(len(days_out))
    for each in segments:
        days, shares = np.array(each.curve_days_out), np.array(each.curve_share)
        total += each.share * np.interp(-days_out, -days, shares, left=0.0)
    return total
