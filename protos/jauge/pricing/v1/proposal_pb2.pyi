import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import cooperative_pb2 as _cooperative_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from jauge.pricing.v1 import vote_pb2 as _vote_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Proposal(_message.Message):
    __slots__ = ("name", "reason", "seasons", "rule", "repealed_rule_id", "terms", "admitted_organization", "figure", "proposer", "state", "open_time", "close_time", "count", "adopted_rule", "currency_code", "adoptions", "sentence", "replaced_sentence")
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
    ADMITTED_ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    PROPOSER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OPEN_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ADOPTED_RULE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    ADOPTIONS_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    REPLACED_SENTENCE_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    seasons: _containers.RepeatedScalarFieldContainer[str]
    rule: _rule_pb2.Rule
    repealed_rule_id: str
    terms: _cooperative_pb2.VotingTerms
    admitted_organization: str
    figure: str
    proposer: str
    state: Proposal.State
    open_time: _timestamp_pb2.Timestamp
    close_time: _timestamp_pb2.Timestamp
    count: _vote_pb2.VoteCount
    adopted_rule: _rule_pb2.Rule
    currency_code: str
    adoptions: _containers.RepeatedCompositeFieldContainer[RuleAdoption]
    sentence: str
    replaced_sentence: str
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., seasons: _Optional[_Iterable[str]] = ..., rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., repealed_rule_id: _Optional[str] = ..., terms: _Optional[_Union[_cooperative_pb2.VotingTerms, _Mapping]] = ..., admitted_organization: _Optional[str] = ..., figure: _Optional[str] = ..., proposer: _Optional[str] = ..., state: _Optional[_Union[Proposal.State, str]] = ..., open_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., count: _Optional[_Union[_vote_pb2.VoteCount, _Mapping]] = ..., adopted_rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., currency_code: _Optional[str] = ..., adoptions: _Optional[_Iterable[_Union[RuleAdoption, _Mapping]]] = ..., sentence: _Optional[str] = ..., replaced_sentence: _Optional[str] = ...) -> None: ...

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
