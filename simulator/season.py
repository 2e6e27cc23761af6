"""Plays one audience against one policy, from the first sale to the last curtain."""

from simulator.answers import Reader
from simulator.audience import Audience
from simulator.books import (
    GIVEN_BACK,
    OTHER_CATEGORY,
    OTHER_DATE,
    PRICED_OUT,
    SOLD_ON,
    SPILLED,
    TO_RESELLERS,
)
from simulator.house import House
from simulator.instants import instant
from simulator.outcomes import Outcome
from simulator.playing import Playing
from simulator.policy import Cause, Moment, Policy, Pricer
from simulator.sales_moves import UNCOUNTED, SalesMoves
from simulator.scenario import Scenario
from simulator.timetable import Pause, Stop, Timetable


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
        When the policy fails, or posts what it may not: see ``simulator.answers``.
    """
    state = Playing(
        house, audience, other_date_value=other_date_value, resale_margin=resale_margin
    )
    seller = _Seller(state, policy)
    for time, stops in timetable.stops:
        seller.sell_until(time)
        for stop in stops:
            if stop.kind is not Pause.PRICE_DUE:
                state.release(stop)
        due = [stop for stop in stops if stop.kind is Pause.PRICE_DUE]
        if due:
            seller.reprice(time, due, Cause.PERIOD_BEGAN)
    seller.sell_until(int(house.starts.max()) + 1)
    books = state.books
    return Outcome(
        sold=books.sold,
        spilled=books.count(SPILLED),
        priced_out=books.count(PRICED_OUT),
        recaptured=books.count(OTHER_CATEGORY) + books.count(OTHER_DATE),
        given_back=books.count(GIVEN_BACK),
        to_resellers=books.count(TO_RESELLERS),
        sold_on=books.count(SOLD_ON),
        path=state.prices.path,
        booked=state.booked(),
        changes=tuple(state.prices.changes),
        visits=state.visits,
        bought=books.state.bought,
        log=books.log,
    )


class _Seller:
    """Lets people buy, and asks the policy for prices where they may move."""

    def __init__(self, state: Playing, policy: Policy) -> None:
        self._state = state
        self._reader = Reader(policy.name, state.house)
        self._pricer: Pricer = self._reader.call(policy.start)
        self._moves = SalesMoves(state.house, self._reader.sales_moves(policy))
        # The visit before which sales stopped.
        self._begin = 0

    def sell_until(self, time: int) -> None:
        """Let visits take place up to a time; prices move when they are due."""
        due = self._state.due
        while due and (first := min(due.values())) < time:
            self._sell_until(first)
            here = sorted(f for f, at in due.items() if at == first)
            for f in here:
                del due[f]
            if here:
                stops = [self._state.within(f, first) for f in here]
                self.reprice(first, stops, Cause.MOVE_DUE)
        self._sell_until(time)

    def _sell_until(self, time: int) -> None:
        """Let visits take place up to a time; prices move when sales move them."""
        state, moves = self._state, self._moves
        while moves.moves_at is not None or (moves.left and moves.looks_from < time):
            if moves.moves_at is None:
                self._begin = state.let_buy(self._begin, moves.looks_from)
                missing = moves.until_batch(state.seats_sold, moves.looks_from)
                if missing.all():
                    state.books.until_batch[:] = missing
                    self._begin = state.let_buy(self._begin, time)
                    missing = state.books.until_batch.copy()
                    state.books.until_batch[:] = UNCOUNTED
                if (missing > 0).all():
                    moves.looks_from = time
                    break
                last = int(state.visits.time[self._begin - 1])
                moves.settle(max(last, moves.looks_from))
            elif moves.moves_at >= time:
                break
            else:
                now = moves.moves_at
                self._begin = state.let_buy(self._begin, now)
                due = state.on_sale(now)
                if due:
                    self.reprice(now, due, Cause.SALES_MOVED)
                moves.moved(state.seats_sold)
        self._begin = state.let_buy(self._begin, time)

    def reprice(self, time: int, due: list[Stop], cause: Cause) -> None:
        """Post what the policy answers for performances that are due."""
        state, reader = self._state, self._reader
        moment = Moment(
            now=instant(time),
            due=tuple(stop.f for stop in due),
            periods=tuple(stop.index for stop in due),
            bookings=state.bookings(),
            cause=cause,
        )
        found = reader.call(lambda: self._pricer.post(moment))
        answers = reader.answers(found, len(due))
        for stop, answer in zip(due, answers, strict=True):
            f = stop.f
            reading = reader.read(f, answer, state.prices.last[f], state.books.left[f])
            state.post(stop, reading)
