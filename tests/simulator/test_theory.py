"""Where theory has an answer, the simulator agrees with it."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.season import Season
from pricing.domain.tariff import FixedAmount, Percentage, Tariff
from pricing.domain.venue import PriceTier, SeatCategory, Venue
from pricing.optimizer import dynamic_program, gallego_van_ryzin, protection
from pricing.optimizer.market import build as build_market
from pricing.optimizer.optimize import optimize
from simulator.audience import Audience
from simulator.house import House, build
from simulator.outcomes import income_minor
from simulator.policies import make
from simulator.policy import Posted
from simulator.scenario import Night, Scenario, Segment
from simulator.season import play
from simulator.timetable import Timetable
from simulator.traits import NEVER
from tests.houses import CHANNELS, ON_SALE, TARIFFS, studio_season
from tests.simulator.model_people import model_people
from tests.simulator.stages import SEGMENTS, one_kind, studio_scenario

WEB = CHANNELS[0]
# Tariffs whose price moves with the posted one: nothing is sold for nothing.
PLAIN = (
    TARIFFS[0],
    TARIFFS[1],
    replace(TARIFFS[2], price=Percentage(300), solidarity=False),
    replace(TARIFFS[3], solidarity=False),
)

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


@pytest.mark.parametrize("tier", ["low", "mid", "high"])
def test_people_of_the_model_buy_as_the_model_says(tier):
    season = studio_season(2, rules=(), tariffs=PLAIN, channels=(WEB,))
    large = tuple(
        replace(p, capacities=(100_000, 100_000)) for p in season.performances
    )
    season = replace(season, performances=large)
    demand = {p.id: (4000.0, 6000.0) for p in season.performances}
    market = build_market(season, demand)
    house = build(season, of_web_alone(season))
    rng = np.random.default_rng(4)
    rung = season.performances[0].ladder.index(tier)
    trials = 12
    sold = sum(
        play(
            house, Timetable(house), model_people(market, house, rng), Tier(tier)
        ).sold.sum(axis=(0, 1))
        for _ in range(trials)
    )
    expected = np.zeros_like(sold, float)
    for night in market.performances:
        v = night.attraction[rung]
        share = v / (1 + v.sum(axis=0))
        persons = night.class_size * night.weights.sum()
        for place, each in enumerate(season.demand.classes):
            k = house.classes.index((each.tariff_id, each.means_bracket_id))
            expected[:, k] += trials * persons[place] * share[:, place]
    assert np.all(np.abs(sold - expected) <= 4 * np.sqrt(expected) + 1e-9)


@pytest.mark.parametrize("load", [0.8, 1.6])
def test_no_policy_earns_more_than_the_proven_bound_on_average(load):
    season = studio_season(2, rules=(), tariffs=PLAIN, channels=(WEB,))
    demand = {p.id: (40 * load, 40 * load) for p in season.performances}
    bound = optimize(season, demand, plan_id="plan", now=ON_SALE).upper_bound
    market = build_market(season, demand)
    house = build(season, of_web_alone(season))
    rng = np.random.default_rng(7)
    policies = [make(n, house, demand) for n in ("fixed", "rule-table", "optimised")]
    income = {policy.name: [] for policy in policies}
    for _ in range(40):
        people = model_people(market, house, rng)
        for policy in policies:
            outcome = play(house, Timetable(house), people, policy)
            income[policy.name].append(income_minor(outcome, house) / 100)
    for name, found in income.items():
        error = np.std(found, ddof=1) / np.sqrt(len(found))
        assert np.mean(found) <= bound + 3 * error, name


@pytest.mark.parametrize(("seats", "peak"), [(5, 10.0), (10, 20.0), (12, 9.0)])
def test_income_of_gallego_and_van_ryzins_policies_is_theirs(seats, peak):
    # Buyers pay an exponential amount; prices are posted each day of 700, so that
    # two sales in a day hardly happen. In units of the mean amount.
    days, rungs = 700, np.linspace(0.2, 4.0, 77)
    house = exponential_hall(seats, days, rungs)
    timetable = Timetable(house)
    table = dynamic_program.solve(
        gallego_van_ryzin.purchase_probability(peak, days, rungs), rungs, seats
    )
    fluid = gallego_van_ryzin.fluid_price(seats, peak)
    near = int(np.argmin(np.abs(rungs - fluid)))
    policies = {
        gallego_van_ryzin.optimal_income(seats, peak): ByTable(table.rung, seats),
        gallego_van_ryzin.fixed_price_income(seats, peak, float(rungs[near])): Tier(
            f"rung-{near}"
        ),
    }
    rng = np.random.default_rng(94)
    crowds = [exponential_people(house, peak, rng) for _ in range(250)]
    for expected, policy in policies.items():
        income = [
            income_minor(play(house, timetable, people, policy), house) / 10_000
            for people in crowds
        ]
        error = np.std(income, ddof=1) / np.sqrt(len(income))
        assert abs(np.mean(income) - expected) < 3 * error, policy.name


def of_web_alone(season: Season) -> Scenario:
    """Return the studio's classes of people, all on the first channel."""
    segments = tuple(replace(each, channels=()) for each in SEGMENTS)
    return replace(studio_scenario(season), segments=segments)


def exponential_hall(seats: int, days: int, rungs: np.ndarray) -> House:
    """One category of a venue with a fine ladder, repriced every day."""
    tiers = tuple(
        PriceTier(f"rung-{n}", (round(10_000 * price),))
        for n, price in enumerate(rungs)
    )
    night = studio_season(1).performances[0]
    night = replace(
        night,
        capacities=(seats,),
        ladder=tuple(tier.id for tier in tiers),
        reference_tier="rung-20",
        on_sale_at=night.starts_at - timedelta(days=days),
    )
    season = studio_season(
        1,
        rules=(),
        tariffs=PLAIN[:1],
        channels=(WEB,),
        venues=(Venue("studio", "Studio", (SeatCategory("all", seats),), tiers),),
        performances=(night,),
        period_days_out=tuple(range(days, 0, -1)),
        demand=DemandAssumptions(classes=(AudienceClass("full", 1.0),)),
    )
    return build(
        season, Scenario(one_kind(), nights=(Night("night-1", 1.0, (100.0,)),))
    )


def exponential_people(house: House, peak: float, rng: np.random.Generator) -> Audience:
    """Return Poisson arrivals who pay up to an exponential amount of mean 100."""
    # Sales at price p come at rate e * peak * exp(-p): at p = 1, at rate peak.
    n = rng.poisson(peak * np.e)
    window = int(house.starts[0] - house.on_sale[0])
    worth = 10_000 * rng.exponential(size=(n, 1))
    return replace(
        cheapest_first(house, np.array([n, 0, 0, 0])),
        time=house.on_sale[0] + np.sort(rng.integers(0, window, n)),
        willingness_to_pay=worth.astype(np.int32),
    )


@dataclass(frozen=True)
class Tier:
    """One tier throughout."""

    tier: str
    name: str = "tier"

    def start(self):
        return self

    def post(self, moment):
        return [self.tier] * len(moment.due)


@dataclass(frozen=True)
class ByTable:
    """What a dynamic program says of the seats left on each day."""

    rung: np.ndarray
    seats: int
    name: str = "by-table"

    def start(self):
        return self

    def post(self, moment):
        left = self.seats - int(moment.bookings.sold.sum())
        # Sold out: any price.
        return [f"rung-{self.rung[moment.periods[0], max(left, 1)]}"]
