"""``jauge quote`` at prices that buyers choose, with cards, at counters."""

from collections.abc import Iterator

import pytest

from tests.offers import offers_season
from tests.pricing.store.asks import open_house
from tests.service.harness import running
from tests.test_cli import run


@pytest.fixture
def address() -> Iterator[str]:
    with running() as service:
        open_house(service.store, offers_season())
        yield service.address


def quote(address, tariff, *more, channel="web"):
    return run(
        "quote", "--performance", "night-1", "--category", "front", "--tariff", tariff,
        "--channel", channel, "--address", address, *more,
    )  # fmt: skip


def test_a_buyer_pays_what_they_choose(address, capsys):
    assert quote(address, "conscious", "--pay", "20.50") == 0
    out = capsys.readouterr().out
    assert out.startswith("20.50 EUR each: night-1, front, 1 seat, tariff conscious")
    assert 'tariff "Pay what you can", an amount that the buyer chooses' in out
    assert quote(address, "chosen", "--pay", 14) == 1
    assert "lets buyers pay one of 6.00 EUR" in capsys.readouterr().err
    assert quote(address, "chosen", "--pay", 13.005) == 1
    assert "Expected whole minor units of EUR" in capsys.readouterr().err


def test_a_card_is_named_by_its_reference(address, capsys):
    assert quote(address, "member", "--card", "C-17", "--count", 2) == 0
    assert quote(address, "member", "--card", "C-17") == 1
    assert "0 left in the quota of card 'carte'" in capsys.readouterr().err
    assert quote(address, "member") == 1
    assert "asks for the reference of a card 'carte'" in capsys.readouterr().err


def test_a_counter_sells_on_its_terms(address, capsys):
    assert quote(address, "full", "--counter", "corner", channel="network") == 0
    assert "commission of The corner shop" in capsys.readouterr().out
    station = ("--counter", "station", "--language", "fr")
    assert quote(address, "full", *station, channel="network") == 0
    assert "dont 1,50 gardés par network" in capsys.readouterr().out
