"""What docs/fund.md shows is what its commands and its program print."""

import csv
import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cli import main
from jauge.pricing.v1 import fund_entry_pb2, fund_pb2, price_list_pb2
from jauge.pricing.v1.governance_service_pb2 import DESCRIPTOR
from pricing.domain.fund import Account, FundIncome
from pricing.domain.quote import ProductItem, ProductKind, QuoteItem
from pricing.files import season_file, season_writer
from pricing.optimizer.optimize import optimize
from pricing.quotes.decide import Basket
from pricing.store.commands import (
    ActivatePlan,
    CreateSeason,
    RecordIncome,
    StorePlan,
)
from pricing.store.sqlite import open_sqlite
from tests.houses import OPENING, studio_season
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold
from tests.service.harness import running

PAGE = (Path(__file__).parent.parent / "docs" / "fund.md").read_text()
(RULES,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.M | re.S)
PROGRAMS = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
SHOWN = re.findall(r"^\$ (jauge .*?)\n(.*?)^```", PAGE, re.M | re.S)
SOLD = OPENING - timedelta(days=100)


def season_of_the_page():
    text = season_writer.render(studio_season(rules=()))
    return season_file.parse(text.replace("rules = []\n", "") + RULES)


def seat(tariff, count=1):
    return QuoteItem("night-1", "front", tariff, count, evidence="yes")


def sell(store):
    """Put a plan of the page's season in force, and sell what the page says."""
    season = season_of_the_page()
    ask(store, CreateSeason(season))
    demand = {each.id: (60.0, 60.0) for each in season.performances}
    plan = optimize(season, demand, plan_id="r1", now=SOLD)
    ask(store, StorePlan(plan))
    ask(store, ActivatePlan("autumn", "r1"))
    gift = ProductItem(ProductKind.FUND_GIFT, "fund", 1, 500)
    accept(store, hold(store, Basket("web", (seat("full", 2),), products=(gift,))).id)
    accept(store, hold(store, Basket("web", (seat("solidarity", 3),))).id)
    hold(store, Basket("web", (seat("solidarity"),)))
    income = FundIncome("fund", Account.SUBSIDY, 15_000, "town", "2026/114")
    ask(store, RecordIncome("autumn", income, "i-1"))


class Then(datetime):
    """The time at which the page's commands are run."""

    @classmethod
    def now(cls, tz=None):
        return SOLD


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pricing.commands.fund.datetime", Then)
    store = open_sqlite(tmp_path / "jauge.db", lambda: SOLD)
    sell(store)
    # It goes on running.
    yield tmp_path
    store.close()


def told_by(capsys, command):
    with pytest.raises(SystemExit) as ended:
        main(command.split()[1:])
    assert ended.value.code in (0, None)
    told = capsys.readouterr()
    return told.out + told.err


def test_the_command_prints_what_the_page_shows(house, capsys):
    ((command, expected),) = SHOWN
    assert told_by(capsys, command) == expected
    with (house / "ledger.csv").open() as file:
        rows = list(csv.DictReader(file))
    told = set(re.findall(r"`([a-z_]+)`", PAGE))
    accounts = {row[side] for row in rows for side in ("debit", "credit")} - {"fund"}
    assert accounts <= told
    for fund in {row["fund"] for row in rows}:
        for side, sign in (("debit", 1), ("credit", -1)):
            moved = sum(
                sign * Decimal(row["amount"])
                for row in rows
                if row["fund"] == fund and row[side] == "fund"
            )
            assert moved == {"debit": 80, "credit": -Decimal("857.80")}[side]
    assert [row["source"] for row in rows if row["source"]] == ["town"]


def test_the_command_says_it_in_french_and_writes_kept_seats(house, capsys):
    command = "jauge fund --season autumn --language fr --seats kept.csv"
    told = told_by(capsys, command)
    assert "Fonds fund : 777,80 EUR restent à donner" in told
    assert "réductions accordées" in told
    assert "un EUR de plus paie" in told
    assert "Places gardées en front : 4 sur 8 utilisées (50%)" in told
    with (house / "kept.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [
        (row["performance_id"], row["seat_category"], row["kept"], row["used_share"])
        for row in rows
    ] == [
        ("night-1", "front", "4", "1.0"),
        ("night-1", "back", "4", "0.0"),
        ("night-2", "front", "4", "0.0"),
        ("night-2", "back", "4", "0.0"),
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--season", "spring"], "spring"),
        (["--season", "autumn", "--out", "ledger.doc"], "expected a name ending"),
        (["--season", "autumn", "--store", "none.db"], "no such file"),
    ],
)
def test_what_cannot_be_told_is_one_line(house, capsys, options, says):
    assert main(["fund", *options]) == 1
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("place", "prints"), [(0, "6.00 of 70.00"), (1, "5777.80 left to give")]
)
def test_the_programs_of_the_page_run(capsys, place, prints):
    program = PROGRAMS[place]
    with running() as service:
        service.clock.now = SOLD
        sell(service.store)
        exec(program.replace("127.0.0.1:50051", service.address))
    assert capsys.readouterr().out == f"{prints}\n"
    assert f"It prints `{prints}`" in PAGE


def test_the_gifts_of_jauge_quote_are_those_of_the_page(capsys):
    assert "`--give 5`" in PAGE
    assert "`--round-up-to 70`" in PAGE
    command = (
        "quote --performance night-1 --category front --tariff full --channel web "
        "--count 2 --season organizations/studio-theatre/seasons/autumn "
        "--give 5 --round-up-to 70 --accept"
    )
    with running() as service:
        service.clock.now = SOLD
        sell(service.store)
        told = told_by(capsys, f"jauge {command} --address {service.address}")
        left = service.store.books(ORGANIZATION).season("autumn").funds
        assert left.given_minor["fund", Account.ROUND_UPS] == 100
    assert "5.00 EUR x 1: gift to the solidarity fund fund\n" in told
    assert "1.00 EUR x 1: gift to the solidarity fund fund, rounding up to 70" in told


def test_names_of_the_page_exist():
    methods = {
        each.name for each in DESCRIPTOR.services_by_name["GovernanceService"].methods
    }
    for name in re.findall(r"`((?:Get|List|Record)[A-Za-z]+)`", PAGE):
        assert name in methods
    fields = {
        field.name
        for message in (
            fund_entry_pb2.RecordFundEntryRequest,
            fund_pb2.SolidarityFund,
            price_list_pb2.PriceList,
        )
        for field in message.DESCRIPTOR.fields
    }
    assert {"source_id", "note_id", "kept_seats"} <= fields
    assert {account.value for account in Account} - {"fund"} <= set(
        re.findall(r"`([a-z_]+)`", PAGE)
    )
