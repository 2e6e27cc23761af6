"""Sales that a platform with its own inventory tells of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.domain.errors import FieldInvalid, NameUnknown
from pricing.domain.inventory import (
    SALES_PER_BATCH_MAX,
    SEATS_LEFT_PER_BATCH_MAX,
    BatchTaken,
    ToldSale,
    ToldSeatsLeft,
)
from pricing.quotes.on_sale import find
from pricing.store.books import Books
from pricing.store.events import SalesRecorded
from pricing.store.interface import Decision, fingerprint
from pricing.store.season_books import SeasonBooks

# Clocks and time zones differ by less. A count of seats from a year to come would
# be the newest word until then.
AHEAD_MAX = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RecordSales:
    """Take in a batch of sales, and of seats that the platform has left.

    Each entry is a sale as it stands; one that is known, or known better, changes
    nothing, so that batches may come twice and in any order.
    """

    season_id: str
    sales: tuple[ToldSale, ...]
    seats_left: tuple[ToldSeatsLeft, ...]
    request_id: str

    @property
    def fingerprint(self) -> str:
        """Hash of the batch."""
        return fingerprint(
            "record_sales", self.season_id, repr(self.sales), repr(self.seats_left)
        )

    def decide(self, books: Books, now: datetime) -> Decision[BatchTaken]:
        """Keep what is new; refuse all of a batch that names what does not exist."""
        of = books.season(self.season_id)
        if of.season.inventory != "platform":
            raise FieldInvalid(
                "parent",
                f"season {self.season_id!r} sells its own seats; only a season with "
                "the platform's inventory is told of sales.",
            )
        self._check_size()
        known: dict[str, ToldSale] = {}
        for i, sale in enumerate(self.sales):
            field = f"sales[{i}]"
            _check_seats(of, sale.performance_id, sale.seat_category_id)
            find("tariff", sale.tariff_id, of.season.tariff_by_id)
            of.channel(sale.channel_id)
            before = known.setdefault(sale.id, of.platform.sales.get(sale.id, sale))
            if before.terms != sale.terms:
                raise FieldInvalid(
                    field,
                    f"sale {sale.id!r} was told with other seats, another price or "
                    "another time; cancel it and tell a new one.",
                )
            _check_time(f"{field}.sell_time", sale.time, now)
            _check_time(f"{field}.cancel_time", sale.as_of, now)
        for i, told in enumerate(self.seats_left):
            _check_seats(of, told.performance_id, told.seat_category_id)
            _check_time(f"seats_left[{i}].count_time", told.time, now)
        sales, seats_left, taken = of.platform.news(self.sales, self.seats_left)
        if not sales and not seats_left:
            return Decision((), taken)
        return Decision(
            (SalesRecorded(self.season_id, sales, seats_left, taken),), taken
        )

    def _check_size(self) -> None:
        for field, count, most in (
            ("sales", len(self.sales), SALES_PER_BATCH_MAX),
            ("seats_left", len(self.seats_left), SEATS_LEFT_PER_BATCH_MAX),
        ):
            if count > most:
                raise FieldInvalid(field, f"Expected at most {most:,}, got {count}.")


def _check_time(field: str, time: datetime, now: datetime) -> None:
    if time > now + AHEAD_MAX:
        raise FieldInvalid(field, "is more than a day ahead of the service's clock.")


def _check_seats(of: SeasonBooks, performance_id: str, category_id: str) -> None:
    performance = of.performance(performance_id)
    venue = of.season.venue_of(performance)
    if venue.category_index(category_id) < 0:
        known = [category.id for category in venue.seat_categories]
        raise NameUnknown("seat category", category_id, known)
