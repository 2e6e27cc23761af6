"""A million requests of all shapes: a right answer or a refusal, never a fault."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.service.convert.fields import timestamp
from pricing.service.convert.performances import performance_to_proto
from pricing.service.convert.seasons import season_to_proto
from pricing.store.commands import CreateSeason
from pricing.store.memory import open_memory
from tests.houses import OPENING, studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, accept, ask, basket, hold, open_house
from tests.service import fuzz
from tests.service.fuzz import METHODS, OWNER, SEASON, SOUND

ELSEWHERE = f"{OWNER}/seasons/elsewhere"
# Seasons and quotes that were made by right requests are dropped with their store.
STORE_LIVES = 10_000


def right_requests():
    """Return right requests by the name of their method."""
    season = studio_season(id="winter")
    night = performance_to_proto(season.performances[0], season)
    autumn = studio_season()
    rows = [
        {
            "performance_id": f"n{n}",
            "production": "antigone",
            "venue": "studio",
            "start_time": timestamp(OPENING),
            "seat_category": "front",
            "capacity": 40,
            "unit_price": 20.0,
            "quantity": 30,
            "season": "2025",
        }
        for n in range(2)
    ]
    item = {
        "performance": f"{SEASON}/performances/night-1",
        "seat_category_id": "front",
        "tariff_id": "full",
        "count": 2,
    }
    found = {
        "CreateSeason": {
            "parent": OWNER,
            "season_id": "winter",
            "season": season_to_proto(replace(season, performances=())),
            "performances": [night],
        },
        "UpdateSeason": {"season": season_to_proto(autumn)},
        "UpdatePerformance": {
            "performance": performance_to_proto(autumn.performances[0], autumn)
        },
        "ImportHistory": {"parent": OWNER, "rows": rows},
        "CreateQuote": {
            "parent": SEASON,
            "quote": {"channel_id": "web", "items": [item, item]},
        },
        "AcceptQuote": {"name": f"{SEASON}/quotes/q000002"},
        "CancelItems": {
            "name": f"{SEASON}/quotes/q000001",
            "items": [{}],
            "refund_override": {"refund_days_out": 0},
        },
        "ExchangeItems": {
            "name": f"{SEASON}/quotes/q000001",
            "items": [{}],
            "quote": {"channel_id": "web", "items": [item]},
            "refund_override": {"exchange_days_out": 0},
        },
        "PostponePerformance": {
            "name": f"{SEASON}/performances/night-2",
            "start_time": timestamp(OPENING + timedelta(days=30)),
        },
        "RecordSales": {
            "parent": ELSEWHERE,
            "sales": [
                {
                    "id": "s-1",
                    "performance": f"{ELSEWHERE}/performances/night-1",
                    "seat_category_id": "front",
                    "tariff_id": "full",
                    "channel_id": "web",
                    "seat_count": 2,
                    "unit_price": {"currency_code": "EUR", "units": 20},
                    "sell_time": timestamp(NOW - timedelta(days=1)),
                }
            ],
        },
        "BatchListPrices": {
            "parent": SEASON,
            "channel_id": "web",
            "performances": [item["performance"]],
        },
        "ListQuotes": {"parent": SEASON, "page_size": 2},
        "ListSettlements": {"parent": SEASON},
    }
    return {
        method.name: with_request_id(
            fuzz.GetMessageClass(method.input_type)(**found[method.name]), "first"
        )
        for method in METHODS
        if method.name in found
    }


def with_request_id(request, request_id):
    if "request_id" in request.DESCRIPTOR.fields_by_name:
        request.request_id = request_id
    return request


def opened():
    store = open_memory(lambda: NOW)
    open_house(store)
    ask(store, CreateSeason(studio_season(id="elsewhere", inventory="platform")))
    accept(store, hold(store, basket(2)).id)
    for _ in range(4):
        hold(store, basket(1))
    return store


async def bombard(seed, count, monkeypatch):
    """Return what came of so many requests; none may be a fault of the service."""
    maker, rights = fuzz.Maker(seed), right_requests()
    codes = fuzz.Counter()
    sent = 0
    while sent < count:
        store = opened()
        service, target = fuzz.served(store, monkeypatch)
        for _ in range(min(STORE_LIVES, count - sent)):
            sent += 1
            method = maker.rng.choice(METHODS)
            right = rights.get(method.name)
            if right is not None and maker.rng.random() < 0.6:
                # Not as a repeat, which the first would be compared with.
                data = maker.changed(with_request_id(right, f"r-{sent}"))
            else:
                data = maker.request(method)
            before = store.books(ORGANIZATION).sequence, store.organizations()
            call = await target.send(method, data)
            told = f"input {sent} of seed {seed}: {method.name}, {data!r}: {call.said}"
            assert call.code in SOUND, told
            if call.code != "OK":
                after = store.books(ORGANIZATION).sequence, store.organizations()
                assert after == before, told
        codes += target.codes
        await service.stop()
        store.close()
    return codes


def check(seed, count, monkeypatch, caplog):
    caplog.set_level(logging.ERROR)
    found = {}

    async def work():
        found.update(await bombard(seed, count, monkeypatch))

    fuzz.run(work())
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]
    # Neither all refused nor all for the same reason.
    assert found["OK"] > count // 100
    assert found["INVALID_ARGUMENT"] > count // 10
    assert found["NOT_FOUND"] > 0
    return found


def test_requests_of_all_shapes_are_answered_or_refused(monkeypatch, caplog):
    check(31, 4_000, monkeypatch, caplog)


@pytest.mark.slow
def test_a_million_requests_of_all_shapes_are_answered_or_refused(monkeypatch, caplog):
    check(32, 1_000_000, monkeypatch, caplog)


@pytest.mark.parametrize("name", sorted(right_requests()))
def test_right_requests_that_are_then_spoilt_are_right(name, monkeypatch):
    """Else a million variations would all be refused for one reason."""

    async def work():
        store = opened()
        service, target = fuzz.served(store, monkeypatch)
        (method,) = (each for each in METHODS if each.name == name)
        data = right_requests()[name].SerializeToString()
        call = await target.send(method, data)
        assert call.code == "OK", call.said
        await service.stop()
        store.close()

    fuzz.run(work())
