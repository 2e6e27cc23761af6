import contextlib
import sqlite3
import subprocess
import sys

import pytest

from pricing.domain.errors import StoreUnavailable
from pricing.store.sqlite import SqliteLog, open_sqlite
from pricing.store.sqlite_reading import SqliteReader
from pricing.store.sqlite_schema import APPLICATION_ID, MIGRATIONS
from tests.pricing.store.asks import ORGANIZATION, accept, hold, open_house

OPEN_IN_ANOTHER_PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pricing.domain.errors import StoreUnavailable
from pricing.store.sqlite import open_sqlite
try:
    open_sqlite(Path(sys.argv[1]), lambda: datetime.now(UTC)).close()
except StoreUnavailable as fault:
    sys.exit(fault.message)
"""


def open_elsewhere(path):
    return subprocess.run(
        [sys.executable, "-c", OPEN_IN_ANOTHER_PROCESS, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_file_is_made_on_first_start_and_says_what_it_is(tmp_path, clock):
    path = tmp_path / "books.db"
    open_sqlite(path, clock).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_commit_waits_for_the_disk(tmp_path):
    log = SqliteLog(tmp_path / "books.db")
    full = 2
    assert log._writing.execute("PRAGMA synchronous").fetchone() == (full,)
    assert log._writing.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    log.close()


def test_a_second_process_is_refused_as_long_as_the_first_lives(tmp_path, clock):
    path = tmp_path / "books.db"
    store = open_sqlite(path, clock)
    refused = open_elsewhere(path)
    assert refused.returncode == 1
    assert "books.db is in use by another process" in refused.stderr
    with pytest.raises(StoreUnavailable, match="in use by another process") as fault:
        open_sqlite(path, clock)
    assert "try again" not in fault.value.message
    store.close()
    assert open_elsewhere(path).returncode == 0


def test_the_live_file_can_be_copied_by_sqlites_own_back_up(tmp_path, clock):
    store = open_sqlite(tmp_path / "books.db", clock)
    open_house(store)
    hold(store)
    source, copy = (sqlite3.connect(tmp_path / n) for n in ("books.db", "copy.db"))
    source.backup(copy)
    source.close()
    copy.close()
    before = store.books(ORGANIZATION)
    store.close()
    restored = open_sqlite(tmp_path / "copy.db", clock)
    assert restored.books(ORGANIZATION) == before
    restored.close()


def test_a_file_of_something_else_is_left_alone(tmp_path, clock):
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreUnavailable, match="is not a store of Jauge"):
        open_sqlite(path, clock)
    text = tmp_path / "notes.txt"
    text.write_text("no database at all, " * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_sqlite(text, clock)


def test_a_file_of_a_later_version_is_refused(tmp_path, clock):
    path = tmp_path / "books.db"
    open_sqlite(path, clock).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(StoreUnavailable, match="upgrade"):
        open_sqlite(path, clock)


def test_a_folder_that_is_not_there_is_named(tmp_path, clock):
    with pytest.raises(StoreUnavailable, match=r"no folder .*absent; make it\.$"):
        open_sqlite(tmp_path / "absent" / "books.db", clock)


def test_a_folder_in_place_of_the_file_is_named(tmp_path, clock):
    with pytest.raises(StoreUnavailable, match=r"is a folder; name a file\.$"):
        open_sqlite(tmp_path, clock)


def test_a_lock_that_is_no_lock_is_not_taken_for_another_process(tmp_path, clock):
    (tmp_path / "books.db.lock").write_text("mine, hands off. " * 100)
    with pytest.raises(StoreUnavailable, match=r"books\.db\.lock: file is not a dat"):
        open_sqlite(tmp_path / "books.db", clock)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM events WHERE sequence = 3",
        "UPDATE events SET body = '{' WHERE sequence = 3",
        "UPDATE events SET kind = 'unheard_of' WHERE sequence = 3",
    ],
)
def test_a_damaged_log_is_refused_with_its_place(tmp_path, clock, damage):
    path = tmp_path / "books.db"
    store = open_sqlite(path, clock)
    open_house(store)
    hold(store)
    store.close()
    connection = sqlite3.connect(path)
    connection.execute(damage)
    connection.commit()
    connection.close()
    with pytest.raises(StoreUnavailable, match="'studio-theatre' is damaged after ev"):
        open_sqlite(path, clock)
    # Refused means let go of: the file is not locked for who repairs it.
    assert "damaged" in open_elsewhere(path).stderr


def test_a_long_log_is_read_in_parts(tmp_path, clock, monkeypatch):
    monkeypatch.setattr("pricing.store.sqlite_reading.ROWS_A_READ", 3)
    store = open_sqlite(tmp_path / "books.db", clock)
    open_house(store)
    for _ in range(5):
        hold(store)
    sequences = [each.sequence for each in store.events(ORGANIZATION)]
    assert sequences == list(range(1, len(sequences) + 1))
    assert len(sequences) > 9
    store.close()


def spoil_text(path):
    path.write_bytes(b"These are not the books of a house.\n" * 40)


def spoil_end(path):
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def spoil_pages(path):
    raw = path.read_bytes()
    path.write_bytes(raw[:8192] + b"\xff" * (len(raw) - 8192))


def spoil_letters(path):
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"count":2', b"\xff\xfe\xfd" + b'nt":2', 1))


def statement(text):
    def spoil(path):
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(text)

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_text,
        spoil_end,
        spoil_pages,
        spoil_letters,
        statement("DROP TABLE events"),
        statement("DELETE FROM events WHERE kind = 'quote_offered'"),
        statement("UPDATE events SET time = 9000000000000000000"),
        statement("UPDATE events SET body = '[]' WHERE kind = 'price_changed'"),
    ],
)
def test_a_damaged_file_is_refused_as_it_stands(tmp_path, clock, spoil):
    path = tmp_path / "books.db"
    store = open_sqlite(path, clock)
    open_house(store)
    for _ in range(3):
        accept(store, hold(store).id)
    store.close()
    spoil(path)
    damaged = path.read_bytes()
    with pytest.raises(
        StoreUnavailable, match=r"books\.db|damaged after event"
    ) as fault:
        open_sqlite(path, clock)
    assert "try again" not in fault.value.message
    assert path.read_bytes() == damaged


def test_the_log_is_read_while_a_process_writes_it(tmp_path, clock):
    path = tmp_path / "books of 100 % ?.db"
    store = open_sqlite(path, clock)
    open_house(store)
    reader = SqliteReader(path)
    assert reader.organizations() == [ORGANIZATION]
    quote = hold(store)
    assert list(reader.read(ORGANIZATION)) == list(store.events(ORGANIZATION))
    accept(store, quote.id)
    assert list(reader.read(ORGANIZATION)) == list(store.events(ORGANIZATION))
    store.close()
    assert len(list(reader.read(ORGANIZATION))) > 0
    reader.close()
    # And once nobody writes it.
    alone = SqliteReader(path)
    assert alone.organizations() == [ORGANIZATION]
    alone.close()


def test_a_reader_makes_no_file_and_refuses_what_is_no_store(tmp_path):
    with pytest.raises(StoreUnavailable, match="no such file"):
        SqliteReader(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []
    other = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(StoreUnavailable, match="not a store of Jauge"):
        SqliteReader(other)
    (tmp_path / "text.db").write_text("a text that is no database, and long enough")
    with pytest.raises(StoreUnavailable, match=r"text\.db"):
        SqliteReader(tmp_path / "text.db")
