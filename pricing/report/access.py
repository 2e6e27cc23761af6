"""Who got in at what price, over a season: seats sold less those given back.

Groups of people are tariffs and their means brackets, as the season's assumptions
about its audience name them; how many people each is comes from there too, so the
Gini of access is as good as they are. A rule's effect is told from the lines of the
quotes sold: by how much it moved full prices from what demand alone would have made
of them.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pricing.domain.money import minor_digits
from pricing.domain.rules import AccessShare
from pricing.domain.season import Season
from pricing.report.gini import gini
from pricing.settlement.record import SalesRecord
from pricing.settlement.units import Kind, Unit

# Thresholds in currency units where neither rules nor the reader name any.
THRESHOLDS = (10, 25, 50)


@dataclass(frozen=True, slots=True)
class GroupAccess:
    """What one tariff, or one means bracket of it, got."""

    tariff_id: str
    means_bracket_id: str
    name: str
    solidarity: bool
    seats: int
    paid_minor: int
    # By band of price: up to the first threshold, to the second, ..., over the last.
    seats_by_band: tuple[int, ...]
    # Share of those who look for seats, 0 to 1; None where nothing is assumed.
    audience_share: float | None


@dataclass(frozen=True, slots=True)
class PerformanceAccess:
    """What was sold of one performance."""

    performance_id: str
    capacity: int
    seats: int
    paid_minor: int
    solidarity_seats: int
    # At or under each threshold.
    seats_under: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """How far a rule moved the full prices of the seats that were sold."""

    rule_id: str
    seats: int
    performances: int
    # Over these seats; negative where it held prices down.
    moved_minor: int


@dataclass(frozen=True, slots=True)
class AccessReport:
    """A season's seats by price paid, group and performance."""

    season: Season
    thresholds_minor: tuple[int, ...]
    groups: tuple[GroupAccess, ...]
    performances: tuple[PerformanceAccess, ...]
    rules: tuple[RuleEffect, ...]
    # None where no group of the audience is known or nothing was sold to them.
    gini: float | None

    @property
    def seats(self) -> int:
        """Seats sold and kept."""
        return sum(each.seats for each in self.performances)

    @property
    def totals(self) -> Mapping[str, float]:
        """Figures of the whole season by name, to set beside another's.

        Shares are 0 to 1, amounts in currency units; without sales there are few.
        """
        seats, digits = self.seats, minor_digits(self.season.currency_code)
        capacity = sum(each.capacity for each in self.performances)
        found = {"seats": float(seats), "fill_rate": seats / max(1, capacity)}
        if not seats:
            return found
        paid = sum(each.paid_minor for each in self.performances)
        found["average_price"] = paid / 10**digits / seats
        solidarity = sum(each.solidarity_seats for each in self.performances)
        found["solidarity_share"] = solidarity / seats
        for place, threshold in enumerate(self.thresholds_minor):
            under = sum(each.seats_under[place] for each in self.performances)
            found[f"share_under_{threshold / 10**digits:g}"] = under / seats
        if self.gini is not None:
            found["gini"] = self.gini
        return found


def access_report(
    record: SalesRecord, season: Season, thresholds_minor: Sequence[int] = ()
) -> AccessReport:
    """Return who got in, from the record of sales of an organisation.

    Parameters
    ----------
    record : all that was sold and given back
    season : as it stands
    thresholds_minor : ticket prices to count up to, without a channel's commission on
        top; those of the season's AccessShare rules and THRESHOLDS where none are
        given

    Raises
    ------
    ValueError
        When a threshold is negative.
    """
    if any(each < 0 for each in thresholds_minor):
        raise ValueError("Expected thresholds of 0 or more.")
    thresholds = tuple(sorted(set(thresholds_minor))) or default_thresholds(season)
    seats = _valid(record, season)
    groups = _groups(seats, season, thresholds)
    known = [each for each in groups if each.audience_share is not None]
    return AccessReport(
        season,
        thresholds,
        groups,
        _performances(seats, season, thresholds),
        _rules(seats, season),
        gini(
            [each.audience_share or 0.0 for each in known],
            [each.seats if each.audience_share else 0 for each in known],
        ),
    )


