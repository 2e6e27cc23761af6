import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import cooperative_pb2 as _cooperative_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Proposal(_message.Message):
    __slots__ = ("name", "reason", "seasons", "rule", "repealed_rule_id", "terms", "figure", "proposer", "state", "open_time", "close_time", "count", "adopted_rule", "adoptions")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Proposal.State]
        STATE_OPEN: _ClassVar[Proposal.State]
        STATE_ADOPTED: _ClassVar[Proposal.State]
        STATE_REJECTED: _ClassVar[Proposal.State]
        STATE_WITHDRAWN: _ClassVar[Proposal.State]
    STATE_UNSPECIFIED: Proposal.State
    STATE_OPEN: Proposal.State
    STATE_ADOPTED: Proposal.State
    STATE_REJECTED: Proposal.State
    STATE_WITHDRAWN: Proposal.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SEASONS_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REPEALED_RULE_ID_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    PROPOSER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OPEN_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ADOPTED_RULE_FIELD_NUMBER: _ClassVar[int]
    ADOPTIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    seasons: _containers.RepeatedScalarFieldContainer[str]
    rule: _rule_pb2.Rule
    repealed_rule_id: str
    terms: _cooperative_pb2.VotingTerms
    figure: str
    proposer: str
    state: Proposal.State
    open_time: _timestamp_pb2.Timestamp
    close_time: _timestamp_pb2.Timestamp
    count: VoteCount
    adopted_rule: _rule_pb2.Rule
    adoptions: _containers.RepeatedCompositeFieldContainer[RuleAdoption]
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., seasons: _Optional[_Iterable[str]] = ..., rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., repealed_rule_id: _Optional[str] = ..., terms: _Optional[_Union[_cooperative_pb2.VotingTerms, _Mapping]] = ..., figure: _Optional[str] = ..., proposer: _Optional[str] = ..., state: _Optional[_Union[Proposal.State, str]] = ..., open_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., count: _Optional[_Union[VoteCount, _Mapping]] = ..., adopted_rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., adoptions: _Optional[_Iterable[_Union[RuleAdoption, _Mapping]]] = ...) -> None: ...

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

class RuleAdoption(_message.Message):
    __slots__ = ("season", "state", "update_time", "why")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[RuleAdoption.State]
        STATE_PENDING: _ClassVar[RuleAdoption.State]
        STATE_IN_FORCE: _ClassVar[RuleAdoption.State]
        STATE_BLOCKED: _ClassVar[RuleAdoption.State]
    STATE_UNSPECIFIED: RuleAdoption.State
    STATE_PENDING: RuleAdoption.State
    STATE_IN_FORCE: RuleAdoption.State
    STATE_BLOCKED: RuleAdoption.State
    SEASON_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    season: str
    state: RuleAdoption.State
    update_time: _timestamp_pb2.Timestamp
    why: str
    def __init__(self, season: _Optional[str] = ..., state: _Optional[_Union[RuleAdoption.State, str]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., why: _Optional[str] = ...) -> None: ...

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

class SeasonRule(_message.Message):
    __slots__ = ("rule", "proposal", "state", "update_time", "suspend_reason", "sentence")
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
    rule: _rule_pb2.Rule
    proposal: str
    state: SeasonRule.State
    update_time: _timestamp_pb2.Timestamp
    suspend_reason: str
    sentence: str
    def __init__(self, rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., proposal: _Optional[str] = ..., state: _Optional[_Union[SeasonRule.State, str]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., suspend_reason: _Optional[str] = ..., sentence: _Optional[str] = ...) -> None: ...
