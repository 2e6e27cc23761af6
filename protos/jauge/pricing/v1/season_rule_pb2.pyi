import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SeasonRule(_message.Message):
    __slots__ = ("rule", "proposal", "state", "update_time", "suspend_reason", "sentence", "follow_time")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[SeasonRule.State]
        STATE_IN_FORCE: _ClassVar[SeasonRule.State]
        STATE_SUSPENDED: _ClassVar[SeasonRule.State]
    STATE_UNSPECIFIED: SeasonRule.State
    STATE_IN_FORCE: SeasonRule.State
    STATE_SUSPENDED: SeasonRule.State
    RULE_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    SUSPEND_REASON_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    FOLLOW_TIME_FIELD_NUMBER: _ClassVar[int]
    rule: _rule_pb2.Rule
    proposal: str
    state: SeasonRule.State
    update_time: _timestamp_pb2.Timestamp
    suspend_reason: str
    sentence: str
    follow_time: _timestamp_pb2.Timestamp
    def __init__(self, rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., proposal: _Optional[str] = ..., state: _Optional[_Union[SeasonRule.State, str]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., suspend_reason: _Optional[str] = ..., sentence: _Optional[str] = ..., follow_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListRulesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token", "language_code")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    language_code: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., language_code: _Optional[str] = ...) -> None: ...

class ListRulesResponse(_message.Message):
    __slots__ = ("rules", "next_page_token")
    RULES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    rules: _containers.RepeatedCompositeFieldContainer[SeasonRule]
    next_page_token: str
    def __init__(self, rules: _Optional[_Iterable[_Union[SeasonRule, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class SuspendRuleRequest(_message.Message):
    __slots__ = ("parent", "rule_id", "reason")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    parent: str
    rule_id: str
    reason: str
    def __init__(self, parent: _Optional[str] = ..., rule_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ResumeRuleRequest(_message.Message):
    __slots__ = ("parent", "rule_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    rule_id: str
    def __init__(self, parent: _Optional[str] = ..., rule_id: _Optional[str] = ...) -> None: ...
