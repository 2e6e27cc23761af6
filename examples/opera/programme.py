"""What the opera plays, in 2026-27 and in the three seasons before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from examples.opera.house import (
    BELIEFS,
    CHANNELS,
    GRAND_THEATRE,
    PALAIS,
    RULES,
    TARIFFS,
    TIME_ZONE,
)
from pricing.domain.ids import slug
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.venue import Venue

EVENING, MATINEE = time(19, 30), time(14, 30)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of the repertoire, and how much the town wants to see it."""

    title: str
    genre: str
    author: str
    venue_id: str
    scale: str
    # The truth that the house does not know: people who look for seats of an
    # ordinary night, and what they would pay, relative to an ordinary work.
    interest: float
    worth: float


@dataclass(frozen=True, slots=True)
class Run:
    """Dates of a work in one season."""

    title: str
    first: date
    # Days from the first night.
    offsets: tuple[int, ...]
    new_production: bool = False


GT, PA = GRAND_THEATRE.id, PALAIS.id

WORKS = {
    work.title: work
    for work in (
        Work("Carmen", "opera", "Bizet", GT, "middle", 1.9, 1.15),
        Work("La Bohème", "opera", "Puccini", GT, "middle", 1.3, 1.08),
        Work("Tosca", "opera", "Puccini", GT, "middle", 1.15, 1.05),
        Work("Rigoletto", "opera", "Verdi", GT, "middle", 1.1, 1.0),
        Work("La Traviata", "opera", "Verdi", GT, "high", 1.35, 1.12),
        Work("Aida", "opera", "Verdi", GT, "high", 1.05, 1.1),
        Work("Tristan et Isolde", "opera", "Wagner", GT, "middle", 0.75, 1.1),
        Work("La Walkyrie", "opera", "Wagner", GT, "middle", 0.8, 1.12),
        Work("Wozzeck", "opera", "Berg", GT, "low", 0.5, 0.85),
        Work("Les Troyens", "opera", "Berlioz", GT, "low", 0.65, 0.95),
        Work("Boris Godounov", "opera", "Moussorgski", GT, "low", 0.75, 0.95),
        Work("Le Lac des cygnes", "ballet", "Tchaïkovski", GT, "low", 1.5, 1.08),
        Work("La Bayadère", "ballet", "Minkus", GT, "low", 1.2, 0.95),
        Work("Roméo et Juliette", "ballet", "Prokofiev", GT, "low", 1.15, 0.95),
        Work("Giselle", "ballet", "Adam", PA, "low", 1.35, 1.0),
        Work("Onéguine", "ballet", "Tchaïkovski", PA, "low", 0.95, 0.95),
        Work("Soirée de créations", "ballet", "divers", PA, "low", 0.6, 0.8),
        Work("Les Noces de Figaro", "opera", "Mozart", PA, "high", 1.2, 1.1),
        Work("Così fan tutte", "opera", "Mozart", PA, "high", 1.0, 1.05),
        Work("La Clémence de Titus", "opera", "Mozart", PA, "middle", 0.75, 1.0),
        Work("La Cenerentola", "opera", "Rossini", PA, "middle", 1.0, 1.0),
        Work("Orphée et Eurydice", "opera", "Gluck", PA, "middle", 0.8, 0.95),
        Work("Pelléas et Mélisande", "opera", "Debussy", PA, "middle", 0.65, 0.95),
        Work("Hippolyte et Aricie", "opera", "Rameau", PA, "middle", 0.6, 0.95),
    )
}

