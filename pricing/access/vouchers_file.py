"""The file of voucher keys: read by the service, edited by ``jauge vouchers``.

Beside the keys it holds the key of the marks that are kept of used vouchers. Lost,
or made anew, vouchers that were used would not be known again: it is backed up with
the store, and kept apart from it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pricing.access import kept_file
from pricing.access.vouchers import SECRET_BYTES, VoucherKey, VoucherKeys
from pricing.domain.errors import FileInvalid

VERSION = 1


@dataclass(slots=True)
class KeysFile:
    """What the file holds; ``keys`` may be changed while it is edited."""

    keys: list[VoucherKey] = field(default_factory=list)
    mark_secret: bytes = field(
        default_factory=lambda: secrets.token_bytes(SECRET_BYTES), repr=False
    )

    def checker(self) -> VoucherKeys:
        """Return what checks vouchers with these keys."""
        return VoucherKeys(self.keys, self.mark_secret)


def read(path: Path) -> KeysFile:
    """Return the keys of a file, in its order.

    Raises
    ------
    FileInvalid
        When it cannot be read or does not say what it should.
    """
    found = kept_file.read(path, VERSION, "jauge vouchers", _taken)
    if len({each.id for each in found.keys}) != len(found.keys):
        raise FileInvalid(str(path), "expected the id of a key once")
    return found


@contextmanager
def edited(path: Path) -> Iterator[KeysFile]:
    """Yield the keys of a file to change, none of a new file; write them after.

    Raises
    ------
    FileInvalid
        As ``read``, or when the file cannot be written; it is then as it was.
    """
    with kept_file.locked(path):
        kept = read(path) if path.exists() else KeysFile()
        yield kept
        plain = {
            "version": VERSION,
            "mark_secret": kept.mark_secret.hex(),
            "keys": [_plain(each) for each in kept.keys],
        }
        kept_file.write(path, plain)


def _taken(plain: dict[str, Any]) -> KeysFile:
    mark_secret = bytes.fromhex(plain["mark_secret"])
    if len(mark_secret) != SECRET_BYTES:
        raise ValueError(f"Expected a mark_secret of {SECRET_BYTES} bytes.")
    return KeysFile([_key(each) for each in plain["keys"]], mark_secret)


def _plain(key: VoucherKey) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": key.id,
        "organization": key.organization_id,
        "issuer": key.issuer,
        "secret": key.secret.hex(),
        "created": key.created_at.isoformat(),
        "expires": key.expires_at.isoformat(),
    }
    if key.revoked_at is not None:
        plain["revoked"] = key.revoked_at.isoformat()
    return plain


def _key(plain: dict[str, Any]) -> VoucherKey:
    revoked = plain.get("revoked")
    return VoucherKey(
        id=plain["id"],
        organization_id=plain["organization"],
        issuer=plain["issuer"],
        secret=bytes.fromhex(plain["secret"]),
        created_at=datetime.fromisoformat(plain["created"]),
        expires_at=datetime.fromisoformat(plain["expires"]),
        revoked_at=None if revoked is None else datetime.fromisoformat(revoked),
    )
