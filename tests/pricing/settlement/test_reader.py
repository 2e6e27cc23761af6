"""The commands' reader on either store, while the store is in use."""

from pricing.settlement.reconcile import Control, reconcile
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import ALL_TIME, settle
from pricing.settlement.skim import skim
from pricing.store.address import open_reader, open_store
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, accept, basket, hold, open_house


def settled_at(address):
    """Return what a store comes to, read beside it, and the same of its own events."""
    store = open_store(address, lambda: NOW)
    try:
        season = open_house(store)
        for count in (1, 2, 2):
            accept(store, hold(store, basket(count)).id)
        reader = open_reader(address)
        try:
            assert list(reader.organizations()) == [ORGANIZATION]
            record, control = SalesRecord(), Control("autumn", ALL_TIME)
            skim(ORGANIZATION, reader.rows(ORGANIZATION), record, control)
            assert list(reader.read(ORGANIZATION)) == list(store.events(ORGANIZATION))
        finally:
            reader.close()
    finally:
        store.close()
    found = settle(record, season, NOW)
    reconcile(found, control)
    return found.total


def test_sqlite_is_read_beside_its_service(tmp_path):
    assert settled_at(str(tmp_path / "books.db")).paid == 10_000


def test_postgresql_is_read_beside_its_service(database):
    assert settled_at(database.new_database()).paid == 10_000
