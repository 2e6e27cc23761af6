"""Logs that earlier versions wrote open, and are sold from.

Each file of ``tests/golden`` is a back-up of a log as it was written on its date.
They are never written again: what a later version adds to events has defaults.
"""

from pathlib import Path

import pytest

from pricing.domain.after_sale import ItemBack
from pricing.domain.quote import QuoteState
from pricing.domain.refund import RefundPolicy
from pricing.store.backup import check, restore
from pricing.store.commands import CancelItems
from pricing.store.memory import MemoryLog, open_memory
from tests.pricing.store.asks import ORGANIZATION, accept, ask, basket, hold, read

GOLDEN = Path(__file__).parents[2] / "golden"
LOGS = sorted(GOLDEN.glob("log-*.backup.gz"))


def opened(path, clock):
    log = MemoryLog()
    restore(path, check(path), log)
    return open_memory(clock, log)


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.name)
def test_a_log_of_an_earlier_version_opens_and_is_sold_from(path, clock):
    store = opened(path, clock)
    last = store.books(ORGANIZATION).last_serial
    # Its time may be ahead of the clock's: the store's own is never behind it.
    sold = accept(store, hold(store).id)
    assert sold.items[0].serials == (last + 1, last + 2)
    mercy = RefundPolicy(refund_days_out=0)
    command = CancelItems("autumn", sold.id, (ItemBack(0, 1),), "c-9", mercy)
    assert ask(store, command).refund_minor == sold.items[0].unit_price_minor
    store.close()


def test_the_log_of_the_first_version_says_what_it_said(clock):
    store = opened(GOLDEN / "log-2026-11-21.backup.gz", clock)
    found = [read(store, f"q00000{n}") for n in range(1, 6)]
    assert [quote.state for quote in found][:4] == [
        QuoteState.ACCEPTED,
        QuoteState.VOIDED,
        QuoteState.ACCEPTED,
        QuoteState.EXPIRED,
    ]
    assert [quote.total_minor for quote in found] == [4000, 1296, 778, 500, 6000]
    assert [quote.items[0].serials for quote in found[:3]] == [(1, 2), (), (3, 4)]
    # The first request that it answered gets the same answer again.
    repeated = hold(store, basket(2), "r-1")
    assert repeated.id == "q000001"
    assert repeated.state is QuoteState.OFFERED
    store.close()


def test_there_is_a_log_of_each_version():
    assert len(LOGS) >= 2
