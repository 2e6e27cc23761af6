"""The state of one season while it is played: what is posted, sold and left."""

import numpy as np

from pricing.domain.errors import FieldInvalid
from simulator.house import DAY_SECONDS, House, Ints, kept_now
from simulator.instants import instant
from simulator.kernel import NOTHING, Books, Parties, Shop, sell
from simulator.policy import Bookings
from simulator.sales_moves import UNCOUNTED
from simulator.timetable import Pause, Stop


def _zeros(shape: tuple[int, ...]) -> Ints:
    return np.zeros(shape, np.int64)


class Playing:
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
            until_batch=np.full(performances, UNCOUNTED),
        )
        self.path = np.full((performances, len(house.season.period_days_out)), -1)
        # Seats sold before each booking period began.
        self.sold_before = np.zeros_like(self.path)

    def let_buy(self, begin: int, time: int) -> int:
        """Return the visit before which sales stop: at a time, or after a batch."""
        end = int(np.searchsorted(self.people.visit_time, time, side="left"))
        if begin >= end:
            return begin
        return int(sell(begin, end, self.people, self.shop, self.books))

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
        """Put a tier on sale from the start of a period, or within it.

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
        begins = stop.kind is Pause.PRICE_DUE
        self.path[stop.f, stop.index + (not begins) :] = rung
        if begins:
            self.sold_before[stop.f, stop.index] = self.books.sold[stop.f].sum()

    def on_sale(self, time: int) -> list[Stop]:
        """Return every performance that is on sale, in its booking period."""
        house = self.house
        return [
            Stop(
                time,
                Pause.SALES_MOVED,
                f,
                house.season.period_at((int(house.starts[f]) - time) / DAY_SECONDS),
            )
            for f in np.flatnonzero(self.books.posted >= 0).tolist()
            if house.starts[f] > time
        ]

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
        total = self.seats_sold
        return np.diff(self.sold_before, axis=1, append=total[:, None])
