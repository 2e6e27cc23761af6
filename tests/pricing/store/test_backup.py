"""A store and what is made of its backup give the same answers."""

import gzip
import hashlib
import json
import random
import threading
from dataclasses import replace

import pytest

from pricing.domain.errors import FieldInvalid, FileInvalid, PricingError
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.quotes.price_list import price_list
from pricing.store.address import open_log, open_reader, open_store
from pricing.store.backup import backup, check, restore
from pricing.store.commands import (
    CancelItems,
    CreateSeason,
    ExchangeItems,
    FreezePerformance,
    PostponePerformance,
    Tick,
)
from tests.houses import OPENING, studio_season
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import (
    ORGANIZATION,
    accept,
    ask,
    basket,
    hold,
    open_house,
    read,
    void,
)

TERMS = RefundTerms(RefundPolicy(refund_days_out=0, exchange_days_out=0))


def live(store, clock):
    """Play some of everything."""
    open_house(store, studio_season(refunds=TERMS))
    sold = [accept(store, hold(store, basket(3), f"r-{n}").id) for n in range(4)]
    ask(store, CancelItems("autumn", sold[0].id, (), "c-1"))
    ask(store, ExchangeItems("autumn", sold[1].id, (), basket(2, night="night-2"), "x"))
    void(store, hold(store).id)
    ask(store, FreezePerformance("autumn", "night-2"))
    to = OPENING.replace(year=2027)
    ask(store, PostponePerformance("autumn", "night-1", starts_at=to))
    other = studio_season(organization_id="other-theatre")
    store.submit("other-theatre", CreateSeason(other)).result(30)
    clock.wait(hours=1)
    ask(store, Tick())
    hold(store, basket(2, "solidarity"))


def answers(store):
    """Return all that a store can be asked for."""
    names = store.organizations()
    books = [store.books(name) for name in names]
    of = store.books(ORGANIZATION).season("autumn")
    quotes = [read(store, name) for name in store.books(ORGANIZATION).quotes]
    repeated = hold(store, basket(3), "r-0")
    prices = [
        price_list(of, night, channel, NOW)
        for night in of.season.performance_by_id
        for channel in of.season.channel_by_id
    ]
    return names, books, quotes, repeated, prices


def refill(path, address):
    contents = check(path)
    log = open_log(address)
    try:
        restore(path, contents, log)
    finally:
        log.close()
    return contents


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "books.db")
    return request.getfixturevalue("database").new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def other_address(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "restored.db")
    return request.getfixturevalue("database").new_database()


@pytest.fixture
def written(tmp_path, clock):
    """A backup, and the store's answers."""
    address = str(tmp_path / "first.db")
    store = open_store(address, clock)
    live(store, clock)
    store.close()
    path = tmp_path / "books.backup"
    log = open_reader(address)
    backup(log, path, NOW)
    log.close()
    return path


@pytest.mark.parametrize("name", ["books.backup", "books.backup.gz"])
def test_a_restored_store_gives_the_same_answers(
    address, other_address, tmp_path, clock, name
):
    store = open_store(address, clock)
    live(store, clock)
    log = open_reader(address)
    wrote = backup(log, tmp_path / name, NOW)
    log.close()
    before = answers(store)
    store.close()
    got = refill(tmp_path / name, other_address)
    assert (got, got.digest) == (wrote, wrote.digest)
    restored = open_store(other_address, clock)
    assert answers(restored) == before
    # And goes on where the first one stopped.
    assert accept(restored, hold(restored).id).items[0].serials[0] == 15
    restored.close()


def test_a_backup_under_load_is_a_moment_of_the_store(address, tmp_path, clock):
    store = open_store(address, clock)
    season = studio_season()
    nights = tuple(replace(p, capacities=(9000, 0)) for p in season.performances)
    open_house(store, studio_season(performances=nights))
    begun, ended, told = threading.Event(), threading.Event(), []

    def sell():
        while not ended.is_set():
            told.append(accept(store, hold(store).id))
            if len(told) > 20:
                begun.set()

    sellers = [threading.Thread(target=sell) for _ in range(2)]
    for seller in sellers:
        seller.start()
    log = open_reader(address)
    assert begun.wait(30)
    sure = [quote.id for quote in list(told)]
    path = tmp_path / "books.backup"
    contents = backup(log, path, NOW)
    log.close()
    ended.set()
    for seller in sellers:
        seller.join()
    events = list(store.events(ORGANIZATION))
    store.close()
    refill(path, str(tmp_path / "restored.db"))
    restored = open_store(str(tmp_path / "restored.db"), clock)
    # What was acknowledged before is in it; all of it is a beginning of the log.
    assert set(sure) <= set(restored.books(ORGANIZATION).quotes)
    found = list(restored.events(ORGANIZATION))
    restored.close()
    assert found == events[: contents.heads[ORGANIZATION]]


