"""Events are sealed in the order of their commits, and read against their seals."""

import contextlib
import hashlib
import sqlite3
import threading

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import StoreUnavailable
from pricing.store.address import open_log, open_reader
from pricing.store.backup import backup, check, restore
from pricing.store.postgresql import open_postgresql
from pricing.store.seal import NO_SEAL, Head, checked, head_of, seal, sealed
from pricing.store.sqlite import open_sqlite
from pricing.store.sqlite_reading import SqliteReader
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import ORGANIZATION, accept, hold, open_house, void
from tests.pricing.store.test_old_logs import LOGS

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
rows = st.tuples(
    st.integers(1, 10**9), st.integers(-(10**15), 10**15), texts, texts, texts, texts
)


def as_documented(before, organization, row):
    """Return the seal by the words of docs/proof.md."""
    sequence, time, kind, body, request_id, fingerprint = row
    counted = [t.encode() for t in (organization, kind, request_id, fingerprint)]
    numbers = [sequence, time, *map(len, counted)]
    line = " ".join(str(number) for number in numbers) + "\n"
    content = before + line.encode() + b"".join(counted) + body.encode()
    return hashlib.sha256(content).digest()


def play(store):
    """Sell some seats, give one hold up, and return what was sold."""
    open_house(store)
    for number in range(3):
        accept(store, hold(store, request_id=f"r-{number}").id)
    void(store, hold(store).id)


def logs_of(house):
    return list(house.store.sealed_rows(ORGANIZATION))


@given(before=st.binary(min_size=32, max_size=32), organization=texts, row=rows)
def test_a_seal_is_the_hash_that_is_documented(before, organization, row):
    assert seal(before, organization, row) == as_documented(before, organization, row)


@given(one=rows, other=rows, organization=texts)
def test_two_events_never_have_the_same_bytes(one, other, organization):
    moved = (*one[:2], one[2] + one[4][:1], one[3], one[4][1:], one[5])
    for row in (other, moved):
        if row != one:
            assert seal(NO_SEAL, organization, one) != seal(NO_SEAL, organization, row)


def test_each_event_of_every_store_is_sealed_in_the_order_of_commits(house):
    play(house.store)
    last = NO_SEAL
    found = logs_of(house)
    for number, (row, kept) in enumerate(found, 1):
        last = as_documented(last, ORGANIZATION, row)
        assert (row[0], kept) == (number, last)
    assert house.store.head(ORGANIZATION) == Head(len(found), last)
    assert house.store.head("nobody") == Head()
    house.restart()
    hold(house.store)
    (row, kept), *_ = house.store.sealed_rows(ORGANIZATION, len(found))
    assert kept == as_documented(last, ORGANIZATION, row)


def test_what_was_refused_leaves_no_gap_in_the_chain(house):
    play(house.store)
    with pytest.raises(Exception, match="seats"):
        hold(house.store, request_id="too-many").id and [
            hold(house.store) for _ in range(50)
        ]
    rows = list(checked(ORGANIZATION, Head(), logs_of(house)))
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))


def test_callers_at_once_make_one_chain(house):
    play(house.store)
    threads = [
        threading.Thread(target=lambda: void(house.store, hold(house.store).id))
        for _ in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    rows = list(checked(ORGANIZATION, Head(), logs_of(house)))
    assert len(rows) == house.store.head(ORGANIZATION).sequence


def test_a_head_is_kept_as_a_line_of_text():
    head = Head(12, bytes(range(32)))
    assert head_of(str(head)) == head
    assert str(head).startswith("12:000102")


@pytest.mark.parametrize("text", ["", "12", "12:", "x:00", "-1:" + "00" * 32, "1:zz"])
def test_what_is_no_head_is_refused(text):
    with pytest.raises(ValueError, match="Expected the number of an event"):
        head_of(text)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("sealed") / "books.db"
    store = open_sqlite(path, lambda: NOW)
    play(store)
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    return path


COLUMNS = ("time", "kind", "body", "request_id", "fingerprint", "seal")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_byte_changed_in_any_column_of_any_event_is_found(written, data):
    count = SqliteReader(written).head(ORGANIZATION).sequence
    sequence = data.draw(st.integers(1, count))
    column = data.draw(st.sampled_from(COLUMNS))
    copy = written.with_name("copy.db")
    copy.write_bytes(written.read_bytes())
    with contextlib.closing(sqlite3.connect(copy)) as connection, connection:
        (value,) = connection.execute(
            f"SELECT {column} FROM events WHERE sequence = ?", (sequence,)
        ).fetchone()
        if isinstance(value, int):
            spoilt: object = value ^ (1 << data.draw(st.integers(0, 40)))
        else:
            raw = bytearray(value.encode() if isinstance(value, str) else value)
            if not raw:
                raw = bytearray(b" ")
            place = data.draw(st.integers(0, len(raw) - 1))
            raw[place] ^= 1 << data.draw(st.integers(0, 6))
            spoilt = raw.decode() if isinstance(value, str) else bytes(raw)
        connection.execute(
            f"UPDATE events SET {column} = ? WHERE sequence = ?", (spoilt, sequence)
        )
    reader = SqliteReader(copy)
    with pytest.raises(StoreUnavailable, match="damaged after event"):
        list(reader.rows(ORGANIZATION))
    reader.close()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_row_cut_out_moved_doubled_or_put_in_is_found(written, data):
    found = list(SqliteReader(written).sealed_rows(ORGANIZATION))
    place = data.draw(st.integers(0, len(found) - 2))
    other = data.draw(st.integers(0, len(found) - 1).filter(lambda at: at != place))
    how = data.draw(st.sampled_from(["cut", "moved", "doubled", "put in"]))
    spoilt = list(found)
    if how == "cut":
        del spoilt[place]
    elif how == "moved":
        spoilt[place], spoilt[other] = spoilt[other], spoilt[place]
    elif how == "doubled":
        spoilt.insert(place, spoilt[place])
    else:
        spoilt.insert(place, ((place + 1, *found[other][0][1:]), found[other][1]))
    for rows in (spoilt, [((n, *row[1:]), s) for n, (row, s) in enumerate(spoilt, 1)]):
        with pytest.raises(StoreUnavailable, match="damaged after event"):
            list(checked(ORGANIZATION, Head(), rows))


def test_a_store_whose_log_was_changed_into_another_that_fits_does_not_open(written):
    copy = written.with_name("fits.db")
    copy.write_bytes(written.read_bytes())
    with contextlib.closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            'UPDATE events SET body = replace(body, \'"holder":""\', '
            "'\"holder\":\"a\"') WHERE kind = 'quote_offered'"
        )
    with pytest.raises(StoreUnavailable, match="is not what was sealed"):
        open_sqlite(copy, lambda: NOW)


