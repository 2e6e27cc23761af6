"""The fault that all others are, and those of any request."""

from collections.abc import Sequence
from typing import ClassVar


class PricingError(Exception):
    """A fault with a stable reason, and the numbers in its message as metadata."""

    reason: ClassVar[str]

    def __init__(self, message: str, **metadata: str) -> None:
        super().__init__(message)
        self.message = message
        self.metadata = metadata

    def __reduce__(self) -> tuple[object, ...]:
        # Jobs raise in worker processes: keep the type and all that it says.
        return (_restore, (type(self), self.message, vars(self)))


def _restore(
    kind: type[PricingError], message: str, said: dict[str, object]
) -> PricingError:
    fault = kind.__new__(kind)
    Exception.__init__(fault, message)
    vars(fault).update(said)
    return fault


class FieldInvalid(PricingError):
    """A value is malformed or out of range."""

    reason = "FIELD_INVALID"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}", field=field, description=message)


class FileInvalid(PricingError):
    """A file does not say what it should; nothing of it was taken."""

    reason = "FILE_INVALID"

    def __init__(
        self,
        file: str,
        message: str,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        place = "".join(
            [file, f":{line}" if line else "", f": {column}" if column else ""]
        )
        super().__init__(
            f"{place}: {message}", file=file, line=str(line or ""), column=column or ""
        )


class NameUnknown(PricingError):
    """Nothing has this name."""

    reason = "NAME_UNKNOWN"

    def __init__(self, kind: str, name: str, known: Sequence[str] = ()) -> None:
        more = f" and {len(known) - 10} more" if len(known) > 10 else ""
        hint = f"; known: {', '.join(list(known)[:10])}{more}" if known else ""
        super().__init__(f"no {kind} {name!r}{hint}.", kind=kind, name=name)


class NameTaken(PricingError):
    """Something else has this name already."""

    reason = "NAME_TAKEN"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f"{kind} {name!r} exists already; choose another id or update it.",
            kind=kind,
            name=name,
        )


class RequestIdReused(PricingError):
    """The same request_id came with another body."""

    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"request_id {request_id!r} was used for another request; make a new one.",
            request_id=request_id,
        )


class RevisionChanged(PricingError):
    """Somebody changed the thing between reading and writing it."""

    reason = "REVISION_CHANGED"

    def __init__(self, kind: str, expected: str, found: str) -> None:
        super().__init__(
            f"{kind} is at {found!r}, not {expected!r}; read it again and retry.",
            kind=kind,
            expected=expected,
            found=found,
        )
