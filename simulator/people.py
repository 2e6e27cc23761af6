"""Who looks for seats of one night: drawn from a scenario's shares."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import minor_digits
from simulator import turnout
from simulator.drawing import Floats, Night, looks
from simulator.house import DAY_SECONDS, House, Ints
from simulator.ordering import order_of
from simulator.sampling import lognormal, quantile
from simulator.scenario import Scenario
from simulator.segments import shares_of
from simulator.traits import traits

# People of a night by whom resellers tell what seats are worth.
_TOLD_BY = 400


class Looking(NamedTuple):
    """Who looks for one night, first comers first; see ``simulator.audience``."""

    time: Ints
    # Other date, audience class, channel, size, habit and thousandths, [6, N].
    traits: NDArray[np.int32]
    willingness_to_pay: NDArray[np.int32]
    returns_at: Ints
    cancels_at: Ints
    resells: NDArray[np.bool_]


class _Numbers(NamedTuple):
    """Random numbers of people, [.., N]; see ``simulator.drawing``."""

    # Of ``looks``, and the level of interest from which on they come.
    at_once: Floats
    waits: Floats
    # Of ``traits``.
    tastes: NDArray[np.float32]
    habits: Floats

    def beside(self, others: "_Numbers") -> "_Numbers":
        return _Numbers(
            np.concatenate([self.at_once, others.at_once], axis=1),
            np.concatenate([self.waits, others.waits]),
            np.concatenate([self.tastes, others.tastes], axis=1),
            np.concatenate([self.habits, others.habits], axis=1),
        )


class People:
    """A scenario's shares as tables to draw from."""

    def __init__(self, scenario: Scenario, house: House) -> None:
        self.scenario = scenario
        self.house = house
        self.shares = shares_of(scenario, house)
        self.resells = np.array([s.resells for s in scenario.segments])
        # Nights of each production, and of each at one venue.
        self.first_night: dict[str, int] = {}
        self.dates: dict[tuple[str, str], list[int]] = {}
        for f, night in enumerate(house.performances):
            starts = int(house.starts[f])
            first = self.first_night.get(night.production, starts)
            self.first_night[night.production] = min(first, starts)
            self.dates.setdefault((night.production, night.venue_id), []).append(f)

    def of_night(
        self, f: int, rng: np.random.Generator, *, mood: float, reception: float
    ) -> Looking:
        """Return who looks for performance f."""
        scenario, night = self.scenario, self._night(f)
        parties = scenario.night_by_id[self.house.performances[f].id].parties
        expected = parties * mood * lognormal(rng, scenario.night_spread)
        # Thinned to the interest at each moment. The same people whatever turns:
        # fewer of them look, or others beside them.
        usual, highest = max(1.0, reception), self._highest(f)
        drawn = self._numbers(rng, expected * usual)
        level = drawn.at_once[3]
        if highest > 1:
            others = self._numbers(rng, expected * usual * (highest - 1))
            level = np.append(level, 1 + others.at_once[3] * (highest - 1))
            drawn = drawn.beside(others)
        segment, time = looks(drawn.at_once, drawn.waits, self.shares, night)
        interest = self._interest(f, time, reception)
        comes = level * usual < interest
        found = np.flatnonzero(comes).astype(np.int32)
        found = found[order_of(time[found])]
        like = traits(
            found, segment, time, drawn.habits, drawn.tastes, self.shares, night
        )
        people = Looking(time[found], *like, self.resells[segment[found]])
        if scenario.night_by_id[self.house.performances[f].id].turnout and len(found):
            times = expected / parties * float(interest.mean())
            people = self._turning_out(people, f, night, times, rng)
            expected = float(len(people.time))
        if people.resells.any():
            self._let_resellers_expect(people, f, expected)
        return people

    def _numbers(self, rng: np.random.Generator, expected: float) -> _Numbers:
        """Return what so many people are drawn from."""
        count = int(rng.poisson(expected))
        categories = self.house.capacity.shape[1]
        return _Numbers(
            rng.random((4, count)),
            rng.standard_exponential(count),
            rng.standard_normal((2 + categories, count), np.float32),
            rng.random((8, count)),
        )

    def _turning_out(
        self,
        people: Looking,
        f: int,
        night: Night,
        times: float,
        rng: np.random.Generator,
    ) -> Looking:
        """Return those of the people who look, where a turnout says how many do.

        Drawn from a stream of its own: luck is the same whatever turns.
        """
        told = self.scenario.night_by_id[self.house.performances[f].id]
        own = rng.spawn(1)[0]
        prices = self._prices(told.turnout_prices)
        seats = times * turnout.seats(told.turnout, told.shared_luck, own)
        surplus = np.where(
            night.for_sale,
            people.willingness_to_pay - prices[:, people.traits[1]].T,
            -1,
        )
        comes = turnout.kept(seats, surplus, people.traits[3].astype(np.int64), own)
        return Looking(
            people.time[comes],
            people.traits[:, comes],
            people.willingness_to_pay[comes],
            people.returns_at[comes],
            people.cancels_at[comes],
            people.resells[comes],
        )

    def _prices(self, full: tuple[float, ...]) -> Ints:
        """Return what each class pays where full prices are so, [C, K], minor units."""
        season = self.house.season
        found = np.zeros((self.house.capacity.shape[1], len(self.house.classes)))
        for c, units in enumerate(full):
            full_minor = round(units * 10 ** minor_digits(season.currency_code))
            for k, (tariff_id, bracket_id) in enumerate(self.house.classes):
                tariff = season.tariff_by_id[tariff_id]
                found[c, k] = tariff.price_minor(full_minor, bracket_id)
        return found.astype(np.int64)

    def _night(self, f: int) -> Night:
        house = self.house
        performance = house.performances[f]
        rung = performance.ladder.index(performance.reference_tier)
        dates = self.dates[performance.production, performance.venue_id]
        given = self.scenario.night_by_id[performance.id].values
        values = np.zeros(house.capacity.shape[1])
        values[: len(given)] = given
        unit = 10 ** minor_digits(house.season.currency_code)
        # Nobody wishes for a category that is not sold.
        for_sale = (house.capacity[f] > 0) & (values > 0)
        best = float(values.max())
        steps = [math.log(value / best) if value else 0.0 for value in values.tolist()]
        return Night(
            opens=int(house.on_sale[f]),
            curtain=int(house.starts[f]),
            log_best=math.log(best * unit),
            log_step=np.array(steps),
            for_sale=for_sale,
            printed=house.face[house.tier_row[f, rung]],
            others=np.array([g for g in dates if g != f], np.int64),
            on_sale=house.on_sale,
            starts=house.starts,
        )

    def _let_resellers_expect(self, people: Looking, f: int, expected: float) -> None:
        """Let resellers pay the most that sells on at a profit, in each category.

        What the party pays with which seats run out, if all come in order of
        what they would pay; nothing where there are seats for all.
        """
        size, pockets = people.traits[3], people.willingness_to_pay
        seats = self.house.capacity[f].sum()
        seekers = expected * size.mean()
        told = pockets[np.flatnonzero(~people.resells)[:_TOLD_BY]]
        worth = np.zeros(pockets.shape[1])
        if len(told) and seekers > seats:
            worth = quantile(told, 1 - seats / seekers)
        pockets[people.resells] = np.floor(worth / (1 + self.scenario.resale_margin))
        # Neither another date nor a habit.
        people.traits[0, people.resells] = people.traits[4, people.resells] = -1

    def _interest(self, f: int, time: Ints, reception: float) -> Floats:
        """Return how many times as many look at each time."""
        performance = self.house.performances[f]
        # Word of mouth: once the first night is told, more come, or fewer.
        told = time > self.first_night[performance.production] + DAY_SECONDS
        interest = np.where(told, reception, 1.0)
        for turn in self.scenario.turns:
            if turn.covers(performance.id):
                inside = time >= turn.begins_at.timestamp()
                if turn.ends_at is not None:
                    inside &= time < turn.ends_at.timestamp()
                interest = np.where(inside, interest * turn.factor, interest)
        return interest

    def _highest(self, f: int) -> float:
        performance = self.house.performances[f]
        return math.prod(
            max(1.0, turn.factor)
            for turn in self.scenario.turns
            if turn.covers(performance.id)
        )
