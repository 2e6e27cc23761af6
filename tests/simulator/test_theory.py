"""Where theory has an answer, the simulator agrees with it."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from pricing.domain.season import AudienceClass, DemandAssumptions
from pricing.domain.tariff import FixedAmount, Percentage, Tariff
from pricing.domain.venue import PriceTier, SeatCategory, Venue
from pricing.optimizer import protection
from simulator.audience import Audience
from simulator.house import House, build
from simulator.people import NEVER
from simulator.policy import Posted
from simulator.scenario import Night, Scenario, Segment
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import studio_season

# Talluri & van Ryzin 2004, table 2.5; incomes of whole seats at capacity 100 are in
# shared/cases/protection.json.
PRICES = np.array([1050.0, 567.0, 534.0, 520.0])
MEAN = np.array([17.3, 45.1, 39.6, 34.0])
STD = np.array([5.8, 15.0, 13.2, 11.3])
CASES = Path(__file__).parents[3] / "shared" / "cases" / "protection.json"


def hall(capacity: int) -> House:
    """One category sold at four fixed prices on one night."""
    venue = Venue(
        id="studio",
        name="The studio",
        seat_categories=(SeatCategory("all", capacity),),
        price_tiers=(PriceTier("printed", (105_000,)),),
    )
    tariffs = (
        Tariff("class-0", "Full", Percentage(1000)),
        *(
            Tariff(f"class-{k}", f"Class {k}", FixedAmount(int(100 * PRICES[k])))
            for k in (1, 2, 3)
        ),
    )
    night = replace(
        studio_season(1).performances[0],
        capacities=(capacity,),
        ladder=("printed",),
        reference_tier="printed",
    )
    season = studio_season(
        1,
        rules=(),
        venues=(venue,),
        tariffs=tariffs,
        performances=(night,),
        demand=DemandAssumptions(
            classes=tuple(AudienceClass(each.id, 0.25) for each in tariffs)
        ),
    )
    scenario = Scenario(
        segments=tuple(Segment(f"class-{k}", f"class-{k}", 0.25) for k in range(4)),
        nights=(Night("night-1", 1.0, (1050.0,)),),
    )
    return build(season, scenario)


def cheapest_first(house: House, counts: np.ndarray) -> Audience:
    """Return people who pay their class's price and no more, the cheapest first."""
    k = np.repeat([3, 2, 1, 0], counts[::-1]).astype(np.int32)
    n = len(k)
    nobody = np.full(n, -1, np.int32)
    return Audience(
        time=int(house.on_sale[0]) + np.arange(n),
        performance=np.zeros(n, np.int32),
        other_date=nobody,
        audience_class=k,
        channel=np.zeros(n, np.int32),
        size=np.ones(n, np.int32),
        habit=nobody,
        willingness_to_pay=(100 * PRICES[k]).astype(np.int32)[:, None],
        first_permille=np.full(n, 1000, np.int32),
        returns_at=np.full(n, NEVER),
        cancels_at=np.full(n, NEVER),
        resells=np.zeros(n, bool),
    )


@dataclass(frozen=True)
class Levels:
    """Nested protection levels, kept to the end."""

    levels: tuple[int, ...]
    name: str = "levels"

    def start(self):
        return self

    def post(self, moment):
        protected = np.array([[0, *self.levels]], np.int64)
        return [Posted("printed", protected)] * len(moment.due)


@pytest.mark.parametrize(
    ("case", "levels"),
    [
        ("optimal levels (17,42,73)", (17, 42, 73)),
        ("EMSR-b levels rounded down (16,50,83)", (16, 50, 83)),
    ],
)
def test_protection_levels_earn_what_the_exact_program_says(case, levels):
    if not CASES.exists():
        pytest.skip("published cases are not beside the project")
    published = json.loads(CASES.read_text())["exact_revenue"]["Talluri-van Ryzin 2.5"]
    house = hall(100)
    timetable = Timetable(house)
    rng = np.random.default_rng(25)
    income = []
    for _ in range(1500):
        counts = np.maximum(np.rint(norm.rvs(MEAN, STD, random_state=rng)), 0)
        people = cheapest_first(house, counts.astype(int))
        sold = play(house, timetable, people, Levels(levels)).sold[0, 0, 0]
        income.append(float(sold @ PRICES))
    error = np.std(income, ddof=1) / np.sqrt(len(income))
    assert abs(np.mean(income) - published[case]) < 3 * error
    # The exact program of the optimiser says the same.
    exact = protection.expected_income(PRICES, MEAN, STD, np.array(levels), 100)
    assert exact == pytest.approx(published[case], abs=0.01)
