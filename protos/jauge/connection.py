"""How a client reaches the service: plainly or by TLS, with a token or without."""

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

import grpc


@dataclass(frozen=True, slots=True)
class Tls:
    """Whose certificate the service must show, and which one the client shows; PEM.

    ``Tls()`` trusts the authorities that gRPC brings along.
    """

    ca: Path | None = None
    # Where the service asks clients for a certificate too.
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("Expected certificate and key together, or neither.")

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> Self | None:
        """Return what JAUGE_TLS_CA, _CERTIFICATE and _KEY say, None if nothing."""
        names = ("JAUGE_TLS_CA", "JAUGE_TLS_CERTIFICATE", "JAUGE_TLS_KEY")
        paths = [Path(said) if (said := variables.get(n)) else None for n in names]
        return cls(*paths) if any(paths) else None

    def credentials(self) -> grpc.ChannelCredentials:
        """Return what gRPC needs, or raise OSError where a file cannot be read."""
        ca, key, certificate = (
            None if path is None else path.read_bytes()
            for path in (self.ca, self.key, self.certificate)
        )
        return grpc.ssl_channel_credentials(ca, key, certificate)


def connect(
    address: str,
    tls: Tls | None,
    token: str,
    options: Sequence[tuple[str, Any]],
    *,
    insecure: bool = False,
) -> grpc.Channel:
    """Return a channel whose calls carry the token, if there is one.

    Raises
    ------
    ValueError
        When a token would leave this machine in the clear; ``insecure`` allows it,
        for a network that keeps others out. Or when it has characters that no
        metadata can have, as another file than a token's has.
    """
    if not (token.isascii() and token.isprintable()):
        raise ValueError("Expected a token of printable ASCII: jauge_...")
    if tls is not None:
        channel = grpc.secure_channel(address, tls.credentials(), options)
    elif token and not insecure and not is_local(address.rpartition(":")[0]):
        raise ValueError(
            f"Expected TLS to {address}: without it whoever listens has the token."
        )
    else:
        channel = grpc.insecure_channel(address, options)
    return grpc.intercept_channel(channel, _WithToken(token)) if token else channel


def is_local(host: str) -> bool:
    """Return whether only this machine reaches an address.

    Examples
    --------
    >>> [is_local(host) for host in ("127.0.0.1", "[::1]", "localhost", "0.0.0.0")]
    [True, True, True, False]
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class _Details(NamedTuple):
    """What gRPC asks of the details of a call."""

    method: str
    timeout: float | None
    metadata: Sequence[tuple[str, str | bytes]]
    credentials: grpc.CallCredentials | None
    wait_for_ready: bool | None
    compression: Any


class _WithToken(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamUnaryClientInterceptor,
    grpc.StreamStreamClientInterceptor,
):
    """Adds the token to each call: gRPC's own way takes a thread's turn each time."""

    def __init__(self, token: str) -> None:
        self._entry = ("authorization", f"Bearer {token}")

    def _with(
        self, go_on: Callable[[Any, Any], Any], details: Any, request: Any
    ) -> Any:
        more = _Details(
            details.method,
            details.timeout,
            [*(details.metadata or ()), self._entry],
            details.credentials,
            details.wait_for_ready,
            details.compression,
        )
        return go_on(more, request)

    intercept_unary_unary: Any = _with
    intercept_unary_stream: Any = _with
    intercept_stream_unary: Any = _with
    intercept_stream_stream: Any = _with
