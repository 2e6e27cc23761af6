"""One small season, sold over the wire and played: the same sales, line for line."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import grpc
import numpy as np
import pytest

from jauge.client import seats, units
from jauge.pricing.v1.quote_pb2 import PriceLine, QuoteItem
from pricing.domain.rules import CategoryOrder, NeverFalls, SolidarityShare
from pricing.domain.sales_repricing import SalesRepricing
from pricing.store.commands import Tick
from pricing.store.memory import open_memory
from simulator.audience import Audience, draw
from simulator.house import House, build
from simulator.kernel import LOOK
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import ON_SALE, studio_season
from tests.pricing.quotes.plans import RISING
from tests.pricing.store.asks import ask, open_house
from tests.service.harness import SEASON, Clock, running
from tests.simulator.stages import studio_scenario

# Night, category, tariff, means bracket, minor units of a seat.
Line = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class AsPlanned:
    """The tiers of the plan in force."""

    name: str = "as-planned"

    def start(self):
        return self

    def post(self, moment):
        return [RISING[t] for t in moment.periods]


class Buyers:
    """People who ask the service for what they would rather have, best first."""

    def __init__(self, client, house: House, people: Audience) -> None:
        self.client, self.house, self.people = client, house, people
        self.categories = [c.id for c in house.season.venues[0].seat_categories]
        self.bought: Counter[Line] = Counter()

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
                return True
        return False

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


def sold_over_the_wire(season, house: House, people: Audience) -> Counter[Line]:
    clock = Clock(ON_SALE - timedelta(hours=1))
    store = open_memory(clock)
    left = set()
    with running(store) as service:
        open_house(store, season)
        buyers = Buyers(service.client, house, people)
        for time, n, kind in zip(*people.visits, strict=True):
            if kind != LOOK and n not in left:
                continue
            clock.now = datetime.fromtimestamp(int(time), UTC)
            ask(store, Tick())
            permille = int(people.first_permille[n]) if kind == LOOK else 1000
            if not buyers.come(int(n), int(time), permille):
                left.add(n)
    store.close()
    return buyers.bought


def played(house: House, people: Audience) -> Counter[Line]:
    sold = play(house, Timetable(house), people, AsPlanned()).sold
    lines: Counter[Line] = Counter()
    for f, rung, c, k in np.argwhere(sold).tolist():
        tariff, bracket = house.classes[k]
        price = int(house.face[house.tier_row[f, rung], c, k])
        category = house.season.venues[0].seat_categories[c].id
        night = house.performances[f].id
        lines[night, category, tariff, bracket, price] += int(sold[f, rung, c, k])
    return lines


@pytest.mark.parametrize("seed", [1, 2])
def test_the_service_sells_what_the_simulator_plays(seed):
    season = studio_season(
        3,
        rules=(
            CategoryOrder(id="order"),
            NeverFalls(id="never"),
            SolidarityShare(id="kept", share_permille=200, release_days_out=20),
        ),
        sales_repricing=SalesRepricing(on=False),
    )
    scenario = studio_scenario(season, parties=45.0)
    segments = tuple(replace(s, patient_share=0.2) for s in scenario.segments)
    scenario = replace(scenario, segments=segments)
    house = build(season, scenario)
    people = draw(scenario, house, seed=seed, trial=0)
    expected = played(house, people)
    assert sum(expected.values()) > 100
    assert sold_over_the_wire(season, house, people) == expected
