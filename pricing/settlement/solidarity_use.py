"""How far the seats kept for solidarity tariffs are used, by category and date."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pricing.store.releases import release_time, shares, solidarity_taken
from pricing.store.season_books import SeasonBooks


class SolidarityUse(NamedTuple):
    """The kept seats of a category of a performance."""

    performance_id: str
    starts_at: datetime
    seat_category_id: str
    capacity: int
    # By the greatest share of the rules that keep seats of it, before any release.
    kept: int
    # Held and sold at solidarity tariffs, also beyond what is kept.
    taken: int
    # Of them sold.
    sold: int
    # From when on none is kept any more.
    release_time: datetime
    released: bool

    @property
    def used_share(self) -> float:
        """Part of the kept seats that is used, 0 to 1."""
        return min(1.0, self.taken / self.kept)


def solidarity_use(of: SeasonBooks, now: datetime) -> Iterator[SolidarityUse]:
    """Yield each category of which seats are kept, by date and then best first."""
    season = of.season
    solidarity = [tariff.id for tariff in season.tariffs if tariff.solidarity]
    for performance in sorted(season.performances, key=lambda p: (p.starts_at, p.id)):
        rules = [r for r in shares(season) if r.scope.covers(performance)]
        sold = of.seats(performance.id).sold
        categories = season.venue_of(performance).seat_categories
        for category, capacity in zip(categories, performance.capacities, strict=True):
            keeping = [r for r in rules if r.kept(category.id, capacity)]
            if not keeping:
                continue
            release = max(release_time(rule, performance) for rule in keeping)
            yield SolidarityUse(
                performance_id=performance.id,
                starts_at=performance.starts_at,
                seat_category_id=category.id,
                capacity=capacity,
                kept=max(rule.kept(category.id, capacity) for rule in keeping),
                taken=solidarity_taken(of, performance.id, category.id),
                sold=sum(
                    count
                    for (of_category, _, tariff_id), count in list(sold.items())
                    if of_category == category.id and tariff_id in solidarity
                ),
                release_time=release,
                released=release <= now,
            )
