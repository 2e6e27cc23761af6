"""The platform examples, in Python and in another language, buy two seats."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from examples.platform import buy
from pricing.access.roles import Role
from pricing.service.security import Security, TlsFiles
from tests.pricing.store.asks import ORGANIZATION, open_house
from tests.service.authority import Authority
from tests.service.doors import key
from tests.service.harness import SEASON, running

NODE = Path(buy.__file__).parent / "node"


@pytest.fixture(scope="session")
def node_example(tmp_path_factory):
    """The Node example with its packages, installed outside the checkout."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node and npm are not on the path")
    folder = tmp_path_factory.mktemp("node")
    for file in ("package.json", "reflection.js", "buy.js"):
        shutil.copy(NODE / file, folder)
    installed = subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if installed.returncode:
        pytest.skip(f"npm cannot install the packages: {installed.stderr[-200:]}")
    return [node, str(folder / "buy.js")]


def sold(house):
    counts = house.store.books(ORGANIZATION).season("autumn").counts
    return {name: sum(of.sold.values()) for name, of in counts.items()}


def test_the_python_example_buys_two_seats(house, capsys):
    buy.main(house.address, SEASON)
    assert "sold tickets [1, 2]" in capsys.readouterr().out
    assert sold(house) == {"night-1": 2}


def test_the_node_example_finds_the_service_by_reflection_and_buys(house, node_example):
    done = subprocess.run(
        [*node_example, house.address, SEASON],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "NO_PROXY": "*", "no_proxy": "*"},
    )
    assert done.returncode == 0, done.stderr
    assert "jauge.pricing.v1.QuoteService" in done.stdout
    assert "sold: STATE_ACCEPTED tickets 1 2" in done.stdout
    assert sold(house) == {"night-1": 2}


@pytest.fixture
def locked_house(tmp_path):
    """A house behind TLS and tokens, and the environment of who may buy there."""
    authority = Authority(tmp_path / "authority")
    shown = authority.sign("server")
    mine = authority.sign("client", use="clientAuth")
    tokens = tmp_path / "tokens.json"
    variables = {
        "JAUGE_TOKEN": key(tokens, Role.PLATFORM),
        "JAUGE_TLS_CA": str(authority.certificate),
        "JAUGE_TLS_CERTIFICATE": str(mine.certificate),
        "JAUGE_TLS_KEY": str(mine.key),
    }
    files = TlsFiles(shown.certificate, shown.key, authority.certificate)
    with running(security=Security(tls=files, tokens=tokens)) as house:
        open_house(house.store)
        yield house, f"localhost:{house.service.port}", variables


def test_the_python_example_buys_with_a_token_by_tls(locked_house, monkeypatch):
    house, address, variables = locked_house
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    buy.main(address, SEASON)
    assert sold(house) == {"night-1": 2}


def test_the_node_example_buys_with_a_token_by_tls(locked_house, node_example):
    house, address, variables = locked_house
    done = subprocess.run(
        [*node_example, address, SEASON],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **variables, "NO_PROXY": "*", "no_proxy": "*"},
    )
    assert done.returncode == 0, done.stderr
    assert sold(house) == {"night-1": 2}
