"""Vouchers: what a body that checks means says of a buyer whom it does not name.

A voucher reads ``jv1.KEY.ORGANIZATION.TARIFF.BRACKET.EXPIRES.SEATS.ID.SIGNATURE``:
the id of a key; whose it is, for which tariff and means bracket ("" for none); until
when, in seconds since 1970; for how many seats of one order; an id that the body
made at random; and the HMAC-SHA-256 [1]_ of all before the last dot, in base64url
without padding [2]_. The key is known to the body and to the organisation alone.

What is kept of a voucher that is used is its mark: the HMAC of issuer and id with
another key, which no issuer has. From the books alone nobody finds a voucher again,
and not even who issued it can tell by them what it was used for.

References
----------
.. [1] RFC 2104, https://www.rfc-editor.org/rfc/rfc2104
.. [2] RFC 4648, section 5, https://www.rfc-editor.org/rfc/rfc4648
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from pricing.domain.errors import VoucherInvalid
from pricing.domain.ids import ID_PATTERN, check_id, check_range
from pricing.domain.tariff import SEATS_PER_ORDER_MAX
from pricing.domain.voucher import Voucher

SECRET_BYTES = 32
# Half a SHA-256: two vouchers never meet in it.
_MARK_BYTES = 16
_KEY_ID_BYTES = 5
_VOUCHER_ID_BYTES = 16
_KEY = r"[0-9a-f]{10}"
FORM = re.compile(
    rf"jv1\.(?P<key>{_KEY})\.(?P<organization>{ID_PATTERN})\.(?P<tariff>{ID_PATTERN})"
    rf"\.(?P<bracket>(?:{ID_PATTERN})?)\.(?P<expires>[0-9]{{1,10}})"
    r"\.(?P<seats>[0-9]{1,3})\.(?P<id>[A-Za-z0-9_-]{16,64})"
    r"\.(?P<signature>[A-Za-z0-9_-]{43})",
    re.ASCII,
)
KEY_FORM = re.compile(
    rf"jvk1\.(?P<id>{_KEY})\.(?P<organization>{ID_PATTERN})\.(?P<issuer>{ID_PATTERN})"
    r"\.(?P<secret>[A-Za-z0-9_-]{43})",
    re.ASCII,
)
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class VoucherKey:
    """A key that an organisation shares with a body that checks means."""

    id: str
    organization_id: str
    # Who has it: may have several, so that one can follow another.
    issuer: str
    secret: bytes
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        """Check ids, the secret and the times."""
        check_id(self.organization_id, "organization")
        check_id(self.issuer, "issuer")
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"Expected a secret of {SECRET_BYTES} bytes.")
        if self.created_at.tzinfo is None or self.expires_at.tzinfo is None:
            raise ValueError("Expected times with a zone.")
        if self.expires_at <= self.created_at:
            raise ValueError("Expected expires_at after created_at.")

    @property
    def text(self) -> str:
        """The key as its issuer gets it: ``jvk1.KEY.ORGANIZATION.ISSUER.SECRET``."""
        secret = _encoded(self.secret)
        return f"jvk1.{self.id}.{self.organization_id}.{self.issuer}.{secret}"

    def state(self, now: datetime) -> str:
        """Return "valid", "expired" or "revoked"."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now else "valid"


