"""What several methods ask of a request, and how they ask the store."""

from typing import TypeVar

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from pricing.domain.errors import FieldInvalid
from pricing.service.awaiting import awaitable
from pricing.service.convert.fields import opaque
from pricing.store.interface import Command, Store

REQUEST_ID_MAX = 100

Answer = TypeVar("Answer")
Edited = TypeVar("Edited", bound=Message)


async def answer(
    store: Store, organization_id: str, command: Command[Answer]
) -> Answer:
    """Return the answer to a command once it is durable.

    A caller that goes away before it was decided calls it off.
    """
    return await awaitable(store.submit(organization_id, command))


def check_request_id(request_id: str) -> str:
    """Return a request id that can be kept: it is, and so must tell nobody."""
    if len(request_id) > REQUEST_ID_MAX or not (
        request_id.isascii() and request_id.isprintable()
    ):
        raise FieldInvalid(
            "request_id",
            f"Expected at most {REQUEST_ID_MAX} printable ASCII characters, best a "
            "UUID.",
        )
    return opaque(request_id, "request_id")


def merged(
    current: Edited, update: Edited, mask: FieldMask, ignored: frozenset[str]
) -> Edited:
    """Return a message with the fields of a mask taken from an update of it.

    An empty mask takes all fields that are set (AIP-134); ``ignored`` are those
    that a caller cannot change.
    """
    names = {field.name for field in update.DESCRIPTOR.fields}
    for i, path in enumerate(mask.paths):
        if path not in names:
            raise FieldInvalid(
                f"update_mask.paths[{i}]",
                f"Expected a field of {update.DESCRIPTOR.name}, got {path[:70]!r}.",
            )
    chosen = set(mask.paths) or {field.name for field, _ in update.ListFields()}
    partial, result = type(update)(), type(update)()
    partial.CopyFrom(update)
    result.CopyFrom(current)
    for name in names:
        if name in chosen - ignored:
            result.ClearField(name)
        else:
            partial.ClearField(name)
    result.MergeFrom(partial)
    return result
