import pytest

import cli
from pricing.store.address import open_store
from tests.pricing.store.asks import ORGANIZATION, accept, hold, open_house
from tests.pricing.store.conftest import Clock


def run(*arguments):
    try:
        return cli.main([str(each) for each in arguments])
    except SystemExit as end:
        return end.code


@pytest.fixture
def store(tmp_path):
    opened = open_store(str(tmp_path / "books.db"), Clock())
    open_house(opened)
    accept(opened, hold(opened).id)
    yield opened
    opened.close()


def test_a_store_in_use_is_copied_and_restored(store, tmp_path, capsys):
    copy = tmp_path / "books.backup.gz"
    assert run("backup", tmp_path / "books.db", copy) == 0
    wrote = capsys.readouterr().err
    count = len(list(store.events(ORGANIZATION)))
    assert f"{count} events of 1 organisation are in {copy}" in wrote
    assert run("restore", copy, tmp_path / "restored.db") == 0
    said = capsys.readouterr().err
    # The same hash of the same events.
    assert said.split("sha256")[1] == wrote.split("sha256")[1]
    restored = open_store(str(tmp_path / "restored.db"), Clock())
    assert restored.books(ORGANIZATION) == store.books(ORGANIZATION)
    restored.close()


def test_a_damaged_backup_makes_no_store(store, tmp_path, capsys):
    copy = tmp_path / "books.backup"
    assert run("backup", tmp_path / "books.db", copy) == 0
    copy.write_bytes(copy.read_bytes()[:-20])
    assert run("restore", copy, tmp_path / "restored.db") == 1
    assert "is cut" in capsys.readouterr().err
    assert not (tmp_path / "restored.db").exists()


def test_a_store_that_a_service_runs_on_is_not_restored_into(store, tmp_path, capsys):
    copy = tmp_path / "books.backup"
    assert run("backup", tmp_path / "books.db", copy) == 0
    assert run("restore", copy, tmp_path / "books.db") == 1
    assert "in use by another process" in capsys.readouterr().err
