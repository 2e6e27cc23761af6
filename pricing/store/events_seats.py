"""Seats that were kept for solidarity tariffs, and are not any more."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReleasedSeats:
    """What became of the seats of a category that a rule kept."""

    seat_category_id: str
    # As the rule says.
    kept: int
    # Held or sold at solidarity tariffs by then, at most as many as were kept.
    used: int
    # That anybody may buy from now on; those that another rule still keeps are not.
    released: int


@dataclass(frozen=True, slots=True)
class SeatsReleased:
    """The release day of a SolidarityShare came: what was left is anybody's."""

    season_id: str
    performance_id: str
    rule_id: str
    # When it came, by the rule and the date of the performance.
    release_time: datetime
    seats: tuple[ReleasedSeats, ...]
