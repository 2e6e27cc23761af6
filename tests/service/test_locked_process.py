"""The service as other machines reach it: by TLS, with tokens of the command."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

import cli
from pricing.access import tokens_file
from pricing.access.tokens import split
from tests.service.authority import Authority
from tests.service.harness import SEASON, served
from tests.service.test_process import ROOT, flags

__all__ = ["flags"]


def run(*arguments):
    try:
        return cli.main([str(each) for each in arguments])
    except SystemExit as end:
        return end.code


@pytest.fixture
def tokens(tmp_path):
    return tmp_path / "tokens.json"


def create(tokens, capsys, *more, organization="studio-theatre"):
    asked = ("--organization", organization, "--holder", "web-shop", *more)
    assert run("tokens", "create", "--tokens", tokens, *asked) == 0
    said = capsys.readouterr()
    token = said.out.strip()
    assert split(token)[0] in said.err
    assert token not in said.err
    return token


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "authority")


@contextmanager
def process(flags, authority, tokens, errors):
    shown = authority.sign("server")
    command = [
        sys.executable, str(ROOT / "server.py"), *flags,
        "--address=0.0.0.0:0", "--metrics-address=", f"--tokens={tokens}",
        f"--tls-certificate={shown.certificate}", f"--tls-key={shown.key}",
        "--log-format=json", "--log-reads",
    ]  # fmt: skip
    # gRPC itself tells of failed handshakes in a form of its own.
    quiet = {**os.environ, "GRPC_VERBOSITY": "ERROR"}
    with (
        errors.open("w") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, env=quiet
        ) as started,
    ):
        try:
            found = re.match(r"Serving on 0\.0\.0\.0:(\d+)", started.stdout.readline())
            assert found is not None, errors.read_text()
            yield started, f"localhost:{found[1]}"
        finally:
            if started.poll() is None:
                started.kill()


def quote(address, *more):
    return run(
        "quote", "--performance", f"{SEASON}/performances/night-1", "--category",
        "back", "--tariff", "full", "--channel", "web", "--address", address, *more,
    )  # fmt: skip


def test_a_token_is_made_used_and_revoked_while_the_service_runs(
    flags, authority, tokens, tmp_path, capsys, monkeypatch
):
    token = create(tokens, capsys, "--role", "platform")
    other = create(tokens, capsys, "--role", "admin", organization="elsewhere")
    (tmp_path / "token").write_text(f"{token}\n")
    by_tls = ("--tls-ca", authority.certificate)
    mine = (*by_tls, "--token-file", tmp_path / "token")
    errors = tmp_path / "log"
    with process(flags, authority, tokens, errors) as (started, address):
        assert quote(address, *mine, "--accept") == 0
        assert "tickets 000001" in capsys.readouterr().out
        assert quote(address, *by_tls) == 1
        assert "the call has no token" in capsys.readouterr().err
        assert quote(address, "--token-file", tmp_path / "token") == 1
        assert "TLS" in capsys.readouterr().err
        monkeypatch.setenv("JAUGE_TOKEN", other)
        assert quote(address, *by_tls) == 1
        assert "is not under organizations/elsewhere" in capsys.readouterr().err
        assert run("tokens", "revoke", "--tokens", tokens, split(token)[0]) == 0
        ends = time.monotonic() + 20
        while quote(address, *mine) == 0:
            assert time.monotonic() < ends
        assert "was revoked" in capsys.readouterr().err
        started.send_signal(signal.SIGTERM)
        assert started.wait(timeout=30) == 0
    lines = [json.loads(line) for line in errors.read_text().splitlines()]
    sold = [each for each in lines if each.get("method") == "QuoteService/AcceptQuote"]
    assert [each["code"] for each in sold] == ["OK"]
    assert sold[0]["holder"] == "web-shop"
    text = errors.read_text()
    for secret in (token, other):
        assert split(secret)[1] not in text


def test_tokens_are_listed_with_their_state(tokens, capsys):
    first = create(tokens, capsys, "--role", "platform", "--role", "auditor")
    second = create(tokens, capsys, "--role", "admin", "--days", 3)
    run("tokens", "revoke", "--tokens", tokens, split(first)[0])
    capsys.readouterr()
    assert run("tokens", "list", "--tokens", tokens) == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split()[:2] == ["id", "organization"]
    assert row.split()[0] == split(second)[0]
    assert run("tokens", "list", "--tokens", tokens, "--all") == 0
    said = capsys.readouterr().out
    assert re.search(rf"{split(first)[0]} .* auditor, platform .* revoked", said)
    assert not any(split(each)[1] in said for each in (first, second))


def test_all_tokens_of_a_holder_are_revoked_at_once(tokens, capsys):
    for _ in range(3):
        create(tokens, capsys, "--role", "platform")
    assert run("tokens", "revoke", "--tokens", tokens, "--holder", "web-shop") == 0
    assert all(each.revoked_at for each in tokens_file.read(tokens))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("revoke",), "name tokens by id"),
        (("revoke", "0000000000"), "no token '0000000000'"),
        (("revoke", "--holder", "nobody"), "no holder 'nobody'; known: web-shop"),
        (("create", "--organization", "A B", "--holder", "x", "--role", "admin"),
         "Expected organization"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_to_tokens_is_one_line(tokens, capsys, arguments, says):
    create(tokens, capsys, "--role", "platform")
    before = tokens.read_bytes()
    command, *rest = arguments
    assert run("tokens", command, "--tokens", tokens, *rest) == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert tokens.read_bytes() == before


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--address=0.0.0.0:0"], "Give --tokens"),
        (["--metrics-address=0.0.0.0:0"], "shows the seats of all organisations"),
        (["--tokens=none.json"], "none.json: cannot be read"),
        (["--tls-key=x.pem"], "--tls-certificate: is needed"),
        (["--tls-certificate=x.pem", "--tls-key=y.pem"], "x.pem: cannot be read"),
        (["--calls-per-second=-1"], "--calls-per-second: Expected 0 or more."),
    ],
)
def test_a_door_that_does_not_close_keeps_the_service_from_starting(
    tmp_path, capsys, more, says
):
    rest = [f"--store={tmp_path}/jauge.db", "--metrics-address="]
    address = ["--address=127.0.0.1:0"]
    assert served([*rest, *address, *more]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.count("\n") == 1


def test_a_token_in_a_file_that_is_not_there_is_one_line(tmp_path, capsys):
    assert quote("127.0.0.1:1", "--token-file", tmp_path / "none") == 1
    assert "cannot be read" in capsys.readouterr().err
    assert quote("127.0.0.1:1", "--tls-ca", tmp_path / "none") == 1
    assert "cannot be read" in capsys.readouterr().err
    assert quote("127.0.0.1:1", "--tls-key", tmp_path / "none") == 1
    assert "certificate and key together" in capsys.readouterr().err


def test_a_service_behind_tls_is_told_from_one_that_is_away(
    flags, authority, tokens, tmp_path, capsys
):
    create(tokens, capsys, "--role", "platform")
    stranger = Authority(tmp_path / "stranger").certificate
    with process(flags, authority, tokens, tmp_path / "log") as (_, address):
        assert quote(address) == 1
        assert "by TLS" in capsys.readouterr().err
        assert quote(address, "--tls-ca", stranger) == 1
        assert "by TLS" in capsys.readouterr().err