def new_key(
    organization_id: str,
    issuer: str,
    created_at: datetime,
    expires_at: datetime,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> VoucherKey:
    """Return a new key.

    Raises
    ------
    ValueError
        When an id or a time is not what it may be.
    """
    return VoucherKey(
        random(_KEY_ID_BYTES).hex(), organization_id, issuer, random(SECRET_BYTES),
        created_at, expires_at,
    )  # fmt: skip


def issue(
    key_text: str,
    tariff_id: str,
    expires_at: datetime,
    *,
    means_bracket_id: str = "",
    seats: int = 1,
    voucher_id: str = "",
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Return a voucher as its text, signed with a key as its issuer has it.

    ``voucher_id`` is made at random where none is given.

    Raises
    ------
    ValueError
        When the key, an id, the seats or the time is not what it may be.
    """
    found = KEY_FORM.fullmatch(key_text)
    if found is None:
        raise ValueError("Expected a key, one line that begins with jvk1.")
    check_id(tariff_id, "a tariff id")
    if means_bracket_id:
        check_id(means_bracket_id, "a means bracket id")
    check_range(seats, 1, SEATS_PER_ORDER_MAX, "seats")
    if expires_at.tzinfo is None:
        raise ValueError("Expected expires_at with a zone.")
    voucher_id = voucher_id or _encoded(random(_VOUCHER_ID_BYTES))
    if not _ID.fullmatch(voucher_id):
        raise ValueError(
            "Expected an id of 16 to 64 letters, digits, hyphens and underscores, made "
            "at random: nothing that tells a person."
        )
    signed = ".".join(
        ("jv1", found["id"], found["organization"], tariff_id, means_bracket_id,
         str(int(expires_at.timestamp())), str(seats), voucher_id)
    )  # fmt: skip
    return f"{signed}.{_signature(_decoded(found['secret']), signed)}"


class VoucherKeys:
    """Checks vouchers, with all keys there are and the key of their marks."""

    def __init__(self, keys: Iterable[VoucherKey], mark_secret: bytes) -> None:
        self._keys = {key.id: key for key in keys}
        self._mark_secret = mark_secret

    def check(
        self,
        text: str,
        organization_id: str,
        tariff_id: str,
        means_bracket_id: str,
        now: datetime | None,
        field: str = "voucher",
    ) -> Voucher:
        """Return what a voucher is good for, where it is what an item asks for.

        Whether it has expired, or was used, is for who sells to say. Without ``now``
        a key may be expired or revoked: the voucher is one that was taken before.

        Raises
        ------
        VoucherInvalid
            When it is none, was altered, is signed with a key that is not valid, or
            is for another organisation, tariff or means bracket.
        """
        found = FORM.fullmatch(text)
        if found is None:
            raise VoucherInvalid(field, "it is no voucher, or was cut short")
        key = self._keys.get(found["key"])
        if key is None:
            raise VoucherInvalid(field, f"the key {found['key']} is not known")
        if now is not None and key.state(now) != "valid":
            why = f"the key {found['key']} is {key.state(now)}"
            raise VoucherInvalid(field, why)
        signature = _signature(key.secret, text[: found.start("signature") - 1])
        # Texts, not bytes: the last character has bits that decoding passes over.
        if not hmac.compare_digest(signature, found["signature"]):
            raise VoucherInvalid(field, "it was altered, or signed with another key")
        if not found["organization"] == key.organization_id == organization_id:
            raise VoucherInvalid(field, "it is of another organisation")
        if found["tariff"] != tariff_id:
            raise VoucherInvalid(field, f"it is for the tariff {found['tariff']!r}")
        if found["bracket"] != means_bracket_id:
            named = repr(found["bracket"]) if found["bracket"] else "none"
            raise VoucherInvalid(field, f"it is for the means bracket {named}")
        seats = int(found["seats"])
        if not 1 <= seats <= SEATS_PER_ORDER_MAX:
            raise VoucherInvalid(field, f"it is for {seats} seats")
        expires_at = datetime.fromtimestamp(int(found["expires"]), UTC)
        return Voucher(self._mark(key, found["id"]), seats, expires_at)

    def _mark(self, key: VoucherKey, voucher_id: str) -> str:
        """Return the mark of a voucher; the keys of an issuer share its ids."""
        said = f"{key.organization_id}\n{key.issuer}\n{voucher_id}".encode()
        return hmac.digest(self._mark_secret, said, "sha256")[:_MARK_BYTES].hex()


def _signature(secret: bytes, signed: str) -> str:
    return _encoded(hmac.digest(secret, signed.encode(), "sha256"))


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(f"{text}=")
