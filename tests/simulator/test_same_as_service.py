"""One small season, sold over the wire and played: the same sales, line for line."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import grpc
import numpy as np
import pytest

from jauge.client import seats, units
from jauge.pricing.v1.quote_pb2 import PriceLine, QuoteItem
from pricing.domain.plan import PricePlan
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.domain.rules import (
    CategoryOrder,
    NeverFalls,
    PriceStep,
    Scope,
    SolidarityBudget,
    SolidarityShare,
)
from pricing.domain.sales_repricing import SalesRepricing
from pricing.store.commands import ActivatePlan, CreateSeason, StorePlan, Tick
from pricing.store.memory import open_memory
from simulator.audience import Audience, draw
from simulator.house import House, build
from simulator.optimised import Optimised
from simulator.season import play
from simulator.timetable import Timetable
from simulator.visits import CANCEL, LOOK
from tests.houses import ON_SALE, studio_season
from tests.pricing.quotes.plans import plan_of
from tests.pricing.store.asks import ask
from tests.service.harness import SEASON, Clock, running
from tests.simulator.stages import studio_scenario

# Night, category, tariff, means bracket, minor units of a seat.
Line = tuple[str, str, str, str, int]


# By period: the front row and the back.
APART = (
    ("low", "low"),
    ("high", "low"),
    ("high", "mid"),
    ("mid", "high"),
    ("low", "low"),
    ("high", "high"),
)


def plan_in_force(season, path) -> PricePlan:
    """The same path for every night: a tier a period, or one for each category."""
    plan = plan_of(season, [front for front, _ in path])
    return replace(
        plan,
        id="r1",
        performances=tuple(
            replace(each, category_path=tuple(path), demand_mean=80.0)
            for each in plan.performances
        )
        if season.pricing_mode == "category"
        else plan.performances,
    )


class Noting:
    """The plan in force, posted as the project's own policy does; when it was asked."""

    name = "noting"

    def __init__(self, house: House, plan: PricePlan) -> None:
        self.policy = Optimised(house, {}, plan, sales_moves=0)
        self.asked: set[datetime] = set()

    def start(self):
        self.pricer = self.policy.start()
        return self

    def post(self, moment):
        self.asked.add(moment.now)
        return self.pricer.post(moment)


