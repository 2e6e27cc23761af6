"""The lowest price of 30 days, beside which a reduction may be announced.

Article L112-1-1 of the French consumer code [1]_, after article 6a of directive
98/6/EC: a reduction that is announced shows the lowest price that was asked of all
consumers in the 30 days before it; while it is reduced again and again, that of
the first reduction stays. What is asked of all is the full price of a seat
category, on the channel that asks least. A price that was posted before the sale
opened, or while a category was closed, was asked of nobody.

References
----------
.. [1] https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000044563111
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.quotes.posting import Posting

WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LowestPrice:
    """The lowest price of a category in the 30 days before, and how long it is."""

    amount_minor: int
    # Since when the price is reduced against it; None where it is not.
    reduced_since: datetime | None
    # From when on another may be the lowest; None where only a change moves it.
    until: datetime | None


@dataclass(slots=True)
class CategoryPrices:
    """The prices of one category as they changed, as far back as they count."""

    # Since when which price was asked, first come first; None for none.
    changes: list[tuple[datetime, int | None]] = field(default_factory=list)
    # The last price that was asked, whether the category is on sale or not.
    last_minor: int | None = None
    # Of the reduction that holds, and those before it without a rise between them.
    reduced_since: datetime | None = None
    prior_minor: int | None = None

    def note(self, price_minor: int | None, now: datetime) -> None:
        """Take in the price asked from now on; None where none is."""
        if self.changes and self.changes[-1][1] == price_minor:
            return
        last = self.last_minor
        if price_minor is not None and last is not None and price_minor != last:
            if price_minor > last:
                self.reduced_since = self.prior_minor = None
            elif self.prior_minor is None:
                prior = self._lowest(now, last)
                # Under the lowest price of 30 days; else nothing is reduced.
                if price_minor < prior:
                    self.reduced_since, self.prior_minor = now, prior
        if price_minor is not None:
            self.last_minor = price_minor
        self.changes.append((now, price_minor))
        while len(self.changes) > 1 and self.changes[1][0] <= now - WINDOW:
            del self.changes[0]

    def lowest(self, now: datetime) -> LowestPrice | None:
        """Return the lowest price, None where none was asked for so long."""
        if self.prior_minor is not None:
            return LowestPrice(self.prior_minor, self.reduced_since, None)
        if len(self.changes) == 1:
            # At most times there is one, since the sale opened.
            price = self.changes[0][1]
            return None if price is None else LowestPrice(price, None, None)
        asked = list(self._asked(now))
        if not asked:
            return None
        lowest = min(price for price, _ in asked)
        # When the last of those at this price is gone; the one that holds stays.
        ends = [end for price, end in asked if price == lowest]
        until = None if None in ends else max(e for e in ends if e) + WINDOW
        return LowestPrice(lowest, None, until)

    def _lowest(self, now: datetime, otherwise: int) -> int:
        return min((price for price, _ in self._asked(now)), default=otherwise)

    def _asked(self, now: datetime) -> Iterator[tuple[int, datetime | None]]:
        """Yield each price asked in the 30 days before, and when it ended."""
        changes = list(self.changes)
        for place, (_, price) in enumerate(changes):
            end = changes[place + 1][0] if place + 1 < len(changes) else None
            if price is not None and (end is None or end > now - WINDOW):
                yield price, end


@dataclass(slots=True)
class PriorPrices:
    """The prices of a season's categories as they changed: a projection of the log."""

    # By performance and seat category.
    of: dict[tuple[str, str], CategoryPrices] = field(default_factory=dict)

    def note(
        self, season: Season, performance: Performance, posting: Posting, now: datetime
    ) -> None:
        """Take in what is posted for a performance from now on."""
        if posting.before_sale:
            return
        venue = season.venue_of(performance)
        for place, category in enumerate(venue.seat_categories):
            tier = posting.tier_of(place)
            asked = None
            if tier and performance.capacities[place]:
                asked = everyone_pays(season, venue.tier(tier).prices_minor[place])
            key = performance.id, category.id
            known = self.of.get(key)
            if known is None:
                if asked is None:
                    continue
                known = self.of[key] = CategoryPrices()
            known.note(asked, now)

    def lowest(
        self, performance_id: str, seat_category_id: str, now: datetime
    ) -> LowestPrice | None:
        """Return the lowest price of a category, None where none was asked."""
        known = self.of.get((performance_id, seat_category_id))
        return None if known is None else known.lowest(now)


def everyone_pays(season: Season, full_minor: int) -> int:
    """Return what a full price costs on the channel that adds least to it."""
    return min(
        full_minor + (0 if asked.inside else asked.on(full_minor))
        for channel in season.channels
        for _, asked in channel.commissions
    )
