"""The log: one line a call, as text or as JSON, with no secret in it.

A call that changed something or failed is always told; one that only read is told
where that is asked for, since there may be thousands a second. Of a request only
the organisation is told, of a fault only its code and reason: evidence, tokens and
texts of callers stay out. Should a token get into a text all the same, it is
struck out before the line is written.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from secrets import token_hex
from time import localtime, monotonic, strftime
from typing import IO

import grpc

from pricing.access.limits import Bucket
from pricing.access.tokens import FORM
from pricing.access.vouchers import FORM as VOUCHER_FORM
from pricing.domain.errors import RateExceeded
from pricing.domain.opaque import personal
from pricing.service.gate import Caller

log = logging.getLogger("jauge.calls")

REQUEST_ID_KEY = "x-request-id"
_REQUEST_ID = re.compile(r"[\x21-\x7e]{1,100}")
_PASSWORD = re.compile(r"(?<=://)([^\s/:@]*):[^\s/@]*@")
_FLOODS_PER_SECOND = 1.0
_json = json.JSONEncoder(default=str).encode
_made = count(1)
_run = token_hex(4)


class LogFormat(StrEnum):
    """How lines of the log are written."""

    TEXT = "text"
    JSON = "json"


def request_id_of(context: "grpc.aio.ServicerContext[bytes, bytes]") -> str:
    """Return the id that a caller gave to its call, else one made here.

    One that looks like a person's address or number is passed over.
    """
    for key, value in context.invocation_metadata() or ():
        if key == REQUEST_ID_KEY and isinstance(value, str):
            fit = _REQUEST_ID.fullmatch(value) and not personal(value)
            return redacted(value) if fit else _new_id()
    return _new_id()


def _new_id() -> str:
    return f"{_run}-{next(_made):x}"


class CallLog:
    """Tells calls as they end."""

    def __init__(self, *, reads: bool) -> None:
        # Whether calls that only read are told.
        self.reads = reads
        self._floods = Bucket(_FLOODS_PER_SECOND)

    def tell(
        self,
        method: str,
        code: str,
        seconds: float,
        caller: Caller,
        organization_id: str,
        request_id: str,
        reason: str = "",
    ) -> None:
        """Write the line of a call."""
        if not log.isEnabledFor(logging.INFO):
            return
        # Who asks too often shall not fill the log: metrics count all of them.
        if reason == RateExceeded.reason and self._floods.take(monotonic()):
            return
        record = logging.LogRecord(log.name, logging.INFO, "", 0, "", (), None)
        # No value here is a text of a caller but the request id, which is checked.
        record.fields = {
            "method": method,
            "code": code,
            "reason": reason,
            "ms": round(1000 * seconds, 3),
            "organization": organization_id,
            "holder": caller.holder,
            "token": caller.token_id,
            "request_id": request_id,
        }
        # Not by log.info, which would look for the line of code: it is always this.
        log.handle(record)


class TextLines(logging.Formatter):
    """Lines for people: ``key=value`` for what a call has."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._second, self._said = 0, ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Return when it was; calls come many a second."""
        if int(record.created) != self._second:
            self._second = int(record.created)
            self._said = strftime("%Y-%m-%d %H:%M:%S", localtime(self._second))
        return f"{self._said}.{int(record.msecs):03d}"

    def format(self, record: logging.LogRecord) -> str:
        """Return a line, and the trace of a fault under it."""
        fields = getattr(record, "fields", None)
        if fields is None:
            return redacted(super().format(record))
        told = " ".join([f"{k}={v}" for k, v in fields.items() if v != ""])
        return f"{self.formatTime(record)} {record.levelname} {record.name}: {told}"


class JsonLines(logging.Formatter):
    """Lines for programs: one JSON object each, a trace inside it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line."""
        plain: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
        }
        fields = getattr(record, "fields", None)
        if fields is not None:
            return _json({**plain, **{k: v for k, v in fields.items() if v != ""}})
        plain["message"] = record.getMessage()
        if record.exc_info:
            plain["trace"] = self.formatException(record.exc_info)
        return redacted(_json(plain))


def redacted(text: str) -> str:
    """Return a text without the tokens, vouchers and passwords that got into it.

    Examples
    --------
    >>> redacted("cannot reach postgresql://jauge:hunter2@db/books")
    'cannot reach postgresql://jauge:***@db/books'
    """
    text = VOUCHER_FORM.sub("jv1.***", FORM.sub("jauge_***", text))
    return _PASSWORD.sub(r"\1:***@", text)


def write_log(form: LogFormat, stream: IO[str] | None = None) -> None:
    """Write the log of this process to a stream, stderr unless given."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form is LogFormat.JSON else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
