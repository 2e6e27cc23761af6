import numpy as np
import pytest

from pricing.domain.rules import SolidarityShare
from simulator.audience import Audience, draw
from simulator.house import House, build
from simulator.policies import FixedPrice, RuleTable
from simulator.season import Timetable, play
from tests.houses import studio_season
from tests.simulator.stages import studio_scenario


def naive_sales(house: House, people: Audience, rungs: list[int]) -> dict[str, int]:
    """The kernel's twin for one fixed price: dictionaries and plain Python."""
    season = house.season
    kept = {
        (f, c): int(house.kept[f, c])
        for f in range(len(house.performances))
        for c in range(2)
    }
    left = {key: int(house.capacity[key]) for key in kept}
    by_channel: dict[tuple[int, int], int] = {}
    by_tariff: dict[tuple[int, str], int] = {}
    counts = dict.fromkeys(("sold", "income", "spilled", "priced_out", "recaptured"), 0)

    def attempt(n: int, f: int, worth: float) -> tuple[bool, bool]:
        performance = house.performances[f]
        seats = int(people.size[n])
        h = int(people.channel[n])
        channel = season.channels[h]
        tariff_id, bracket = house.classes[people.audience_class[n]]
        tariff = season.tariff_by_id[tariff_id]
        full = season.ladder_of(performance)[rungs[f]].prices_minor
        wishes = []
        for c, posted in enumerate(full):
            price = tariff.price_minor(posted, bracket)
            paid = price
            if not channel.commission_inside:
                paid += channel.commission_minor(price)
            value = int(people.willingness_to_pay[n, c]) * round(1000 * worth) // 1000
            if value - paid >= 0 and people.habit[n] in (-1, c):
                wishes.append((paid - value, c, price))
        quota = performance.capacity * channel.quota_permille // 1000
        room_in_channel = quota - by_channel.get((f, h), 0)
        for place, (_, c, price) in enumerate(sorted(wishes)):
            public = 0 if tariff.solidarity else kept[f, c]
            if left[f, c] - public >= seats and room_in_channel >= seats:
                left[f, c] -= seats
                if tariff.solidarity:
                    kept[f, c] = max(0, kept[f, c] - seats)
                by_channel[f, h] = by_channel.get((f, h), 0) + seats
                by_tariff[f, tariff_id] = by_tariff.get((f, tariff_id), 0) + seats
                counts["sold"] += seats
                counts["income"] += seats * price
                if place > 0 or worth < 1:
                    counts["recaptured"] += seats
                return True, True
        return bool(wishes), False

    for n in range(len(people)):
        wished, bought = attempt(n, int(people.performance[n]), 1.0)
        if not bought and people.other_date[n] >= 0:
            _, bought = attempt(n, int(people.other_date[n]), 0.9)
        if not bought:
            counts["spilled" if wished else "priced_out"] += int(people.size[n])
    return counts


@pytest.mark.parametrize("seed", range(8))
def test_the_kernel_sells_what_its_naive_twin_sells(seed):
    rule = SolidarityShare(id="kept", share_permille=150, release_days_out=0)
    season = studio_season(4, rules=(rule,))
    scenario = studio_scenario(season)
    house = build(season, scenario)
    people = draw(scenario, house, seed=seed, trial=0)
    outcome = play(house, Timetable(house), people, FixedPrice(house))
    face = house.face[np.maximum(house.tier_row, 0)]
    assert naive_sales(house, people, [1] * 4) == {
        "sold": outcome.sold.sum(),
        "income": (outcome.sold * face).sum(),
        "spilled": outcome.spilled.sum(),
        "priced_out": outcome.priced_out.sum(),
        "recaptured": outcome.recaptured.sum(),
    }
    assert outcome.spilled.sum() > 0
    assert outcome.recaptured.sum() > 0


@pytest.mark.parametrize("seed", range(5))
def test_everyone_who_looks_buys_is_spilled_or_is_priced_out(seed):
    season = studio_season(3)
    scenario = studio_scenario(season)
    house = build(season, scenario)
    people = draw(scenario, house, seed=seed, trial=1)
    outcome = play(house, Timetable(house), people, RuleTable(house))
    lost = outcome.spilled.sum() + outcome.priced_out.sum()
    assert outcome.sold.sum() + lost == people.size.sum()
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
    network = people.channel == 2
    only = Audience(
        *(getattr(people, name)[network] for name in Audience.__dataclass_fields__)
    )
    outcome = play(house, Timetable(house), only, FixedPrice(house))
    # A quarter of 80 seats, less what a party of several leaves over.
    assert (outcome.sold.sum(axis=(1, 2, 3)) <= 20).all()
    assert (outcome.sold.sum(axis=(1, 2, 3)) >= 17).all()
