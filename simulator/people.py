"""Who looks for seats of one night: drawn from a scenario's shares."""

import math

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import minor_digits
from simulator.house import DAY_SECONDS, House, Ints
from simulator.sampling import cumulated, lognormal, picked, table, willingness
from simulator.scenario import Scenario

Floats = NDArray[np.float64]

# Nobody pays more for a seat (minor units): keeps sums within integers.
WILLINGNESS_MAX = 1_000_000_000
# Of the time of what does not happen.
NEVER = -1


class People:
    """A scenario's shares as tables to draw from."""

    def __init__(self, scenario: Scenario, house: House) -> None:
        segments = scenario.segments
        channel_ids = [channel.id for channel in house.season.channels]
        self.scenario = scenario
        self.house = house
        self.segment_share = cumulated([s.share for s in segments])
        self.audience_class = np.array(
            [house.classes.index((s.tariff_id, s.means_bracket_id)) for s in segments]
        )
        self.sizes = table([s.party_sizes for s in segments], 0)
        self.size_share = table([cumulated(s.party_shares) for s in segments], 1)
        self.channels = table(
            [[channel_ids.index(c) for c, _ in s.channels] or [0] for s in segments], 0
        )
        self.channel_share = table(
            [cumulated([x for _, x in s.channels] or [1.0]) for s in segments], 1
        )
        self.burst_share = np.array([s.burst_share for s in segments])
        self.burst_days = np.array([s.burst_days for s in segments])
        # One curve after another, two apart, each from share 0 to share 1.
        self.curve_share = np.concatenate(
            [2 * n + np.array((0.0, *s.curve_share)) for n, s in enumerate(segments)]
        )
        self.curve_days_out = np.concatenate(
            [(s.curve_days_out[0], *s.curve_days_out) for s in segments]
        )
        self.flexible_share = np.array([s.flexible_share for s in segments])
        self.habit_share = np.array([s.habit_share for s in segments])
        self.patient_share = np.array([s.patient_share for s in segments])
        self.cancel_share = np.array([s.cancel_share for s in segments])
        self.resells = np.array([s.resells for s in segments])
        self.log_means = np.log([s.means for s in segments])
        self.spread = np.array([s.spread for s in segments])
        # Nights of each production, and of each at one venue.
        nights = house.performances
        self.first_night: dict[str, int] = {}
        self.dates: dict[tuple[str, str], list[int]] = {}
        for f, night in enumerate(nights):
            starts = int(house.starts[f])
            first = self.first_night.get(night.production, starts)
            self.first_night[night.production] = min(first, starts)
            self.dates.setdefault((night.production, night.venue_id), []).append(f)

    def of_night(
        self, f: int, rng: np.random.Generator, *, mood: float, reception: float
    ) -> tuple[NDArray[np.signedinteger], ...]:
        """Return the columns of an Audience for performance f, first comers first."""
        house, scenario = self.house, self.scenario
        parties = scenario.night_by_id[house.performances[f].id].parties
        expected = parties * mood * lognormal(rng, scenario.night_spread)
        # Thinned to the interest at each moment, below.
        most = max(1.0, reception) * self._highest(f)
        count = int(rng.poisson(expected * most))
        uniform = rng.random((8, count))
        segment = np.searchsorted(self.segment_share, uniform[0], side="right")
        time = self._times(f, segment, uniform[1], uniform[2])
        comes = uniform[3] * most < self._interest(f, time, reception)
        size = picked(self.sizes, self.size_share, segment, uniform[4])
        channel = picked(self.channels, self.channel_share, segment, uniform[5])
        audience_class = self.audience_class[segment]
        pockets = self._pockets(f, segment, rng)
        habit = np.full(count, -1, np.int64)
        habitual = np.flatnonzero(uniform[6] < self.habit_share[segment])
        habit[habitual] = self._usual(f, pockets[habitual], audience_class[habitual])
        other_date = self._other_dates(f, segment, time, uniform[7])
        permille, again, back = self._later(f, segment, time, rng.random((4, count)))
        resells = self.resells[segment]
        if resells.any():
            pockets[resells] = self._resale_value(f, expected, pockets[~resells], size)
            habit[resells] = other_date[resells] = -1
        small = (other_date, audience_class, channel, size, habit, pockets, permille)
        found = np.flatnonzero(comes)
        found = found[np.argsort(time[found], kind="stable")]
        return (
            time[found],
            np.full(len(found), f, np.int32),
            *(column.astype(np.int32)[found] for column in small),
            again[found],
            back[found],
            resells[found],
        )

    def _later(
        self, f: int, segment: Ints, time: Ints, uniform: Floats
    ) -> tuple[Ints, Ints, Ints]:
        """Return what each pays at first, when it looks again and gives back."""
        starts = int(self.house.starts[f])
        ahead = starts - time
        # Most of those who wait do so until shortly before.
        again = starts - np.ceil(ahead * uniform[1] ** 2).astype(np.int64)
        patient = (uniform[0] < self.patient_share[segment]) & (again < starts)
        patient &= again > time
        again = np.where(patient, again, NEVER)
        bought = np.maximum(time, again)
        back = bought + 1 + np.floor((starts - bought) * uniform[3]).astype(np.int64)
        cancels = (uniform[2] < self.cancel_share[segment]) & (back < starts)
        permille = np.where(patient, round(1000 * self.scenario.bargain), 1000)
        return permille, again, np.where(cancels, back, NEVER)

    def _resale_value(
        self, f: int, expected: float, pockets: Floats, size: Ints
    ) -> Floats:
        """Return the most that sells on at a profit, for each category, [C].

        What the party pays with which seats run out, if all come in order of
        what they would pay; nothing where there are seats for all.
        """
        seats = self.house.capacity[f].sum()
        seekers = expected * (size.mean() if len(size) else 0.0)
        if not len(pockets) or seekers <= seats:
            return np.zeros(pockets.shape[1])
        clearing: Floats = np.quantile(pockets, 1 - seats / seekers, axis=0)
        return np.floor(clearing / (1 + self.scenario.resale_margin))

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

    def _times(self, f: int, segment: Ints, when: Floats, burst: Floats) -> Ints:
        opens, starts = int(self.house.on_sale[f]), int(self.house.starts[f])
        window = (starts - opens) / DAY_SECONDS
        lead = np.interp(2 * segment + when, self.curve_share, self.curve_days_out)
        # The same uniform number serves twice: one of the two is not used.
        early = -self.burst_days[segment] * np.log1p(-when)
        # Whoever would have looked before sales open looks when they do.
        at_opening = (burst < self.burst_share[segment]) | (lead > window)
        days = np.where(at_opening, np.minimum(early, window), window - lead)
        # Never after the curtain, whatever the rounding.
        seconds = np.minimum(np.floor(days * DAY_SECONDS), starts - opens - 1)
        time: Ints = opens + seconds.astype(np.int64)
        return time

    def _pockets(self, f: int, segment: Ints, rng: np.random.Generator) -> Floats:
        night = self.scenario.night_by_id[self.house.performances[f].id]
        values = np.array(night.values)
        count = len(segment)
        liking = self.log_means[segment] + self.spread[segment] * rng.standard_normal(
            count
        )
        taste = np.exp(self.scenario.view_spread * rng.standard_normal(count))
        single = self.scenario.seat_spread * rng.standard_normal((count, len(values)))
        units = willingness(values, liking, taste, single)
        minor = units * 10 ** minor_digits(self.house.season.currency_code)
        padded = np.zeros((count, self.house.capacity.shape[1]))
        padded[:, : len(values)] = np.floor(np.minimum(minor, WILLINGNESS_MAX))
        # Nobody wishes for a category that is not sold.
        return np.where(self.house.capacity[f] > 0, padded, 0.0)

    def _usual(self, f: int, willingness: Floats, audience_class: Ints) -> Ints:
        """Return the category that each would take at the printed prices, or -1."""
        performance = self.house.performances[f]
        rung = performance.ladder.index(performance.reference_tier)
        face = self.house.face[self.house.tier_row[f, rung]][:, audience_class].T
        surplus = np.where(self.house.capacity[f] > 0, willingness - face, -1.0)
        usual = np.argmax(surplus, axis=1)
        best = np.take_along_axis(surplus, usual[:, None], axis=1)[:, 0]
        return np.where(best >= 0, usual, -1)

    def _other_dates(self, f: int, segment: Ints, time: Ints, uniform: Floats) -> Ints:
        mine = self.house.performances[f]
        dates = self.dates[mine.production, mine.venue_id]
        others = np.array([g for g in dates if g != f], np.int64)
        flexible = self.flexible_share[segment]
        if not len(others):
            return np.full(len(time), -1)
        # One uniform number says whether and which.
        place = np.floor(uniform / np.maximum(flexible, 1e-12) * len(others))
        other = others[np.minimum(place, len(others) - 1).astype(np.int64)]
        on_sale = (time >= self.house.on_sale[other]) & (
            time < self.house.starts[other]
        )
        return np.where((uniform < flexible) & on_sale, other, -1)
