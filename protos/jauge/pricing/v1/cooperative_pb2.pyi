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
    __slots__ = ("name", "display_name", "terms", "organizations", "members", "create_time", "invited_organizations")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    INVITED_ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: str
    terms: VotingTerms
    organizations: _containers.RepeatedScalarFieldContainer[str]
    members: _containers.RepeatedCompositeFieldContainer[CooperativeMember]
    create_time: _timestamp_pb2.Timestamp
    invited_organizations: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., terms: _Optional[_Union[VotingTerms, _Mapping]] = ..., organizations: _Optional[_Iterable[str]] = ..., members: _Optional[_Iterable[_Union[CooperativeMember, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., invited_organizations: _Optional[_Iterable[str]] = ...) -> None: ...

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

class CreateCooperativeRequest(_message.Message):
    __slots__ = ("organization", "cooperative_id", "cooperative", "member_ids", "request_id")
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    COOPERATIVE_ID_FIELD_NUMBER: _ClassVar[int]
    COOPERATIVE_FIELD_NUMBER: _ClassVar[int]
    MEMBER_IDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization: str
    cooperative_id: str
    cooperative: Cooperative
    member_ids: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, organization: _Optional[str] = ..., cooperative_id: _Optional[str] = ..., cooperative: _Optional[_Union[Cooperative, _Mapping]] = ..., member_ids: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetCooperativeRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListCooperativesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCooperativesResponse(_message.Message):
    __slots__ = ("cooperatives", "next_page_token")
    COOPERATIVES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    cooperatives: _containers.RepeatedCompositeFieldContainer[Cooperative]
    next_page_token: str
    def __init__(self, cooperatives: _Optional[_Iterable[_Union[Cooperative, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class JoinCooperativeRequest(_message.Message):
    __slots__ = ("organization", "cooperative", "member_ids")
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    COOPERATIVE_FIELD_NUMBER: _ClassVar[int]
    MEMBER_IDS_FIELD_NUMBER: _ClassVar[int]
    organization: str
    cooperative: str
    member_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, organization: _Optional[str] = ..., cooperative: _Optional[str] = ..., member_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class LeaveCooperativeRequest(_message.Message):
    __slots__ = ("organization", "cooperative")
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    COOPERATIVE_FIELD_NUMBER: _ClassVar[int]
    organization: str
    cooperative: str
    def __init__(self, organization: _Optional[str] = ..., cooperative: _Optional[str] = ...) -> None: ...
