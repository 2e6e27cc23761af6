"""The seals that chain the events of a log, so that none can be changed unseen.

The seal of an event is the SHA-256 hash of the seal before it, 32 zero bytes before
the first, and of the event's bytes: a line of decimal numbers with a space between
two of them and a line feed at the end, then texts in UTF-8 with nothing between
them.

1. sequence number; microseconds since 1970; the lengths in bytes of the first four
   texts
2. organisation, kind, request_id, fingerprint, body

Lengths go before texts so that no two events have the same bytes. Whoever kept one
seal can tell whether any event up to it was changed, left out, added or moved;
``docs/proof.md`` says what that proves, and what it does not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from pricing.domain.errors import StoreUnavailable

# Sequence number, microseconds since 1970, kind, body, request_id, fingerprint.
Row = tuple[int, int, str, str, str, str]
# A row, and the seal that was kept with it.
SealedRow = tuple[Row, bytes]

SEAL_BYTES = sha256().digest_size
# Before the first event.
NO_SEAL = bytes(SEAL_BYTES)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log ends: its last event and the seal of it, which binds all before."""

    sequence: int = 0
    seal: bytes = NO_SEAL

    def __str__(self) -> str:
        """Return it as people keep it: ``1204:5f0c...``."""
        return f"{self.sequence}:{self.seal.hex()}"


def head_of(text: str) -> Head:
    """Return the head of a text that ``str`` made of one.

    Raises
    ------
    ValueError
        When it is none.
    """
    number, _, digits = text.strip().partition(":")
    try:
        sequence, seal = int(number), bytes.fromhex(digits)
    except ValueError:
        sequence, seal = -1, b""
    if sequence < 0 or len(seal) != SEAL_BYTES:
        raise ValueError(
            f"Expected the number of an event, a colon and the {2 * SEAL_BYTES} "
            f"hexadecimal digits of its seal, got {text[:100]!r}."
        )
    return Head(sequence, seal)


def seal(before: bytes, organization_id: str, row: Row) -> bytes:
    """Return the seal of an event after the one with the seal before it."""
    sequence, time, kind, body, request_id, fingerprint = row
    texts = [each.encode() for each in (organization_id, kind, request_id, fingerprint)]
    owner, kind_text, request, mark = texts
    numbers = (
        f"{sequence} {time} {len(owner)} {len(kind_text)} {len(request)} {len(mark)}\n"
    )
    return sha256(b"".join((before, numbers.encode(), *texts, body.encode()))).digest()


def sealed(
    organization_id: str, before: Head, rows: Iterable[Row]
) -> Iterator[SealedRow]:
    """Yield rows that follow a head, each with its seal.

    Raises
    ------
    ValueError
        When they do not follow each other.
    """
    sequence, last = before.sequence, before.seal
    for row in rows:
        sequence += 1
        if row[0] != sequence:
            raise ValueError(f"Expected event {sequence}, got {row[0]}.")
        last = seal(last, organization_id, row)
        yield row, last


def checked(
    organization_id: str, before: Head, rows: Iterable[SealedRow]
) -> Iterator[Row]:
    """Yield the rows that follow a head, each once it bears out its seal.

    Raises
    ------
    StoreUnavailable
        Where one does not, or does not follow: the log is damaged.
    """
    return (row for row, _ in held(organization_id, before, rows))


def held(
    organization_id: str, before: Head, rows: Iterable[SealedRow]
) -> Iterator[SealedRow]:
    """Yield the same with their seals, as ``checked`` does."""
    sequence, last = before.sequence, before.seal
    for row, kept in rows:
        if row[0] != sequence + 1:
            why = f"event {row[0]} stands where {sequence + 1} should"
            raise broken(organization_id, sequence, why)
        try:
            last = seal(last, organization_id, row)
        except (AttributeError, TypeError, UnicodeError):
            # A text that is none, or half a character.
            last = b""
        if last != kept:
            why = f"event {row[0]} is not what was sealed"
            raise broken(organization_id, sequence, why)
        sequence += 1
        yield row, kept


def broken(organization_id: str, sequence: int, why: str) -> StoreUnavailable:
    """Return that a log is not what was written after one of its events."""
    return StoreUnavailable(
        f"the log of {organization_id!r} is damaged after event {sequence}: {why}",
        lasting=True,
    )
