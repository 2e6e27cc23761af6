"""What docs/proof.md shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from pricing.store.seal import NO_SEAL, seal

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "proof.md").read_text()
GOLDEN = ROOT / "tests" / "golden" / "log-2026-11-21.backup.gz"


def run(*arguments):
    try:
        return cli.main([str(each) for each in arguments])
    except SystemExit as end:
        return end.code


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("docs")
    assert run("restore", GOLDEN, path / "jauge.db") == 0
    return path


def shown(command):
    """Return the lines that the page shows under a command, up to the next one."""
    (_, _, rest) = PAGE.partition(f"$ {command}\n")
    assert rest, command
    return re.split(r"^(?:\$ |```)", rest, maxsplit=1, flags=re.MULTILINE)[0]


def test_the_commands_print_what_the_page_shows(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    capsys.readouterr()
    commands = re.findall(r"^\$ jauge (.*)$", PAGE, flags=re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        assert run(*command.split()) == 0, command
        said = capsys.readouterr().out
        if expected := shown(f"jauge {command}"):
            assert said == expected


def test_the_script_prints_what_the_page_shows(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert run("log", "export", "--store", "jauge.db", "--out", "log.jsonl") == 0
    command = "python examples/verify_export.py log.jsonl"
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "examples" / "verify_export.py", "log.jsonl"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == shown(command)


def test_the_seal_of_the_vector_is_right():
    row = (
        1,
        1767225600000000,
        "plan_activated",
        '{"season_id":"autumn","plan_id":"r1"}',
        "r-1",
        "f0",
    )
    assert f"\n{seal(NO_SEAL, 'studio', row).hex()}\n" in PAGE
    for value in (*row[1:], "studio"):
        assert f"`{value}`" in PAGE or str(value) in PAGE
