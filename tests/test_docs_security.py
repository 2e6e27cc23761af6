"""docs/security.md says what is so."""

import json
import logging
import re
from pathlib import Path

import pytest

import cli
import server
from pricing.access.limits import BURST_SECONDS
from pricing.access.roles import ROLES_OF, Role
from pricing.service.call_log import CallLog, JsonLines
from pricing.service.gate import STRANGERS_PER_SECOND, Caller
from pricing.service.security import CALLS_PER_SECOND, OPEN_SEATS_MAX

TEXT = (Path(__file__).parent.parent / "docs" / "security.md").read_text()


def rows():
    lines = [line for line in TEXT.splitlines() if line.startswith("|")]
    heading, _, *rest = [
        [cell.strip() for cell in line[1:-1].split("|")] for line in lines
    ]
    return heading, rest


def test_the_table_of_roles_is_the_one_that_holds():
    (_, *roles), rest = rows()
    assert set(roles) | {"admin"} == set(Role)
    told = {
        method: {role for role, cell in zip(roles, cells, strict=True) if cell}
        | {"admin"}
        for methods, *cells in rest
        for method in methods.split(", ")
    }
    names = {name.split("/")[1]: roles for name, roles in ROLES_OF.items()}
    assert len(names) == len(ROLES_OF)
    assert told == names


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve"],
        ["tokens", "create"],
        ["tokens", "list"],
        ["tokens", "revoke"],
        ["quote"],
    ],
    ids=" ".join,
)
def test_the_commands_take_the_flags_that_are_named(arguments, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        cli.main([*arguments, "--help"])
    assert ended.value.code == 0
    known = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
    command = " ".join(arguments)
    for line in TEXT.splitlines():
        if f"jauge {command} " in line and line.startswith(("jauge", "JAUGE")):
            assert set(re.findall(r"--[a-z][a-z-]+", line.split("| ")[0])) <= known


def test_all_flags_that_are_named_are_of_some_command(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    for arguments in (["serve"], ["tokens", "create"], ["tokens", "list"],
                      ["tokens", "revoke"], ["quote"]):  # fmt: skip
        with pytest.raises(SystemExit):
            cli.main([*arguments, "--help"])
    known = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
    assert set(re.findall(r"--[a-z][a-z-]+", TEXT)) <= known
    assert server.command.__doc__


def test_the_numbers_are_those_of_the_service():
    assert f"{CALLS_PER_SECOND:,.0f} unless given, and twice as many" in TEXT
    assert BURST_SECONDS == 2.0
    assert f"{OPEN_SEATS_MAX:,} unless given" in TEXT
    assert f"{STRANGERS_PER_SECOND:.0f} a second of one address" in TEXT


def test_a_line_of_the_log_has_the_fields_that_are_shown(caplog):
    (shown,) = re.findall(r"^\{.*\}$", TEXT, re.M)
    caller = Caller(organization_id="grand-opera", holder="web-shop", token_id="3f")
    with caplog.at_level(logging.INFO):
        CallLog(reads=False).tell(
            "QuoteService/CreateQuote", "OK", 0.002, caller, "grand-opera", "order-17"
        )
    (record,) = caplog.records
    assert list(json.loads(JsonLines().format(record))) == list(json.loads(shown))
