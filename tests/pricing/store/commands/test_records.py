from dataclasses import replace

import pytest

from pricing.domain.errors import NameUnknown, RequestIdReused
from pricing.store.commands import CreateSeason, ImportHistory, RecordJob, StoreForecast
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, ask
from tests.pricing.store.test_codec import FORECAST, HISTORY


def test_the_last_history_is_the_one_that_is_known(house):
    ask(house.store, ImportHistory(HISTORY))
    more = replace(HISTORY, quantity=(80, 40), unit_price=(float("nan"), 10.0))
    ask(house.store, ImportHistory(more))
    ask(house.store, ImportHistory(more))
    assert house.store.books(ORGANIZATION).sequence == 2
    house.restart()
    kept = house.store.books(ORGANIZATION).history
    assert kept.quantity == (80, 40)


def test_forecasts_are_kept_by_the_id_of_their_job(house):
    with pytest.raises(NameUnknown, match="no season 'autumn'"):
        ask(house.store, StoreForecast("autumn", "j1", FORECAST))
    ask(house.store, CreateSeason(studio_season()))
    for _ in range(2):
        assert ask(house.store, StoreForecast("autumn", "j1", FORECAST)) == FORECAST
    house.restart()
    books = house.store.books(ORGANIZATION)
    assert books.season("autumn").forecasts == {"j1": FORECAST}
    assert books.sequence == 2


def test_a_job_stands_as_it_was_last_recorded(house):
    ask(house.store, CreateSeason(studio_season()))
    begun = RecordJob("autumn", "j1", "queued", "r-1", request_body="forecast")
    assert ask(house.store, begun) == "queued"
    ask(house.store, RecordJob("autumn", "j1", "done"))
    again = RecordJob("autumn", "j2", "queued", "r-1", request_body="forecast")
    assert ask(house.store, again) == "queued"
    assert house.store.books(ORGANIZATION).season("autumn").jobs == {"j1": "done"}
    with pytest.raises(RequestIdReused):
        ask(house.store, replace(again, request_body="optimise"))
