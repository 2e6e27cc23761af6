import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RecordSalesRequest(_message.Message):
    __slots__ = ("parent", "sales", "seats_left", "request_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    SALES_FIELD_NUMBER: _ClassVar[int]
    SEATS_LEFT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    sales: _containers.RepeatedCompositeFieldContainer[PlatformSale]
    seats_left: _containers.RepeatedCompositeFieldContainer[SeatsLeft]
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., sales: _Optional[_Iterable[_Union[PlatformSale, _Mapping]]] = ..., seats_left: _Optional[_Iterable[_Union[SeatsLeft, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class PlatformSale(_message.Message):
    __slots__ = ("id", "performance", "seat_category_id", "tariff_id", "channel_id", "seat_count", "unit_price", "sell_time", "cancelled_seat_count", "cancel_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    SELL_TIME_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    CANCEL_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    performance: str
    seat_category_id: str
    tariff_id: str
    channel_id: str
    seat_count: int
    unit_price: _money_pb2.Money
    sell_time: _timestamp_pb2.Timestamp
    cancelled_seat_count: int
    cancel_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., tariff_id: _Optional[str] = ..., channel_id: _Optional[str] = ..., seat_count: _Optional[int] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., sell_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cancelled_seat_count: _Optional[int] = ..., cancel_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SeatsLeft(_message.Message):
    __slots__ = ("performance", "seat_category_id", "seat_count", "count_time")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    COUNT_TIME_FIELD_NUMBER: _ClassVar[int]
    performance: str
    seat_category_id: str
    seat_count: int
    count_time: _timestamp_pb2.Timestamp
    def __init__(self, performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., seat_count: _Optional[int] = ..., count_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RecordSalesResponse(_message.Message):
    __slots__ = ("new_sale_count", "changed_sale_count", "known_sale_count", "seats_left_count")
    NEW_SALE_COUNT_FIELD_NUMBER: _ClassVar[int]
    CHANGED_SALE_COUNT_FIELD_NUMBER: _ClassVar[int]
    KNOWN_SALE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SEATS_LEFT_COUNT_FIELD_NUMBER: _ClassVar[int]
    new_sale_count: int
    changed_sale_count: int
    known_sale_count: int
    seats_left_count: int
    def __init__(self, new_sale_count: _Optional[int] = ..., changed_sale_count: _Optional[int] = ..., known_sale_count: _Optional[int] = ..., seats_left_count: _Optional[int] = ...) -> None: ...
