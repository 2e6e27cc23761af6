from jauge.pricing.v1 import certificate_pb2 as _certificate_pb2
from jauge.pricing.v1 import cooperative_pb2 as _cooperative_pb2
from jauge.pricing.v1 import fund_pb2 as _fund_pb2
from jauge.pricing.v1 import fund_entry_pb2 as _fund_entry_pb2
from jauge.pricing.v1 import proposal_pb2 as _proposal_pb2
from jauge.pricing.v1 import rule_preview_pb2 as _rule_preview_pb2
from jauge.pricing.v1 import season_rule_pb2 as _season_rule_pb2
from jauge.pricing.v1 import solidarity_use_pb2 as _solidarity_use_pb2
from jauge.pricing.v1 import vote_pb2 as _vote_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

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
    __slots__ = ("name", "language_code")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    name: str
    language_code: str
    def __init__(self, name: _Optional[str] = ..., language_code: _Optional[str] = ...) -> None: ...

class ListProposalsRequest(_message.Message):
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
