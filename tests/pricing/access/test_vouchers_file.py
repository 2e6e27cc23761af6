"""The file of voucher keys is whole or not at all, and its owner's alone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pricing.access import vouchers_file
from pricing.access.vouchers import issue, new_key
from pricing.domain.errors import FileInvalid

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEY = new_key("grand-opera", "social-centre", NOW, NOW + timedelta(days=365))


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "vouchers.json"
    with vouchers_file.edited(made) as kept:
        kept.keys.append(KEY)
    return made


def test_what_is_written_is_read_by_its_owner_alone(path):
    revoked = replace(KEY, id="0123456789", revoked_at=NOW)
    with vouchers_file.edited(path) as kept:
        kept.keys.append(revoked)
    assert vouchers_file.read(path).keys == [KEY, revoked]
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_key_of_marks_is_made_once(path):
    first = vouchers_file.read(path).mark_secret
    with vouchers_file.edited(path) as kept:
        kept.keys.clear()
    assert vouchers_file.read(path).mark_secret == first
    assert repr(first) not in repr(vouchers_file.read(path))


def test_a_voucher_is_checked_with_what_the_file_says(path):
    text = issue(KEY.text, "solidarity", NOW + timedelta(days=1))
    checker = vouchers_file.read(path).checker()
    assert checker.check(text, "grand-opera", "solidarity", "", NOW).seats == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda plain: plain.pop("mark_secret"), "met KeyError"),
        (lambda plain: plain.update(mark_secret="ff"), "met ValueError"),
        (lambda plain: plain.update(version=9), "expected version 1, got 9"),
        (lambda plain: plain["keys"][0].update(secret="no hex"), "met ValueError"),
        (lambda plain: plain["keys"].append(plain["keys"][0]), "once"),
        (lambda plain: plain.update(keys=3), "met TypeError"),
    ],
    ids=["no marks", "short marks", "version", "secret", "twice", "no list"],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(path, change, message):
    plain = json.loads(path.read_text())
    secret = plain["keys"][0]["secret"]
    change(plain)
    path.write_text(json.dumps(plain))
    with pytest.raises(FileInvalid, match=message) as fault:
        vouchers_file.read(path)
    assert secret not in str(fault.value)
