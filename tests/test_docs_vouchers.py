"""docs/vouchers.md says what is so: its commands, its format, its test vector."""

import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cli
from examples.platform.voucher import voucher
from pricing.access.vouchers import KEY_FORM, VoucherKey, VoucherKeys, issue
from pricing.files.tariff_table import TariffTable
from pricing.service.errors import CODE_OF
from tests.service.test_errors import FAULTS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "vouchers.md").read_text()
KEY, TEXT = re.findall(r"^(?:jvk1\.3|jv1\.3).*$", PAGE, re.M)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
UNTIL = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
OPAQUE = "Yk3TQ9wBz0uXr5Lw7VnEdA"


def main(*arguments):
    try:
        return cli.main(["vouchers", *arguments])
    except SystemExit as ended:
        return ended.code


def test_the_test_vector_is_issued_and_taken():
    vector = issue(
        KEY, "by-means", UNTIL, means_bracket_id="qf-1", seats=2, voucher_id=OPAQUE
    )
    assert vector == TEXT
    found = KEY_FORM.fullmatch(KEY)
    key = VoucherKey(
        found["id"],
        found["organization"],
        found["issuer"],
        bytes(range(32)),
        NOW,
        UNTIL,
    )
    assert key.text == KEY
    checked = VoucherKeys([key], b"m" * 32).check(
        TEXT, "grand-opera", "by-means", "qf-1", NOW
    )
    assert (checked.seats, checked.expires_at) == (2, UNTIL)


def test_ten_lines_of_python_issue_it_on_the_page_and_in_the_example():
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    said = {}
    exec(block, said)
    for one in (said["voucher"], voucher):
        assert one(KEY, "by-means", "qf-1", 1798761599, 2, OPAQUE) == TEXT
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "platform" / "voucher.py", "-", "x"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "No such file" in done.stderr


def test_node_issues_it_too(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not on the path")
    path = tmp_path / "social-centre.key"
    path.write_text(f"{KEY}\n")
    script = ROOT / "examples" / "platform" / "node" / "voucher.js"
    asked = [path, "by-means", "qf-1", "1798761599", "2", OPAQUE]
    done = subprocess.run(
        [node, script, *asked], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == TEXT


def test_the_table_of_the_season_file_is_read():
    (block,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.M | re.S)
    (table,) = tomllib.loads(block)["tariffs"]
    assert TariffTable(**table).evidence == "voucher"


def test_the_reasons_are_those_of_the_service():
    codes = {kind.reason: CODE_OF[kind].name for kind in FAULTS}
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([A-Z_]+) \|", PAGE, re.M)
    assert len(rows) == 4
    for reason, code in rows:
        assert codes[reason] == code


def test_the_commands_run_as_they_are_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code, said = main(*arguments), capsys.readouterr()
        return code, said.out, said.err

    keyed = ("--vouchers", "vouchers.json")
    code, text, _ = run("key", *keyed, "--organization", "grand-opera",
                        "--issuer", "social-centre")  # fmt: skip
    assert code == 0
    Path("social-centre.key").write_text(text)
    code, texts, _ = run("issue", "--key", "social-centre.key", "--tariff",
                         "solidarity", "--days", "60", "--count", "50")  # fmt: skip
    assert len(set(texts.splitlines())) == 50
    code, said, _ = run("check", *keyed, texts.splitlines()[0])
    assert said.startswith("valid: 1 seat of grand-opera at tariff solidarity, until ")
    key_id = text.split(".")[1]
    assert key_id in run("keys", *keyed)[1]
    assert run("revoke", *keyed, key_id)[0] == 0
    assert key_id not in run("keys", *keyed)[1]
    assert "revoked" in run("keys", *keyed, "--all")[1]
    code, _, error = run("check", *keyed, texts.splitlines()[0])
    assert code == 1
    assert f"the key {key_id} is revoked" in " ".join(error.split())


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("key", "--organization", "A B", "--issuer", "x"), "organization"),
        (("revoke", "0123456789"), "no key '0123456789'"),
        (("check", "jv1.no"), "it is no voucher"),
        (("issue", "--tariff", "x"), "cannot be read"),
        (("issue", "--tariff", "Full price"), "a tariff id"),
        (("issue", "--tariff", "x", "--seats", "0"), "seats in"),
    ],
    ids=["key", "revoke", "check", "no key", "tariff", "seats"],
)
def test_a_wrong_argument_is_one_line(tmp_path, monkeypatch, capsys, arguments, why):
    monkeypatch.chdir(tmp_path)
    command, *rest = arguments
    if command == "issue":
        if "cannot" not in why:
            Path("k").write_text(KEY)
        rest += ["--key", "k"]
    else:
        rest += ["--vouchers", "vouchers.json"]
    if command in ("check", "revoke"):
        other = ["--organization", "o", "--issuer", "x", "--vouchers", "vouchers.json"]
        assert main("key", *other) == 0
    assert main(command, *rest) == 1
    assert why in " ".join(capsys.readouterr().err.split())
