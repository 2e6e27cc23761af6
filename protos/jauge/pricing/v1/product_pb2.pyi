import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import moment_pb2 as _moment_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SuspendedPool(_message.Message):
    __slots__ = ("id", "display_name", "ticket_price", "scope", "gift_price_min", "sale_window")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    TICKET_PRICE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    GIFT_PRICE_MIN_FIELD_NUMBER: _ClassVar[int]
    SALE_WINDOW_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    ticket_price: _money_pb2.Money
    scope: _rule_pb2.RuleScope
    gift_price_min: _money_pb2.Money
    sale_window: _moment_pb2.SaleWindow
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., ticket_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., scope: _Optional[_Union[_rule_pb2.RuleScope, _Mapping]] = ..., gift_price_min: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., sale_window: _Optional[_Union[_moment_pb2.SaleWindow, _Mapping]] = ...) -> None: ...

class SubscriberCard(_message.Message):
    __slots__ = ("id", "display_name", "show_seat_count_max", "price", "valid_from_time", "valid_until_time", "sale_window")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    SHOW_SEAT_COUNT_MAX_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_TIME_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_TIME_FIELD_NUMBER: _ClassVar[int]
    SALE_WINDOW_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    show_seat_count_max: int
    price: _money_pb2.Money
    valid_from_time: _timestamp_pb2.Timestamp
    valid_until_time: _timestamp_pb2.Timestamp
    sale_window: _moment_pb2.SaleWindow
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., show_seat_count_max: _Optional[int] = ..., price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., valid_from_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_until_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sale_window: _Optional[_Union[_moment_pb2.SaleWindow, _Mapping]] = ...) -> None: ...
