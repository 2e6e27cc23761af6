import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TicketSale(_message.Message):
    __slots__ = ("serial_number", "quote", "performance", "seat_category_id", "tariff_id", "means_bracket_id", "channel_id", "counter_id", "price_paid", "commission_on_top", "drawn", "vat_permille", "vat", "sold_time", "state", "returned_time", "refunded", "exchange_quote")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[TicketSale.State]
        STATE_SOLD: _ClassVar[TicketSale.State]
        STATE_REFUNDED: _ClassVar[TicketSale.State]
        STATE_EXCHANGED: _ClassVar[TicketSale.State]
    STATE_UNSPECIFIED: TicketSale.State
    STATE_SOLD: TicketSale.State
    STATE_REFUNDED: TicketSale.State
    STATE_EXCHANGED: TicketSale.State
    SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    MEANS_BRACKET_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_PAID_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_ON_TOP_FIELD_NUMBER: _ClassVar[int]
    DRAWN_FIELD_NUMBER: _ClassVar[int]
    VAT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    SOLD_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RETURNED_TIME_FIELD_NUMBER: _ClassVar[int]
    REFUNDED_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_QUOTE_FIELD_NUMBER: _ClassVar[int]
    serial_number: int
    quote: str
    performance: str
    seat_category_id: str
    tariff_id: str
    means_bracket_id: str
    channel_id: str
    counter_id: str
    price_paid: _money_pb2.Money
    commission_on_top: _money_pb2.Money
    drawn: _money_pb2.Money
    vat_permille: int
    vat: _money_pb2.Money
    sold_time: _timestamp_pb2.Timestamp
    state: TicketSale.State
    returned_time: _timestamp_pb2.Timestamp
    refunded: _money_pb2.Money
    exchange_quote: str
    def __init__(self, serial_number: _Optional[int] = ..., quote: _Optional[str] = ..., performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., tariff_id: _Optional[str] = ..., means_bracket_id: _Optional[str] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ..., price_paid: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_on_top: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., drawn: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., vat_permille: _Optional[int] = ..., vat: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., sold_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[TicketSale.State, str]] = ..., returned_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refunded: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., exchange_quote: _Optional[str] = ...) -> None: ...
