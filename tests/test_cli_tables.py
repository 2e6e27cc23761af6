"""What commands make of a store is written whole, and said as it is."""

import csv

import pyarrow.parquet as pq
import pytest

from pricing.store.sqlite import open_sqlite
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import accept, basket, hold, open_house
from tests.test_cli import run

COMMANDS = ("aggregates", "access", "sales")


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The name of a store of one season with a sale, in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    opened = open_sqlite(tmp_path / "jauge.db", lambda: NOW)
    open_house(opened)
    accept(opened, hold(opened, basket(2)).id)
    opened.close()
    return "jauge.db"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_path_with_brackets_is_said_as_it_is(store, tmp_path, command, capsys):
    (tmp_path / "[").mkdir()
    for path in ("[draft].csv", "[/b].csv"):
        asked = command, "--store", store, "--season", "autumn", "--out", path
        assert run(*asked) == 0
        assert path in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_take_its_place_leaves_nothing(store, tmp_path, command, capsys):
    (tmp_path / "taken.csv").mkdir()
    asked = command, "--store", store, "--season", "autumn", "--out", "taken.csv"
    assert run(*asked) == 1
    assert "taken.csv: cannot be written" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.partial"))


def test_parquet_has_the_same_types_with_sales_and_without(store, tmp_path):
    asked = "aggregates", "--store", store, "--season", "autumn", "--out"
    assert run(*asked, "some.parquet") == 0
    assert run(*asked, "none.parquet", "--until", "2020-01-01") == 0
    some, none = (pq.read_table(tmp_path / f"{n}.parquet") for n in ("some", "none"))
    assert (some.num_rows, none.num_rows) == (1, 0)
    assert some.schema == none.schema


@pytest.mark.parametrize("figure", ["nan", "inf", "-inf", "1e999"])
def test_figures_of_last_season_are_numbers(store, tmp_path, figure, capsys):
    asked = "access", "--store", store, "--season", "autumn", "--out"
    assert run(*asked, "last.csv") == 0
    with (tmp_path / "last.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    rows[1][-1] = figure
    with (tmp_path / "last.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    assert run(*asked, "access.html", "--last", "last.csv") == 1
    assert "last.csv: is no access report" in capsys.readouterr().err
    assert not (tmp_path / "access.html").exists()
