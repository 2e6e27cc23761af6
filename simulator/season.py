"""Plays one audience against one policy, from the first sale to the last curtain."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cached_property
from itertools import groupby
from typing import TypeVar

import numpy as np

from pricing.domain.errors import FieldInvalid, PricingError
from pricing.domain.rules import SolidarityShare
from simulator.audience import Audience
from simulator.house import DAY_SECONDS, House, Ints, kept_now
from simulator.kernel import sell
from simulator.outcomes import Outcome
from simulator.policy import Bookings, Moment, Policy, Pricer

Answer = TypeVar("Answer")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Kind(IntEnum):
    """Why sales pause, in the order in which it is done at one instant."""

    SEATS_RELEASED = 0
    QUOTA_LIFTED = 1
    PRICE_DUE = 2


@dataclass(frozen=True, slots=True)
class _Stop:
    """An instant at which sales pause: a price may move, or seats are released."""

    time: int
    kind: _Kind
    f: int
    # The booking period that begins, or the channel whose quota is lifted.
    index: int


@dataclass(frozen=True)
class Timetable:
    """All instants of a season at which something other than a sale happens."""

    house: House

    @cached_property
    def stops(self) -> tuple[tuple[int, tuple[_Stop, ...]], ...]:
        """Stops by time, earliest first."""
        stops = sorted(self._stops(), key=lambda s: (s.time, s.kind, s.f, s.index))
        return tuple(
            (time, tuple(group)) for time, group in groupby(stops, lambda s: s.time)
        )

    def _stops(self) -> list[_Stop]:
        house, season = self.house, self.house.season
        found = []
        for f, performance in enumerate(house.performances):
            opens, starts = int(house.on_sale[f]), int(house.starts[f])
            period = season.period_at((starts - opens) / DAY_SECONDS)
            found.append(_Stop(opens, _Kind.PRICE_DUE, f, period))
            for t in range(period + 1, len(season.period_days_out)):
                begins = starts - season.period_days_out[t] * DAY_SECONDS
                found.append(_Stop(begins, _Kind.PRICE_DUE, f, t))
            for rule in season.rules:
                if isinstance(rule, SolidarityShare) and rule.scope.covers(performance):
                    release = starts - rule.release_days_out * DAY_SECONDS
                    found.append(_Stop(max(release, opens), _Kind.SEATS_RELEASED, f, 0))
            for h, channel in enumerate(season.channels):
                if channel.release_days_out is not None:
                    release = starts - channel.release_days_out * DAY_SECONDS
                    found.append(_Stop(max(release, opens), _Kind.QUOTA_LIFTED, f, h))
        return found


class _Play:
    """The state of one season while it is played."""

    def __init__(self, house: House, audience: Audience) -> None:
        shape = house.capacity.shape
        performances = len(house.performances)
        self.house = house
        self.audience = audience
        self.left = house.capacity.copy()
        self.kept = house.kept.copy()
        self.channel_left = house.channel_quota.copy()
        self.tariff_left = house.tariff_quota.copy()
        self.posted = np.full(performances, -1, np.int64)
        self.path = np.full(
            (performances, len(house.season.period_days_out)), -1, np.int64
        )
        # Seats sold before each booking period began.
        self.sold_before = np.zeros_like(self.path)
        rungs = house.tier_row.shape[1]
        self.sold = np.zeros(
            (performances, rungs, shape[1], len(house.classes)), np.int64
        )
        self.lost = np.zeros((2, performances), np.int64)
        self.moved = np.zeros((2, performances), np.int64)

    def let_buy(self, begin: int, end: int, other_date_permille: int) -> None:
        people, house = self.audience, self.house
        sell(
            begin,
            end,
            people.performance,
            people.other_date,
            people.audience_class,
            people.channel,
            people.size,
            people.habit,
            people.willingness_to_pay,
            other_date_permille,
            house.paid,
            house.tier_row,
            self.posted,
            self.left,
            self.kept,
            self.channel_left,
            self.tariff_left,
            house.class_tariff,
            house.class_solidarity,
            house.public_class,
            self.sold,
            self.lost,
            self.moved,
        )

    def release(self, stop: _Stop) -> None:
        if stop.kind is _Kind.SEATS_RELEASED:
            performance = self.house.performances[stop.f]
            now = _EPOCH + timedelta(seconds=stop.time)
            categories = self.kept.shape[1]
            kept = kept_now(self.house.season, performance, now, categories)
            sold = self.sold[stop.f].sum(axis=0)[:, self.house.class_solidarity]
            self.kept[stop.f] = np.maximum(kept - sold.sum(axis=1), 0)
        else:
            lifted = self.house.capacity[stop.f].sum()
            self.channel_left[stop.f, stop.index] = lifted

    def bookings(self) -> Bookings:
        return Bookings(self.sold.copy(), self.posted.copy(), self.path.copy())

    def post(self, policy: str, stop: _Stop, tier_id: str) -> None:
        """Put a tier on sale from the start of a period.

        Raises
        ------
        FieldInvalid
            When the tier is not on the ladder, or undercuts earlier buyers.
        """
        performance = self.house.performances[stop.f]
        field = f"policies.{policy}.{performance.id}"
        if tier_id not in performance.ladder:
            raise FieldInvalid(
                field,
                f"{tier_id!r} is off the ladder ({', '.join(performance.ladder)})",
            )
        rung = performance.ladder.index(tier_id)
        if self.house.never_falls[stop.f] and rung < self.posted[stop.f]:
            raise FieldInvalid(
                field,
                f"{tier_id!r} is under the posted "
                f"{performance.ladder[self.posted[stop.f]]!r}, and prices of this "
                "performance never fall",
            )
        self.posted[stop.f] = rung
        self.path[stop.f, stop.index :] = rung
        self.sold_before[stop.f, stop.index] = self.sold[stop.f].sum()

    def booked(self) -> Ints:
        """Return the seats sold in each booking period, [F, T]."""
        total = self.sold.sum(axis=(1, 2, 3))
        return np.diff(self.sold_before, axis=1, append=total[:, None])


def play(
    house: House,
    timetable: Timetable,
    audience: Audience,
    policy: Policy,
    *,
    other_date_value: float = 0.9,
) -> Outcome:
    """Return what a policy makes of an audience.

    Raises
    ------
    FieldInvalid
        When the policy fails, or posts a tier that is off the ladder or under
        a price that must not fall.
    """
    state = _Play(house, audience)
    pricer = _guarded(policy.name, policy.start)
    permille = round(1000 * other_date_value)
    begin = 0
    for time, stops in timetable.stops:
        end = int(np.searchsorted(audience.time, time, side="left"))
        state.let_buy(begin, end, permille)
        begin = end
        for stop in stops:
            if stop.kind is not _Kind.PRICE_DUE:
                state.release(stop)
        due = [stop for stop in stops if stop.kind is _Kind.PRICE_DUE]
        if due:
            _reprice(state, policy.name, pricer, time, due)
    state.let_buy(begin, len(audience), permille)
    return Outcome(
        sold=state.sold,
        spilled=state.lost[0],
        priced_out=state.lost[1],
        recaptured=state.moved.sum(axis=0),
        path=state.path,
        booked=state.booked(),
    )


def _reprice(
    state: _Play, name: str, pricer: Pricer, time: int, due: list[_Stop]
) -> None:
    moment = Moment(
        now=_EPOCH + timedelta(seconds=time),
        due=tuple(stop.f for stop in due),
        periods=tuple(stop.index for stop in due),
        bookings=state.bookings(),
    )
    tier_ids = _guarded(name, lambda: list(pricer.post(moment)))
    if len(tier_ids) != len(due):
        raise FieldInvalid(
            f"policies.{name}", f"posted {len(tier_ids)} tiers where {len(due)} are due"
        )
    for stop, tier_id in zip(due, tier_ids, strict=True):
        state.post(name, stop, tier_id)


def _guarded(name: str, call: Callable[[], Answer]) -> Answer:
    """Return what a policy answers; whatever it raises names the policy."""
    try:
        return call()
    except PricingError:
        raise
    except Exception as error:
        raise FieldInvalid(
            f"policies.{name}", f"failed with {type(error).__name__}: {error}"
        ) from error
