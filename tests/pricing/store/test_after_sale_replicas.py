"""Tickets given back through several processes' stores come back once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from pricing.domain.after_sale import Cancellation, Exchange, ItemBack
from pricing.domain.errors import PricingError
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.store.commands import CancelItems, ExchangeItems, Tick
from pricing.store.postgresql import open_postgresql
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, accept, ask, basket, hold, open_house

SEASON = studio_season(refunds=RefundTerms(RefundPolicy(0, 0)))


@pytest.fixture
def stores(database, clock):
    address = database.new_database()
    found = [open_postgresql(address, clock) for _ in range(2)]
    yield found
    for store in found:
        store.close()


def outcomes(stores, commands):
    """Ask all at once, each of one store and another; None where it is refused."""

    def outcome(asked):
        store, command = asked
        try:
            return ask(store, command)
        except PricingError:
            return None

    asked = [(stores[i % 2], command) for i, command in enumerate(commands)]
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(outcome, asked))


def test_a_ticket_comes_back_once_whoever_asks(stores):
    open_house(stores[0], SEASON)
    sold = accept(stores[0], hold(stores[0], basket(4)).id)
    commands = [
        CancelItems("autumn", sold.id, (ItemBack(0, serials=(serial,)),), f"c-{n}")
        for n in range(8)
        for serial in sold.items[0].serials
    ]
    found = [each for each in outcomes(stores, commands) if each is not None]
    back = [serial for each in found for serial in each.lines[0].serials]
    assert sorted(back) == [1, 2, 3, 4]
    assert sum(each.refund_minor for each in found) == sold.total_minor
    assert sorted(each.number for each in found) == [1, 2, 3, 4]


def test_the_last_seats_are_exchanged_for_by_one(stores):
    nights = [replace(p, capacities=(20, 2)) for p in SEASON.performances]
    open_house(stores[0], replace(SEASON, performances=tuple(nights)))
    sold = [accept(stores[0], hold(stores[0], basket(2)).id) for _ in range(8)]
    taking = basket(2, category="back")
    commands = [
        ExchangeItems("autumn", quote.id, (), taking, f"x-{n}")
        for n, quote in enumerate(sold)
    ]
    found = outcomes(stores, [*commands, *commands])
    assert len({each.quote.id for each in found if each is not None}) == 1
    for store in stores:
        ask(store, Tick())
        counts = store.books(ORGANIZATION).season("autumn").counts["night-1"]
        assert counts.taken == 16


def test_repeats_on_another_store_get_the_first_answer(stores):
    open_house(stores[0], SEASON)
    sold = accept(stores[0], hold(stores[0], basket(4)).id)
    cancel = CancelItems("autumn", sold.id, (ItemBack(0, 1),), "c-1")
    swap = ExchangeItems("autumn", sold.id, (ItemBack(0, 1),), basket(1), "x-1")
    found = outcomes(stores, [cancel, swap] * 8)
    cancellations = [each for each in found if isinstance(each, Cancellation)]
    exchanges = [each for each in found if isinstance(each, Exchange)]
    assert cancellations == [cancellations[0]] * 8
    assert exchanges == [exchanges[0]] * 8
