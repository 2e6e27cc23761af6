from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_FIELD_INVALID: _ClassVar[ErrorReason]
    ERROR_REASON_FILE_INVALID: _ClassVar[ErrorReason]
    ERROR_REASON_NAME_UNKNOWN: _ClassVar[ErrorReason]
    ERROR_REASON_NAME_TAKEN: _ClassVar[ErrorReason]
    ERROR_REASON_REQUEST_ID_REUSED: _ClassVar[ErrorReason]
    ERROR_REASON_REVISION_CHANGED: _ClassVar[ErrorReason]
    ERROR_REASON_NO_ACTIVE_PLAN: _ClassVar[ErrorReason]
    ERROR_REASON_PERFORMANCE_CLOSED: _ClassVar[ErrorReason]
    ERROR_REASON_SEATS_EXHAUSTED: _ClassVar[ErrorReason]
    ERROR_REASON_QUOTA_EXHAUSTED: _ClassVar[ErrorReason]
    ERROR_REASON_EVIDENCE_MISSING: _ClassVar[ErrorReason]
    ERROR_REASON_QUOTE_NOT_OPEN: _ClassVar[ErrorReason]
    ERROR_REASON_CONSTRAINTS_INFEASIBLE: _ClassVar[ErrorReason]
    ERROR_REASON_SOLVER_FAILED: _ClassVar[ErrorReason]
    ERROR_REASON_CANCELLED: _ClassVar[ErrorReason]
    ERROR_REASON_QUEUE_FULL: _ClassVar[ErrorReason]
    ERROR_REASON_STORE_UNAVAILABLE: _ClassVar[ErrorReason]
    ERROR_REASON_BUDGET_EXHAUSTED: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_FIELD_INVALID: ErrorReason
ERROR_REASON_FILE_INVALID: ErrorReason
ERROR_REASON_NAME_UNKNOWN: ErrorReason
ERROR_REASON_NAME_TAKEN: ErrorReason
ERROR_REASON_REQUEST_ID_REUSED: ErrorReason
ERROR_REASON_REVISION_CHANGED: ErrorReason
ERROR_REASON_NO_ACTIVE_PLAN: ErrorReason
ERROR_REASON_PERFORMANCE_CLOSED: ErrorReason
ERROR_REASON_SEATS_EXHAUSTED: ErrorReason
ERROR_REASON_QUOTA_EXHAUSTED: ErrorReason
ERROR_REASON_EVIDENCE_MISSING: ErrorReason
ERROR_REASON_QUOTE_NOT_OPEN: ErrorReason
ERROR_REASON_CONSTRAINTS_INFEASIBLE: ErrorReason
ERROR_REASON_SOLVER_FAILED: ErrorReason
ERROR_REASON_CANCELLED: ErrorReason
ERROR_REASON_QUEUE_FULL: ErrorReason
ERROR_REASON_STORE_UNAVAILABLE: ErrorReason
ERROR_REASON_BUDGET_EXHAUSTED: ErrorReason
