from jauge.pricing.v1 import vote_pb2 as _vote_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class VotingEvent(_message.Message):
    __slots__ = ("happened", "proposal", "vote", "organization")
    class Happened(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        HAPPENED_UNSPECIFIED: _ClassVar[VotingEvent.Happened]
        HAPPENED_JOINED: _ClassVar[VotingEvent.Happened]
        HAPPENED_LEFT: _ClassVar[VotingEvent.Happened]
        HAPPENED_OPENED: _ClassVar[VotingEvent.Happened]
        HAPPENED_VOTED: _ClassVar[VotingEvent.Happened]
        HAPPENED_WITHDRAWN: _ClassVar[VotingEvent.Happened]
        HAPPENED_ADOPTED: _ClassVar[VotingEvent.Happened]
        HAPPENED_REJECTED: _ClassVar[VotingEvent.Happened]
    HAPPENED_UNSPECIFIED: VotingEvent.Happened
    HAPPENED_JOINED: VotingEvent.Happened
    HAPPENED_LEFT: VotingEvent.Happened
    HAPPENED_OPENED: VotingEvent.Happened
    HAPPENED_VOTED: VotingEvent.Happened
    HAPPENED_WITHDRAWN: VotingEvent.Happened
    HAPPENED_ADOPTED: VotingEvent.Happened
    HAPPENED_REJECTED: VotingEvent.Happened
    HAPPENED_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    VOTE_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    happened: VotingEvent.Happened
    proposal: str
    vote: _vote_pb2.Vote
    organization: str
    def __init__(self, happened: _Optional[_Union[VotingEvent.Happened, str]] = ..., proposal: _Optional[str] = ..., vote: _Optional[_Union[_vote_pb2.Vote, _Mapping]] = ..., organization: _Optional[str] = ...) -> None: ...
