"""gRPC calls as fast as one process can send them, over bare HTTP/2.

A client library spends as much on a call as the server under test, and would be
what is measured. This one writes frames made beforehand and reads no more of an
answer than its length and its end: about a tenth of the server's work. It knows
just what grpc's own server sends: unary calls, windows never full.

The frames are those of RFC 9113, the header block of RFC 7541: each header is put
into the connection's table once and named by its place from then on, as gRPC's own
clients do.
"""

import asyncio
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import uvloop

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RST_STREAM, _SETTINGS, _PING, _GOAWAY = 0, 1, 3, 4, 6, 7
_ACK = _END_STREAM = 0x1
_END_HEADERS = 0x4
_WINDOW_MAX = 2**31 - 1
# Entries of the static table before a connection's own.
_STATIC = 61

# Of a reply, None before the first, the next message to send; None ends the stream.
Ask = Callable[[bytes | None], bytes | None]


@dataclass
class Driven:
    """What came back."""

    seconds: float = 0.0
    # Seconds from sending to the end of the answer, of each call.
    latencies: list[float] = field(default_factory=list)
    # Calls that ended without a message, as gRPC's failures do.
    failures: int = 0

    @property
    def rate(self) -> float:
        """Calls a second."""
        return len(self.latencies) / self.seconds


def drive(
    port: int,
    method: str,
    asks: Sequence[Sequence[Ask]],
    headers: Sequence[tuple[str, str]] = (),
) -> Driven:
    """Call a method of a server on this machine until every ask has ended.

    Parameters
    ----------
    port : int
        Where it listens, on 127.0.0.1.
    method : str
        ``/package.Service/Method``.
    asks : sequence of sequences of callables
        One for each call at a time on each connection.
    headers : sequence of pairs
        Further headers, such as a token.
    """
    return uvloop.run(_drive(port, method, asks, headers))


async def _drive(
    port: int,
    method: str,
    asks: Sequence[Sequence[Ask]],
    headers: Sequence[tuple[str, str]],
) -> Driven:
    loop, found = asyncio.get_running_loop(), Driven()
    made = [
        await loop.create_connection(
            partial(_Connection, method, headers, mine, found), "127.0.0.1", port
        )
        for mine in asks
    ]
    began = time.perf_counter()
    for _, connection in made:
        connection.begin()
    try:
        await asyncio.gather(*(connection.ended for _, connection in made))
    finally:
        found.seconds = time.perf_counter() - began
        for transport, _ in made:
            transport.close()
    return found


class _Connection(asyncio.Protocol):
    """One connection with a call under way for each of its asks."""

    def __init__(
        self,
        method: str,
        headers: Sequence[tuple[str, str]],
        asks: Sequence[Ask],
        found: Driven,
    ) -> None:
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._found = found
        self._first, self._later = _blocks(method, headers)
        self._asks = asks
        self._open = len(asks)
        # By stream: its ask, when it was sent, and what came of its answer.
        self._calls: dict[int, tuple[Ask, float, list[bytes]]] = {}
        self._stream = -1
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say hello, with windows so wide that none has to be opened again."""
        # uvloop's own transports are not instances of asyncio's.
        self._transport = cast("asyncio.Transport", transport)
        wide = struct.pack(">HI", 4, _WINDOW_MAX)
        more = struct.pack(">I", _WINDOW_MAX - 65_535)
        self._transport.write(
            _PREFACE + _frame(_SETTINGS, 0, 0, wide) + _frame(8, 0, 0, more)
        )

    def begin(self) -> None:
        """Send the first call of each ask."""
        out: list[bytes] = []
        for ask in self._asks:
            self._send(ask, None, out)
        self._transport.write(b"".join(out))

    def data_received(self, data: bytes) -> None:
        """Take in frames, and send the calls that follow those that ended."""
        out: list[bytes] = []
        data, at = self._rest + data, 0
        while len(data) - at >= 9:
            end = at + 9 + int.from_bytes(data[at : at + 3])
            if end > len(data):
                break
            kind, flags = data[at + 3], data[at + 4]
            if kind in (_DATA, _HEADERS):
                stream = int.from_bytes(data[at + 5 : at + 9])
                ask, sent, parts = self._calls[stream]
                if kind == _DATA:
                    parts.append(data[at + 9 : end])
                if flags & _END_STREAM:
                    del self._calls[stream]
                    self._found.latencies.append(time.perf_counter() - sent)
                    reply = b"".join(parts)[5:] if parts else b""
                    self._found.failures += not parts
                    self._send(ask, reply, out)
            elif kind in (_SETTINGS, _PING) and not flags & _ACK:
                body = data[at + 9 : end] if kind == _PING else b""
                out.append(_frame(kind, _ACK, 0, body))
            elif kind in (_RST_STREAM, _GOAWAY):
                self._fail(f"The server broke off: {data[at:end]!r}.")
            at = end
        self._rest = data[at:]
        if out:
            self._transport.write(b"".join(out))

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that no answer will come any more."""
        self._fail(f"The connection was lost: {exc}.")

    def _fail(self, why: str) -> None:
        if not self.ended.done():
            self.ended.set_exception(ConnectionError(why))

    def _send(self, ask: Ask, reply: bytes | None, out: list[bytes]) -> None:
        message = ask(reply)
        if message is None:
            self._open -= 1
            if not self._open and not self.ended.done():
                self.ended.set_result(None)
            return
        block = self._later if self._stream > 0 else self._first
        self._stream += 2
        body = struct.pack(">BI", 0, len(message)) + message
        out.append(_frame(_HEADERS, _END_HEADERS, self._stream, block))
        out.append(_frame(_DATA, _END_STREAM, self._stream, body))
        self._calls[self._stream] = ask, time.perf_counter(), []


def _frame(kind: int, flags: int, stream: int, body: bytes) -> bytes:
    return len(body).to_bytes(3) + struct.pack(">BBI", kind, flags, stream) + body


def _blocks(method: str, more: Sequence[tuple[str, str]]) -> tuple[bytes, bytes]:
    """Return the header blocks of a connection's first call and of later ones."""
    headers = [
        (":path", method),
        (":authority", "127.0.0.1"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
        *more,
    ]
    # ":method: POST" and ":scheme: http" are in the static table.
    fixed = b"\x83\x86"
    first = b"".join(b"\x40" + _text(name) + _text(value) for name, value in headers)
    # The table counts back from what was put in last.
    places = range(_STATIC + len(headers), _STATIC, -1)
    return fixed + first, fixed + bytes(0x80 | place for place in places)


def _text(text: str) -> bytes:
    data = text.encode()
    if len(data) < 127:
        return bytes((len(data),)) + data
    rest, size = len(data) - 127, bytearray((127,))
    while rest >= 128:
        size.append(rest % 128 + 128)
        rest //= 128
    size.append(rest)
    return bytes(size) + data
