import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from jauge.pricing.v1 import ticket_sale_pb2 as _ticket_sale_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListSalesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSalesResponse(_message.Message):
    __slots__ = ("sales", "next_page_token")
    SALES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    sales: _containers.RepeatedCompositeFieldContainer[_ticket_sale_pb2.TicketSale]
    next_page_token: str
    def __init__(self, sales: _Optional[_Iterable[_Union[_ticket_sale_pb2.TicketSale, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListSettlementsRequest(_message.Message):
    __slots__ = ("parent", "performance", "start_time", "end_time", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    performance: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., performance: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSettlementsResponse(_message.Message):
    __slots__ = ("rows", "next_page_token")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[SettlementRow]
    next_page_token: str
    def __init__(self, rows: _Optional[_Iterable[_Union[SettlementRow, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class SettlementRow(_message.Message):
    __slots__ = ("performance", "kind", "channel_id", "counter_id", "vat_permille", "sold_seat_count", "returned_seat_count", "paid", "refunded", "commission_on_top", "drawn", "gifts", "face_value", "vat", "commission_inside", "net", "support", "selling_cost", "shares")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[SettlementRow.Kind]
        KIND_SEAT: _ClassVar[SettlementRow.Kind]
        KIND_PLATFORM_SEAT: _ClassVar[SettlementRow.Kind]
        KIND_GIFT: _ClassVar[SettlementRow.Kind]
        KIND_CARD: _ClassVar[SettlementRow.Kind]
        KIND_GUARANTEE: _ClassVar[SettlementRow.Kind]
        KIND_FUND_GIFT: _ClassVar[SettlementRow.Kind]
    KIND_UNSPECIFIED: SettlementRow.Kind
    KIND_SEAT: SettlementRow.Kind
    KIND_PLATFORM_SEAT: SettlementRow.Kind
    KIND_GIFT: SettlementRow.Kind
    KIND_CARD: SettlementRow.Kind
    KIND_GUARANTEE: SettlementRow.Kind
    KIND_FUND_GIFT: SettlementRow.Kind
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    VAT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    SOLD_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    RETURNED_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    PAID_FIELD_NUMBER: _ClassVar[int]
    REFUNDED_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_ON_TOP_FIELD_NUMBER: _ClassVar[int]
    DRAWN_FIELD_NUMBER: _ClassVar[int]
    GIFTS_FIELD_NUMBER: _ClassVar[int]
    FACE_VALUE_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_INSIDE_FIELD_NUMBER: _ClassVar[int]
    NET_FIELD_NUMBER: _ClassVar[int]
    SUPPORT_FIELD_NUMBER: _ClassVar[int]
    SELLING_COST_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    performance: str
    kind: SettlementRow.Kind
    channel_id: str
    counter_id: str
    vat_permille: int
    sold_seat_count: int
    returned_seat_count: int
    paid: _money_pb2.Money
    refunded: _money_pb2.Money
    commission_on_top: _money_pb2.Money
    drawn: _money_pb2.Money
    gifts: _money_pb2.Money
    face_value: _money_pb2.Money
    vat: _money_pb2.Money
    commission_inside: _money_pb2.Money
    net: _money_pb2.Money
    support: _money_pb2.Money
    selling_cost: _money_pb2.Money
    shares: _containers.RepeatedCompositeFieldContainer[PartyShare]
    def __init__(self, performance: _Optional[str] = ..., kind: _Optional[_Union[SettlementRow.Kind, str]] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ..., vat_permille: _Optional[int] = ..., sold_seat_count: _Optional[int] = ..., returned_seat_count: _Optional[int] = ..., paid: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., refunded: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_on_top: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., drawn: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., gifts: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., face_value: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., vat: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_inside: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., net: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., support: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., selling_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., shares: _Optional[_Iterable[_Union[PartyShare, _Mapping]]] = ...) -> None: ...

class PartyShare(_message.Message):
    __slots__ = ("party_id", "amount")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    amount: _money_pb2.Money
    def __init__(self, party_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
