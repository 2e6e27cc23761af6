import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PriceNotice(_message.Message):
    __slots__ = ("performance", "on_sale_time", "tiered", "tiers", "change_times", "sales_move_prices", "rules", "hold_duration", "not_personalized", "text")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    ON_SALE_TIME_FIELD_NUMBER: _ClassVar[int]
    TIERED_FIELD_NUMBER: _ClassVar[int]
    TIERS_FIELD_NUMBER: _ClassVar[int]
    CHANGE_TIMES_FIELD_NUMBER: _ClassVar[int]
    SALES_MOVE_PRICES_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    HOLD_DURATION_FIELD_NUMBER: _ClassVar[int]
    NOT_PERSONALIZED_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    performance: str
    on_sale_time: _timestamp_pb2.Timestamp
    tiered: bool
    tiers: _containers.RepeatedCompositeFieldContainer[TierNotice]
    change_times: _containers.RepeatedCompositeFieldContainer[_timestamp_pb2.Timestamp]
    sales_move_prices: bool
    rules: _containers.RepeatedCompositeFieldContainer[RuleNotice]
    hold_duration: _duration_pb2.Duration
    not_personalized: bool
    text: str
    def __init__(self, performance: _Optional[str] = ..., on_sale_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., tiered: _Optional[bool] = ..., tiers: _Optional[_Iterable[_Union[TierNotice, _Mapping]]] = ..., change_times: _Optional[_Iterable[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]]] = ..., sales_move_prices: _Optional[bool] = ..., rules: _Optional[_Iterable[_Union[RuleNotice, _Mapping]]] = ..., hold_duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., not_personalized: _Optional[bool] = ..., text: _Optional[str] = ...) -> None: ...

class TierNotice(_message.Message):
    __slots__ = ("price_tier_id", "prices", "in_force", "may_come")
    PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    PRICES_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    MAY_COME_FIELD_NUMBER: _ClassVar[int]
    price_tier_id: str
    prices: _containers.RepeatedCompositeFieldContainer[CategoryPrice]
    in_force: bool
    may_come: bool
    def __init__(self, price_tier_id: _Optional[str] = ..., prices: _Optional[_Iterable[_Union[CategoryPrice, _Mapping]]] = ..., in_force: _Optional[bool] = ..., may_come: _Optional[bool] = ...) -> None: ...

class CategoryPrice(_message.Message):
    __slots__ = ("seat_category_id", "full_price")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    FULL_PRICE_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    full_price: _money_pb2.Money
    def __init__(self, seat_category_id: _Optional[str] = ..., full_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class RuleNotice(_message.Message):
    __slots__ = ("rule_id", "text")
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    text: str
    def __init__(self, rule_id: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...
