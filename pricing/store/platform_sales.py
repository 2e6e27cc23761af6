"""Sales that a platform with its own inventory told of: a projection of the log.

They move the same counts as sales made here, so that demand is updated and prices
move as if seats were sold here. What the platform says it has left stands from the
time it was told for; only sales after that time are taken off it.
"""

from collections import Counter
from dataclasses import dataclass, field

from pricing.domain.inventory import BatchTaken, ToldSale, ToldSeatsLeft
from pricing.domain.season import Season
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.seats import SeatCounts


@dataclass
class PlatformSales:
    """What is known of the sales of a season that is sold elsewhere."""

    sales: dict[str, ToldSale] = field(default_factory=dict)
    # By performance and seat category: what was told last.
    seats_left: dict[tuple[str, str], ToldSeatsLeft] = field(default_factory=dict)

    def news(
        self, sales: tuple[ToldSale, ...], seats_left: tuple[ToldSeatsLeft, ...]
    ) -> tuple[tuple[ToldSale, ...], tuple[ToldSeatsLeft, ...], BatchTaken]:
        """Return what of a batch is not known yet, or is later than what is."""
        found = Counter[str]()
        fresh: dict[str, ToldSale] = {}
        for sale in sales:
            known = fresh.get(sale.id) or self.sales.get(sale.id)
            if known is None or sale.cancelled_count > known.cancelled_count:
                found["changed" if known else "new"] += 1
                fresh[sale.id] = sale
            else:
                found["known"] += 1
        left: dict[tuple[str, str], ToldSeatsLeft] = {}
        for told in seats_left:
            key = (told.performance_id, told.seat_category_id)
            before = left.get(key) or self.seats_left.get(key)
            if before is None or told.time > before.time:
                left[key] = told
        counts = BatchTaken(found["new"], found["changed"], found["known"], len(left))
        return tuple(fresh.values()), tuple(left.values()), counts

    def take(
        self,
        of: SeasonOnSale,
        sales: tuple[ToldSale, ...],
        seats_left: tuple[ToldSeatsLeft, ...],
    ) -> None:
        """Keep what is new of a batch, and count its seats."""
        for sale in sales:
            self._count(of, sale)
            self.sales[sale.id] = sale
        for told in seats_left:
            self.seats_left[told.performance_id, told.seat_category_id] = told
            counts = _counts(of, told.performance_id)
            capacity = _capacity(of.season, told)
            taken = counts.taken_by_category[told.seat_category_id]
            counts.withheld_by_category[told.seat_category_id] = (
                capacity - taken - told.count
            )
            counts.version += 1
        of.taken_version += 1

    def resize(self, of: SeasonOnSale, season: Season) -> None:
        """Keep what the platform has left as it told it, whatever else is entered.

        To be called before the season takes the place of the one there is.
        """
        for told in self.seats_left.values():
            counts = _counts(of, told.performance_id)
            more = _capacity(season, told) - _capacity(of.season, told)
            counts.withheld_by_category[told.seat_category_id] += more
            counts.version += 1

    def _count(self, of: SeasonOnSale, sale: ToldSale) -> None:
        before = self.sales.get(sale.id)
        change = sale.kept_count - (before.kept_count if before else 0)
        counts = _counts(of, sale.performance_id)
        cell = (sale.seat_category_id, sale.channel_id, sale.tariff_id)
        performance = of.performance(sale.performance_id)
        place = of.season.venue_of(performance).category_index(sale.seat_category_id)
        reference = of.season.reference_minor(performance, place)
        above = sale.unit_price_minor - reference
        if change > 0:
            counts.hold(cell, change)
            counts.sell(cell, change)
        elif change < 0:
            counts.give_back(cell, -change)
        of.funds.tell(of.season, (performance.id, sale.tariff_id), above, change)
        told = self.seats_left.get((sale.performance_id, sale.seat_category_id))
        if told is not None and sale.as_of <= told.time:
            # The platform had counted it when it told what was left.
            counts.withheld_by_category[sale.seat_category_id] -= change


def _counts(of: SeasonOnSale, performance_id: str) -> SeatCounts:
    counts = of.counts.get(performance_id)
    if counts is None:
        counts = of.counts[performance_id] = SeatCounts()
    return counts


def _capacity(season: Season, told: ToldSeatsLeft) -> int:
    """Return the seats of a category, none where the performance has no such one."""
    performance = season.performance_by_id.get(told.performance_id)
    if performance is None:
        return 0
    place = season.venue_of(performance).category_index(told.seat_category_id)
    return performance.capacities[place] if place >= 0 else 0
