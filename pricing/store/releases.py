"""When seats kept for solidarity tariffs are released: a projection of the log.

The clock alone decides who may buy a seat (``pricing.quotes.seats_left``); what is
kept here is of which releases it was not told yet that they came. A performance that
is moved keeps its seats anew until the release day of its new date.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pricing.domain.performance import Performance
from pricing.domain.quote import Quote
from pricing.domain.rules import SolidarityShare
from pricing.domain.season import Season
from pricing.quotes.on_sale import SeasonOnSale
from pricing.store.events_seats import ReleasedSeats, SeatsReleased

_NEVER = datetime.max.replace(tzinfo=UTC)
# By performance and seat category.
Places = Counter[tuple[str, str]]


@dataclass
class Releases:
    """The releases of a season that are still to come."""

    # By performance and rule.
    pending: dict[tuple[str, str], datetime] = field(default_factory=dict)
    next_time: datetime = _NEVER

    def plan(
        self, season: Season, time: datetime, cancelled: Collection[str] = ()
    ) -> None:
        """Take in a season as it is from a time on; what has come by then is over.

        Performances that were cancelled release nothing.
        """
        self.pending = {
            (performance.id, rule.id): moment
            for rule in shares(season)
            for performance in season.performances
            # What is kept until the curtain nobody can buy after it.
            if rule.release_days_out
            and rule.scope.covers(performance)
            and performance.id not in cancelled
            and (moment := release_time(rule, performance)) > time
            and moment > performance.on_sale_at
        }
        self._look()

    def forget(self, performance_id: str) -> None:
        """Tell no release of a performance that was cancelled."""
        for key in [each for each in self.pending if each[0] == performance_id]:
            del self.pending[key]
        self._look()

    def take(self, event: SeatsReleased) -> None:
        """Take in that a release was told."""
        self.pending.pop((event.performance_id, event.rule_id), None)
        self._look()

    def due(
        self, of: SeasonOnSale, now: datetime, ended: Collection[Quote]
    ) -> Iterator[SeatsReleased]:
        """Yield the releases that have come by a time, first come first.

        ``ended`` are quotes whose holds ran out and are still counted.
        """
        if now < self.next_time:
            return
        freed = _solidarity_seats(of.season, ended)
        rules = {rule.id: rule for rule in shares(of.season)}
        keeping = set(self.pending)
        for key, moment in sorted(self.pending.items(), key=lambda item: item[::-1]):
            if moment > now:
                return
            keeping.remove(key)
            performance = of.performance(key[0])
            others = [
                rule for rule in rules.values() if (performance.id, rule.id) in keeping
            ]
            seats = _released(of, performance, rules[key[1]], others, freed)
            yield SeatsReleased(of.season.id, *key, moment, tuple(seats))

    def _look(self) -> None:
        self.next_time = min(self.pending.values(), default=_NEVER)


def shares(season: Season) -> Iterator[SolidarityShare]:
    """Yield the rules of a season that keep seats."""
    return (rule for rule in season.rules if isinstance(rule, SolidarityShare))


def release_time(rule: SolidarityShare, performance: Performance) -> datetime:
    """Return from when on a rule keeps no seats of a performance."""
    return performance.starts_at - timedelta(days=rule.release_days_out)


def solidarity_taken(of: SeasonOnSale, performance_id: str, category_id: str) -> int:
    """Return the seats of a category held or sold at solidarity tariffs."""
    taken = of.seats(performance_id).taken_by_category_tariff
    solidarity = (tariff.id for tariff in of.season.tariffs if tariff.solidarity)
    return sum(taken[category_id, tariff_id] for tariff_id in solidarity)


def _released(
    of: SeasonOnSale,
    performance: Performance,
    rule: SolidarityShare,
    others: Collection[SolidarityShare],
    freed: Places,
) -> Iterator[ReleasedSeats]:
    """Yield what became of the seats that a rule kept, category by category."""
    categories = of.season.venue_of(performance).seat_categories
    for category, capacity in zip(categories, performance.capacities, strict=True):
        kept = rule.kept(category.id, capacity)
        if not kept:
            continue
        taken = solidarity_taken(of, performance.id, category.id)
        taken -= freed[performance.id, category.id]
        after = max((other.kept(category.id, capacity) for other in others), default=0)
        # Where several rules keep seats, the greatest share serves them all.
        released = max(0, max(kept, after) - taken) - max(0, after - taken)
        yield ReleasedSeats(category.id, kept, min(kept, taken), released)


def _solidarity_seats(season: Season, quotes: Collection[Quote]) -> Places:
    found: Places = Counter()
    for quote in quotes:
        if quote.season_id == season.id:
            for item in (priced.item for priced in quote.items):
                if season.tariff_by_id[item.tariff_id].solidarity:
                    found[item.performance_id, item.seat_category_id] += item.count
    return found
