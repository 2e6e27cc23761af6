"""Make the example's files anew: ``python -m examples.opera.make``.

Writes season.toml, audience.toml and history.csv beside this file, bit for bit
the same from the same seed.
"""

import csv
import io
from pathlib import Path

import numpy as np

from examples.opera import audience, programme
from pricing.domain.season import Season
from pricing.files import season_writer
from simulator import scenario_file
from simulator.audience import draw
from simulator.house import build
from simulator.policies import FixedPrice
from simulator.scenario import Scenario
from simulator.season import play
from simulator.timetable import Timetable

# The year of the Académie d'opéra's first season.
SEED = 1671
FOLDER = Path(__file__).parent
PAST, NEXT = (2023, 2024, 2025), 2026
COLUMNS = (
    "performance_id", "season", "production", "venue", "starts_at", "seat_category",
    "capacity", "unit_price", "quantity", "x_genre", "x_author", "x_first_run",
    "x_first_night",
)  # fmt: skip

SEASON_HEAD = """\
# The example season: an invented opera of the size and price structure of French
# ones, on sale since 6 June 2026. Made by `python -m examples.opera.make` from
# examples/opera/programme.py; see README.md beside this file.

"""
AUDIENCE_HEAD = f"""\
# Who might come to the example season, and for how much: the truth that neither
# forecast nor policies see, and behind the simulated past sales too (seed {SEED}).
# Made by `python -m examples.opera.make` from examples/opera/audience.py.

"""


def season_text() -> str:
    """Return the season file."""
    season = programme.season(NEXT)
    return SEASON_HEAD + season_writer.render(season, "history.csv")


def audience_text() -> str:
    """Return the scenario file of the season to come."""
    scenario = audience.scenario(programme.season(NEXT), seed=SEED)
    return AUDIENCE_HEAD + scenario_file.render(scenario)


def history_text() -> str:
    """Return the sales of the past seasons, a row per performance and category."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for year in PAST:
        season = programme.season(year)
        scenario = audience.scenario(season, seed=SEED)
        table.writerows(_sales(season, scenario, year))
    return text.getvalue()


def _sales(season: Season, scenario: Scenario, year: int) -> list[tuple[object, ...]]:
    """Return what a season sold at its printed prices, the trial being its year."""
    house = build(season, scenario)
    people = draw(scenario, house, seed=SEED, trial=year)
    outcome = play(
        house,
        Timetable(house),
        people,
        FixedPrice(house),
        other_date_value=scenario.other_date_value,
    )
    sold = outcome.sold.sum(axis=(1, 3))
    rows: list[tuple[object, ...]] = []
    for f, performance in enumerate(house.performances):
        venue = season.venue_of(performance)
        printed = venue.tier(performance.reference_tier)
        traits = dict(performance.covariates)
        rows.extend(
            (
                performance.id,
                f"{year}-{year % 100 + 1}",
                performance.production,
                venue.id,
                performance.starts_at.isoformat(),
                category.id,
                performance.capacities[c],
                printed.prices_minor[c] // 100,
                int(np.int64(sold[f, c])),
                *(traits[name.removeprefix("x_")] for name in COLUMNS[9:]),
            )
            for c, category in enumerate(venue.seat_categories)
        )
    return rows


def main() -> None:
    """Write the three files."""
    for name, text in (
        ("season.toml", season_text()),
        ("audience.toml", audience_text()),
        ("history.csv", history_text()),
    ):
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{FOLDER / name}: {len(text):,} characters")


if __name__ == "__main__":
    main()