RUNS: dict[int, tuple[Run, ...]] = {
    2023: (
        Run("La Traviata", date(2023, 10, 6), (0, 4, 8, 12, 15, 19)),
        Run("Giselle", date(2023, 10, 14), (0, 3, 6, 13, 14)),
        Run("Boris Godounov", date(2023, 11, 10), (0, 5, 9, 13)),
        Run("Le Lac des cygnes", date(2023, 12, 8), (0, 4, 8, 12, 14, 18, 22)),
        Run("La Cenerentola", date(2023, 12, 15), (0, 5, 12, 15)),
        Run("Tosca", date(2024, 1, 19), (0, 4, 9, 12, 16)),
        Run("Così fan tutte", date(2024, 2, 2), (0, 3, 8, 12)),
        Run("Wozzeck", date(2024, 3, 8), (0, 5, 9), new_production=True),
        Run("Pelléas et Mélisande", date(2024, 3, 15), (0, 4, 9)),
        Run("Carmen", date(2024, 4, 5), (0, 3, 7, 12, 15, 19)),
        Run("Orphée et Eurydice", date(2024, 4, 26), (0, 4, 8)),
        Run("Aida", date(2024, 5, 17), (0, 4, 8, 11), new_production=True),
        Run("Soirée de créations", date(2024, 6, 7), (0, 4, 7), new_production=True),
        Run("Roméo et Juliette", date(2024, 6, 21), (0, 4, 8, 13)),
    ),
    2024: (
        Run("Rigoletto", date(2024, 10, 4), (0, 4, 8, 11, 16)),
        Run("Les Noces de Figaro", date(2024, 10, 18), (0, 4, 9, 13, 15)),
        Run("La Walkyrie", date(2024, 11, 9), (0, 4, 8, 12), new_production=True),
        Run("La Bohème", date(2024, 12, 6), (0, 4, 8, 13, 15, 22)),
        Run("Onéguine", date(2024, 12, 13), (0, 4, 8, 14, 16)),
        Run("La Bayadère", date(2025, 1, 17), (0, 5, 9, 12, 16)),
        Run("La Clémence de Titus", date(2025, 2, 7), (0, 4, 8)),
        Run("Les Troyens", date(2025, 2, 28), (0, 5, 9), new_production=True),
        Run("Hippolyte et Aricie", date(2025, 3, 14), (0, 4, 9)),
        Run("La Traviata", date(2025, 3, 28), (0, 4, 8, 12, 15)),
        Run("Giselle", date(2025, 4, 25), (0, 3, 8, 11, 15)),
        Run("Tosca", date(2025, 5, 16), (0, 4, 8, 13)),
        Run("Soirée de créations", date(2025, 6, 6), (0, 4, 8), new_production=True),
        Run("Le Lac des cygnes", date(2025, 6, 20), (0, 4, 8, 12, 15)),
    ),
    2025: (
        Run("Aida", date(2025, 10, 3), (0, 4, 8, 12, 15)),
        Run("Così fan tutte", date(2025, 10, 17), (0, 4, 9, 13)),
        Run("Tristan et Isolde", date(2025, 11, 8), (0, 4, 8), new_production=True),
        Run("Carmen", date(2025, 11, 28), (0, 4, 8, 12, 15)),
        Run("La Bayadère", date(2025, 12, 12), (0, 4, 8, 10, 14, 18)),
        Run("La Cenerentola", date(2025, 12, 19), (0, 4, 9, 12)),
        Run("Boris Godounov", date(2026, 1, 16), (0, 5, 9)),
        Run("Onéguine", date(2026, 2, 6), (0, 4, 8, 12)),
        Run("La Bohème", date(2026, 2, 20), (0, 4, 8, 12, 16)),
        Run("Orphée et Eurydice", date(2026, 3, 13), (0, 4, 9)),
        Run("Rigoletto", date(2026, 3, 27), (0, 4, 8, 12, 15)),
        Run("Pelléas et Mélisande", date(2026, 4, 24), (0, 4, 8)),
        Run("Les Noces de Figaro", date(2026, 5, 15), (0, 4, 9, 13)),
        Run("Roméo et Juliette", date(2026, 6, 5), (0, 4, 8, 12, 15)),
        Run("Soirée de créations", date(2026, 6, 12), (0, 4, 7), new_production=True),
    ),
    2026: (
        Run("Rigoletto", date(2026, 10, 2), (0, 4, 8, 12, 15)),
        Run("Giselle", date(2026, 10, 16), (0, 4, 8, 11, 15)),
        Run("Wozzeck", date(2026, 11, 6), (0, 5, 9)),
        Run("Le Lac des cygnes", date(2026, 12, 4), (0, 4, 8, 12, 15, 19)),
        Run("Les Noces de Figaro", date(2026, 12, 11), (0, 4, 9, 13, 15)),
        Run("Tristan et Isolde", date(2027, 1, 16), (0, 4, 8, 12)),
        Run("Orphée et Eurydice", date(2027, 2, 5), (0, 4, 8)),
        Run("La Bohème", date(2027, 2, 19), (0, 4, 8, 12, 15, 19)),
        Run("Pelléas et Mélisande", date(2027, 3, 19), (0, 4, 9)),
        Run("Carmen", date(2027, 4, 9), (0, 4, 8, 12, 15, 19, 23)),
        Run("La Cenerentola", date(2027, 4, 23), (0, 4, 9, 12)),
        Run("Tosca", date(2027, 5, 14), (0, 4, 8, 12, 15)),
        Run("Soirée de créations", date(2027, 6, 4), (0, 4, 8), new_production=True),
        Run("Roméo et Juliette", date(2027, 6, 18), (0, 4, 8, 12, 15)),
    ),
}

