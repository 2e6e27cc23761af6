"""Whatever a store decides is found to be right, under rules of every kind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.proof.plain import plain
from pricing.proof.repeated import RightMoves
from pricing.proof.verify import verify
from pricing.proof.words import page
from tests.pricing.proof.seasons import Player
from tests.pricing.store.asks import ORGANIZATION

seeds = st.integers(0, 10**9)


def check(seed, moves):
    log = Player(seed).play(moves)
    found = verify(ORGANIZATION, log)
    assert found.sound, "\n".join(page(found))
    assert found.head.sequence == len(log)
    return found


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_what_a_store_decides_is_found_to_be_right(seed):
    check(seed, 60)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(seeds)
def test_what_a_store_decides_over_long_is_found_to_be_right(seed):
    check(seed, 150)


def test_the_seasons_played_hold_every_rule_to_something():
    checked = {}
    for seed in range(30):
        for season in check(seed, 120).seasons:
            for rule in season.rules:
                checked[rule.kind] = checked.get(rule.kind, 0) + rule.checked
    assert len(checked) == 8
    assert min(checked.values()) >= 15, checked


def test_prices_that_come_again_are_found_as_they_are_one_by_one(monkeypatch):
    logs = [Player(seed).play(120) for seed in range(20)]
    at_once = [plain(verify(ORGANIZATION, log)) for log in logs]
    monkeypatch.setattr(RightMoves, "counted", lambda *_: False)
    assert at_once == [plain(verify(ORGANIZATION, log)) for log in logs]
