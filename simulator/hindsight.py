"""The best ladder paths for the people who came: what nobody could have known.

Not a policy, for it knows the people; a measure of what policies leave. Nights
among which people move are searched together, from the path of the policy that
earned most on them, by raising and lowering parts of each night's path as long
as income grows, under all rules on prices and their changes: each category by
itself where it may have a price of its own. Rules on sums over the season
(access, budgets) are not imposed. A search, not a proof: at least the best of
the policies on every audience, and on small seasons the best of all paths.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pricing.domain.errors import FieldInvalid
from simulator.audience import Audience
from simulator.house import House, Ints
from simulator.moves import PriceMoves, Tiers
from simulator.outcomes import Outcome, income_minor
from simulator.policy import Moment, Pricer
from simulator.scenario import Scenario
from simulator.season import play
from simulator.timetable import Timetable

# Rounds over the nights of a production; most gains come in the first.
_ROUNDS = 4


@dataclass(frozen=True)
class Hindsight:
    """Who looks back; named among policies, and last."""

    house: House
    name: str = "hindsight"

    def start(self) -> Pricer:
        """Refuse: hindsight cannot price a season as it is sold.

        Raises
        ------
        FieldInvalid
            Always.
        """
        raise FieldInvalid("policies", "hindsight cannot price what is to come")

    @cached_property
    def _groups(self) -> tuple["_Group", ...]:
        found: dict[tuple[str, str], list[int]] = {}
        for f, performance in enumerate(self.house.performances):
            found.setdefault((performance.production, performance.venue_id), []).append(
                f
            )
        return tuple(_group(self.house, nights) for nights in found.values())

    def look_back(
        self, people: Audience, outcomes: Sequence[Outcome], scenario: Scenario
    ) -> Outcome:
        """Return what the best paths found would have made of people.

        Parameters
        ----------
        people : Audience
        outcomes : Sequence of Outcome
            What policies made of the same people: never more than is returned.
        scenario : Scenario
            Says what another date is worth, and what resellers ask.
        """
        path = np.empty_like(outcomes[0].path)
        for group in self._groups:
            mine = group.people_of(people)
            starts = [each.path[list(group.nights)] for each in outcomes]
            path[list(group.nights)] = group.best(mine, starts, scenario)
        found = _played(self.house, Timetable(self.house), people, path, scenario)
        return max((found, *outcomes), key=lambda each: income_minor(each, self.house))


@dataclass(frozen=True)
class _Group:
    """Nights among which people move, as a small house of their own."""

    nights: tuple[int, ...]
    house: House
    timetable: Timetable
    moves: PriceMoves
    place: NDArray[np.int32]

    def people_of(self, people: Audience) -> Audience:
        mine = people.only(self.place[people.performance] >= 0)
        return replace(
            mine,
            performance=self.place[mine.performance],
            # The last place is for no other date.
            other_date=self.place[mine.other_date],
        )

    def best(
        self, people: Audience, starts: Sequence[Ints], scenario: Scenario
    ) -> Ints:
        """Return the path with most income that the search finds, [F, T, C]."""

        def income(path: Ints) -> int:
            outcome = _played(self.house, self.timetable, people, path, scenario)
            return income_minor(outcome, self.house)

        most, path = max(
            ((income(each), each) for each in starts), key=lambda found: found[0]
        )
        for _ in range(_ROUNDS):
            before = most
            for f in range(len(self.nights)):
                for other in self._kept(f, path[f]):
                    tried = path.copy()
                    tried[f] = other
                    earned = income(tried)
                    if earned > most:
                        most, path = earned, tried
            if most == before:
                break
        return path

    def _kept(self, f: int, path: Ints) -> Iterator[Ints]:
        """Yield paths of a night near another that the rules on prices allow."""
        for found in self._moves(f, path):
            if self.moves.keeps(f, found):
                yield found

    def _moves(self, f: int, path: Ints) -> Iterator[Ints]:
        """Yield paths of a night, [T, C], that differ by a rung in a part."""
        on_sale = np.flatnonzero((path >= 0).any(axis=1))
        rungs = np.array(self.moves.rungs[f])
        for rung in rungs.tolist():
            throughout = np.full_like(path, -1)
            throughout[on_sale] = rung
            yield throughout
        yield from self._by_a_rung(f, path, on_sale, slice(None), rungs)
        if self.moves.apart:
            count = len(self.house.performances[f].capacities)
            yield from chain.from_iterable(
                self._by_a_rung(
                    f, path, on_sale, c, np.flatnonzero(self.moves.prices[f][:, c])
                )
                for c in range(count)
            )

    def _by_a_rung(
        self, f: int, path: Ints, on_sale: Ints, which: int | slice, rungs: Ints
    ) -> Iterator[Ints]:
        """Yield a path with some categories a rung up or down in a part of it."""
        # The first category that moves tells where the others are.
        place = np.searchsorted(rungs, path[:, which].reshape(len(path), -1)[:, 0])
        for t in on_sale.tolist():
            up = rungs[min(place[t] + 1, len(rungs) - 1)]
            down = rungs[max(place[t] - 1, 0)]
            raised, lowered, single = path.copy(), path.copy(), path.copy()
            raised[t:, which] = np.maximum(raised[t:, which], up)
            before = on_sale[on_sale <= t]
            lowered[before, which] = np.minimum(lowered[before, which], down)
            yield raised
            yield lowered
            if not self.house.never_falls[f]:
                for rung in (up, down):
                    single[t, which] = rung
                    yield single.copy()


def _group(house: House, nights: list[int]) -> _Group:
    rows = np.array(nights)
    place = np.full(len(house.performances) + 1, -1, np.int32)
    place[rows] = np.arange(len(rows))
    small = replace(
        house,
        performances=tuple(house.performances[f] for f in nights),
        **{
            name: getattr(house, name)[rows]
            for name in (
                "tier_row", "capacity", "kept", "channel_quota", "tariff_quota",
                "on_sale", "starts", "never_falls",
            )
        },
    )  # fmt: skip
    return _Group(tuple(nights), small, Timetable(small), PriceMoves(small), place)


def _played(
    house: House,
    timetable: Timetable,
    people: Audience,
    path: Ints,
    scenario: Scenario,
) -> Outcome:
    return play(
        house,
        timetable,
        people,
        _Path(house, path),
        other_date_value=scenario.other_date_value,
        resale_margin=scenario.resale_margin,
    )


@dataclass(frozen=True)
class _Path:
    """Rungs written down beforehand, [F, T, C]."""

    house: House
    path: Ints
    name: str = "path"

    def start(self) -> Pricer:
        return self

    def post(self, moment: Moment) -> Sequence[Tiers]:
        return [
            self._tiers(f, self.path[f, t].tolist())
            for f, t in zip(moment.due, moment.periods, strict=True)
        ]

    def _tiers(self, f: int, rungs: list[int]) -> Tiers:
        performance = self.house.performances[f]
        if len(set(rungs)) == 1 and rungs[0] >= 0:
            return performance.ladder[rungs[0]]
        return tuple(
            performance.ladder[rung] if rung >= 0 else ""
            for rung in rungs[: len(performance.capacities)]
        )