class Buyers:
    """People who ask the service for what they would rather have, best first."""

    def __init__(self, client, house: House, people: Audience) -> None:
        self.client, self.house, self.people = client, house, people
        self.categories = [c.id for c in house.season.venues[0].seat_categories]
        self.bought: Counter[Line] = Counter()
        # Line and quote of each party.
        self.holds: dict[int, tuple[Line, str]] = {}

    def come(self, n: int, time: int, permille: int) -> bool:
        """Return whether a party buys."""
        people, house = self.people, self.house
        if self.buys(n, int(people.performance[n]), permille):
            return True
        other = int(people.other_date[n])
        on_time = other >= 0 and time < house.starts[other]
        return on_time and self.buys(n, other, permille * 900 // 1000)

    def buys(self, n: int, f: int, permille: int) -> bool:
        people = self.people
        wishes = []
        for c, category in enumerate(self.categories):
            value = int(people.willingness_to_pay[n, c]) * permille // 1000
            if value == 0 or people.habit[n] not in (-1, c):
                continue
            held = self.ask(n, f, category, validate_only=True)
            if held is not None:
                total = int(units(held.total_price) * 100)
                surplus = value - total // int(people.size[n])
                wishes.append((-surplus, c, category))
        for surplus, _, category in sorted(wishes):
            if surplus > 0:
                break
            held = self.ask(n, f, category)
            if held is not None:
                self.client.accept(held.name)
                (line,) = held.items
                key = (
                    line.performance.rpartition("/")[2], line.seat_category_id,
                    line.tariff_id, line.means_bracket_id, face_minor(line),
                )  # fmt: skip
                self.bought[key] += line.count
                self.holds[n] = key, held.name
                return True
        return False

    def give_back(self, n: int) -> None:
        """Return what a party holds, if it holds anything."""
        if n in self.holds:
            key, name = self.holds.pop(n)
            self.client.cancel_items(name)
            self.bought[key] -= int(self.people.size[n])

    def ask(self, n: int, f: int, category: str, **how):
        """Return a quote for a party, or None where seats or quotas are short."""
        tariff, bracket = self.house.classes[self.people.audience_class[n]]
        night = f"{SEASON}/performances/{self.house.performances[f].id}"
        item = seats(
            night, category, tariff, int(self.people.size[n]),
            means_bracket_id=bracket, evidence="shown",
        )  # fmt: skip
        channel = self.house.season.channels[int(self.people.channel[n])].id
        try:
            return self.client.quote(SEASON, channel, [item], **how)
        except grpc.RpcError as error:
            if error.code() is grpc.StatusCode.FAILED_PRECONDITION:
                return None
            raise


def face_minor(line: QuoteItem) -> int:
    """Return the price of a seat without what the channel adds."""
    added = sum(
        units(each.amount)
        for each in line.price_lines
        if each.kind == PriceLine.KIND_COMMISSION
    )
    return int((units(line.unit_price) - added) * 100)


def sold_over_the_wire(season, plan, house: House, people: Audience, asked):
    """Return what is sold to people, prices moving when a clock would move them."""
    clock = Clock(ON_SALE - timedelta(hours=1))
    store = open_memory(clock)
    left = set()
    due = sorted(asked)
    with running(store) as service:
        ask(store, CreateSeason(season))
        stored = ask(store, StorePlan(plan))
        ask(store, ActivatePlan(season.id, stored.id))
        buyers = Buyers(service.client, house, people)
        for time, n, kind in zip(*people.visits, strict=True):
            now = datetime.fromtimestamp(int(time), UTC)
            while due and due[0] <= now:
                clock.now = due.pop(0)
                ask(store, Tick())
            clock.now = now
            if kind == CANCEL:
                buyers.give_back(int(n))
            elif kind == LOOK or n in left:
                permille = int(people.first_permille[n]) if kind == LOOK else 1000
                left.discard(n)
                if not buyers.come(int(n), int(time), permille):
                    left.add(n)
    store.close()
    return +buyers.bought


def played(house: House, outcome) -> Counter[Line]:
    lines: Counter[Line] = Counter()
    for f, rung, c, k in np.argwhere(outcome.sold).tolist():
        tariff, bracket = house.classes[k]
        price = int(house.face[house.tier_row[f, rung], c, k])
        category = house.season.venues[0].seat_categories[c].id
        night = house.performances[f].id
        lines[night, category, tariff, bracket, price] += int(
            outcome.sold[f, rung, c, k]
        )
    return lines


RULES = (
    CategoryOrder(id="order"),
    NeverFalls(id="never"),
    SolidarityShare(id="kept", share_permille=200, release_days_out=20),
)
STEPS = (
    SolidarityShare(id="kept", share_permille=300, release_days_out=5),
    PriceStep(id="step", change_permille=300, days_between=9, notice_days=3),
)


# Enough for a few reductions; more as dear seats are sold.
BUDGET = (
    SolidarityBudget(id="fund", donations_minor=30_000, surplus_permille=400),
    SolidarityBudget(
        id="first",
        scope=Scope(performance_id="night-1"),
        donations_minor=12_000,
        surplus_permille=200,
    ),
)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "rules", [RULES, STEPS, BUDGET], ids=["rising", "in steps", "on a budget"]
)
@pytest.mark.parametrize("mode", ["scale", "category"])
def test_the_service_sells_what_the_simulator_plays(mode, rules, seed):
    season = studio_season(
        3,
        rules=rules,
        pricing_mode=mode,
        sales_repricing=SalesRepricing(on=False),
        refunds=RefundTerms(RefundPolicy(refund_days_out=0)),
    )
    scenario = studio_scenario(season, parties=45.0)
    segments = tuple(
        replace(s, patient_share=0.2, cancel_share=0.25) for s in scenario.segments
    )
    scenario = replace(scenario, segments=segments)
    house = build(season, scenario)
    people = draw(scenario, house, seed=seed, trial=0)
    plan = plan_in_force(season, APART)
    policy = Noting(house, plan)
    outcome = play(house, Timetable(house), people, policy)
    expected = played(house, outcome)
    assert sum(expected.values()) > 100
    assert outcome.given_back.sum() > 10
    if mode == "category":
        assert (outcome.path[..., 0] != outcome.path[..., 1]).any()
    sold = sold_over_the_wire(season, plan, house, people, policy.asked)
    assert sold == expected
