"""The state of one season while it is played: what is posted, sold and left."""

import numpy as np

from simulator.answers import Reading
from simulator.house import DAY_SECONDS, House, Ints, kept_now
from simulator.instants import instant
from simulator.kernel import NOTHING, Books, Parties, Shop, sell
from simulator.policy import Bookings
from simulator.posted_prices import PostedPrices
from simulator.sales_moves import UNCOUNTED
from simulator.timetable import Pause, Stop


def _zeros(shape: tuple[int, ...]) -> Ints:
    return np.zeros(shape, np.int64)


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
        people: Parties,
        *,
        other_date_value: float,
        resale_margin: float,
    ) -> None:
        self.house, self.people = house, people
        performances, categories = house.capacity.shape
        rungs, classes = house.tier_row.shape[1], len(house.classes)
        tariffs = len(house.season.tariffs)
        self.prices = PostedPrices(house)
        self._shop = Shop(
            paid=self.prices.paid,
            effect=house.funds.budgets[1],
            starts=house.starts,
            class_tariff=house.class_tariff,
            class_solidarity=house.class_solidarity,
            public_class=house.public_class,
            other_date_permille=round(1000 * other_date_value),
            resale_permille=round(1000 * (1 + resale_margin)),
        )
        self.due: dict[int, int] = {}
        self.books = Books(
            posted=self.prices.last,
            row=self.prices.row,
            left=house.capacity.copy(),
            kept=house.kept.copy(),
            promised=house.kept.copy(),
            protected=_zeros((performances, tariffs, categories)),
            channel_left=house.channel_quota.copy(),
            tariff_left=house.tariff_quota.copy(),
            bought=np.full(len(people.traits), NOTHING, np.int32),
            bought_at=np.zeros(len(people.traits), np.int32),
            sold=_zeros((performances, rungs, categories, classes)),
            lost=_zeros((2, performances)),
            moved=_zeros((2, performances)),
            after=_zeros((3, performances)),
            resale=_zeros((performances, categories)),
            resale_price=_zeros((performances, categories)),
            budget=house.funds.budgets[0].copy(),
            until_batch=np.full(performances, UNCOUNTED),
        )
        # Seats sold before each booking period began, [F, T].
        self.sold_before = _zeros((performances, len(house.season.period_days_out)))

    def let_buy(self, begin: int, time: int) -> int:
        """Return the visit before which sales stop: at a time, or after a batch."""
        end = int(np.searchsorted(self.people.visit_time, time, side="left"))
        if begin >= end:
            return begin
        shop = self._shop._replace(paid=self.prices.paid)
        return int(sell(begin, end, self.people, shop, self.books))

    @property
    def seats_sold(self) -> Ints:
        """Seats sold by performance, [F]."""
        sold: Ints = self.books.sold.sum(axis=(1, 2, 3))
        return sold

    def release(self, stop: Stop) -> None:
        """Return seats kept for solidarity to all, or lift a channel's quota."""
        if stop.kind is Pause.SEATS_RELEASED:
            performance = self.house.performances[stop.f]
            now = instant(stop.time)
            categories = self.books.kept.shape[1]
            kept = kept_now(self.house.season, performance, now, categories)
            sold = self.books.sold[stop.f].sum(axis=0)[:, self.house.class_solidarity]
            self.books.promised[stop.f] = kept
            self.books.kept[stop.f] = np.maximum(kept - sold.sum(axis=1), 0)
        else:
            lifted = self.house.capacity[stop.f].sum()
            self.books.channel_left[stop.f, stop.index] = lifted

    def bookings(self) -> Bookings:
        """Return the books as they stand: to be read now, and not to be written."""
        sold, posted, path = (
            each.view()
            for each in (self.books.sold, self.books.posted, self.prices.path)
        )
        for view in (sold, posted, path):
            view.flags.writeable = False
        return Bookings(sold, posted, path, tuple(self.prices.changes))

    def post(self, stop: Stop, reading: Reading) -> None:
        """Let a policy's answer stand from the start of a period, or within it."""
        f, begins = stop.f, stop.kind is Pause.PRICE_DUE
        self.prices.post(f, reading.rungs, stop.time, stop.index + (not begins))
        self.books.protected[f] = reading.protected
        self.due.pop(f, None)
        if reading.due is not None and stop.time < reading.due < self.house.starts[f]:
            self.due[f] = reading.due
        if begins:
            self.sold_before[f, stop.index] = self.books.sold[f].sum()

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