NOTES = (
    "An invented opera of the size and price structure of French ones. Its past "
    "sales are simulated: see examples/opera/README.md."
)


def season(year: int) -> Season:
    """Return the season that begins in a year, at its printed prices."""
    performances = [p for run in RUNS[year] for p in _performances(run, year)]
    return Season(
        id=f"season-{year}-{year % 100 + 1}",
        organization_id="grand-opera",
        name=f"Grand Opera {year}-{year % 100 + 1}",
        currency_code="EUR",
        venues=(GRAND_THEATRE, PALAIS),
        tariffs=TARIFFS,
        channels=CHANNELS,
        performances=tuple(sorted(performances, key=lambda p: (p.starts_at, p.id))),
        demand=BELIEFS,
        # The rules are voted for the season to come.
        rules=RULES if year == max(RUNS) else (),
        period_days_out=(300, 180, 120, 90, 60, 40, 25, 14, 7, 3),
        hold_minutes=15,
        vat_permille=55,
        time_zone=TIME_ZONE,
        notes=NOTES,
    )


def _performances(run: Run, year: int) -> list[Performance]:
    work = WORKS[run.title]
    zone = ZoneInfo(TIME_ZONE)
    venue = GRAND_THEATRE if work.venue_id == GRAND_THEATRE.id else PALAIS
    found = []
    for offset in run.offsets:
        day = run.first + timedelta(days=offset)
        hour = MATINEE if day.weekday() == SUNDAY else EVENING
        found.append(
            Performance(
                id=f"{slug(work.title)}-{day.isoformat()}",
                production=work.title,
                venue_id=work.venue_id,
                starts_at=datetime.combine(day, hour, zone),
                on_sale_at=datetime(year, 6, 6, 10, 0, tzinfo=zone),
                capacities=tuple(c.capacity for c in venue.seat_categories),
                ladder=_ladder(venue, work.scale),
                reference_tier=f"{work.scale}-{_printed(day, offset, work)}",
                covariates=(
                    ("genre", work.genre),
                    ("author", work.author),
                    ("first_run", str(int(run.new_production))),
                    ("first_night", str(int(offset == 0))),
                ),
            )
        )
    return found


def _ladder(venue: Venue, scale: str) -> tuple[str, ...]:
    """Return the tiers whose best seats cost 20 % less to 25 % more than printed."""
    printed = venue.tier(f"{scale}-printed").prices_minor[0]
    return tuple(
        tier.id
        for tier in venue.price_tiers
        if 80 * printed <= 100 * tier.prices_minor[0] <= 125 * printed
    )


def _printed(day: date, offset: int, work: Work) -> str:
    """Return which of a scale's three rungs is printed for a date.

    Fridays, Saturdays and first nights at +10 %; other days of works that the
    house thinks hard to sell (its lowest scale of opera) at -10 %.
    """
    if offset == 0 or day.weekday() in (FRIDAY, SATURDAY):
        return "plus"
    if work.genre == "opera" and work.scale == "low":
        return "minus"
    return "printed"
