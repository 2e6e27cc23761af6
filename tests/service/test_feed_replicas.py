"""FeedService where several services share one log."""

import pytest

from jauge.pricing.v1.feed_event_pb2 import FeedEvent
from pricing.store.postgresql import open_postgresql
from tests.pricing.store.asks import ORGANIZATION, accept, basket, hold, open_house
from tests.service.harness import OWNER, Clock, running
from tests.service.test_feed import follow
from tests.service.test_vouchers import until


@pytest.fixture
def replicas(database):
    address, clock = database.new_database(), Clock()
    stores = [open_postgresql(address, clock) for _ in range(2)]
    yield stores
    for each in stores:
        each.close()


def test_who_is_ahead_of_a_replica_waits_for_it_and_is_told_all(replicas, monkeypatch):
    writer, late = replicas
    with running(late) as service:
        open_house(writer)
        until(lambda: late.books(ORGANIZATION).sequence == 5)
        with monkeypatch.context() as cut:
            # What the other one sells from here on is not heard of.
            cut.setattr(late, "_take_news", lambda: None)
            for _ in range(3):
                accept(writer, hold(writer, basket(1)).id)
            last = writer.head(ORGANIZATION).sequence
            known = follow(service, OWNER)
            assert all(each.sequence <= 5 for each in known)
            assert follow(service, OWNER, after_sequence=last) == []
        until(lambda: late.books(ORGANIZATION).sequence == last)
        rest = follow(service, OWNER, after_sequence=5)
        assert [each.kind for each in rest] == [FeedEvent.KIND_SALE] * 3
        assert known + rest == follow(service, OWNER)
