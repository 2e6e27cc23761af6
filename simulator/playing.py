"""The state of one season while it is played: what is posted, sold and left."""

import numpy as np

from simulator.answers import Reading
from simulator.audience import Audience
from simulator.books import Books, Shop
from simulator.house import DAY_SECONDS, House, Ints
from simulator.kernel import sell
from simulator.policy import Bookings
from simulator.posted_prices import PostedPrices
from simulator.timetable import Pause, Stop


class Playing:
    """The state of one season while it is played.

    Attributes
    ----------
    due : seconds by place of a performance
        When the policy wants to be asked again.
    """

    def __init__(
        self,
        house: House,
        audience: Audience,
        *,
        other_date_value: float,
        resale_margin: float,
    ) -> None:
        self.house = house
        self.visits = audience.as_visits()
        self.books = Books(house, self.visits, audience.weight)
        self.prices = PostedPrices(house, self.books.row, self.books.rung)
        self._shop = Shop(
            paid=self.prices.paid,
            effect=house.funds.budgets[1].reshape(-1, 2, self.books.sold.size),
            tariff=house.class_tariff,
            solidarity=house.class_solidarity,
            public_class=house.public_class,
            other_date_permille=round(1000 * other_date_value),
            resale_permille=round(1000 * (1 + resale_margin)),
        )
        self.due: dict[int, int] = {}
        # Performances of which seats are protected.
        self._protected: set[int] = set()
        # Seats sold before each booking period began, [F, T].
        periods = len(house.season.period_days_out)
        self.sold_before = np.zeros((len(house.performances), periods), np.int64)

    def let_buy(self, begin: int, time: int) -> int:
        """Return the visit before which sales stop: at a time, or after a batch."""
        end = int(np.searchsorted(self.visits.time, time, side="left"))
        if begin >= end:
            return begin
        if self._shop.paid is not self.prices.paid:
            self._shop = self._shop._replace(paid=self.prices.paid)
        return int(sell(begin, end, self.visits, self._shop, self.books.state))

    @property
    def seats_sold(self) -> Ints:
        """Seats sold by performance, [F]."""
        return self.books.taken.copy()

    def release(self, stop: Stop) -> None:
        """Return seats kept for solidarity to all, or lift a channel's quota."""
        if stop.kind is Pause.SEATS_RELEASED:
            promised = self.house.kept_at(stop.f, stop.time)
            sold = self.books.sold[stop.f].sum(axis=0)[:, self.house.class_solidarity]
            self.books.owed[stop.f] = promised - sold.sum(axis=1)
        else:
            lifted = self.house.capacity[stop.f].sum()
            self.books.channel_left[stop.f, stop.index] = lifted

    def bookings(self) -> Bookings:
        """Return the books as they stand: to be read now, and not to be written."""
        sold, posted, path = (
            each.view() for each in (self.books.sold, self.books.rung, self.prices.path)
        )
        for view in (sold, posted, path):
            view.flags.writeable = False
        return Bookings(sold, posted, path, tuple(self.prices.changes))

    def post(self, stop: Stop, reading: Reading) -> None:
        """Let a policy's answer stand from the start of a period, or within it."""
        f, begins = stop.f, stop.kind is Pause.PRICE_DUE
        self.prices.post(f, reading.rungs, stop.time, stop.index + (not begins))
        if reading.protected is not None:
            self.books.protected[f] = reading.protected
            self._protected.add(f)
        elif f in self._protected:
            self.books.protected[f] = 0
            self._protected.remove(f)
        self.due.pop(f, None)
        if reading.due is not None and stop.time < reading.due < self.house.starts[f]:
            self.due[f] = reading.due
        if begins:
            self.sold_before[f, stop.index] = self.books.taken[f]

    def on_sale(self, time: int) -> list[Stop]:
        """Return every performance that is on sale, in its booking period."""
        return [
            self.within(f, time)
            for f in np.flatnonzero(self.prices.row >= 0).tolist()
            if self.house.starts[f] > time
        ]

    def within(self, f: int, time: int) -> Stop:
        """Return a stop of a performance within its booking period."""
        days_out = (int(self.house.starts[f]) - time) / DAY_SECONDS
        period = self.house.season.period_at(days_out)
        return Stop(time, Pause.SALES_MOVED, f, period)

    def booked(self) -> Ints:
        """Return the seats sold in each booking period, [F, T]."""
        total = self.seats_sold
        return np.diff(self.sold_before, axis=1, append=total[:, None])
