"""The people of one trial, drawn from (seed, trial) before any price is set.

Each performance has a stream of its own, so its people are the same whatever
other nights, policies or workers there are, and every policy meets them.
"""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.books import WEIGHS, WORTH, Visits
from simulator.house import House, Ints
from simulator.ordering import order_of
from simulator.people import People
from simulator.sampling import lognormal
from simulator.scenario import Scenario
from simulator.traits import NEVER
from simulator.visits import CANCEL, LOOK, RETURN, ways_of, write_rows

Floats = NDArray[np.float64]
SmallInts = NDArray[np.int32]


@dataclass(frozen=True)
class Audience:
    """Parties, night by night; ``visits`` has them in the order in which they look.

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
    first_permille : [N]
        Thousandths of what it would pay that the party pays at first; 1000 but
        for the patient.
    willingness_to_pay : [N, C], minor units a seat
    returns_at, cancels_at : [N], seconds
        When it looks again if it has not bought, and when it gives back what it
        bought; ``NEVER`` where it does not.
    resells : [N], bool
        Whether it buys to sell on.
    weight : [F, C], optional
        What a minor unit of surplus counts for in each category; else 1.
    """

    time: Ints
    performance: SmallInts
    other_date: SmallInts
    audience_class: SmallInts
    channel: SmallInts
    size: SmallInts
    habit: SmallInts
    first_permille: SmallInts
    willingness_to_pay: SmallInts
    returns_at: Ints
    cancels_at: Ints
    resells: NDArray[np.bool_]
    weight: Ints | None = None

    def __len__(self) -> int:
        """Return the number of parties."""
        return len(self.time)

    def only(self, which: NDArray[np.bool_]) -> "Audience":
        """Return some of the people, in the same order."""
        chosen = {name: getattr(self, name)[which] for name in COLUMNS}
        return Audience(**chosen, weight=self.weight)

    @cached_property
    def visits(self) -> tuple[Ints, SmallInts, NDArray[np.int8]]:
        """Return time, party and kind of every visit, [V] each, earliest first."""
        again = np.flatnonzero(self.returns_at != NEVER)
        back = np.flatnonzero(self.cancels_at != NEVER)
        party = np.concatenate([np.arange(len(self)), again, back])
        time = np.concatenate(
            [self.time, self.returns_at[again], self.cancels_at[back]]
        )
        counts = (len(self), len(again), len(back))
        kind = np.repeat(np.array([LOOK, RETURN, CANCEL], np.int8), counts)
        order = order_of(time)
        return time[order], party[order].astype(np.int32), kind[order]

    @cached_property
    def _who(self) -> SmallInts:
        _, party, kind = self.visits
        returns, cancels = self.returns_at != NEVER, self.cancels_at != NEVER
        ways = ways_of(returns, cancels, self.resells)
        if self.weight is not None:
            ways |= WEIGHS
        categories = self.willingness_to_pay.shape[1]
        who = np.empty((len(party), WORTH + categories), np.int32)
        write_rows(
            party, kind, self.performance, self.other_date, self.audience_class,
            self.channel, self.size, self.habit, self.first_permille, ways,
            self.willingness_to_pay, who,
        )  # fmt: skip
        return who

    def as_visits(self) -> Visits:
        """Return the people as the selling loop reads them."""
        return Visits(self.visits[0], self._who, self.willingness_to_pay)


# What there is one of for each party, in the order in which it is drawn.
COLUMNS = tuple(each.name for each in fields(Audience) if each.name != "weight")


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
    nights = []
    for f, performance in enumerate(house.performances):
        stream = np.random.SeedSequence(seed, spawn_key=(trial, f))
        nights.append(
            people.of_night(
                f,
                np.random.default_rng(stream),
                mood=mood,
                reception=reception[performance.production],
            )
        )
    counts = [len(each.time) for each in nights]
    time, traits, pockets, again, back, resells = zip(*nights, strict=True)
    other_date, audience_class, channel, size, habit, permille = np.concatenate(
        traits, axis=1
    )
    return Audience(
        time=np.concatenate(time),
        performance=np.repeat(np.arange(len(nights), dtype=np.int32), counts),
        other_date=other_date,
        audience_class=audience_class,
        channel=channel,
        size=size,
        habit=habit,
        first_permille=permille,
        willingness_to_pay=np.concatenate(pockets),
        returns_at=np.concatenate(again),
        cancels_at=np.concatenate(back),
        resells=np.concatenate(resells),
    )
