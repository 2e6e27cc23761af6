"""``jauge activate`` and ``jauge update`` bring a running service to what files say."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

import cli
from pricing.domain.rules import PriceBounds
from pricing.files import plan_file, season_writer
from pricing.store.commands import CreateSeason
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of
from tests.pricing.store.asks import ORGANIZATION, ask, basket, hold, open_house
from tests.service.harness import SEASON, running

EMPTY = studio_season()


@pytest.fixture
def house():
    with running() as started:
        open_house(started.store, EMPTY)
        yield started


@pytest.fixture
def path(tmp_path):
    return tmp_path / "season.toml"


def run(house, command, *arguments):
    try:
        return cli.main([command, *map(str, arguments), "--address", house.address])
    except SystemExit as ended:
        return ended.code


def of(house):
    return house.store.books(ORGANIZATION).season("autumn")


def test_a_plan_file_is_put_in_force(house, tmp_path, capsys):
    file = tmp_path / "plan.json"
    plan = plan_of(EMPTY, ("mid",) * 6, plan_id="mine")
    plan_file.write(plan, file, {"beside": 1})
    assert run(house, "activate", file) == 0
    assert f"{SEASON}/pricePlans/r2 is in force" in capsys.readouterr().out
    assert of(house).active_plan_id == "r2"
    assert of(house).plans["r2"] == replace(plan, id="r2")
    assert of(house).postings["night-1"].tier_id == "mid"
    assert run(house, "activate", file, "--keep", "--season", SEASON) == 0
    assert of(house).active_plan_id == "r2"
    assert "r3 is kept" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda plan: replace(plan, season_id="spring"), "of season 'spring'"),
        (
            lambda plan: replace(plan, performances=plan.performances * 2),
            "is there twice",
        ),
        (
            lambda plan: plan_of(EMPTY, ("royal",) * 6, plan_id="x"),
            "'royal'",
        ),
    ],
    ids=["season", "twice", "tier"],
)
def test_a_plan_that_does_not_fit_changes_nothing(house, tmp_path, capsys, change, why):
    file = tmp_path / "plan.json"
    plan_file.write(change(plan_of(EMPTY, plan_id="x")), file)
    assert run(house, "activate", file) == 1
    assert why in " ".join(capsys.readouterr().err.split())
    assert list(of(house).plans) == ["r1"]


def test_what_is_no_plan_is_refused_by_the_service(house):
    from jauge.pricing.v1.planning_service_pb2 import CreatePricePlanRequest
    from tests.service.test_price_changes import INVALID, refused

    for text in ("", "{", "[]", "3", '{"performances": 1}', '{"performances": []}',
                 json.dumps({"performances": [{}]}), "[" * 100_000):  # fmt: skip
        with refused(INVALID, "FIELD_INVALID"):
            house.client.planning.CreatePricePlan(
                CreatePricePlanRequest(parent=SEASON, plan_json=text)
            )


def test_a_season_is_brought_to_its_file(house, path, capsys):
    later = EMPTY.performances[1].on_sale_at - timedelta(days=3)
    third = replace(EMPTY.performances[0], id="night-3")
    wanted = replace(
        EMPTY,
        name="Autumn, at last",
        hold_minutes=20,
        rules=(*EMPTY.rules, PriceBounds(id="cap", cap_minor=5000)),
        performances=(
            EMPTY.performances[0],
            replace(EMPTY.performances[1], on_sale_at=later),
            third,
        ),
    )
    season_writer.write(wanted, path)
    assert run(house, "update", path, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "would change season: display_name, rules, hold_duration" in said
    assert of(house).season == EMPTY
    assert run(house, "update", path) == 0
    said = capsys.readouterr().out
    assert "changed night-2: on_sale_time" in said
    assert "changed night-3: new" in said
    assert of(house).season == wanted
    assert run(house, "update", path) == 0
    assert "nothing differs" in capsys.readouterr().out


def test_what_the_file_no_longer_has_stays(house, path, capsys):
    season_writer.write(replace(EMPTY, performances=EMPTY.performances[:1]), path)
    assert run(house, "update", path) == 0
    assert "night-2: not in the file; stays" in capsys.readouterr().out
    assert of(house).season == EMPTY


def test_what_was_sold_is_not_broken(house, path, capsys):
    hold(house.store, basket(2))
    tariffs = tuple(each for each in EMPTY.tariffs if each.id != "full")
    others = EMPTY.demand.classes[1:]
    total = sum(each.share for each in others)
    classes = tuple(replace(each, share=each.share / total) for each in others)
    demand = replace(EMPTY.demand, classes=classes)
    wanted = replace(EMPTY, tariffs=tariffs, demand=demand)
    season_writer.write(wanted, path)
    assert run(house, "update", path) == 1
    assert "'full' has 2 seats sold or held" in " ".join(
        capsys.readouterr().err.split()
    )
    assert of(house).season == EMPTY


def test_a_season_that_the_service_does_not_have_is_named(house, path, capsys):
    season_writer.write(replace(EMPTY, id="spring"), path)
    assert run(house, "update", path) == 1
    assert "no season 'spring'" in " ".join(capsys.readouterr().err.split())
    ask(house.store, CreateSeason(replace(EMPTY, id="spring")))
    assert run(house, "update", path) == 0
