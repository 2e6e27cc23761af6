"""Plays one audience against one policy, from the first sale to the last curtain."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np

from pricing.domain.errors import FieldInvalid, PricingError
from simulator.audience import Audience
from simulator.house import House, Ints, kept_now
from simulator.kernel import (
    GIVEN_BACK,
    NOTHING,
    PRICED_OUT,
    SOLD_ON,
    SPILLED,
    TO_RESELLERS,
    Books,
    Parties,
    Shop,
    sell,
)
from simulator.outcomes import Outcome
from simulator.policy import Bookings, Moment, Policy, Posted, Pricer
from simulator.scenario import Scenario
from simulator.timetable import Pause, Stop, Timetable

Answer = TypeVar("Answer")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _zeros(shape: tuple[int, ...]) -> Ints:
    return np.zeros(shape, np.int64)


class _Play:
    """The state of one season while it is played."""

    def __init__(self, house: House, people: Parties, shop: Shop) -> None:
        self.house, self.people, self.shop = house, people, shop
        performances, categories = house.capacity.shape
        rungs, classes = house.tier_row.shape[1], len(house.classes)
        tariffs = len(house.season.tariffs)
        self.books = Books(
            posted=np.full(performances, -1),
            left=house.capacity.copy(),
            kept=house.kept.copy(),
            protected=_zeros((performances, tariffs, categories)),
            channel_left=house.channel_quota.copy(),
            tariff_left=house.tariff_quota.copy(),
            bought=np.full(len(people.traits), NOTHING, np.int32),
            sold=_zeros((performances, rungs, categories, classes)),
            lost=_zeros((2, performances)),
            moved=_zeros((2, performances)),
            after=_zeros((3, performances)),
            resale=_zeros((performances, categories)),
            resale_price=_zeros((performances, categories)),
        )
        self.path = np.full((performances, len(house.season.period_days_out)), -1)
        # Seats sold before each booking period began.
        self.sold_before = np.zeros_like(self.path)

    def let_buy(self, begin: int, end: int) -> None:
        if begin < end:
            sell(begin, end, self.people, self.shop, self.books)

    def release(self, stop: Stop) -> None:
        if stop.kind is Pause.SEATS_RELEASED:
            performance = self.house.performances[stop.f]
            now = _EPOCH + timedelta(seconds=stop.time)
            categories = self.books.kept.shape[1]
            kept = kept_now(self.house.season, performance, now, categories)
            sold = self.books.sold[stop.f].sum(axis=0)[:, self.house.class_solidarity]
            self.books.kept[stop.f] = np.maximum(kept - sold.sum(axis=1), 0)
        else:
            lifted = self.house.capacity[stop.f].sum()
            self.books.channel_left[stop.f, stop.index] = lifted

    def bookings(self) -> Bookings:
        """Return the books as they stand: to be read now, and not to be written."""
        shown = (self.books.sold, self.books.posted, self.path)
        views = tuple(each.view() for each in shown)
        for view in views:
            view.flags.writeable = False
        return Bookings(*views)

    def post(self, policy: str, stop: Stop, tier_id: str) -> None:
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
        posted = self.books.posted
        if self.house.never_falls[stop.f] and rung < posted[stop.f]:
            raise FieldInvalid(
                field,
                f"{tier_id!r} is under the posted "
                f"{performance.ladder[posted[stop.f]]!r}, and prices of this "
                "performance never fall",
            )
        posted[stop.f] = rung
        self.path[stop.f, stop.index :] = rung
        self.sold_before[stop.f, stop.index] = self.books.sold[stop.f].sum()

    def protect(self, policy: str, stop: Stop, protected: Ints | None) -> None:
        """Leave seats to better tariffs from the start of a period.

        Raises
        ------
        FieldInvalid
            When they are not seats by category and tariff.
        """
        books, f = self.books, stop.f
        if protected is None:
            books.protected[f] = 0
            return
        found = np.asarray(protected).T
        if found.shape != books.protected[f].shape or (found < 0).any():
            raise FieldInvalid(
                f"policies.{policy}.{self.house.performances[f].id}",
                "expected protected seats by category and tariff, none under 0",
            )
        books.protected[f] = found

    def booked(self) -> Ints:
        """Return the seats sold in each booking period, [F, T]."""
        total = self.books.sold.sum(axis=(1, 2, 3))
        return np.diff(self.sold_before, axis=1, append=total[:, None])


def play(
    house: House,
    timetable: Timetable,
    audience: Audience,
    policy: Policy,
    *,
    other_date_value: float = Scenario.other_date_value,
    resale_margin: float = Scenario.resale_margin,
) -> Outcome:
    """Return what a policy makes of an audience.

    Raises
    ------
    FieldInvalid
        When the policy fails, or posts a tier that is off the ladder or under
        a price that must not fall.
    """
    shop = Shop(
        paid=np.ascontiguousarray(house.paid.transpose(0, 2, 3, 1)),
        tier_row=house.tier_row,
        starts=house.starts,
        class_tariff=house.class_tariff,
        class_solidarity=house.class_solidarity,
        public_class=house.public_class,
        other_date_permille=round(1000 * other_date_value),
        resale_permille=round(1000 * (1 + resale_margin)),
    )
    people = audience.parties(house.capacity.shape)
    state = _Play(house, people, shop)
    pricer = _guarded(policy.name, policy.start)
    begin = 0
    times = [time for time, _ in timetable.stops]
    ends = np.searchsorted(people.visit_time, times, side="left").tolist()
    for (time, stops), end in zip(timetable.stops, ends, strict=True):
        state.let_buy(begin, end)
        begin = end
        for stop in stops:
            if stop.kind is not Pause.PRICE_DUE:
                state.release(stop)
        due = [stop for stop in stops if stop.kind is Pause.PRICE_DUE]
        if due:
            _reprice(state, policy.name, pricer, time, due)
    state.let_buy(begin, len(people.visit_time))
    books = state.books
    return Outcome(
        sold=books.sold,
        spilled=books.lost[SPILLED],
        priced_out=books.lost[PRICED_OUT],
        recaptured=books.moved.sum(axis=0),
        given_back=books.after[GIVEN_BACK],
        to_resellers=books.after[TO_RESELLERS],
        sold_on=books.after[SOLD_ON],
        path=state.path,
        booked=state.booked(),
    )


def _reprice(
    state: _Play, name: str, pricer: Pricer, time: int, due: list[Stop]
) -> None:
    moment = Moment(
        now=_EPOCH + timedelta(seconds=time),
        due=tuple(stop.f for stop in due),
        periods=tuple(stop.index for stop in due),
        bookings=state.bookings(),
    )
    answers = _guarded(name, lambda: list(pricer.post(moment)))
    if len(answers) != len(due):
        raise FieldInvalid(
            f"policies.{name}", f"posted {len(answers)} tiers where {len(due)} are due"
        )
    for stop, answer in zip(due, answers, strict=True):
        posted = Posted(answer) if isinstance(answer, str) else answer
        state.post(name, stop, posted.tier_id)
        state.protect(name, stop, posted.protected)


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
