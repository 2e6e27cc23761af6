"""On a full disk nothing is sold, nothing is half done, and all goes on with room."""

import subprocess
import sys
from pathlib import Path

import grpc
import pytest

from jauge.client import fault, seats
from jauge.pricing.v1 import quote_service_pb2 as pb
from pricing.store.sqlite import open_sqlite
from tests.pricing.store.asks import ORGANIZATION, open_house
from tests.service.harness import NIGHT, SEASON, Clock, retry_seconds, running

ROOT = Path(__file__).parents[3]


def test_what_cannot_be_written_is_refused_and_taken_once_there_is_room(tmp_path):
    pytest.importorskip("resource", reason="files cannot be limited here")
    done = subprocess.run(
        [sys.executable, "-m", "tests.pricing.store.full_disk", tmp_path / "books.db"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "the store cannot be written" in done.stdout


def test_callers_are_told_to_try_again_and_prices_are_still_read(tmp_path):
    store = open_sqlite(tmp_path / "books.db", Clock())
    writing = store._log._writing
    with running(store) as house:
        open_house(store)
        asked = pb.ListPricesRequest(performance=NIGHT, channel_id="web")
        before = house.client.quotes.ListPrices(asked)
        (pages,) = writing.execute("PRAGMA page_count").fetchone()
        writing.execute(f"PRAGMA max_page_count = {pages}")
        request = pb.CreateQuoteRequest(parent=SEASON, request_id="r-1")
        request.quote.channel_id = "web"
        request.quote.items.append(seats(NIGHT, "front", "full", 1))
        for turn in range(100):
            request.request_id = f"r-{turn}"
            try:
                quote = house.client.quotes.CreateQuote(request)
                request.request_id = f"v-{turn}"
                house.client.quotes.VoidQuote(pb.VoidQuoteRequest(name=quote.name))
            except grpc.RpcError as error:
                refused = error
                break
        assert refused.code() is grpc.StatusCode.UNAVAILABLE
        assert fault(refused).reason == "STORE_UNAVAILABLE"
        assert retry_seconds(refused) > 0
        after = house.client.quotes.ListPrices(asked)
        assert after.price_list.next_change_time == before.price_list.next_change_time
        last = store.books(ORGANIZATION).sequence
        assert last == max(each.sequence for each in store.events(ORGANIZATION))
        writing.execute("PRAGMA max_page_count = 1000000")
        # The same request again: held once, however often it was sent.
        first = house.client.quotes.CreateQuote(request)
        assert house.client.quotes.CreateQuote(request) == first
    store.close()
