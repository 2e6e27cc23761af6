"""Services with locked doors, and keys to them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor

from jauge.client import Client
from pricing.access import tokens_file
from pricing.access.roles import Role
from pricing.access.tokens import mint
from pricing.service.security import Security
from pricing.service.serving import SERVICES
from tests.service.harness import Running, running

METHODS = [method for service in SERVICES for method in service.methods]


def path_of(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


def key(
    path: Path,
    *roles: Role,
    organization: str = "studio-theatre",
    holder: str = "somebody",
    seconds: float = 3600,
    **limits: Any,
) -> str:
    """Return the text of a new token in a file."""
    now = datetime.now(UTC)
    # Made in the past, so that it may end at once.
    made = now - timedelta(hours=1)
    token, text = mint(
        organization, holder, roles, made, now + timedelta(seconds=seconds), **limits
    )
    with tokens_file.edited(path) as kept:
        kept.append(token)
    return text


@contextmanager
def locked(path: Path, **settings: Any) -> Iterator[Running]:
    """Serve who has a token of a file; ``security`` may say more."""
    more: Mapping[str, Any] = settings.pop("security", {})
    security = Security(tokens=path, **more)
    with running(security=security, **settings) as house:
        yield house


@contextmanager
def calling(house: Running, token: str) -> Iterator[Client]:
    with Client(house.address, timeout_seconds=30, token=token) as client:
        yield client


def send(
    channel: grpc.Channel, method: MethodDescriptor, data: bytes, token: str = ""
) -> bytes:
    """Return the answer to the bytes of a request, the first of a stream."""
    sent: dict[str, Any] = {"timeout": 30}
    if token:
        sent["metadata"] = [("authorization", f"Bearer {token}")]
    if method.client_streaming:
        answer: bytes = channel.stream_unary(path_of(method))(iter([data]), **sent)
    elif method.server_streaming:
        answer = next(channel.unary_stream(path_of(method))(data, **sent))
    else:
        answer = channel.unary_unary(path_of(method))(data, **sent)
    return answer
