"""A voucher is checked by its signature, and for what it was issued."""

import base64
import hashlib
import hmac
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.access.vouchers import VoucherKey, VoucherKeys, issue, new_key
from pricing.domain.errors import VoucherInvalid
from pricing.domain.voucher import Voucher

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)
KEY = new_key("grand-opera", "social-centre", NOW, NOW + timedelta(days=365))
NEXT = new_key("grand-opera", "social-centre", NOW, NOW + timedelta(days=365))
OTHER = new_key("other-house", "social-centre", NOW, NOW + timedelta(days=365))
KEYS = VoucherKeys((KEY, NEXT, OTHER), b"m" * 32)
TEXT = issue(KEY.text, "solidarity", UNTIL)


def check(text, organization="grand-opera", tariff="solidarity", bracket="", keys=KEYS):
    return keys.check(text, organization, tariff, bracket, NOW, "item.vouchers[0]")


def test_what_is_issued_is_taken_with_its_seats_and_its_time():
    text = issue(KEY.text, "by-means", UNTIL, means_bracket_id="low", seats=4)
    found = check(text, tariff="by-means", bracket="low")
    assert (found.seats, found.expires_at) == (4, UNTIL)


def test_the_signature_is_the_hmac_of_all_before_it():
    signed, _, signature = TEXT.rpartition(".")
    mac = hmac.new(KEY.secret, signed.encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(f"{signature}=") == mac


@pytest.mark.parametrize("place", range(len(TEXT)))
def test_no_character_can_be_altered(place):
    for character in ("A", "b", "7", ".", "-", "\u00e9"):
        if character != TEXT[place]:
            altered = f"{TEXT[:place]}{character}{TEXT[place + 1 :]}"
            with pytest.raises(VoucherInvalid):
                check(altered)


def test_the_bits_that_decoding_passes_over_cannot_be_altered_either():
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    meant = base64.urlsafe_b64decode(f"{TEXT[-43:]}=")
    twins = [
        f"{TEXT[:-1]}{last}"
        for last in alphabet
        if last != TEXT[-1]
        and base64.urlsafe_b64decode(f"{TEXT[-43:-1]}{last}=") == meant
    ]
    assert twins
    for each in twins:
        with pytest.raises(VoucherInvalid, match="altered"):
            check(each)


@given(st.text(max_size=300))
def test_any_other_text_is_refused_in_words(text):
    with pytest.raises(VoucherInvalid, match="no voucher"):
        check(text)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"organization": "other-house"}, "another organisation"),
        ({"tariff": "full"}, "for the tariff 'solidarity'"),
        ({"bracket": "low"}, "the means bracket none"),
    ],
    ids=["organisation", "tariff", "bracket"],
)
def test_a_voucher_is_good_for_what_it_says_only(asked, why):
    with pytest.raises(VoucherInvalid, match=why):
        check(TEXT, **asked)


def test_a_key_of_another_house_signs_nothing_for_this_one():
    forged = replace(OTHER, organization_id="grand-opera")
    text = issue(forged.text, "solidarity", UNTIL)
    with pytest.raises(VoucherInvalid, match="another organisation"):
        check(text)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ((), "is not known"),
        ((replace(KEY, revoked_at=NOW),), "is revoked"),
        ((replace(KEY, created_at=NOW - 2 * timedelta(1), expires_at=NOW),), "expired"),
        ((replace(KEY, secret=b"x" * 32),), "signed with another key"),
    ],
    ids=["unknown", "revoked", "expired", "another"],
)
def test_only_a_valid_key_is_trusted(keys, why):
    with pytest.raises(VoucherInvalid, match=why):
        check(TEXT, keys=VoucherKeys(keys, b"m" * 32))


def test_seats_out_of_range_are_refused_though_signed():
    signed = TEXT.rpartition(".")[0].split(".")
    for seats in ("0", "999"):
        text = ".".join([*signed[:6], seats, *signed[7:]])
        mac = hmac.new(KEY.secret, text.encode(), hashlib.sha256).digest()
        signature = base64.urlsafe_b64encode(mac).decode().rstrip("=")
        with pytest.raises(VoucherInvalid, match=f"for {int(seats)} seats"):
            check(f"{text}.{signature}")


def test_a_mark_is_the_voucher_s_whatever_key_of_its_issuer_signed_it():
    voucher_id = "k" * 22
    texts = [
        issue(key.text, "solidarity", UNTIL, voucher_id=voucher_id)
        for key in (KEY, NEXT)
    ]
    first, again = (check(text) for text in texts)
    assert first.mark == again.mark
    other = replace(KEY, id="0123456789", issuer="town-hall")
    keys = VoucherKeys((other,), b"m" * 32)
    of_other = issue(other.text, "solidarity", UNTIL, voucher_id=voucher_id)
    assert check(of_other, keys=keys).mark != first.mark


def test_a_mark_tells_nothing_without_the_key_of_marks():
    found = check(issue(KEY.text, "solidarity", UNTIL, voucher_id="v" * 22))
    said = b"grand-opera\nsocial-centre\n" + b"v" * 22
    for secret in (b"", KEY.secret, b"n" * 32):
        assert hmac.digest(secret, said, "sha256")[:16].hex() != found.mark
    assert hmac.digest(b"m" * 32, said, "sha256")[:16].hex() == found.mark


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"key_text": "jvk1.x"}, "a key"),
        ({"tariff_id": "Full price"}, "a tariff id"),
        ({"means_bracket_id": "QF<700"}, "a means bracket id"),
        ({"seats": 0}, "seats in"),
        ({"expires_at": datetime(2027, 1, 1)}, "with a zone"),
        ({"voucher_id": "Ada Lovelace"}, "made at random"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_what_is_no_voucher_is_not_issued(change, message):
    asked = {"key_text": KEY.text, "tariff_id": "solidarity", "expires_at": UNTIL}
    with pytest.raises(ValueError, match=message):
        issue(**{**asked, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"organization_id": "Grand Opera"}, "organization"),
        ({"issuer": ""}, "issuer"),
        ({"secret": b"short"}, "32 bytes"),
        ({"expires_at": NOW}, "after created_at"),
        ({"created_at": datetime(2026, 1, 1)}, "with a zone"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_a_key_checks_itself(change, message):
    fields = {name: getattr(KEY, name) for name in VoucherKey.__slots__}
    with pytest.raises(ValueError, match=message):
        VoucherKey(**{**fields, **change})


def test_what_is_kept_of_a_used_voucher_tells_no_time():
    assert check(TEXT).used() == Voucher(check(TEXT).mark)
