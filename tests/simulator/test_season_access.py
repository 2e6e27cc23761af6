"""The access report of a season that was sold, as a page and from the command."""

import re
from types import SimpleNamespace

import pytest

from pricing.domain.fund import Account
from pricing.settlement.fund_view import FundView
from pricing.store.sqlite import open_sqlite
from simulator.report.season_access_tables import funds
from simulator.report.season_access_voice import SeasonAccess
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import accept, basket, hold, open_house
from tests.test_cli import run


@pytest.fixture
def sold(tmp_path):
    """A store with nine seats sold at two tariffs on two nights."""
    path = tmp_path / "jauge.db"
    store = open_sqlite(path, lambda: NOW)
    open_house(store, studio_season())
    for asked in (
        basket(2),
        basket(4, tariff="solidarity"),
        basket(3, night="night-2"),
    ):
        accept(store, hold(store, asked).id)
    store.close()
    return path


def access(sold, out, *more):
    asked = "access", "--store", sold, "--season", "autumn", "--out", out
    return run(*asked, *more)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["who got in", "What each rule did", "solidarity"]),
        ("fr", ["qui est entré", "Ce que chaque règle a fait", "solidaire"]),
    ],
)
def test_the_page_stands_alone_and_says_what_was_sold(sold, tmp_path, language, words):
    out = tmp_path / "access.html"
    assert access(sold, out, "--language", language) == 0
    page = out.read_text()
    assert all(word in page for word in words)
    assert "<b>9</b>" in page
    assert "<svg" in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "<script" not in page
    assert "nan" not in page.lower().replace("finan", "")


def test_what_went_out_of_a_fund_is_signed_so_that_the_table_adds_up():
    about = SimpleNamespace(season=studio_season())
    accounts = {
        Account.SUBSIDY: 10_000_000,
        Account.PROMISED: 2_300_000,
        Account.REDUCTIONS: 700_000,
        Account.ADVANCE: 500_000,
    }
    fund = FundView("fund", None, 7_500_000, accounts, (), "", 0.0, 0.0)
    page = funds(SeasonAccess(about, (), (fund,), {}, NOW, "en"))
    told = re.findall(r'<td class="n">([^<]*)EUR<', page)
    *moved, left = (float(each.replace("\N{MINUS SIGN}", "-")) for each in told)
    assert (sum(moved), left, len(moved)) == (75.0, 75.0, 4)


def test_last_season_stands_beside_this_one(sold, tmp_path):
    table, page = tmp_path / "last.csv", tmp_path / "access.html"
    assert access(sold, table, "--under", "5,30") == 0
    assert access(sold, page, "--under", "5,30", "--last", table) == 0
    assert "last season 9" in page.read_text()
    assert access(sold, page, "--last", "autumn", "--language", "fr") == 0
    assert "saison passée 9" in page.read_text()


def test_a_wrong_price_season_or_table_is_said(sold, tmp_path, capsys):
    out = tmp_path / "access.html"
    assert access(sold, out, "--under", "ten") == 1
    assert "--under" in capsys.readouterr().err
    assert access(sold, out, "--under", "-3") == 1
    assert access(sold, out, "--last", "spring") == 1
    assert "spring" in capsys.readouterr().err
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    assert access(sold, out, "--last", wrong) == 1
    assert "access report" in capsys.readouterr().err
    assert access(sold, tmp_path / "access.doc") == 1
    assert not out.exists()