def without_seals(path):
    """Make a file as the version before seals wrote it."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE events DROP COLUMN seal")
        connection.execute("PRAGMA user_version = 1")


def test_a_file_from_before_seals_is_sealed_when_it_is_opened(written):
    sealed_head = SqliteReader(written).head(ORGANIZATION)
    old = written.with_name("old.db")
    old.write_bytes(written.read_bytes())
    without_seals(old)
    reader = SqliteReader(old)
    assert len(list(reader.rows(ORGANIZATION))) == sealed_head.sequence
    with pytest.raises(StoreUnavailable, match="not sealed; run `jauge serve`"):
        reader.head(ORGANIZATION)
    reader.close()
    store = open_sqlite(old, lambda: NOW)
    assert store.head(ORGANIZATION) == sealed_head
    hold(store)
    assert len(list(store.events(ORGANIZATION))) == sealed_head.sequence + 1
    store.close()


def test_a_database_from_before_seals_is_sealed_and_takes_no_unsealed_event(
    database, clock
):
    address = database.new_database()
    store = open_postgresql(address, clock)
    play(store)
    before = store.head(ORGANIZATION)
    store.close()
    with psycopg.connect(address) as connection:
        connection.execute("ALTER TABLE jauge.events DROP COLUMN seal")
        connection.execute("UPDATE jauge.schema_version SET version = 2")
    store = open_postgresql(address, clock)
    assert store.head(ORGANIZATION) == before
    hold(store)
    head = store.head(ORGANIZATION)
    assert len(list(store.events(ORGANIZATION))) == head.sequence > before.sequence
    store.close()
    with (
        psycopg.connect(address) as connection,
        pytest.raises(psycopg.errors.NotNullViolation),
    ):
        connection.execute(
            "INSERT INTO jauge.events VALUES ('hall', 999, 0, 'x', '', '', '')"
        )


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.name)
def test_a_backup_restored_has_the_seals_of_its_bytes(path, tmp_path):
    contents = check(path)
    log = open_log(str(tmp_path / "books.db"))
    restore(path, contents, log)
    heads = {name: log.head(name) for name in contents.heads}
    log.close()
    assert {name: head.seal for name, head in heads.items()} == contents.seals
    again = tmp_path / "again.backup"
    reader = open_reader(str(tmp_path / "books.db"))
    assert backup(reader, again, NOW).seals == contents.seals
    reader.close()


def test_rows_that_do_not_follow_are_not_sealed():
    row = (2, 0, "kind", "{}", "", "")
    with pytest.raises(ValueError, match="Expected event 1, got 2"):
        list(sealed("studio", Head(), [row]))


def test_replicas_that_take_turns_make_one_chain(database, clock):
    address = database.new_database()
    stores = [open_postgresql(address, clock) for _ in range(2)]
    open_house(stores[0])
    for number in range(12):
        hold(stores[number * 5 % 3 % 2], request_id=f"r-{number}")
    heads = {store.head(ORGANIZATION) for store in stores}
    rows = list(checked(ORGANIZATION, Head(), stores[1].sealed_rows(ORGANIZATION)))
    assert {head.sequence for head in heads} == {len(rows)}
    for store in stores:
        store.close()
