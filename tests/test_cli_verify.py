"""``jauge verify`` and ``jauge log``."""

import contextlib
import json
import sqlite3

import pytest

import cli
from pricing.proof import beside
from pricing.proof.beside import verify_store
from pricing.store.address import open_store
from pricing.store.seal import Head
from tests.pricing.store.asks import ORGANIZATION, accept, hold, open_house
from tests.pricing.store.conftest import Clock
from tests.pricing.store.votes import carry, cast, found, propose


def run(*arguments):
    try:
        return cli.main([str(each) for each in arguments])
    except SystemExit as end:
        return end.code


@pytest.fixture
def path(tmp_path):
    clock = Clock()
    store = open_store(str(tmp_path / "books.db"), clock)
    open_house(store)
    accept(store, hold(store).id)
    found(store)
    cast(store, propose(store), "anna", 2600)
    clock.wait(days=8)
    carry(store)
    hold(store)
    store.close()
    return tmp_path / "books.db"


def spoil(path):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE events SET body = replace(body, '\"serial_first\":1', "
            "'\"serial_first\":2') WHERE kind = 'quote_accepted'"
        )


def test_a_store_is_verified_and_its_certificate_printed(path, capsys):
    assert run("verify", "--store", path) == 0
    said = capsys.readouterr().out
    assert f"Certificate of {ORGANIZATION}" in said
    assert "Tickets 1 to 2 numbered without a gap" in said
    assert said.strip().endswith("rules, no breach.")
    assert run("verify", "--store", path, "--language", "fr", "--season", "autumn") == 0
    assert "aucun manquement" in capsys.readouterr().out


def test_a_certificate_is_printed_as_json(path, capsys):
    assert run("verify", "--store", path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sound"]
    assert told["format"] == "jauge-certificate"
    assert run("log", "head", "--store", path) == 0
    head = capsys.readouterr().out.strip()
    assert head == f"{told['head']['sequence']}:{told['head']['seal']}"
    assert run("verify", "--store", path, "--head", head) == 0


def test_a_changed_log_ends_with_1_and_the_place(path, capsys):
    spoil(path)
    assert run("verify", "--store", path) == 1
    assert "is not what was sealed" in capsys.readouterr().out
    assert run("log", "export", "--store", path, "--out", path.with_name("l")) == 1
    assert not path.with_name("l").exists()


def test_another_head_and_a_log_cut_short_end_with_1(path, capsys):
    zeros = "00" * 32
    assert run("verify", "--store", path, "--head", f"3:{zeros}") == 1
    assert "was kept" in capsys.readouterr().out
    assert run("verify", "--store", path, "--head", f"999:{zeros}") == 1
    assert "its end is cut off" in capsys.readouterr().out
    assert run("verify", "--store", path, "--head", "x") == 1
    assert "--head: Expected the number of an event" in capsys.readouterr().err


def test_exported_logs_are_verified_with_their_votes(path, capsys):
    log, votes = path.with_name("log.jsonl.gz"), path.with_name("votes.jsonl")
    assert run("log", "export", "--store", path, "--out", log) == 0
    key = "cooperatives/les-scenes"
    asked = ("--organization", key, "--out", votes)
    assert run("log", "export", "--store", path, *asked) == 0
    assert run("log", "export", "--store", path, "--organization", "x/y", "--out", log)
    capsys.readouterr()
    assert run("verify", "--log", log, "--votes", votes) == 0
    assert capsys.readouterr().out.strip().endswith("no breach.")


def test_an_export_that_is_cut_is_refused(path, capsys):
    log = path.with_name("log.jsonl")
    run("log", "export", "--store", path, "--out", log)
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-3]))
    assert run("verify", "--log", log) == 1
    assert "its last line is missing" in capsys.readouterr().err


def test_two_processes_find_what_one_finds(path):
    assert beside.EVENTS_BESIDE_MIN > 1000
    alone = verify_store(str(path), ORGANIZATION)
    together = verify_store(str(path), ORGANIZATION, beside_min=0)
    assert together == alone
    assert alone.sound
    known = [Head(999, bytes(32))]
    cut = verify_store(str(path), ORGANIZATION, known=known, beside_min=0)
    assert [each.kind for each in cut.breaches] == ["cut"]
    spoil(path)
    broken = verify_store(str(path), ORGANIZATION, beside_min=0)
    # What the rules say of it may be found too.
    assert [each.kind for each in broken.breaches] == ["serial", "damaged"]
    assert "is not what was sealed" in broken.breaches[-1].numbers["why"]
