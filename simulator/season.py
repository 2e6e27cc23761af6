"""Plays one audience against one policy, from the first sale to the last curtain."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from pricing.domain.errors import FieldInvalid, PricingError
from simulator.audience import Audience
from simulator.house import House
from simulator.instants import instant
from simulator.kernel import (
    GIVEN_BACK,
    PRICED_OUT,
    SOLD_ON,
    SPILLED,
    TO_RESELLERS,
    Shop,
)
from simulator.outcomes import Outcome
from simulator.playing import Playing
from simulator.policy import (
    Cause,
    Moment,
    MovedBySales,
    Policy,
    Posted,
    Pricer,
)
from simulator.sales_moves import UNCOUNTED, SalesMoves
from simulator.scenario import Scenario
from simulator.timetable import Pause, Stop, Timetable

Answer = TypeVar("Answer")


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
    state = Playing(house, people, shop)
    pricer = _guarded(policy.name, policy.start)
    most = policy.sales_moves if isinstance(policy, MovedBySales) else 0
    moves = SalesMoves(house, most)
    begin = 0
    for time, stops in timetable.stops:
        begin = _sell_until(time, begin, state, moves, policy.name, pricer)
        for stop in stops:
            if stop.kind is not Pause.PRICE_DUE:
                state.release(stop)
        due = [stop for stop in stops if stop.kind is Pause.PRICE_DUE]
        if due:
            _reprice(state, policy.name, pricer, time, due)
    _sell_until(int(house.starts.max()) + 1, begin, state, moves, policy.name, pricer)
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


def _sell_until(
    time: int, begin: int, state: Playing, moves: SalesMoves, name: str, pricer: Pricer
) -> int:
    """Return the visit at which a time comes; prices move when sales move them."""
    while moves.moves_at is not None or (moves.left and moves.looks_from < time):
        if moves.moves_at is None:
            begin = state.let_buy(begin, moves.looks_from)
            missing = moves.until_batch(state.seats_sold, moves.looks_from)
            if missing.all():
                state.books.until_batch[:] = missing
                begin = state.let_buy(begin, time)
                missing = state.books.until_batch.copy()
                state.books.until_batch[:] = UNCOUNTED
            if (missing > 0).all():
                moves.looks_from = time
                break
            last = int(state.people.visit_time[begin - 1])
            moves.settle(max(last, moves.looks_from))
        elif moves.moves_at >= time:
            break
        else:
            now = moves.moves_at
            begin = state.let_buy(begin, now)
            due = state.on_sale(now)
            if due:
                _reprice(state, name, pricer, now, due, Cause.SALES_MOVED)
            moves.moved(state.seats_sold)
    return state.let_buy(begin, time)


def _reprice(
    state: Playing,
    name: str,
    pricer: Pricer,
    time: int,
    due: list[Stop],
    cause: Cause = Cause.PERIOD_BEGAN,
) -> None:
    moment = Moment(
        now=instant(time),
        due=tuple(stop.f for stop in due),
        periods=tuple(stop.index for stop in due),
        bookings=state.bookings(),
        cause=cause,
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
