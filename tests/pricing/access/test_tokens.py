import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pricing.access.roles import Role
from pricing.access.tokens import FORM, mint, split

NOW = datetime(2026, 11, 22, tzinfo=UTC)
YEAR = timedelta(days=365)


def make(**more):
    return mint("grand-opera", "web-shop", [Role.PLATFORM], NOW, NOW + YEAR, **more)


def test_a_token_matches_its_own_secret_and_no_other():
    token, text = make()
    token_id, secret = split(text)
    assert token_id == token.id
    assert token.matches(secret)
    _, other = make()
    assert not token.matches(split(other)[1])
    assert not token.matches("")
    assert not token.matches(secret[:-1])


def test_the_secret_is_kept_as_the_salted_hash_of_the_standard():
    token, text = make(random=lambda count: bytes(range(count)))
    secret = split(text)[1].encode()
    assert token.digest == hmac.new(token.salt, secret, hashlib.sha256).digest()
    assert split(text)[1] not in repr(token)


def test_no_two_tokens_are_alike_even_with_the_same_secret():
    tokens = {make()[1] for _ in range(200)}
    assert len(tokens) == 200
    _, text = make(random=lambda count: bytes(count))
    salts = {make()[0].salt for _ in range(50)}
    assert len(salts) == 50
    assert FORM.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    ["", "jauge", "jauge_1_2", "jauge_0123456789_" + "x" * 42, "x" * 1000, "jauge_é_x"],
)
def test_what_is_no_token_is_none(text):
    assert split(text) == ("", "")


def test_a_token_ends_when_it_expires_or_is_revoked():
    token, _ = make()
    assert token.state(NOW) == "valid"
    assert token.state(NOW + YEAR) == "expired"
    revoked = replace(token, revoked_at=NOW)
    assert revoked.state(NOW) == revoked.state(NOW + YEAR) == "revoked"


@pytest.mark.parametrize(
    ("organization", "holder", "roles", "until", "limits"),
    [
        ("Grand Opera", "web", [Role.PLATFORM], NOW + YEAR, {}),
        ("grand-opera", "", [Role.PLATFORM], NOW + YEAR, {}),
        ("grand-opera", "web", [], NOW + YEAR, {}),
        ("grand-opera", "web", [Role.PLATFORM], NOW, {}),
        ("grand-opera", "web", [Role.PLATFORM], (NOW + YEAR).replace(tzinfo=None), {}),
        ("grand-opera", "web", [Role.ADMIN], NOW + YEAR, {"calls_per_second": 0.0}),
        ("grand-opera", "web", [Role.ADMIN], NOW + YEAR, {"open_seats_max": -1}),
    ],
)
def test_a_token_that_cannot_be_is_refused(organization, holder, roles, until, limits):
    with pytest.raises(ValueError, match="Expected"):
        mint(organization, holder, roles, NOW, until, **limits)
