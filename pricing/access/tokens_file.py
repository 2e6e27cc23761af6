"""The file of tokens: read by the service, edited by ``jauge tokens``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pricing.access import kept_file
from pricing.access.roles import Role
from pricing.access.tokens import Token
from pricing.domain.errors import FileInvalid

VERSION = 1


def read(path: Path) -> tuple[Token, ...]:
    """Return the tokens of a file, in its order.

    Raises
    ------
    FileInvalid
        When it cannot be read or does not say what it should.
    """
    tokens = kept_file.read(path, VERSION, "jauge tokens", _tokens)
    if len({each.id for each in tokens}) != len(tokens):
        raise FileInvalid(str(path), "expected the id of a token once")
    return tokens


@contextmanager
def edited(path: Path) -> Iterator[list[Token]]:
    """Yield the tokens of a file to change, none of a new file; write them after.

    Raises
    ------
    FileInvalid
        As ``read``, or when the file cannot be written; it is then as it was.
    """
    with kept_file.locked(path):
        tokens = list(read(path)) if path.exists() else []
        yield tokens
        plain = {"version": VERSION, "tokens": [_plain(each) for each in tokens]}
        kept_file.write(path, plain)


def _tokens(plain: dict[str, Any]) -> tuple[Token, ...]:
    return tuple(_token(each) for each in plain["tokens"])


def _plain(token: Token) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": token.id,
        "organization": token.organization_id,
        "holder": token.holder,
        "roles": sorted(token.roles),
        "salt": token.salt.hex(),
        "hash": token.digest.hex(),
        "created": token.created_at.isoformat(),
        "expires": token.expires_at.isoformat(),
    }
    if token.revoked_at is not None:
        plain["revoked"] = token.revoked_at.isoformat()
    if token.calls_per_second is not None:
        plain["calls_per_second"] = token.calls_per_second
    if token.open_seats_max is not None:
        plain["open_seats_max"] = token.open_seats_max
    if token.member_id:
        plain["member"] = token.member_id
    return plain


def _token(plain: dict[str, Any]) -> Token:
    revoked = plain.get("revoked")
    return Token(
        id=plain["id"],
        organization_id=plain["organization"],
        holder=plain["holder"],
        roles=frozenset(Role(each) for each in plain["roles"]),
        salt=bytes.fromhex(plain["salt"]),
        digest=bytes.fromhex(plain["hash"]),
        created_at=datetime.fromisoformat(plain["created"]),
        expires_at=datetime.fromisoformat(plain["expires"]),
        revoked_at=None if revoked is None else datetime.fromisoformat(revoked),
        calls_per_second=plain.get("calls_per_second"),
        open_seats_max=plain.get("open_seats_max"),
        member_id=plain.get("member", ""),
    )
