"""What docs/after-sale.md shows runs as it stands there."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from jauge.after_sale import tickets
from jauge.client import Client, seats, units
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.performance_changes_pb2 import ListRefundsRequest
from jauge.pricing.v1.platform_sales_pb2 import PlatformSale, SeatsLeft
from pricing.files import season_file, season_writer
from pricing.service.convert.fields import timestamp
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import open_house
from tests.service.harness import OWNER, SEASON, running

PAGE = (Path(__file__).parent.parent / "docs" / "after-sale.md").read_text()


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def the_season():
    (terms,) = blocks("toml")
    text = season_writer.render(studio_season())
    return season_file.parse(text + terms, "season.toml")


@pytest.fixture(scope="module")
def address():
    with running() as service:
        open_house(service.store, the_season())
        open_house(service.store, studio_season(id="resold", inventory="platform"))
        yield service.address


@pytest.mark.parametrize("block", blocks("python"))
def test_what_the_page_shows_runs(address, block):
    names = {
        "Client": Client,
        "Decimal": Decimal,
        "ListRefundsRequest": ListRefundsRequest,
        "Money": Money,
        "PlatformSale": PlatformSale,
        "SeatsLeft": SeatsLeft,
        "address": address,
        "now": timestamp(NOW),
        "platform_season": f"{OWNER}/seasons/resold",
        "season": SEASON,
        "seats": seats,
        "tickets": tickets,
        "units": units,
    }
    exec(block, names)


def test_the_page_has_an_example_of_each_part():
    assert len(blocks("python")) == PAGE.count("\n## ") == 3
