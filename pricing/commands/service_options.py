"""How commands reach a running service, with its token and by TLS."""

import os
from pathlib import Path
from typing import Annotated

import typer

from jauge.client import Client
from jauge.connection import Tls
from jauge.pricing.v1.catalog_service_pb2 import ListSeasonsRequest
from pricing.domain.errors import FieldInvalid, FileInvalid

TokenFile = Annotated[
    Path | None, typer.Option(help="Holds a token; else JAUGE_TOKEN does.")
]
ByTls = Annotated[
    bool, typer.Option("--tls", help="By TLS; the next three say so too.")
]
TlsCa = Annotated[
    Path | None,
    typer.Option(envvar="JAUGE_TLS_CA", help="Who signs for the service; PEM."),
]
TlsCertificate = Annotated[
    Path | None,
    typer.Option(envvar="JAUGE_TLS_CERTIFICATE", help="To show there; PEM."),
]
TlsKey = Annotated[
    Path | None, typer.Option(envvar="JAUGE_TLS_KEY", help="Its key; PEM.")
]
Insecure = Annotated[
    bool, typer.Option(help="Let the token leave this machine without TLS.")
]


def token_of(path: Path | None) -> str:
    """Return the token in a file, else that of the environment, else none."""
    if path is None:
        token = os.environ.get("JAUGE_TOKEN", "").strip()
    else:
        try:
            token = path.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise FileInvalid(str(path), f"cannot be read: {why}") from None
    if not (token.isascii() and token.isprintable()):
        where = "JAUGE_TOKEN" if path is None else str(path)
        raise FieldInvalid(where, "Expected a token, one line that begins with jauge_.")
    return token


def tls_of(
    wanted: bool, ca: Path | None, certificate: Path | None, key: Path | None
) -> Tls | None:
    """Return how to reach the service by TLS, None for plainly."""
    if not (wanted or ca or certificate or key):
        return None
    try:
        return Tls(ca, certificate, key)
    except ValueError as error:
        raise FieldInvalid("--tls-key", str(error)) from None


def client_of(address: str, tls: Tls | None, token: str, insecure: bool) -> Client:
    """Return a client of the service."""
    try:
        return Client(address, tls=tls, token=token, insecure=insecure)
    except OSError as error:
        raise FileInvalid(
            str(error.filename), f"cannot be read: {error.strerror}"
        ) from None
    except ValueError as error:
        raise FieldInvalid("--insecure", str(error)) from None


def only_season(service: Client) -> str:
    """Return the name of the only season there is.

    Raises
    ------
    FieldInvalid
        When there are others, or none.
    """
    request = ListSeasonsRequest(parent="organizations/-")
    found = service.catalog.ListSeasons(request, timeout=5)
    names: list[str] = [each.name for each in found.seasons]
    if len(names) != 1:
        why = f"name one of {', '.join(names)}" if names else "none is there to be read"
        raise FieldInvalid("--season", why)
    return names[0]
