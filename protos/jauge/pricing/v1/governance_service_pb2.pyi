from jauge.pricing.v1 import cooperative_pb2 as _cooperative_pb2
from jauge.pricing.v1 import proposal_pb2 as _proposal_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from jauge.pricing.v1 import rule_preview_pb2 as _rule_preview_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateCooperativeRequest(_message.Message):
    __slots__ = ("organization", "cooperative_id", "cooperative", "member_ids", "request_id")
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    COOPERATIVE_ID_FIELD_NUMBER: _ClassVar[int]
    COOPERATIVE_FIELD_NUMBER: _ClassVar[int]
    MEMBER_IDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization: str
    cooperative_id: str
    cooperative: _cooperative_pb2.Cooperative
    member_ids: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, organization: _Optional[str] = ..., cooperative_id: _Optional[str] = ..., cooperative: _Optional[_Union[_cooperative_pb2.Cooperative, _Mapping]] = ..., member_ids: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

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
    cooperatives: _containers.RepeatedCompositeFieldContainer[_cooperative_pb2.Cooperative]
    next_page_token: str
    def __init__(self, cooperatives: _Optional[_Iterable[_Union[_cooperative_pb2.Cooperative, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

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

class CreateProposalRequest(_message.Message):
    __slots__ = ("parent", "organization", "proposal", "request_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    organization: str
    proposal: _proposal_pb2.Proposal
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., organization: _Optional[str] = ..., proposal: _Optional[_Union[_proposal_pb2.Proposal, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetProposalRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListProposalsRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListProposalsResponse(_message.Message):
    __slots__ = ("proposals", "next_page_token")
    PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    proposals: _containers.RepeatedCompositeFieldContainer[_proposal_pb2.Proposal]
    next_page_token: str
    def __init__(self, proposals: _Optional[_Iterable[_Union[_proposal_pb2.Proposal, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WithdrawProposalRequest(_message.Message):
    __slots__ = ("name", "organization")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    name: str
    organization: str
    def __init__(self, name: _Optional[str] = ..., organization: _Optional[str] = ...) -> None: ...

class CastVoteRequest(_message.Message):
    __slots__ = ("name", "organization", "vote", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    VOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    organization: str
    vote: _proposal_pb2.Vote
    request_id: str
    def __init__(self, name: _Optional[str] = ..., organization: _Optional[str] = ..., vote: _Optional[_Union[_proposal_pb2.Vote, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

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
    votes: _containers.RepeatedCompositeFieldContainer[_proposal_pb2.Vote]
    next_page_token: str
    def __init__(self, votes: _Optional[_Iterable[_Union[_proposal_pb2.Vote, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PreviewRuleRequest(_message.Message):
    __slots__ = ("parent", "rule", "repealed_rule_id", "trial_count", "seed")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REPEALED_RULE_ID_FIELD_NUMBER: _ClassVar[int]
    TRIAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    parent: str
    rule: _rule_pb2.Rule
    repealed_rule_id: str
    trial_count: int
    seed: int
    def __init__(self, parent: _Optional[str] = ..., rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., repealed_rule_id: _Optional[str] = ..., trial_count: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...

class ListRulesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRulesResponse(_message.Message):
    __slots__ = ("rules", "next_page_token")
    RULES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    rules: _containers.RepeatedCompositeFieldContainer[_proposal_pb2.SeasonRule]
    next_page_token: str
    def __init__(self, rules: _Optional[_Iterable[_Union[_proposal_pb2.SeasonRule, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

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
