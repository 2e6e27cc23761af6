"""Where the service listens, and how it describes itself to who asks."""

import re
from collections.abc import Sequence

import grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2, reflection_pb2_grpc

from pricing.domain.errors import FieldInvalid

PORT_MAX = 65_535


def host_port(field: str, address: str) -> tuple[str, int]:
    """Return both parts of an address; gRPC itself takes port 99999 modulo 65536."""
    host, _, port = address.rpartition(":")
    if not host or not re.fullmatch("[0-9]{1,5}", port) or int(port) > PORT_MAX:
        raise FieldInvalid(
            field, f"Expected HOST:PORT, a port of 0 to {PORT_MAX}, got {address}."
        )
    return host, int(port)


def bound(
    server: grpc.aio.Server, address: str, credentials: grpc.ServerCredentials | None
) -> int:
    """Return the port that a server was bound to, with TLS or without.

    Raises
    ------
    FieldInvalid
        When another server has the address.
    """
    try:
        if credentials is not None:
            return server.add_secure_port(address, credentials)
        return server.add_insecure_port(address)
    except RuntimeError:
        raise FieldInvalid(
            "address", f"{address} cannot be bound; is another server on it?"
        ) from None


def add_reflection(server: grpc.aio.Server, names: Sequence[str]) -> None:
    """Describe services: both versions of reflection have the same bytes."""
    servicer = reflection.aio.ReflectionServicer((*names, reflection.SERVICE_NAME))
    reflection_pb2_grpc.add_ServerReflectionServicer_to_server(servicer, server)
    method = grpc.stream_stream_rpc_method_handler(
        servicer.ServerReflectionInfo,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=(reflection_pb2.ServerReflectionResponse.SerializeToString),
    )
    server.add_generic_rpc_handlers(
        [
            grpc.method_handlers_generic_handler(
                "grpc.reflection.v1.ServerReflection", {"ServerReflectionInfo": method}
            )
        ]
    )
