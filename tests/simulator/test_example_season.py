from pathlib import Path

import pytest

from examples.opera import audience, make, programme
from pricing.domain.rules import PriceBounds
from pricing.files import season_file, tables
from simulator import scenario_file

FOLDER = Path(make.__file__).parent


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("season.toml", make.season_text),
        ("audience.toml", make.audience_text),
        ("history.csv", make.history_text),
    ],
)
def test_the_files_of_the_example_come_out_the_same_again(name, text):
    assert (FOLDER / name).read_text(encoding="utf-8") == text()


def test_the_season_file_says_what_the_programme_says():
    assert season_file.read(FOLDER / "season.toml") == programme.season(make.NEXT)


def test_the_audience_file_says_what_the_truth_is():
    truth = audience.scenario(programme.season(make.NEXT), seed=make.SEED)
    assert scenario_file.read(FOLDER / "audience.toml") == truth


def test_the_past_seasons_are_of_a_plausible_house():
    history = tables.read_history(FOLDER / "history.csv")
    assert history.quantity is not None
    seats = sum(history.capacity)
    sold = sum(history.quantity)
    income = sum(
        q * p for q, p in zip(history.quantity, history.unit_price, strict=True)
    )
    assert 0.78 < sold / seats < 0.92
    # At full prices; with reduced tariffs about 79.
    assert 85 < income / sold < 115
    assert all(q <= c for q, c in zip(history.quantity, history.capacity, strict=True))


def test_half_of_the_productions_have_been_played_before():
    past = {run.title for year in make.PAST for run in programme.RUNS[year]}
    coming = {run.title for run in programme.RUNS[make.NEXT]}
    assert len(coming) == 14
    assert len(coming & past) >= 7


def test_the_caps_leave_printed_prices_and_forbid_dearer_rungs():
    season = programme.season(make.NEXT)
    for rule in season.rules:
        if not isinstance(rule, PriceBounds):
            continue
        covered = [p for p in season.performances if rule.scope.covers(p)]
        assert covered
        for performance in covered:
            venue = season.venue_of(performance)
            place = max(0, venue.category_index(rule.seat_category_id))
            prices = {
                tier.id: tier.prices_minor[place]
                for tier in season.ladder_of(performance)
            }
            assert prices[performance.reference_tier] <= rule.cap_minor
            assert max(prices.values()) > rule.cap_minor
