"""Sales summed for other tools: by day, performance, tariff, as they ask.

A row says nothing of who bought. Where rows may be read by outsiders, small ones are
put together: a single seat at a reduced tariff on a night may still point at somebody.
"""

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pricing.domain.errors import FieldInvalid
from pricing.domain.season import Season
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import ALL_TIME, Period, Sums, summed
from pricing.settlement.units import Unit

# What sales can be told apart by.
DIMENSIONS = (
    "day", "month", "performance", "production", "venue", "seat_category", "tariff",
    "means_bracket", "channel", "counter", "kind",
)  # fmt: skip
# In place of every dimension, of rows that are put together.
OTHERS = "(others)"

Key = tuple[str, ...]


def aggregate(
    record: SalesRecord,
    season: Season,
    by: Sequence[str],
    period: Period = ALL_TIME,
    seats_min: int = 1,
) -> list[tuple[Key, Sums]]:
    """Return the sums of a season's sales, one for each combination that occurs.

    Parameters
    ----------
    record : all that was sold and given back
    season : as it stands
    by : of DIMENSIONS; none sums the season
    period : when sales and refunds were made
    seats_min : rows of fewer seats, sold or given back, are put together as OTHERS;
        one of these alone takes the next smallest row with it, so that neither is told

    Raises
    ------
    FieldInvalid
        When a dimension is unknown or named twice, or ``seats_min`` under 1.
    """
    unknown = [each for each in by if each not in DIMENSIONS]
    if unknown or len(set(by)) < len(by):
        wrong = ", ".join(unknown) or "one of them twice"
        raise FieldInvalid("by", f"Expected some of {', '.join(DIMENSIONS)}: {wrong}.")
    if seats_min < 1:
        raise FieldInvalid("seats_min", f"Expected at least 1, got {seats_min}.")
    counted: Counter[tuple[Key, Unit, bool]] = Counter()
    zone, dated = ZoneInfo(season.time_zone), not {"day", "month"}.isdisjoint(by)
    for time, unit, quantity in record.entries(season.id):
        if time in period:
            day = time.astimezone(zone).date().isoformat() if dated else ""
            key = tuple(_value(each, day, unit, season) for each in by)
            counted[key, unit, quantity > 0] += quantity
    sums: dict[Key, Sums] = {}
    for (key, unit, _), quantity in counted.items():
        sums.setdefault(key, Sums()).add(unit, quantity)
    return _put_together(sorted(sums.items()), len(by), seats_min)


def _value(dimension: str, day: str, unit: Unit, season: Season) -> str:
    performance = season.performance_by_id.get(unit.performance_id)
    match dimension:
        case "day":
            return day
        case "month":
            return day[:7]
        case "production":
            return performance.production if performance else ""
        case "venue":
            return performance.venue_id if performance else ""
        case "kind":
            return unit.kind.value
        case _:
            return str(getattr(unit, f"{dimension}_id"))


def _put_together(
    rows: list[tuple[Key, Sums]], width: int, seats_min: int
) -> list[tuple[Key, Sums]]:
    """Return the rows, those of too few seats as one."""
    by_seats = sorted(rows, key=lambda row: _seats(row[1]))
    small = [row for row in by_seats if 0 < _seats(row[1]) < seats_min]
    if not small:
        return rows
    others = [row for row in by_seats if _seats(row[1]) >= seats_min]
    while others and (
        len(small) == 1 or sum(_seats(sums) for _, sums in small) < seats_min
    ):
        small.append(others.pop(0))
    gone = {key for key, _ in small}
    kept = [row for row in rows if row[0] not in gone]
    return [*kept, ((OTHERS,) * width, summed(sums for _, sums in small))]


def _seats(sums: Sums) -> int:
    """Return the seats a row tells of: one given back may point at somebody too."""
    return max(sums.seats_sold, sums.seats_returned)
