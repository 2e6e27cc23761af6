"""Killed at any instant under load, the store forgets nothing that it answered."""

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pricing.domain.quote import QuoteState
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, open_house
from tests.pricing.store.load import open_store

ROOT = Path(__file__).parents[3]
CAPACITY = 1_000
# A quarter of both categories.
NETWORK_QUOTA = 500


def begin(address: str, life: str) -> Any:
    """Return a process that loads a store."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.pricing.store.load", address, life],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill(process: Any, rng: random.Random) -> list[list[str]]:
    """Return what a loaded process acknowledged before it was killed."""
    assert process.stdout.readline() == "open\n"
    time.sleep(rng.uniform(0.01, 0.4))
    process.kill()
    said = process.stdout.read()
    process.stdout.close()
    process.wait()
    # The last line may be cut short: it was not heard.
    return [line.split() for line in said[: said.rfind("\n") + 1].splitlines()]


def check_books(address: str, said: list[list[str]]) -> None:
    """Compare the books of a store with all that was ever acknowledged."""
    store = open_store(address)
    books = store.books(ORGANIZATION)
    asked_by = {
        recorded.request_id: recorded.event.quote
        for recorded in store.events(ORGANIZATION)
        if recorded.request_id
    }
    store.close()
    for kind, request_id, quote_id, *numbers in said:
        quote = books.quotes[quote_id]
        assert asked_by[request_id].id == quote_id
        if kind == "held":
            assert quote.total_minor == int(numbers[0])
        elif kind == "sold":
            serials = [s for item in quote.items for s in item.serials]
            assert quote.state is QuoteState.ACCEPTED
            assert serials == [int(number) for number in numbers]
        else:
            assert quote.state is QuoteState.VOIDED

    assert len({quote.id for quote in asked_by.values()}) == len(asked_by)
    assert len(books.quotes) == len(asked_by)
    serials = [
        serial
        for quote in books.quotes.values()
        for item in quote.items
        for serial in item.serials
    ]
    assert sorted(serials) == list(range(1, books.last_serial + 1))
    for night in ("night-1", "night-2"):
        for category in ("front", "back"):
            taken = sum(
                item.item.count
                for quote in books.quotes.values()
                for item in quote.items
                if quote.state in (QuoteState.OFFERED, QuoteState.ACCEPTED)
                and item.item.performance_id == night
                and item.item.seat_category_id == category
            )
            assert taken <= CAPACITY
            counts = books.season("autumn").counts.get(night)
            assert taken == (counts.taken_by_category[category] if counts else 0)
        sold_by_network = sum(
            item.item.count
            for quote in books.quotes.values()
            for item in quote.items
            if quote.state in (QuoteState.OFFERED, QuoteState.ACCEPTED)
            and quote.channel_id == "network"
            and item.item.performance_id == night
        )
        assert sold_by_network <= NETWORK_QUOTA


def crash_rounds(address: str, rounds: int, seed: int, replicas: int = 1) -> int:
    rng = random.Random(seed)
    season = studio_season()
    nights = [replace(p, capacities=(CAPACITY,) * 2) for p in season.performances]
    store = open_store(address)
    open_house(store, replace(season, performances=tuple(nights)))
    store.close()
    said: list[list[str]] = []
    for life in range(rounds):
        loaded = [begin(address, f"life{life}-{each}") for each in range(replicas)]
        for process in loaded:
            said += kill(process, rng)
        check_books(address, said)
    return len(said)


def test_nothing_that_was_acknowledged_is_lost_in_a_crash(tmp_path):
    assert crash_rounds(str(tmp_path / "books.db"), rounds=3, seed=11) > 10


def test_nothing_is_lost_when_replicas_crash_one_after_another(database):
    address = database.new_database()
    assert crash_rounds(address, rounds=1, seed=13, replicas=2) > 10


@pytest.mark.slow
def test_nothing_is_lost_in_many_crashes(tmp_path):
    assert crash_rounds(str(tmp_path / "books.db"), rounds=300, seed=12) > 1_000


@pytest.mark.slow
def test_nothing_is_lost_in_many_crashes_of_replicas(database):
    address = database.new_database()
    assert crash_rounds(address, rounds=150, seed=14, replicas=2) > 1_000
