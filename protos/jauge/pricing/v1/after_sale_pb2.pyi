from jauge.pricing.v1 import cancellation_pb2 as _cancellation_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from jauge.pricing.v1 import quote_pb2 as _quote_pb2
from jauge.pricing.v1 import refund_pb2 as _refund_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ItemTickets(_message.Message):
    __slots__ = ("item_index", "ticket_count", "ticket_numbers")
    ITEM_INDEX_FIELD_NUMBER: _ClassVar[int]
    TICKET_COUNT_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    item_index: int
    ticket_count: int
    ticket_numbers: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, item_index: _Optional[int] = ..., ticket_count: _Optional[int] = ..., ticket_numbers: _Optional[_Iterable[int]] = ...) -> None: ...

class CancelItemsRequest(_message.Message):
    __slots__ = ("name", "items", "request_id", "refund_override", "validate_only", "gift_indexes")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    GIFT_INDEXES_FIELD_NUMBER: _ClassVar[int]
    name: str
    items: _containers.RepeatedCompositeFieldContainer[ItemTickets]
    request_id: str
    refund_override: _refund_pb2.RefundPolicy
    validate_only: bool
    gift_indexes: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, name: _Optional[str] = ..., items: _Optional[_Iterable[_Union[ItemTickets, _Mapping]]] = ..., request_id: _Optional[str] = ..., refund_override: _Optional[_Union[_refund_pb2.RefundPolicy, _Mapping]] = ..., validate_only: _Optional[bool] = ..., gift_indexes: _Optional[_Iterable[int]] = ...) -> None: ...

class CancelItemsResponse(_message.Message):
    __slots__ = ("cancellation",)
    CANCELLATION_FIELD_NUMBER: _ClassVar[int]
    cancellation: _cancellation_pb2.Cancellation
    def __init__(self, cancellation: _Optional[_Union[_cancellation_pb2.Cancellation, _Mapping]] = ...) -> None: ...

class ExchangeItemsRequest(_message.Message):
    __slots__ = ("name", "items", "quote", "offered_quote", "total_price_max", "request_id", "refund_override", "validate_only", "language_code")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    OFFERED_QUOTE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PRICE_MAX_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    name: str
    items: _containers.RepeatedCompositeFieldContainer[ItemTickets]
    quote: _quote_pb2.Quote
    offered_quote: str
    total_price_max: _money_pb2.Money
    request_id: str
    refund_override: _refund_pb2.RefundPolicy
    validate_only: bool
    language_code: str
    def __init__(self, name: _Optional[str] = ..., items: _Optional[_Iterable[_Union[ItemTickets, _Mapping]]] = ..., quote: _Optional[_Union[_quote_pb2.Quote, _Mapping]] = ..., offered_quote: _Optional[str] = ..., total_price_max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., request_id: _Optional[str] = ..., refund_override: _Optional[_Union[_refund_pb2.RefundPolicy, _Mapping]] = ..., validate_only: _Optional[bool] = ..., language_code: _Optional[str] = ...) -> None: ...

class ExchangeItemsResponse(_message.Message):
    __slots__ = ("cancellation", "quote", "difference")
    CANCELLATION_FIELD_NUMBER: _ClassVar[int]
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_FIELD_NUMBER: _ClassVar[int]
    cancellation: _cancellation_pb2.Cancellation
    quote: _quote_pb2.Quote
    difference: _money_pb2.Money
    def __init__(self, cancellation: _Optional[_Union[_cancellation_pb2.Cancellation, _Mapping]] = ..., quote: _Optional[_Union[_quote_pb2.Quote, _Mapping]] = ..., difference: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
