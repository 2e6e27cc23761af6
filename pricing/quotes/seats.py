"""Seats of a performance that are held and sold."""

from collections import Counter
from dataclasses import dataclass, field

# Seat category, channel and tariff: the finest count that is kept.
Cell = tuple[str, str, str]


@dataclass(slots=True)
class SeatCounts:
    """Seats of one performance by category, channel and tariff.

    ``held`` and ``sold`` are the record; the ``taken`` counts are their sums,
    kept at hand because every quote asks for them.
    """

    held: Counter[Cell] = field(default_factory=Counter)
    sold: Counter[Cell] = field(default_factory=Counter)
    taken_by_category: Counter[str] = field(default_factory=Counter)
    taken_by_channel: Counter[str] = field(default_factory=Counter)
    taken_by_tariff: Counter[str] = field(default_factory=Counter)
    taken_by_category_tariff: Counter[tuple[str, str]] = field(default_factory=Counter)
    # By channel and counter, where a counter sold them.
    taken_by_counter: Counter[tuple[str, str]] = field(default_factory=Counter)
    # Seats that a platform, which owns them, sells to nobody here. Under 0 where it
    # has more left than it told sales of.
    withheld_by_category: Counter[str] = field(default_factory=Counter)
    # Rises with every change, so that what was computed from counts can be kept.
    version: int = 0

    def hold(self, cell: Cell, count: int, counter_id: str = "") -> None:
        """Take seats for an offered quote."""
        self.held[cell] += count
        self._take(cell, count, counter_id)

    def release(self, cell: Cell, count: int, counter_id: str = "") -> None:
        """Give back the seats of a quote that was voided or expired."""
        self.held[cell] -= count
        self._take(cell, -count, counter_id)

    def sell(self, cell: Cell, count: int) -> None:
        """Turn held seats into sold ones."""
        self.held[cell] -= count
        self.sold[cell] += count
        self.version += 1

    def give_back(self, cell: Cell, count: int, counter_id: str = "") -> None:
        """Give back seats that were sold."""
        self.sold[cell] -= count
        self._take(cell, -count, counter_id)

    def _take(self, cell: Cell, count: int, counter_id: str) -> None:
        category, channel, tariff = cell
        self.taken_by_category[category] += count
        self.taken_by_channel[channel] += count
        self.taken_by_tariff[tariff] += count
        self.taken_by_category_tariff[category, tariff] += count
        if counter_id:
            self.taken_by_counter[channel, counter_id] += count
        self.version += 1

    def sold_in(self, seat_category_id: str) -> int:
        """Return the seats sold in a category."""
        return sum(
            n for cell, n in list(self.sold.items()) if cell[0] == seat_category_id
        )

    @property
    def taken(self) -> int:
        """Seats held and sold over all categories."""
        return sum(list(self.taken_by_category.values()))