def refusal(path):
    with pytest.raises(FileInvalid) as caught:
        check(path)
    return str(caught.value)


@pytest.mark.parametrize("seed", range(16))
def test_a_file_that_is_damaged_or_cut_anywhere_is_refused(written, tmp_path, seed):
    luck = random.Random(seed)
    data = bytearray(written.read_bytes())
    if seed % 2:
        data = data[: luck.randrange(len(data))]
    else:
        place = luck.randrange(len(data) - 1)
        data[place] ^= 1 << luck.randrange(8)
    written.write_bytes(data)
    refusal(written)


@pytest.mark.parametrize("seed", range(6))
def test_a_compressed_file_that_is_damaged_or_cut_is_refused(written, tmp_path, seed):
    luck = random.Random(seed)
    data = bytearray(gzip.compress(written.read_bytes(), mtime=0))
    if seed % 2:
        data = data[: luck.randrange(1, len(data))]
    else:
        # The header says little that matters; the rest must be as it was.
        data[luck.randrange(10, len(data))] ^= 1 << luck.randrange(8)
    path = tmp_path / "books.backup.gz"
    path.write_bytes(data)
    refusal(path)


def change(path, number, to):
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number] = to if isinstance(to, bytes) else to(lines[number])
    path.write_bytes(b"".join(lines))


@pytest.mark.parametrize(
    ("number", "to", "said"),
    [
        (0, b'{"format": "other"}\n', "not a backup"),
        (0, b'{"format": "jauge-backup", "version": 9}\n', "of version 9"),
        (0, b"[]\n", "not a backup"),
        (3, b"", "expected event 2 of"),
        (3, b"[" * 100_000 + b"\n", "not a line"),
        (3, b"7\n", "no event"),
        (3, b'["x", 1, 1, "unknown", "{}", "", ""]\n', "no event"),
        (3, b'["x", 1, 1e300, "quote_voided", "{}", "", ""]\n', "no event"),
        (-1, b"", "last line is missing"),
        (-1, b'{"events": 1}\n', "is damaged"),
        (-1, lambda line: line + line, "goes on"),
    ],
)
def test_a_file_that_says_something_else_is_refused(
    written, tmp_path, number, to, said
):
    change(written, number, to)
    assert said in refusal(written)


def test_an_event_that_does_not_follow_is_refused_though_the_hash_is_right(
    written, tmp_path
):
    lines = written.read_bytes().splitlines(keepends=True)
    last = json.loads(lines.pop())
    name = "studio-theatre"
    following = last["organizations"][name] + 1
    # Of a quote that nobody was offered.
    row = [name, following, 0, "quote_voided", '{"quote_id": "q999999"}', "", ""]
    lines.append(json.dumps(row).encode() + b"\n")
    last["organizations"][name] = following
    last["events"] += 1
    last["sha256"] = hashlib.sha256(b"".join(lines)).hexdigest()
    written.write_bytes(b"".join(lines) + json.dumps(last).encode() + b"\n")
    assert "does not follow" in refusal(written)


def test_a_store_that_has_something_is_not_filled(written, tmp_path, clock):
    address = str(tmp_path / "used.db")
    store = open_store(address, clock)
    open_house(store)
    before = list(store.events(ORGANIZATION))
    store.close()
    with pytest.raises(FieldInvalid, match="not empty"):
        refill(written, address)
    store = open_store(address, clock)
    assert list(store.events(ORGANIZATION)) == before
    store.close()


def test_a_file_that_changed_after_it_was_checked_leaves_the_store_empty(
    written, tmp_path
):
    contents = check(written)
    change(written, -1, b"")
    log = open_log(str(tmp_path / "empty.db"))
    with pytest.raises(PricingError):
        restore(written, contents, log)
    assert list(log.organizations()) == []
    log.close()


def test_a_file_in_no_folder_is_refused(tmp_path, clock):
    store = open_store(str(tmp_path / "books.db"), clock)
    open_house(store)
    log = open_reader(str(tmp_path / "books.db"))
    with pytest.raises(FileInvalid, match="cannot be written"):
        backup(log, tmp_path / "nowhere" / "books.backup", NOW)
    log.close()
    store.close()
    with pytest.raises(FileInvalid, match="cannot be read"):
        check(tmp_path / "nowhere")