def _valid(record: SalesRecord, season: Season) -> Counter[Unit]:
    """Return the seats of a season that are sold and were not given back."""
    seats: Counter[Unit] = Counter()
    for serial, _, unit in record.tickets(season.id):
        if serial not in record.back_by_serial:
            seats[unit] += 1
    for _, unit, quantity in record.entries(season.id):
        # Sales that platforms tell of have no serial numbers here.
        if unit.kind is Kind.PLATFORM_SEAT:
            seats[unit] += quantity
    return seats


def _ticket_minor(unit: Unit) -> int:
    return unit.paid_minor - unit.on_top_minor


def _groups(
    seats: Mapping[Unit, int], season: Season, thresholds: Sequence[int]
) -> tuple[GroupAccess, ...]:
    """Return each group of the audience, and each other that bought."""
    shares = {
        (each.tariff_id, each.means_bracket_id): each.share
        for each in season.demand.classes
    }
    sold: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    paid: Counter[tuple[str, str]] = Counter()
    for unit, count in seats.items():
        key, price = (unit.tariff_id, unit.means_bracket_id), _ticket_minor(unit)
        sold[key][bisect_left(thresholds, price)] += count
        paid[key] += count * price
    found = []
    for key in dict.fromkeys([*shares, *sorted(sold)]):
        tariff = season.tariff_by_id.get(key[0])
        bands = sold[key]
        found.append(
            GroupAccess(
                tariff_id=key[0],
                means_bracket_id=key[1],
                name=key[0] if tariff is None else tariff.name,
                solidarity=tariff is not None and tariff.solidarity,
                seats=bands.total(),
                paid_minor=paid[key],
                seats_by_band=tuple(bands[n] for n in range(len(thresholds) + 1)),
                audience_share=shares.get(key),
            )
        )
    return tuple(found)


def _performances(
    seats: Mapping[Unit, int], season: Season, thresholds: Sequence[int]
) -> tuple[PerformanceAccess, ...]:
    of: defaultdict[str, list[tuple[Unit, int]]] = defaultdict(list)
    for unit, count in seats.items():
        of[unit.performance_id].append((unit, count))
    solidarity = {tariff.id for tariff in season.tariffs if tariff.solidarity}
    return tuple(
        PerformanceAccess(
            performance.id,
            performance.capacity,
            seats=sum(n for _, n in of[performance.id]),
            paid_minor=sum(n * _ticket_minor(unit) for unit, n in of[performance.id]),
            solidarity_seats=sum(
                n for unit, n in of[performance.id] if unit.tariff_id in solidarity
            ),
            seats_under=tuple(
                sum(n for unit, n in of[performance.id] if _ticket_minor(unit) <= most)
                for most in thresholds
            ),
        )
        for performance in season.performances
    )


def _rules(seats: Mapping[Unit, int], season: Season) -> tuple[RuleEffect, ...]:
    """Return the rules of the season, and others that moved a price of a seat sold."""
    count: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    where: defaultdict[str, set[str]] = defaultdict(set)
    for unit, n in seats.items():
        if n <= 0:
            continue
        for rule_id, amount in unit.moved:
            count[rule_id] += n
            moved[rule_id] += n * amount
            where[rule_id].add(unit.performance_id)
    names = dict.fromkeys([*(rule.id for rule in season.rules), *sorted(count)])
    return tuple(
        RuleEffect(each, count[each], len(where[each]), moved[each]) for each in names
    )


def default_thresholds(season: Season) -> tuple[int, ...]:
    """Return the prices that rules of the season name, and round ones."""
    scale = 10 ** minor_digits(season.currency_code)
    ruled = {r.price_minor for r in season.rules if isinstance(r, AccessShare)}
    return tuple(sorted(ruled | {each * scale for each in THRESHOLDS}))
