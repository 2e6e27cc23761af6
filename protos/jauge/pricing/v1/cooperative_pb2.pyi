import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Cooperative(_message.Message):
    __slots__ = ("name", "display_name", "terms", "organizations", "members", "create_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: str
    terms: VotingTerms
    organizations: _containers.RepeatedScalarFieldContainer[str]
    members: _containers.RepeatedCompositeFieldContainer[CooperativeMember]
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., terms: _Optional[_Union[VotingTerms, _Mapping]] = ..., organizations: _Optional[_Iterable[str]] = ..., members: _Optional[_Iterable[_Union[CooperativeMember, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class VotingTerms(_message.Message):
    __slots__ = ("quorum_permille", "voting_period")
    QUORUM_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    VOTING_PERIOD_FIELD_NUMBER: _ClassVar[int]
    quorum_permille: int
    voting_period: _duration_pb2.Duration
    def __init__(self, quorum_permille: _Optional[int] = ..., voting_period: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class CooperativeMember(_message.Message):
    __slots__ = ("member_id", "organization")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    organization: str
    def __init__(self, member_id: _Optional[str] = ..., organization: _Optional[str] = ...) -> None: ...
