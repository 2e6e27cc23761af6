"""Every sale once more, against a count in dictionaries and plain Python."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pricing.domain.rules import SolidarityBudget
from simulator.audience import draw
from simulator.books import CHANNEL, PARTY, RETURNED, SIZE
from simulator.fund import MILLI
from simulator.house import build
from simulator.instants import instant
from simulator.ledger import ledger_of
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import studio_season
from tests.simulator.stages import SEGMENTS, studio_scenario

BUDGET = SolidarityBudget(id="fund", donations_minor=10_000, surplus_permille=500)
RESTLESS = tuple(
    replace(each, patient_share=0.3, cancel_share=0.25) for each in SEGMENTS
)


@dataclass(frozen=True)
class Restless:
    """Prices that go up and down, each category by itself."""

    name: str = "restless"

    def start(self):
        return self

    def post(self, moment):
        tiers = ("low", "mid", "high")
        return [
            (tiers[(f + 2 * t) % 3], tiers[(f + t) % 3])
            for f, t in zip(moment.due, moment.periods, strict=True)
        ]


def played(seed):
    season = studio_season(
        4, rules=(BUDGET,), pricing_mode="category", time_zone="Europe/Paris"
    )
    scenario = replace(studio_scenario(season, parties=70.0), segments=RESTLESS)
    house = build(season, scenario)
    people = draw(scenario, house, seed=seed, trial=0)
    return house, play(house, Timetable(house), people, Restless())


def places(house, outcome):
    """Yield each sale and each return: visit, signed seats, [F, L, C, K], channel."""
    who = outcome.visits.who
    for v, place in outcome.log.tolist():
        seats = int(who[v, SIZE])
        where = np.unravel_index(-1 - place if place < 0 else place, outcome.sold.shape)
        yield v, -seats if place < 0 else seats, where, int(who[v, CHANNEL])


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_a_plain_count_finds(seed):
    house, outcome = played(seed)
    season, clock = house.season, ZoneInfo(house.season.time_zone)
    granted, brought, by_channel = Counter(), Counter(), Counter()
    left, undercut, returned = BUDGET.given_minor * MILLI, 0, 0
    for v, seats, (f, rung, c, k), h in places(house, outcome):
        time = int(outcome.visits.time[v])
        performance = season.performances[f]
        month = datetime.fromtimestamp(time, clock).strftime("%Y-%m")
        tariff_id, bracket = house.classes[k]
        tariff = season.tariff_by_id[tariff_id]
        tier = season.venues[0].tier(performance.ladder[rung])
        above = tariff.price_minor(
            tier.prices_minor[c], bracket
        ) - season.reference_minor(performance, c)
        paid_out = -above * MILLI if tariff.solidarity and above < 0 else 0
        paid_in = max(above, 0) * 500
        granted[month] += seats * paid_out
        brought[month] += seats * paid_in
        by_channel[season.channels[h].id] += seats
        left += seats * (paid_in - paid_out)
        # No reduction is sold that the fund does not pay for.
        assert left >= 0 or seats < 0 or paid_out == 0
        returned -= min(seats, 0)
        later = [
            each.rungs[c]
            for each in outcome.changes
            if each.f == f and each.time > time
        ]
        party = outcome.visits.who[v, PARTY]
        kept = seats > 0 and outcome.bought[party] != RETURNED
        if kept and any(0 <= rung_ < rung for rung_ in later):
            undercut += seats
    found = ledger_of(outcome, house)
    months = house.funds.months
    assert found.fund[0].tolist() == [
        [granted[month] for month in months],
        [brought[month] for month in months],
    ]
    # Less is left than four seats at the front take.
    assert left < 4 * 2000 * MILLI
    assert found.undercut == undercut > 0
    assert returned == outcome.given_back.sum() > 0
    assert found.by_channel.sum(axis=(0, 1, 2, 3)).tolist() == [
        by_channel[channel.id] for channel in season.channels
    ]


@pytest.mark.parametrize("seed", range(4))
def test_its_seats_are_those_that_were_sold(seed):
    house, outcome = played(seed)
    assert (np.diff(outcome.log[:, 0]) > 0).all()
    assert np.array_equal(
        ledger_of(outcome, house).by_channel.sum(axis=4), outcome.sold
    )


def test_prices_that_never_fall_undercut_nobody():
    season = studio_season(2)
    house = build(season, studio_scenario(season))
    people = draw(studio_scenario(season), house, seed=1, trial=0)

    @dataclass(frozen=True)
    class Rising:
        name: str = "rising"

        def start(self):
            return self

        def post(self, moment):
            return [("low", "mid", "high")[min(t, 2)] for t in moment.periods]

    outcome = play(house, Timetable(house), people, Rising())
    assert ledger_of(outcome, house).undercut == 0
    assert {instant(each.time) for each in outcome.changes} > {
        season.performances[0].on_sale_at
    }
