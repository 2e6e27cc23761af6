"""What the season before sold, read from past sales."""

from datetime import timedelta

import pytest

from pricing.domain.rules import AccessShare
from pricing.domain.tables import History
from simulator.last_season import last_season
from tests.houses import OPENING, studio_season

# Days before the season's first night, season, category, price, seats.
ROWS = (
    (800, "2024-25", "front", 20.0, 40),
    (400, "2025-26", "front", 25.0, 30),
    (400, "2025-26", "back", 15.0, 10),
    (390, "2025-26", "front", 25.0, 20),
    (390, "2025-26", "back", 15.0, 20),
    (0, "2026-27", "front", 99.0, 40),
)


def history(seasons=True, venue="studio", price=None):
    days, season, category, prices, seats = zip(*ROWS, strict=True)
    return History(
        performance_id=tuple(f"p-{d}" for d in days),
        production=("antigone",) * len(ROWS),
        venue=(venue,) * len(ROWS),
        starts_at=tuple(OPENING - timedelta(days=d) for d in days),
        seat_category=category,
        capacity=(40,) * len(ROWS),
        unit_price=prices if price is None else (price,) * len(ROWS),
        quantity=seats,
        season=season if seasons else None,
    )


@pytest.mark.parametrize("seasons", [True, False], ids=["named", "a year"])
def test_its_figures_are_those_of_the_last_season_before(seasons):
    access = AccessShare(id="access", share_permille=100, price_minor=1500)
    season = studio_season(2, rules=(access,))
    found = last_season(history(seasons), season)
    assert found.name == ("2025-26" if seasons else "")
    assert found.performances == 2
    assert found.income == 30 * 25 + 10 * 15 + 20 * 25 + 20 * 15
    assert found.fill_rate == pytest.approx(80 / 160)
    assert found.access_share == pytest.approx(30 / 80)


def test_nothing_is_told_of_other_halls_or_unknown_prices():
    season = studio_season(2)
    assert last_season(history(venue="elsewhere"), season) is None
    assert last_season(history(price=float("nan")), season) is None
