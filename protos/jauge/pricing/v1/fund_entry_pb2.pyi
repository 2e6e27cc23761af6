import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import fund_pb2 as _fund_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FundEntry(_message.Message):
    __slots__ = ("number", "fund", "suspended_pool_id", "debit", "credit", "amount", "create_time", "sequence", "cause", "quote", "source_id", "note_id")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    FUND_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_POOL_ID_FIELD_NUMBER: _ClassVar[int]
    DEBIT_FIELD_NUMBER: _ClassVar[int]
    CREDIT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_ID_FIELD_NUMBER: _ClassVar[int]
    number: int
    fund: str
    suspended_pool_id: str
    debit: _fund_pb2.FundBalance.Account
    credit: _fund_pb2.FundBalance.Account
    amount: _money_pb2.Money
    create_time: _timestamp_pb2.Timestamp
    sequence: int
    cause: str
    quote: str
    source_id: str
    note_id: str
    def __init__(self, number: _Optional[int] = ..., fund: _Optional[str] = ..., suspended_pool_id: _Optional[str] = ..., debit: _Optional[_Union[_fund_pb2.FundBalance.Account, str]] = ..., credit: _Optional[_Union[_fund_pb2.FundBalance.Account, str]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sequence: _Optional[int] = ..., cause: _Optional[str] = ..., quote: _Optional[str] = ..., source_id: _Optional[str] = ..., note_id: _Optional[str] = ...) -> None: ...

class ListFundEntriesRequest(_message.Message):
    __slots__ = ("parent", "fund", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    FUND_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    fund: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., fund: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFundEntriesResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[FundEntry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[FundEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class RecordFundEntryRequest(_message.Message):
    __slots__ = ("name", "account", "amount", "source_id", "note_id", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    account: _fund_pb2.FundBalance.Account
    amount: _money_pb2.Money
    source_id: str
    note_id: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., account: _Optional[_Union[_fund_pb2.FundBalance.Account, str]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., source_id: _Optional[str] = ..., note_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
