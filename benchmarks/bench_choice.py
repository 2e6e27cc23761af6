"""Logit choice: Swissmetro against its published estimates; worth of rail comfort.

The Dutch rail sample asks 235 people to choose between two trains at prices set
by experiment, so that the price coefficient answers to price alone. Intervals
by the delta method, errors clustered by person. Tastes differ between people:
two and three latent classes beside the one logit, by BIC.

    python -m benchmarks.bench_choice
"""

import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.bench_price_response import Row, read
from benchmarks.run import table_of
from models import choice_estimation, latent_class

SHARED = Path(__file__).resolve().parents[2] / "shared"
ATTRIBUTES = ("price", "time", "change", "comfort")
CLASSES = (1, 2, 3)
# Cents of a guilder to guilders, minutes to hours.
UNITS = (1 / 100, 1 / 60, 1.0, 1.0)


def measure() -> list[dict[str, object]]:
    return [*swissmetro(), *dutch_rail()]


def swissmetro() -> list[dict[str, object]]:
    """Return log-likelihood, standard errors and time beside the published."""
    rows = [
        row
        for row in read(SHARED / "data" / "choice" / "swissmetro.csv.gz")
        if row["PURPOSE"] in ("1", "3") and row["CHOICE"] != "0"
    ]
    published = json.loads((SHARED / "cases" / "mnl.json").read_text())["swissmetro"]
    features = np.zeros((len(rows), 3, 4))
    features[:, 2, 0] = 1.0
    features[:, 0, 1] = 1.0
    pays, stated = column(rows, "GA") == 0, column(rows, "SP") != 0
    for a, (mode, factor) in enumerate((("TRAIN", pays), ("SM", pays), ("CAR", 1))):
        features[:, a, 2] = column(rows, f"{mode}_CO") * factor / 100
        features[:, a, 3] = column(rows, f"{mode}_TT") / 100
    available = np.stack(
        [
            column(rows, "TRAIN_AV") * stated,
            column(rows, "SM_AV"),
            column(rows, "CAR_AV") * stated,
        ],
        axis=1,
    )
    started = perf_counter()
    found = choice_estimation.fit(
        features, available, column(rows, "CHOICE").astype(int) - 1
    )
    seconds = perf_counter() - started
    figures = [("log-likelihood", found.log_likelihood, published["LL"])]
    names = ("ASC_CAR", "ASC_TRAIN", "B_COST", "B_TIME")
    for name, error, expected in zip(
        names, found.standard_errors, published["se"], strict=True
    ):
        figures.append((f"standard error of {name}", float(error), expected))
    return [
        *(
            {
                "name": f"Swissmetro, {name}",
                "figure": abs(figure - expected),
                "unit": "away from the published",
                "published": expected,
                "goal": "under 0.001",
            }
            for name, figure, expected in figures
        ),
        {"name": "Swissmetro, time", "figure": seconds, "unit": "s"},
    ]


def dutch_rail() -> list[dict[str, object]]:
    """Return what an hour, a change and a class of comfort are worth."""
    rows = read(SHARED / "data" / "choice" / "dutch_rail.csv.gz")
    features = np.stack(
        [
            np.stack([column(rows, f"{name}{a}") for name in ATTRIBUTES], axis=1)
            for a in (1, 2)
        ],
        axis=1,
    ) * np.array(UNITS)
    chosen = [int(row["choice"] == "choice2") for row in rows]
    people = [row["id"] for row in rows]
    available = np.ones(features.shape[:2])
    found = choice_estimation.fit(
        features, available, chosen, names=ATTRIBUTES, people=people
    )
    result: list[dict[str, object]] = []
    for name, unit in (
        ("time", "guilders an hour"),
        ("change", "guilders a change"),
        ("comfort", "guilders a class"),
    ):
        worth = choice_estimation.ratio(found, name, "price")
        result.append(
            {
                "name": f"Dutch rail, worth of less {name}",
                "figure": worth.value,
                "low": worth.low,
                "high": worth.high,
                "unit": unit,
                "goal": "95 % interval",
            }
        )
    for classes in CLASSES:
        fit = latent_class.fit(
            features,
            available,
            chosen,
            people,
            classes=classes,
            seed=1,
            starts=2,
            names=ATTRIBUTES,
        )
        result.append(
            {
                "name": f"Dutch rail, {classes} latent classes",
                "figure": fit.bic,
                "unit": "BIC, less is better",
            }
        )
    return result


def column(rows: list[Row], name: str) -> NDArray[np.float64]:
    """Return a column as numbers."""
    return np.array([float(row[name]) for row in rows])


def main() -> int:
    started = perf_counter()
    try:
        rows = measure()
    except FileNotFoundError as absent:
        print(f"skipped: {absent}", file=sys.stderr)
        return 1
    Console(width=160).print(table_of("choice", rows, perf_counter() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
