"""Signatures of vouchers checked a second, by the function that the service calls.

Each voucher is another one; beside it, what the two keyed hashes in a check take
alone: one over the text, one that makes the mark.

    python -m benchmarks.run vouchers
"""

import hmac
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pricing.access.vouchers import VoucherKeys, issue, new_key

VOUCHERS, ROUNDS, KEYS = 10_000, 5, 20


def measure() -> list[dict[str, object]]:
    """Return vouchers checked a second, and what their hashes alone take."""
    now = datetime.now(UTC)
    keys = [
        new_key("grand-opera", "social-centre", now, now + timedelta(days=365))
        for _ in range(KEYS)
    ]
    until = now + timedelta(days=30)
    texts = [
        issue(keys[n % KEYS].text, "solidarity", until, means_bracket_id="low")
        for n in range(VOUCHERS)
    ]
    checker = VoucherKeys(keys, b"m" * 32)
    signed = [text.rpartition(".")[0].encode() for text in texts]
    secret = keys[0].secret

    def check(n: int) -> None:
        checker.check(texts[n], "grand-opera", "solidarity", "low", now)

    def hashes(n: int) -> None:
        hmac.digest(secret, signed[n], "sha256")
        hmac.digest(secret, signed[n], "sha256")

    return [
        {"what": "vouchers checked a second", "a second": rate(check)},
        {"what": "their keyed hashes alone", "a second": rate(hashes)},
    ]


def rate(one: Callable[[int], None]) -> float:
    """Return how often a second something is done, at the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for n in range(VOUCHERS):
            one(n)
        best = min(best, time.perf_counter() - began)
    return VOUCHERS / best
