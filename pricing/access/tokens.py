"""Bearer tokens: made once, shown once, kept as a salted hash.

A token reads ``jauge_ID_SECRET``. The id says which record to compare with; the
secret is 256 random bits, so that one round of SHA-256 over a salt is as good as
a slow hash, which guards passwords that people choose. Comparing takes the same
time whatever is compared.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from pricing.access.roles import Role
from pricing.domain.ids import check_id

_SECRET_BYTES = 32
_SALT_BYTES = 16
_ID_BYTES = 5
# The form of a token, to find one that got into a text.
FORM = re.compile(r"jauge_[0-9a-f]{10}_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: all but its secret."""

    id: str
    # The only organisation whose data it reaches.
    organization_id: str
    # Who has it: may have several, so that one can follow another.
    holder: str
    roles: frozenset[Role]
    salt: bytes
    digest: bytes
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    # In place of the service's own limits; 0 seats is no limit.
    calls_per_second: float | None = None
    open_seats_max: int | None = None
    # The only member of a cooperative whose vote it casts; it changes nothing else.
    member_id: str = ""

    def __post_init__(self) -> None:
        check_id(self.organization_id, "organization")
        check_id(self.holder, "holder")
        if self.member_id:
            check_id(self.member_id, "member")
        if not self.roles:
            raise ValueError("Expected one role or more.")
        if self.created_at.tzinfo is None or self.expires_at.tzinfo is None:
            raise ValueError("Expected times with a zone.")
        if self.expires_at <= self.created_at:
            raise ValueError("Expected expires_at after created_at.")
        if self.calls_per_second is not None and not self.calls_per_second > 0:
            raise ValueError("Expected calls_per_second > 0.")
        if self.open_seats_max is not None and self.open_seats_max < 0:
            raise ValueError("Expected open_seats_max >= 0.")

    def matches(self, secret: str) -> bool:
        """Return whether a secret is that of this token."""
        return hmac.compare_digest(self.digest, _digest(self.salt, secret))

    def state(self, now: datetime) -> str:
        """Return "valid", "expired" or "revoked"."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now else "valid"


def mint(
    organization_id: str,
    holder: str,
    roles: Iterable[Role],
    created_at: datetime,
    expires_at: datetime,
    *,
    calls_per_second: float | None = None,
    open_seats_max: int | None = None,
    member_id: str = "",
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[Token, str]:
    """Return a new token as it is kept, and its text, which is kept nowhere.

    Raises
    ------
    ValueError
        When an id, the roles, a time or a limit is not what it may be.
    """
    token_id, salt = random(_ID_BYTES).hex(), random(_SALT_BYTES)
    secret = urlsafe_b64encode(random(_SECRET_BYTES)).decode().rstrip("=")
    token = Token(
        token_id,
        organization_id,
        holder,
        frozenset(roles),
        salt,
        _digest(salt, secret),
        created_at,
        expires_at,
        calls_per_second=calls_per_second,
        open_seats_max=open_seats_max,
        member_id=member_id,
    )
    return token, f"jauge_{token_id}_{secret}"


def split(text: str) -> tuple[str, str]:
    """Return the id and the secret of a token's text, empty where it is none."""
    if not FORM.fullmatch(text):
        return "", ""
    _, token_id, secret = text.split("_", 2)
    return token_id, secret


def _digest(salt: bytes, secret: str) -> bytes:
    return hmac.digest(salt, secret.encode(), "sha256")
