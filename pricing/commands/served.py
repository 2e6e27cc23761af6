"""Commands that ask a running service: the options by which they reach it."""

from pathlib import Path

from jauge.client import Client
from pricing.commands.options import Address
from pricing.commands.service_options import (
    ByTls,
    Insecure,
    TlsCa,
    TlsCertificate,
    TlsKey,
    TokenFile,
    client_of,
    tls_of,
    token_of,
)
from pricing.commands.taking import taking


def _reached(
    address: str,
    token_file: Path | None,
    by_tls: bool,
    tls_ca: Path | None,
    tls_certificate: Path | None,
    tls_key: Path | None,
    insecure: bool,
) -> Client:
    """Return a client, which connects when it is first asked."""
    tls = tls_of(by_tls, tls_ca, tls_certificate, tls_key)
    return client_of(address, tls, token_of(token_file), insecure)


# In place of ``service``, a client.
served = taking(
    "service",
    {
        "address": (Address, "127.0.0.1:50051"),
        "token_file": (TokenFile, None),
        "by_tls": (ByTls, False),
        "tls_ca": (TlsCa, None),
        "tls_certificate": (TlsCertificate, None),
        "tls_key": (TlsKey, None),
        "insecure": (Insecure, False),
    },
    _reached,
)
