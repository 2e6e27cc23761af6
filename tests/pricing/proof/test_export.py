"""Exported logs: read back, checked by a script that shares no code, found out."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import examples.verify_export
from pricing.domain.errors import FileInvalid
from pricing.proof.export import ExportedLog, write_log
from pricing.proof.verify import verify
from pricing.store.seal import Head
from tests.pricing.proof.seasons import Player
from tests.pricing.store.asks import ORGANIZATION

SCRIPT = Path(examples.verify_export.__file__)


@pytest.fixture(scope="module")
def log():
    for seed in range(20):
        found = Player(seed).play(80)
        if sum(row[2] == "quote_accepted" for row, _ in found) > 5:
            return found
    raise AssertionError("no season sold anything")


@pytest.fixture(scope="module")
def exported(log, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "log.jsonl"
    write_log(path, ORGANIZATION, log)
    return path


def run(path, *heads):
    """Run the script without the project's code in reach."""
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *heads],
        capture_output=True,
        text=True,
        check=False,
        cwd=path.parent,
    )


def checked(path):
    """Return whether a file passes, by its own reader and the whole verification."""
    try:
        found = ExportedLog(path)
        return verify(found.organization_id, found.sealed_rows()).sound
    except FileInvalid:
        return False


@pytest.mark.parametrize("name", ["log.jsonl", "log.jsonl.gz"])
def test_what_is_read_back_is_what_was_written(log, tmp_path, name):
    path = tmp_path / name
    head = write_log(path, ORGANIZATION, log)
    found = ExportedLog(path)
    assert found.organization_id == ORGANIZATION
    assert list(found.sealed_rows()) == log
    assert head == Head(log[-1][0][0], log[-1][1])
    assert run(path, str(head)).returncode == 0


def test_the_script_uses_nothing_but_pythons_own_library():
    names = {
        line.split()[1]
        for line in SCRIPT.read_text().splitlines()
        if line.startswith(("import ", "from "))
    }
    assert names <= set(sys.stdlib_module_names)


def test_the_script_counts_what_the_verification_counts(log, exported):
    done = run(exported)
    assert done.returncode == 0, done.stderr
    whole = verify(ORGANIZATION, log)
    assert f"{len(log)} events, {whole.last_serial} tickets" in done.stdout
    assert f"head {whole.head}" in done.stdout
    assert done.stdout.endswith("nothing is wrong\n")


def test_the_script_holds_the_log_to_heads_that_were_kept(log, exported):
    assert run(exported, f"5:{log[4][1].hex()}").returncode == 0
    other = run(exported, f"5:{bytes(32).hex()}")
    assert other.returncode == 1
    assert "the seal of event 5 is not the one kept" in other.stdout
    cut = run(exported, f"9999:{bytes(32).hex()}")
    assert cut.returncode == 1
    assert "event 9999 was known and is not there" in cut.stdout


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_bit_changed_anywhere_is_found_by_both(exported, data):
    raw = bytearray(exported.read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    spoilt = exported.with_name("spoilt.jsonl")
    spoilt.write_bytes(raw)
    told = exported.read_bytes().splitlines()
    lines = bytes(raw).split(b"\n")
    if [_plain(line) for line in lines[:-1]] == [_plain(line) for line in told]:
        # White space between two values, or the case of a digit: nothing is said.
        return
    assert not checked(spoilt)
    assert _main(spoilt) == 1


def _plain(line):
    try:
        found = json.loads(line)
        return {**found, "seal": bytes.fromhex(found.get("seal", "")).hex()}
    except (AttributeError, TypeError, ValueError):
        return line


def _main(path):
    try:
        return examples.verify_export.main(str(path), [])
    except (LookupError, OSError, StopIteration, TypeError, ValueError):
        return 1


def test_the_script_says_which_line_is_broken(exported, tmp_path):
    lines = lines_of(exported)
    for broken in (b'{"sequence": 6,\n', b"[]\n"):
        path = tmp_path / "broken.jsonl"
        path.write_bytes(b"".join([*lines[:6], broken, *lines[7:]]))
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, path], capture_output=True, text=True
        )
        assert done.returncode == 1
        assert "line 7 is not a line of a log" in done.stderr


def lines_of(path):
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda lines: lines[:-1], id="its head cut off"),
        pytest.param(lambda lines: lines[:20], id="its end cut off"),
        pytest.param(lambda lines: lines[1:], id="its first line cut off"),
        pytest.param(lambda lines: [*lines[:9], *lines[10:]], id="an event left out"),
        pytest.param(
            lambda lines: [*lines[:9], lines[10], lines[9], *lines[11:]], id="reordered"
        ),
        pytest.param(lambda lines: [*lines[:9], lines[8], *lines[9:]], id="doubled"),
        pytest.param(lambda lines: [*lines, lines[-1]], id="more after its head"),
        pytest.param(lambda lines: [], id="empty"),
        pytest.param(lambda lines: [*lines[:5], b"[]\n", *lines[5:]], id="no event"),
        pytest.param(lambda lines: [*lines[:-1], lines[-1][:30]], id="cut in a line"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(exported, spoil):
    spoilt = exported.with_name("spoilt.jsonl")
    spoilt.write_bytes(b"".join(spoil(lines_of(exported))))
    assert not checked(spoilt)


def test_a_compressed_file_that_is_cut_is_refused(log, tmp_path):
    path = tmp_path / "log.jsonl.gz"
    write_log(path, ORGANIZATION, log)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(FileInvalid, match="cut or damaged"):
        list(ExportedLog(path).sealed_rows())
    plain = tmp_path / "text.gz"
    plain.write_bytes(gzip.compress(b"no log\n"))
    with pytest.raises(FileInvalid, match="not a line of a log"):
        ExportedLog(plain)


def test_files_that_are_no_export_or_of_a_later_version_are_named(tmp_path):
    path = tmp_path / "other.jsonl"
    path.write_text('{"format": "else"}\n')
    with pytest.raises(FileInvalid, match="not a log exported"):
        ExportedLog(path)
    path.write_text('{"format": "jauge-log", "version": 9, "organization": "a"}\n')
    with pytest.raises(FileInvalid, match="of version 9"):
        ExportedLog(path)
    with pytest.raises(FileInvalid, match="cannot be read"):
        ExportedLog(tmp_path / "none.jsonl")
    with pytest.raises(FileInvalid, match="cannot be written"):
        write_log(tmp_path / "no" / "log.jsonl", ORGANIZATION, [])
