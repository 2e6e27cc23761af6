"""What docs/settlement.md shows is what its commands print and write."""

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cli import main
from jauge.pricing.v1 import price_facts_pb2, price_notice_pb2, settlement_service_pb2
from pricing.domain.after_sale import ItemBack
from pricing.domain.refund import IN_FULL, RefundTerms
from pricing.files import season_file, season_writer
from pricing.files.sales_file import SALES_COLUMNS
from pricing.store.commands import CancelItems
from pricing.store.sqlite import open_sqlite
from tests.houses import OPENING, studio_season
from tests.pricing.store.asks import accept, ask, basket, hold, open_house
from tests.service.harness import running

PAGE = (Path(__file__).parent.parent / "docs" / "settlement.md").read_text()
(TERMS,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.M | re.S)
SHOWN = re.findall(r"^\$ (jauge .*?)\n(.*?)^```", PAGE, re.M | re.S)
NIGHT = datetime(2025, 3, 14, 19, tzinfo=UTC)


def season_of_the_page():
    """Return the studio's season with the page's terms, in March 2025."""
    plain = studio_season(2)
    text = season_writer.render(plain)
    earlier = OPENING - NIGHT
    for night in plain.performances:
        for time in (night.starts_at, night.on_sale_at):
            text = text.replace(_toml(time), _toml(time - earlier))
    season = season_file.parse(f"{text}\n{TERMS}")
    return replace(season, refunds=RefundTerms(IN_FULL))


def _toml(time):
    return time.isoformat().replace("T", " ")


def sell(store):
    """Sell what the page says was sold."""
    open_house(store, season_of_the_page())
    for count, channel in ((5, "web"), (3, "network"), (2, "counter")):
        quote = hold(store, basket(count, channel=channel))
        accept(store, quote.id)
        if channel == "web":
            ask(store, CancelItems("autumn", quote.id, (ItemBack(0, 1),), "back"))
    accept(store, hold(store, basket(2, night="night-2")).id)


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = open_sqlite(tmp_path / "jauge.db", lambda: NIGHT - timedelta(days=100))
    sell(store)
    # It goes on running.
    yield tmp_path
    store.close()


@pytest.mark.parametrize(
    "shown",
    re.findall(r"^\$ (jauge .*?)\n(.*?)^```", PAGE, re.M | re.S),
    ids=["settle", "sales"],
)
def test_commands_print_what_the_page_shows(house, capsys, shown):
    command, expected = shown
    with pytest.raises(SystemExit) as ended:
        main(command.split()[1:])
    assert ended.value.code in (0, None)
    told = capsys.readouterr()
    # Its seal is that of this version's bytes.
    heads = re.findall(
        r"^log of studio-theatre up to \d+:[0-9a-f]{64}\n", told.err, re.M
    )
    assert len(heads) == command.startswith("jauge settle")
    err = told.err.replace("".join(heads), "")
    assert told.out + err == expected


def test_columns_are_those_that_the_page_tells(house):
    with pytest.raises(SystemExit):
        main(["settle", "--season", "autumn", "--out", "settlement.csv"])
    with (house / "settlement.csv").open() as file:
        rows = list(csv.DictReader(file))
    told = set(re.findall(r"`([a-z_]+)`", PAGE))
    named = {name for name in rows[0] if not name.startswith("share_")}
    places = {
        "performance_id",
        "production",
        "venue",
        "starts_at",
        "channel",
        "counter",
    }
    assert named - places - {"vat_percent"} <= told
    assert [(r["kind"], r["channel"], r["seats"]) for r in rows] == [
        ("seat", "counter", "2"),
        ("seat", "network", "3"),
        ("seat", "web", "4"),
        ("guarantee", "", "0"),
        ("seat", "web", "2"),
    ]
    company = sum(Decimal(row["share_company"]) for row in rows)
    assert company == 300


def test_fields_that_the_page_names_exist():
    fields = {
        field.name
        for message in (
            price_facts_pb2.PriceFacts,
            price_facts_pb2.CategoryPriceFacts,
            price_notice_pb2.PriceNotice,
            settlement_service_pb2.SettlementRow,
        )
        for field in message.DESCRIPTOR.fields
    }
    for name in (
        "lowest_price_30_days",
        "reduction_time",
        "reduction",
        "lowest_available_price",
        "highest_available_price",
        "cheapest_left_permille",
        "not_personalized",
        "vat_permille",
    ):
        assert name in fields
        assert f"{name}`" in PAGE
    assert {"state", "refunded", "price_paid", "serial"} <= set(SALES_COLUMNS)


def test_the_program_of_the_page_runs(capsys):
    (program,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    with running() as service:
        service.clock.now = NIGHT - timedelta(days=100)
        sell(service.store)
        exec(program.replace("127.0.0.1:50051", service.address))
    assert capsys.readouterr().out.splitlines() == [
        "night-1 counter 39",
        "night-1 network 58",
        "night-1 web 78",
        "night-2 web 37",
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--season", "spring"], "spring"),
        (["--season", "autumn", "--organization", "nobody"], "nobody"),
        (["--season", "autumn", "--performance", "night-9"], "night-9"),
        (["--season", "autumn", "--from", "soon"], "expected a date"),
        (
            ["--season", "autumn", "--from", "2025-02-01", "--until", "2025-02-01"],
            "begins before it ends",
        ),
        (["--season", "autumn", "--store", "none.db"], "no such file"),
    ],
)
def test_what_cannot_be_settled_is_one_line(house, capsys, options, says):
    assert main(["settle", *options, "--out", "settlement.csv"]) == 1
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert not (house / "settlement.csv").exists()


def test_dates_are_those_of_the_season(house, capsys):
    # All was sold on 4 December 2024, 19:00 in UTC.
    for period, count in (
        (["--from", "2024-12-04", "--until", "2024-12-05"], 11),
        (["--from", "2024-12-05"], 0),
        (["--until", "2024-12-04"], 0),
    ):
        with pytest.raises(SystemExit):
            main(["settle", "--season", "autumn", *period, "--out", "s.json"])
        assert f"{count} seats" in capsys.readouterr().out
