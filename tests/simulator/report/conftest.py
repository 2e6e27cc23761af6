from dataclasses import replace

import pytest

from pricing.domain.rules import AccessShare, CategoryOrder, NeverFalls, PriceBounds
from simulator.experiment import simulate
from simulator.facts import plan_at_opening
from simulator.last_season import LastSeason
from simulator.variant import Variant
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario

ACCESS = AccessShare(id="access", share_permille=100, price_minor=1900)
SEASON = studio_season(
    5,
    rules=(CategoryOrder(id="order"), NeverFalls(id="never-falls"), ACCESS),
    name='Autumn & <em>"friends"</em>',
)
DEMAND = {p.id: (45.0, 50.0) for p in SEASON.performances}


def play(seed=3, **changes):
    settings = {
        "trials": 4, "seed": seed, "scenario": studio_scenario(SEASON), **changes,
    }  # fmt: skip
    return simulate(SEASON, DEMAND, ["fixed", "rule-table"], **settings)


@pytest.fixture(scope="session")
def played():
    """A season with the price of its rules, and two variants of it."""
    path = "rules.cap.cap"
    variants = [
        Variant(
            {path: value},
            replace(
                SEASON,
                rules=(*SEASON.rules, PriceBounds(id="cap", cap_minor=cap_minor)),
            ),
            DEMAND,
        )
        for value, cap_minor in (("25", 2500), ("20", 2000))
    ]
    return play(
        variants=variants,
        settings={path: ""},
        plan=plan_at_opening(SEASON, DEMAND),
        before=LastSeason("2025-26", 4, 6100.0, 0.71, 0.23),
        tornado=True,
    )


@pytest.fixture(scope="session")
def others():
    """Runs for the same people and for others."""
    return {"same": play(), "other": play(seed=9)}
