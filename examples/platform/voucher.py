"""Issue a voucher without this project's code: the standard library is enough.

python examples/platform/voucher.py social-centre.key solidarity
"""

import base64
import hmac
import secrets
import sys
import time
from pathlib import Path


def voucher(
    key: str, tariff: str, bracket: str, expires: int, seats: int, opaque_id: str
) -> str:
    """Return the text of a voucher, signed with a key as it was handed out."""
    _, key_id, organization, _issuer, secret = key.strip().split(".")
    parts = ["jv1", key_id, organization, tariff, bracket, expires, seats, opaque_id]
    signed = ".".join(map(str, parts))
    mac = hmac.digest(base64.urlsafe_b64decode(secret + "="), signed.encode(), "sha256")
    return signed + "." + base64.urlsafe_b64encode(mac).decode().rstrip("=")


if __name__ == "__main__":
    path, tariff = sys.argv[1:]
    in_30_days = int(time.time()) + 30 * 86_400
    new_id = secrets.token_urlsafe(16)
    print(voucher(Path(path).read_text(), tariff, "", in_30_days, 1, new_id))
