import json
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pricing.access import tokens_file
from pricing.access.roles import Role
from pricing.access.tokens import mint, split
from pricing.domain.errors import FileInvalid

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def token(**more):
    until = NOW + timedelta(days=30)
    return mint("grand-opera", "web-shop", [Role.PLATFORM], NOW, until, **more)


def add(path, one):
    with tokens_file.edited(path) as kept:
        kept.append(one)


def test_what_is_written_is_read_and_no_secret_is_in_it(tmp_path):
    path = tmp_path / "tokens.json"
    (first, text), (second, _) = token(), token(calls_per_second=5.0, open_seats_max=9)
    add(path, first)
    add(path, replace(second, revoked_at=NOW))
    assert tokens_file.read(path) == (first, replace(second, revoked_at=NOW))
    assert split(text)[1] not in path.read_text()


def test_only_its_owner_reads_a_new_file_and_a_mode_that_was_set_stays(tmp_path):
    path = tmp_path / "tokens.json"
    add(path, token()[0])
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    add(path, token()[0])
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_the_file_stays_a_link(tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    add(real, token()[0])
    link.symlink_to(real)
    add(link, token()[0])
    assert link.is_symlink()
    assert len(tokens_file.read(real)) == 2


def test_those_who_edit_at_once_lose_nothing(tmp_path):
    path = tmp_path / "tokens.json"
    made = [token()[0] for _ in range(20)]
    threads = [threading.Thread(target=add, args=(path, each)) for each in made]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
    assert {each.id for each in tokens_file.read(path)} == {each.id for each in made}


def test_a_fault_in_the_middle_of_an_edit_changes_nothing(tmp_path):
    path = tmp_path / "tokens.json"
    add(path, token()[0])
    before = path.read_bytes()

    def stumble():
        with tokens_file.edited(path) as kept:
            kept.clear()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    assert path.read_bytes() == before


def altered(plain, **fields):
    return {**plain, "tokens": [{**plain["tokens"][0], **fields}]}


@pytest.mark.parametrize(
    "alter",
    [
        lambda plain: [],
        lambda plain: {**plain, "version": 2},
        lambda plain: {**plain, "tokens": plain["tokens"] * 2},
        lambda plain: {**plain, "tokens": [{}]},
        lambda plain: altered(plain, roles=["king"]),
        lambda plain: altered(plain, salt="xyz"),
        lambda plain: altered(plain, expires="2026-01-01"),
        lambda plain: altered(plain, expires=7),
        lambda plain: altered(plain, organization="A B"),
        lambda plain: altered(plain, hash=None),
    ],
)
def test_a_file_that_says_something_else_is_refused_without_its_hashes(tmp_path, alter):
    path = tmp_path / "tokens.json"
    add(path, token()[0])
    plain = json.loads(path.read_text())
    path.write_text(json.dumps(alter(plain)))
    with pytest.raises(FileInvalid) as caught:
        tokens_file.read(path)
    assert plain["tokens"][0]["hash"] not in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[1,2"])
def test_what_is_no_json_is_refused(tmp_path, content):
    path = tmp_path / "tokens.json"
    path.write_bytes(content)
    with pytest.raises(FileInvalid, match="JSON"):
        tokens_file.read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileInvalid, match="No such file"):
        tokens_file.read(tmp_path / "none.json")
    with (
        pytest.raises(FileInvalid, match="cannot be written"),
        tokens_file.edited(tmp_path / "none" / "tokens.json"),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_a_file_that_another_edits_stays_its_owners(tmp_path):
    path = tmp_path / "tokens.json"
    add(path, token()[0])
    os.chown(path, 4321, 4322)
    add(path, token()[0])
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (4321, 4322, 0o600)
