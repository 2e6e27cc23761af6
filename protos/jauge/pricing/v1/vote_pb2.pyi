import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class VoteCount(_message.Message):
    __slots__ = ("member_count", "quorum_count", "vote_count", "yes_count", "no_count", "quorum_reached", "carried", "median")
    MEMBER_COUNT_FIELD_NUMBER: _ClassVar[int]
    QUORUM_COUNT_FIELD_NUMBER: _ClassVar[int]
    VOTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    YES_COUNT_FIELD_NUMBER: _ClassVar[int]
    NO_COUNT_FIELD_NUMBER: _ClassVar[int]
    QUORUM_REACHED_FIELD_NUMBER: _ClassVar[int]
    CARRIED_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_FIELD_NUMBER: _ClassVar[int]
    member_count: int
    quorum_count: int
    vote_count: int
    yes_count: int
    no_count: int
    quorum_reached: bool
    carried: bool
    median: VotedFigure
    def __init__(self, member_count: _Optional[int] = ..., quorum_count: _Optional[int] = ..., vote_count: _Optional[int] = ..., yes_count: _Optional[int] = ..., no_count: _Optional[int] = ..., quorum_reached: _Optional[bool] = ..., carried: _Optional[bool] = ..., median: _Optional[_Union[VotedFigure, _Mapping]] = ...) -> None: ...

class VotedFigure(_message.Message):
    __slots__ = ("amount", "permille")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PERMILLE_FIELD_NUMBER: _ClassVar[int]
    amount: _money_pb2.Money
    permille: int
    def __init__(self, amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., permille: _Optional[int] = ...) -> None: ...

class Vote(_message.Message):
    __slots__ = ("member_id", "approve", "figure", "vote_time")
    MEMBER_ID_FIELD_NUMBER: _ClassVar[int]
    APPROVE_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    VOTE_TIME_FIELD_NUMBER: _ClassVar[int]
    member_id: str
    approve: bool
    figure: VotedFigure
    vote_time: _timestamp_pb2.Timestamp
    def __init__(self, member_id: _Optional[str] = ..., approve: _Optional[bool] = ..., figure: _Optional[_Union[VotedFigure, _Mapping]] = ..., vote_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CastVoteRequest(_message.Message):
    __slots__ = ("name", "organization", "vote", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    VOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    organization: str
    vote: Vote
    request_id: str
    def __init__(self, name: _Optional[str] = ..., organization: _Optional[str] = ..., vote: _Optional[_Union[Vote, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ListVotesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListVotesResponse(_message.Message):
    __slots__ = ("votes", "next_page_token")
    VOTES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    votes: _containers.RepeatedCompositeFieldContainer[Vote]
    next_page_token: str
    def __init__(self, votes: _Optional[_Iterable[_Union[Vote, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
