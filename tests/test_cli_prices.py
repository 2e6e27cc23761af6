"""``jauge prices`` tells the changes of a performance, the latest first."""

import json

import pytest

import cli
from pricing.store.commands import Tick
from tests.pricing.store.asks import ask, open_house
from tests.service.harness import NIGHT, SEASON, running


@pytest.fixture(scope="module")
def service():
    with running() as started:
        open_house(started.store)
        for days in (10, 30, 30, 25):
            started.clock.move(days=days)
            ask(started.store, Tick())
        yield started.address


def prices(service, *more):
    try:
        return cli.main(["prices", "--address", service, *more])
    except SystemExit as ended:
        return ended.code


def test_changes_are_told_with_their_reasons(service, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    assert prices(service, "--performance", "night-1") == 0
    said = capsys.readouterr().out
    first, *_, plan = [line for line in said.splitlines() if line.startswith("20")]
    assert 'A new booking period began. Category "front"' in first
    assert "A new price plan came into force." in plan
    assert "  front: The printed price is €25. The demand expected would take" in said


def test_they_come_in_french_of_one_category_and_as_many_as_asked(
    service, capsys, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "400")
    asked = ("--performance", NIGHT, "--language", "fr", "--category", "back")
    assert prices(service, *asked, "--last", "2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "période de vente a commencé. La catégorie «\xa0front\xa0»" in lines[0]
    assert lines[1].startswith("  back: Le prix imprimé est de 15\xa0€.")


def test_as_json_they_have_their_figures(service, capsys):
    asked = ("--performance", "night-1", "--season", SEASON, "--json")
    assert prices(service, *asked) == 0
    changes = json.loads(capsys.readouterr().out)["price_changes"]
    assert changes[-1]["cause"] == "CAUSE_PLAN_ACTIVATED"
    assert changes[0]["categories"][0]["reference_price"]["units"] == "25"


def test_a_performance_that_is_not_there_is_one_line(service, capsys):
    assert prices(service, "--performance", "night-9") == 1
    assert "no performance 'night-9'" in " ".join(capsys.readouterr().err.split())


def test_a_category_that_is_not_there_is_named_with_those_there_are(service, capsys):
    assert prices(service, "--performance", NIGHT, "--category", "balcony") == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "'balcony'" in said
    assert "front" in said


def test_help_has_an_example(service, capsys):
    assert prices(service, "--help") == 0
    assert "Example: jauge prices" in " ".join(capsys.readouterr().out.split())
