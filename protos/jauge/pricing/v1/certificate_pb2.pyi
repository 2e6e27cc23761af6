import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Certificate(_message.Message):
    __slots__ = ("name", "sound", "head", "log_time", "over", "posted_price_count", "changed_price_count", "reckoned_price_count", "sale_count", "sold_seat_count", "returned_seat_count", "last_serial", "rules", "breaches", "breach_count", "votes", "lines")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SOUND_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    LOG_TIME_FIELD_NUMBER: _ClassVar[int]
    OVER_FIELD_NUMBER: _ClassVar[int]
    POSTED_PRICE_COUNT_FIELD_NUMBER: _ClassVar[int]
    CHANGED_PRICE_COUNT_FIELD_NUMBER: _ClassVar[int]
    RECKONED_PRICE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SALE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SOLD_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    RETURNED_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    LAST_SERIAL_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    BREACHES_FIELD_NUMBER: _ClassVar[int]
    BREACH_COUNT_FIELD_NUMBER: _ClassVar[int]
    VOTES_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    name: str
    sound: bool
    head: LogHead
    log_time: _timestamp_pb2.Timestamp
    over: bool
    posted_price_count: int
    changed_price_count: int
    reckoned_price_count: int
    sale_count: int
    sold_seat_count: int
    returned_seat_count: int
    last_serial: int
    rules: _containers.RepeatedCompositeFieldContainer[RuleFinding]
    breaches: _containers.RepeatedCompositeFieldContainer[RuleBreach]
    breach_count: int
    votes: _containers.RepeatedCompositeFieldContainer[VoteFinding]
    lines: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., sound: _Optional[bool] = ..., head: _Optional[_Union[LogHead, _Mapping]] = ..., log_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., over: _Optional[bool] = ..., posted_price_count: _Optional[int] = ..., changed_price_count: _Optional[int] = ..., reckoned_price_count: _Optional[int] = ..., sale_count: _Optional[int] = ..., sold_seat_count: _Optional[int] = ..., returned_seat_count: _Optional[int] = ..., last_serial: _Optional[int] = ..., rules: _Optional[_Iterable[_Union[RuleFinding, _Mapping]]] = ..., breaches: _Optional[_Iterable[_Union[RuleBreach, _Mapping]]] = ..., breach_count: _Optional[int] = ..., votes: _Optional[_Iterable[_Union[VoteFinding, _Mapping]]] = ..., lines: _Optional[_Iterable[str]] = ...) -> None: ...

class LogHead(_message.Message):
    __slots__ = ("sequence", "seal")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SEAL_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    seal: bytes
    def __init__(self, sequence: _Optional[int] = ..., seal: _Optional[bytes] = ...) -> None: ...

class RuleFinding(_message.Message):
    __slots__ = ("rule_id", "kind", "check_count", "breach_count", "margins", "proposal", "so_far", "sentence", "start_time", "end_time")
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHECK_COUNT_FIELD_NUMBER: _ClassVar[int]
    BREACH_COUNT_FIELD_NUMBER: _ClassVar[int]
    MARGINS_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    SO_FAR_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    kind: str
    check_count: int
    breach_count: int
    margins: _containers.RepeatedCompositeFieldContainer[RuleMargin]
    proposal: str
    so_far: bool
    sentence: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, rule_id: _Optional[str] = ..., kind: _Optional[str] = ..., check_count: _Optional[int] = ..., breach_count: _Optional[int] = ..., margins: _Optional[_Iterable[_Union[RuleMargin, _Mapping]]] = ..., proposal: _Optional[str] = ..., so_far: _Optional[bool] = ..., sentence: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RuleMargin(_message.Message):
    __slots__ = ("unit", "room", "sequence", "performance", "seat_category_id")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ROOM_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    unit: str
    room: float
    sequence: int
    performance: str
    seat_category_id: str
    def __init__(self, unit: _Optional[str] = ..., room: _Optional[float] = ..., sequence: _Optional[int] = ..., performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ...) -> None: ...

class RuleBreach(_message.Message):
    __slots__ = ("kind", "rule_id", "sequence", "message")
    KIND_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    rule_id: str
    sequence: int
    message: str
    def __init__(self, kind: _Optional[str] = ..., rule_id: _Optional[str] = ..., sequence: _Optional[int] = ..., message: _Optional[str] = ...) -> None: ...

class VoteFinding(_message.Message):
    __slots__ = ("cooperative", "vote_count", "closed_proposal_count", "head")
    COOPERATIVE_FIELD_NUMBER: _ClassVar[int]
    VOTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    CLOSED_PROPOSAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    cooperative: str
    vote_count: int
    closed_proposal_count: int
    head: LogHead
    def __init__(self, cooperative: _Optional[str] = ..., vote_count: _Optional[int] = ..., closed_proposal_count: _Optional[int] = ..., head: _Optional[_Union[LogHead, _Mapping]] = ...) -> None: ...

class GetCertificateRequest(_message.Message):
    __slots__ = ("name", "known_heads", "language_code")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KNOWN_HEADS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    name: str
    known_heads: _containers.RepeatedCompositeFieldContainer[LogHead]
    language_code: str
    def __init__(self, name: _Optional[str] = ..., known_heads: _Optional[_Iterable[_Union[LogHead, _Mapping]]] = ..., language_code: _Optional[str] = ...) -> None: ...
