"""Faults as gRPC statuses, with the details that a client can act on."""

from collections.abc import Mapping

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from pricing.domain import errors
from pricing.domain.errors import PricingError

DOMAIN = "jauge"

CODE_OF: Mapping[type[PricingError], grpc.StatusCode] = {
    errors.FieldInvalid: grpc.StatusCode.INVALID_ARGUMENT,
    errors.FileInvalid: grpc.StatusCode.INVALID_ARGUMENT,
    errors.NameUnknown: grpc.StatusCode.NOT_FOUND,
    errors.NameTaken: grpc.StatusCode.ALREADY_EXISTS,
    errors.RequestIdReused: grpc.StatusCode.INVALID_ARGUMENT,
    errors.RevisionChanged: grpc.StatusCode.ABORTED,
    errors.NoActivePlan: grpc.StatusCode.FAILED_PRECONDITION,
    errors.PerformanceClosed: grpc.StatusCode.FAILED_PRECONDITION,
    errors.SeatsExhausted: grpc.StatusCode.FAILED_PRECONDITION,
    errors.QuotaExhausted: grpc.StatusCode.FAILED_PRECONDITION,
    errors.BudgetExhausted: grpc.StatusCode.FAILED_PRECONDITION,
    errors.NotOnOffer: grpc.StatusCode.FAILED_PRECONDITION,
    errors.EvidenceMissing: grpc.StatusCode.INVALID_ARGUMENT,
    errors.VoucherInvalid: grpc.StatusCode.INVALID_ARGUMENT,
    errors.VoucherExpired: grpc.StatusCode.FAILED_PRECONDITION,
    errors.VoucherUsed: grpc.StatusCode.FAILED_PRECONDITION,
    errors.QuoteNotOpen: grpc.StatusCode.FAILED_PRECONDITION,
    errors.TicketsNotHeld: grpc.StatusCode.FAILED_PRECONDITION,
    errors.NotRefundable: grpc.StatusCode.FAILED_PRECONDITION,
    errors.GiftKept: grpc.StatusCode.FAILED_PRECONDITION,
    errors.PriceExceeded: grpc.StatusCode.FAILED_PRECONDITION,
    errors.InventoryElsewhere: grpc.StatusCode.FAILED_PRECONDITION,
    errors.ConstraintsInfeasible: grpc.StatusCode.FAILED_PRECONDITION,
    errors.NotAMember: grpc.StatusCode.PERMISSION_DENIED,
    errors.NotAdmitted: grpc.StatusCode.FAILED_PRECONDITION,
    errors.VoteClosed: grpc.StatusCode.FAILED_PRECONDITION,
    errors.VoteCast: grpc.StatusCode.FAILED_PRECONDITION,
    errors.CapUnderSolidarity: grpc.StatusCode.FAILED_PRECONDITION,
    errors.RuleVoted: grpc.StatusCode.FAILED_PRECONDITION,
    errors.SolverFailed: grpc.StatusCode.FAILED_PRECONDITION,
    errors.NoForecast: grpc.StatusCode.FAILED_PRECONDITION,
    errors.Cancelled: grpc.StatusCode.CANCELLED,
    errors.QueueFull: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.TokenInvalid: grpc.StatusCode.UNAUTHENTICATED,
    errors.RoleMissing: grpc.StatusCode.PERMISSION_DENIED,
    errors.OrganizationForeign: grpc.StatusCode.PERMISSION_DENIED,
    errors.RateExceeded: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.HoldsExceeded: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.StoreUnavailable: grpc.StatusCode.UNAVAILABLE,
}

# Seconds after which to try again.
_RETRY_SECONDS: Mapping[type[PricingError], int] = {
    errors.QueueFull: 10,
    errors.HoldsExceeded: 10,
    errors.StoreUnavailable: 1,
}

# A client refuses trailers over 8 KiB, and would see another fault instead.
_TEXT_MAX = 1000
_VALUE_MAX = 250

_DETAILS_KEY = "grpc-status-details-bin"


class DeadlinePassed(Exception):
    """The caller's deadline passed before anything was done."""


def status_of(fault: PricingError) -> Status:
    """Return a fault as the status that a client sees.

    Every fault has an ``ErrorInfo``; a field at fault is named in ``BadRequest``,
    and where trying again helps ``RetryInfo`` says when.
    """
    kind = type(fault)
    metadata = {key: _cut(value, _VALUE_MAX) for key, value in fault.metadata.items()}
    packed = [_packed(ErrorInfo(reason=fault.reason, domain=DOMAIN, metadata=metadata))]
    field, description = _field_of(fault)
    if field:
        violation = BadRequest.FieldViolation(
            field=_cut(field, _VALUE_MAX), description=_cut(description, _TEXT_MAX)
        )
        packed.append(_packed(BadRequest(field_violations=[violation])))
    seconds = _retry_seconds(fault)
    if seconds is not None:
        delay = Duration(seconds=int(seconds), nanos=int(seconds % 1 * 1e9))
        packed.append(_packed(RetryInfo(retry_delay=delay)))
    return Status(
        code=CODE_OF[kind].value[0],
        message=_cut(fault.message, _TEXT_MAX),
        details=packed,
    )


def trailers(status: Status) -> tuple[tuple[str, bytes], ...]:
    """Return the trailing metadata that carries a status's details."""
    return ((_DETAILS_KEY, status.SerializeToString()),)


def _field_of(fault: PricingError) -> tuple[str, str]:
    """Return the field that a fault is about and what is wrong with it."""
    if isinstance(fault, errors.FieldInvalid):
        return fault.metadata["field"], fault.metadata["description"]
    if isinstance(fault, errors.EvidenceMissing):
        return fault.field, fault.message
    if isinstance(fault, errors.VoucherInvalid):
        return fault.metadata["field"], fault.metadata["why"]
    return "", ""


def _retry_seconds(fault: PricingError) -> float | None:
    """Return after how long to try again, None where that cannot help."""
    if isinstance(fault, errors.RateExceeded):
        return float(fault.metadata["wait_seconds"])
    if isinstance(fault, errors.StoreUnavailable) and fault.lasting:
        # Until somebody mended it.
        return None
    return _RETRY_SECONDS.get(type(fault))


def _packed(detail: ErrorInfo | BadRequest | RetryInfo) -> Any:
    box = Any()
    box.Pack(detail)
    return box


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
