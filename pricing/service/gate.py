"""Who calls: the holder of a token, anybody where there are none, or a stranger.

A token's hash is checked when it is first seen; from then on who it belongs to is
one look into a dictionary, until the file of tokens changes. (That a dictionary
compares texts in varying time tells nothing: only a text with the same keyed hash
is compared at all.)
"""

import logging
from collections.abc import Callable, Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

from pricing.access import tokens_file
from pricing.access.limits import Bucket, Peers
from pricing.access.roles import Role
from pricing.access.tokens import Token, split
from pricing.access.watched import Watched
from pricing.domain.errors import FileInvalid
from pricing.service.security import Security
from pricing.service.streams import OpenStreams

log = logging.getLogger(__name__)

NEVER = float("inf")
# Calls a second, from one address, that bring no valid token.
STRANGERS_PER_SECOND = 50.0
_KNOWN_MAX = 10_000
_SCHEME = "bearer"


@dataclass(eq=False, slots=True)
class Caller:
    """Somebody who calls, and what they may reach."""

    # Why there is nothing that they may ask for; empty where there is something.
    refused: str = ""
    # Empty where every organisation may be reached.
    organization_id: str = ""
    token_id: str = ""
    holder: str = ""
    roles: frozenset[Role] = frozenset()
    # Seconds since 1970; in the past once the token is revoked.
    ends_at: float = NEVER
    bucket: Bucket | None = None
    open_seats_max: int = 0
    # The only member whose vote it casts; it changes nothing else.
    member_id: str = ""
    # The handlers of methods bound to this caller, by the path of the method.
    handlers: dict[str, Any] = field(default_factory=dict)
    organization: str = field(init=False)
    prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.organization = f"organizations/{self.organization_id}"
        self.prefix = f"{self.organization}/"


_EXPIRED = "the token of the call has expired"
_REVOKED = "the token of the call was revoked"

# Who made the call that is being answered, where tokens are asked for.
CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)


class Gate:
    """Knows callers by their tokens, and follows the file of tokens."""

    def __init__(
        self,
        security: Security,
        host: str,
        taking_part: Callable[[str], Collection[str]] = lambda key: (),
    ) -> None:
        self._path = security.tokens
        self._rate = security.rate(host)
        self._open_seats_max = security.open_seats_max
        # The organisations of a cooperative, by its name; none where there is none.
        self.taking_part = taking_part
        # Who calls without tokens where none are asked for, and where they are.
        self.peers = Peers(self._rate)
        self.strangers = Peers(STRANGERS_PER_SECOND)
        self.streams = OpenStreams()
        # Callers keep the handlers of this gate's own service.
        self._anybody = Caller()
        self._no_token = Caller("the call has no token")
        self._unknown = Caller("the token of the call is not known")
        self._expired, self._revoked = Caller(_EXPIRED), Caller(_REVOKED)
        self._tokens: dict[str, Token] = {}
        self._callers: dict[str, Caller] = {}
        self._known: dict[str, Caller] = {}
        if self._path is not None:
            self._watched = Watched(self._path)
            self._read(self._path)

    def caller(self, metadata: Iterable[tuple[str, str | bytes]]) -> Caller:
        """Return who sends the metadata of a call."""
        if self._path is None:
            return self._anybody
        for key, value in metadata:
            if key == "authorization":
                # A text of another form is never among those known.
                known = self._known.get(value)  # type: ignore[arg-type]
                if known is None:
                    return self._introduced(value)
                if known.ends_at <= time():
                    return self._revoked if known.refused else self._expired
                return known
        return self._no_token

    def refresh(self) -> None:
        """Read the file of tokens again if it changed.

        One that is damaged or gone is told in the log, and what was read last
        stays in force.
        """
        if self._path is None or not self._watched.changed():
            return
        try:
            self._read(self._path)
            log.info("tokens: %d in %s", len(self._tokens), self._path)
        except FileInvalid as fault:
            log.error("the tokens stay as they were: %s", fault)

    def _introduced(self, header: str | bytes) -> Caller:
        """Return whose token a header brings that was not seen before."""
        if not isinstance(header, str):
            return self._unknown
        scheme, _, text = header.partition(" ")
        token_id, secret = split(text)
        token = self._tokens.get(token_id)
        if scheme.lower() != _SCHEME or token is None or not token.matches(secret):
            return self._unknown
        # Only who knows the secret is told more.
        state = token.state(datetime.now(UTC))
        if state != "valid":
            return self._expired if state == "expired" else self._revoked
        if len(self._known) >= _KNOWN_MAX:
            self._known.clear()
        caller = self._known[header] = self._callers[token_id]
        return caller

    def _read(self, path: Path) -> None:
        tokens = {token.id: token for token in tokens_file.read(path)}
        callers = {}
        for token_id, token in tokens.items():
            if self._tokens.get(token_id) == token:
                # The same caller, with what is left of its bucket.
                callers[token_id] = self._callers[token_id]
            else:
                callers[token_id] = self._caller_of(token)
        for token_id, caller in self._callers.items():
            if callers.get(token_id) is not caller:
                # Streams that it opened look at this.
                caller.refused, caller.ends_at = _REVOKED, 0.0
        self._tokens, self._callers = tokens, callers
        self._known.clear()

    def _caller_of(self, token: Token) -> Caller:
        rate, seats = token.calls_per_second, token.open_seats_max
        if rate is None:
            rate = self._rate
        return Caller(
            organization_id=token.organization_id,
            token_id=token.id,
            holder=token.holder,
            roles=token.roles,
            ends_at=token.expires_at.timestamp(),
            bucket=Bucket(rate) if rate else None,
            open_seats_max=self._open_seats_max if seats is None else seats,
            member_id=token.member_id,
        )


def ended(caller: Caller) -> str:
    """Return why a caller may ask no more since it was let in; empty if it may."""
    if caller.ends_at > time():
        return ""
    return caller.refused or _EXPIRED
