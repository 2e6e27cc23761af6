"""The file of tokens: read by the service, edited by ``jauge tokens``.

JSON, whole or not at all: it is replaced, never written in place, so that a
service that looks at any time reads one state or the next. Whoever edits holds a
lock beside it.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pricing.access.roles import Role
from pricing.access.tokens import Token
from pricing.domain.errors import FileInvalid

VERSION = 1
# Only who runs the service needs to read it.
_MODE = 0o600


def read(path: Path) -> tuple[Token, ...]:
    """Return the tokens of a file, in its order.

    Raises
    ------
    FileInvalid
        When it cannot be read or does not say what it should.
    """
    try:
        plain = json.loads(path.read_bytes())
        if plain["version"] != VERSION:
            raise FileInvalid(
                str(path), f"expected version {VERSION}, got {plain['version']!r}"
            )
        tokens = tuple(_token(each) for each in plain["tokens"])
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be read: {error.strerror}") from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise FileInvalid(str(path), "expected JSON", line) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # The text of a fault may quote what stands in the file; hashes are in it.
        raise FileInvalid(
            str(path),
            f"expected a file that `jauge tokens` made, met {type(error).__name__}",
        ) from None
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
    try:
        lock = open(f"{path}.lock", "w")  # noqa: SIM115
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be written: {error.strerror}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tokens = list(read(path)) if path.exists() else []
        yield tokens
        _write(path, tokens)


def _write(path: Path, tokens: Iterable[Token]) -> None:
    plain = {"version": VERSION, "tokens": [_plain(each) for each in tokens]}
    # Where a symbolic link points, so that the link stays one.
    target = path.resolve()
    partial = target.with_name(f"{target.name}.partial")
    try:
        before = target.stat() if target.exists() else None
        mode = _MODE if before is None else before.st_mode & 0o777
        partial.unlink(missing_ok=True)
        made = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(made, "w") as file:
            if before is not None and (before.st_uid, before.st_gid) != (
                os.geteuid(),
                os.getegid(),
            ):
                # Who runs the service may be another than who edits, such as root.
                with suppress(PermissionError):
                    os.fchown(made, before.st_uid, before.st_gid)
            os.fchmod(made, mode)
            file.write(json.dumps(plain, indent=1) + "\n")
            file.flush()
            os.fsync(made)
        partial.replace(target)
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be written: {error.strerror}") from None


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
    )
