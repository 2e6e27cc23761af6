"""Commands that ask a running service: the options by which they reach it."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

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

_OPTIONS: dict[str, tuple[Any, object]] = {
    "address": (Address, "127.0.0.1:50051"),
    "token_file": (TokenFile, None),
    "by_tls": (ByTls, False),
    "tls_ca": (TlsCa, None),
    "tls_certificate": (TlsCertificate, None),
    "tls_key": (TlsKey, None),
    "insecure": (Insecure, False),
}


def served(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with the options of a service in place of its ``service``."""

    @wraps(command)
    def reached(**given: Any) -> None:
        reach = {name: given.pop(name) for name in _OPTIONS}
        with _client(**reach) as service:
            command(service=service, **given)

    before = inspect.signature(command)
    kept = [each for each in before.parameters.values() if each.name != "service"]
    added = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind
        )
        for name, (kind, default) in _OPTIONS.items()
    ]
    plain = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in kept]
    vars(reached)["__signature__"] = before.replace(parameters=[*plain, *added])
    reached.__annotations__ = {each.name: each.annotation for each in [*kept, *added]}
    return reached


def _client(
    address: str,
    token_file: Path | None,
    by_tls: bool,
    tls_ca: Path | None,
    tls_certificate: Path | None,
    tls_key: Path | None,
    insecure: bool,
) -> Any:
    tls = tls_of(by_tls, tls_ca, tls_certificate, tls_key)
    return client_of(address, tls, token_of(token_file), insecure)
