from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import SolidarityShare
from simulator.audience import Audience, draw
from simulator.house import House, build
from simulator.outcomes import Outcome
from simulator.policies import FixedPrice, RuleTable
from simulator.policy import Posted
from simulator.scenario import Segment
from simulator.season import play
from simulator.timetable import Timetable
from tests.houses import studio_season
from tests.simulator.stages import SEGMENTS, studio_scenario

COUNTED = (
    "sold",
    "income",
    "spilled",
    "priced_out",
    "recaptured",
    "given_back",
    "to_resellers",
    "sold_on",
)


class Twin:
    """The kernel's twin for one fixed price: dictionaries and plain Python."""

    def __init__(self, house: House, people: Audience, rungs: list[int]) -> None:
        self.house, self.people, self.rungs = house, people, rungs
        places = [(f, c) for f in range(len(house.performances)) for c in range(2)]
        self.kept = {key: int(house.kept[key]) for key in places}
        self.solidarity_sold = defaultdict(int)
        self.left = {key: int(house.capacity[key]) for key in places}
        self.channel_sold = defaultdict(int)
        self.held = {}
        self.second_hand = set()
        self.for_resale = {}
        self.asked = defaultdict(int)
        self.counts = dict.fromkeys(COUNTED, 0)

    def sell(self) -> dict[str, int]:
        people = self.people
        visits = sorted(
            [(people.time[n], 0, n) for n in range(len(people))]
            + [(t, 1, n) for n, t in enumerate(people.returns_at) if t >= 0]
            + [(t, 2, n) for n, t in enumerate(people.cancels_at) if t >= 0]
        )
        for time, kind, n in visits:
            if kind == 2:
                self.give_back(n, time)
            elif n not in self.held and n not in self.second_hand:
                self.come(n, time, again=kind == 1)
        return self.counts

    def come(self, n: int, time: int, *, again: bool) -> None:
        people, f = self.people, int(self.people.performance[n])
        worth = 1000 if again else int(people.first_permille[n])
        wished, bought = self.attempt(n, f, worth)
        other = int(people.other_date[n])
        if not bought and other >= 0 and time < self.house.starts[other]:
            _, bought = self.attempt(n, other, worth * 900 // 1000)
        if bought or (people.returns_at[n] >= 0 and not again):
            return
        seats = int(people.size[n])
        if people.resells[n]:
            self.counts["priced_out"] += seats
        elif not self.from_reseller(n, f, seats):
            self.counts["spilled" if wished else "priced_out"] += seats

    def attempt(self, n: int, f: int, worth: int) -> tuple[bool, bool]:
        house, people, season = self.house, self.people, self.house.season
        performance = house.performances[f]
        seats, h = int(people.size[n]), int(people.channel[n])
        channel = season.channels[h]
        tariff_id, bracket = house.classes[people.audience_class[n]]
        tariff = season.tariff_by_id[tariff_id]
        full = season.ladder_of(performance)[self.rungs[f]].prices_minor
        wishes = []
        for c, posted in enumerate(full):
            price = tariff.price_minor(posted, bracket)
            paid = price
            if not channel.commission_inside:
                paid += channel.commission_minor(price)
            value = int(people.willingness_to_pay[n, c]) * worth // 1000
            if value - paid >= 0 and people.habit[n] in (-1, c):
                wishes.append((paid - value, c, price, paid))
        quota = performance.capacity * channel.quota_permille // 1000
        room_in_channel = quota - self.channel_sold[f, h]
        for place, (_, c, price, paid) in enumerate(sorted(wishes)):
            promised = self.kept[f, c] - self.solidarity_sold[f, c]
            public = 0 if tariff.solidarity else max(0, promised)
            if self.left[f, c] - public >= seats and room_in_channel >= seats:
                self.left[f, c] -= seats
                if tariff.solidarity:
                    self.solidarity_sold[f, c] += seats
                self.channel_sold[f, h] += seats
                self.counts["sold"] += seats
                self.counts["income"] += seats * price
                self.held[n] = (f, c, price, tariff.solidarity)
                if place > 0 or f != people.performance[n]:
                    self.counts["recaptured"] += seats
                if people.resells[n]:
                    self.counts["to_resellers"] += seats
                    self.for_resale[f, c] = self.for_resale.get((f, c), 0) + seats
                    self.asked[f, c] = max(self.asked[f, c], paid * 1300 // 1000)
                return True, True
        return bool(wishes), False

    def from_reseller(self, n: int, f: int, seats: int) -> bool:
        pays = self.people.willingness_to_pay[n]
        offers = [
            (self.asked[f, c] - int(pays[c]), c)
            for (g, c), there in self.for_resale.items()
            if g == f
            and there >= seats
            and int(pays[c]) >= max(1, self.asked[f, c])
            and self.people.habit[n] in (-1, c)
        ]
        if not offers:
            return False
        _, c = min(offers)
        self.for_resale[f, c] -= seats
        self.counts["sold_on"] += seats
        self.second_hand.add(n)
        return True

    def give_back(self, n: int, time: int) -> None:
        if n not in self.held or time >= self.house.starts[self.held[n][0]]:
            return
        f, c, price, solidarity = self.held.pop(n)
        seats = int(self.people.size[n])
        self.solidarity_sold[f, c] -= seats * solidarity
        self.left[f, c] += seats
        self.channel_sold[f, int(self.people.channel[n])] -= seats
        self.counts["sold"] -= seats
        self.counts["income"] -= seats * price
        self.counts["given_back"] += seats
        # Who gave back does not look again.
        self.second_hand.add(n)


def counted(outcome: Outcome, house: House) -> dict[str, int]:
    face = house.face[np.maximum(house.tier_row, 0)]
    income = (outcome.sold * face).sum()
    return {
        name: income if name == "income" else getattr(outcome, name).sum()
        for name in COUNTED
    }


RESTLESS = (
    *(replace(each, patient_share=0.4, cancel_share=0.2) for each in SEGMENTS[:2]),
    replace(SEGMENTS[2], cancel_share=0.3, share=0.15),
    replace(SEGMENTS[3], patient_share=0.2),
    Segment(
        "resellers",
        "full",
        0.05,
        party_sizes=(2,),
        party_shares=(1.0,),
        burst_share=1.0,
        resells=True,
    ),
)


@pytest.mark.parametrize("segments", [SEGMENTS, RESTLESS], ids=["calm", "restless"])
@pytest.mark.parametrize("seed", range(8))
def test_the_kernel_sells_what_its_naive_twin_sells(seed, segments):
    rule = SolidarityShare(id="kept", share_permille=150, release_days_out=0)
    season = studio_season(4, rules=(rule,))
    scenario = replace(studio_scenario(season, parties=90.0), segments=segments)
    house = build(season, scenario)
    people = draw(scenario, house, seed=seed, trial=0)
    outcome = play(house, Timetable(house), people, FixedPrice(house))
    assert Twin(house, people, [1] * 4).sell() == counted(outcome, house)
    assert outcome.recaptured.sum() > 0
    if segments is SEGMENTS:
        assert outcome.spilled.sum() > 0
    else:
        assert outcome.given_back.sum() > 0


def test_resellers_buy_where_more_seek_seats_than_there_are():
    season = studio_season(3, rules=())
    sold_on = []
    for parties in (10.0, 600.0):
        scenario = replace(studio_scenario(season, parties=parties), segments=RESTLESS)
        house = build(season, scenario)
        people = draw(scenario, house, seed=4, trial=0)
        outcome = play(house, Timetable(house), people, FixedPrice(house))
        sold_on.append((outcome.to_resellers.sum(), outcome.sold_on.sum()))
        assert Twin(house, people, [1] * 3).sell() == counted(outcome, house)
    assert sold_on[0] == (0, 0)
    assert min(sold_on[1]) > 0


@pytest.mark.parametrize("seed", range(5))
def test_everyone_who_looks_buys_is_spilled_or_is_priced_out(seed):
    season = studio_season(3)
    scenario = replace(studio_scenario(season), segments=RESTLESS)
    house = build(season, scenario)
    people = draw(scenario, house, seed=seed, trial=1)
    outcome = play(house, Timetable(house), people, RuleTable(house))
    lost = outcome.spilled.sum() + outcome.priced_out.sum() + outcome.given_back.sum()
    assert outcome.sold.sum() + outcome.sold_on.sum() + lost == people.size.sum()
    assert outcome.sold_on.sum() <= outcome.to_resellers.sum()
    assert (outcome.sold.sum(axis=(1, 3)) <= house.capacity).all()


def test_seats_kept_for_solidarity_are_not_sold_to_others():
    rule = SolidarityShare(id="kept", share_permille=500, release_days_out=0)
    season = studio_season(2, rules=(rule,))
    scenario = studio_scenario(season, parties=300)
    house = build(season, scenario)
    people = draw(scenario, house, seed=3, trial=0)
    outcome = play(house, Timetable(house), people, FixedPrice(house))
    to_public = outcome.sold[..., ~house.class_solidarity].sum(axis=(1, 3))
    assert (to_public <= 20).all()
    assert (to_public > 15).all()


def test_seats_kept_for_solidarity_return_to_all_on_the_release_day():
    rule = SolidarityShare(id="kept", share_permille=900, release_days_out=30)
    season = studio_season(2, rules=(rule,))
    scenario = studio_scenario(season, parties=300)
    house = build(season, scenario)
    people = draw(scenario, house, seed=3, trial=0)
    outcome = play(house, Timetable(house), people, FixedPrice(house))
    to_public = outcome.sold[..., ~house.class_solidarity].sum(axis=(1, 3))
    # Before the release day 4 seats of each category are for all.
    assert (to_public.sum(axis=1) > 8).all()


def test_a_channel_sells_no_more_than_its_quota():
    season = studio_season(2, rules=())
    scenario = studio_scenario(season, parties=400)
    house = build(season, scenario)
    people = draw(scenario, house, seed=3, trial=0)
    only = people.only(people.channel == 2)
    outcome = play(house, Timetable(house), only, FixedPrice(house))
    # A quarter of 80 seats, less what a party of several leaves over.
    assert (outcome.sold.sum(axis=(1, 2, 3)) <= 20).all()
    assert (outcome.sold.sum(axis=(1, 2, 3)) >= 17).all()


def test_the_patient_buy_more_where_prices_fall_in_the_end():
    season = studio_season(3, rules=())
    scenario = replace(
        studio_scenario(season, parties=30.0),
        segments=tuple(replace(s, patient_share=1.0) for s in SEGMENTS),
    )
    house = build(season, scenario)
    people = draw(scenario, house, seed=2, trial=0)
    never = replace(people, returns_at=np.full(len(people), -1))
    sold = [
        play(house, Timetable(house), each, FixedPrice(house)).sold.sum()
        for each in (people, never)
    ]
    assert sold[0] > sold[1]


def test_seats_protected_from_a_tariff_are_left_to_better_ones():
    season = studio_season(2, rules=())
    scenario = studio_scenario(season, parties=300.0)
    house = build(season, scenario)
    people = draw(scenario, house, seed=3, trial=0)
    tariffs = [tariff.id for tariff in season.tariffs]
    young = tariffs.index("under-26")
    protected = np.zeros((2, len(tariffs)), np.int64)
    protected[:, young] = house.capacity[0]

    class Protecting:
        name = "protecting"

        def start(self):
            return self

        def post(self, moment):
            return [Posted("mid", protected)] * len(moment.due)

    k = house.classes.index(("under-26", ""))
    full = house.classes.index(("full", ""))
    free = play(house, Timetable(house), people, FixedPrice(house))
    closed = play(house, Timetable(house), people, Protecting())
    assert free.sold[..., k].sum() > 0
    assert closed.sold[..., k].sum() == 0
    # Some of those who were refused it pay the full price.
    alone = people.only(people.audience_class == k)
    assert play(house, Timetable(house), alone, Protecting()).sold[..., full].sum() > 0


@pytest.mark.parametrize(
    "protected",
    [np.zeros(3, np.int64), np.full((2, 4), -1), np.full((2, 4), np.nan), "all"],
)
def test_a_policy_that_protects_what_is_not_there_is_refused(protected):
    season = studio_season(2, rules=())
    house = build(season, studio_scenario(season))
    people = draw(studio_scenario(season), house, seed=3, trial=0)

    class Broken:
        name = "broken"

        def start(self):
            return self

        def post(self, moment):
            return [Posted("mid", protected)] * len(moment.due)

    with pytest.raises(FieldInvalid, match="by category and tariff"):
        play(house, Timetable(house), people, Broken())
