import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from jauge.pricing.v1 import price_facts_pb2 as _price_facts_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PriceList(_message.Message):
    __slots__ = ("performance", "channel_id", "counter_id", "price_plan", "price_tier_id", "next_change_time", "prices", "closed_because", "announced_price_tier_id", "announced_time", "facts", "kept_seats")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    NEXT_CHANGE_TIME_FIELD_NUMBER: _ClassVar[int]
    PRICES_FIELD_NUMBER: _ClassVar[int]
    CLOSED_BECAUSE_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCED_PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCED_TIME_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    KEPT_SEATS_FIELD_NUMBER: _ClassVar[int]
    performance: str
    channel_id: str
    counter_id: str
    price_plan: str
    price_tier_id: str
    next_change_time: _timestamp_pb2.Timestamp
    prices: _containers.RepeatedCompositeFieldContainer[Price]
    closed_because: str
    announced_price_tier_id: str
    announced_time: _timestamp_pb2.Timestamp
    facts: _price_facts_pb2.PriceFacts
    kept_seats: _containers.RepeatedCompositeFieldContainer[KeptSeats]
    def __init__(self, performance: _Optional[str] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ..., price_plan: _Optional[str] = ..., price_tier_id: _Optional[str] = ..., next_change_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., prices: _Optional[_Iterable[_Union[Price, _Mapping]]] = ..., closed_because: _Optional[str] = ..., announced_price_tier_id: _Optional[str] = ..., announced_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., facts: _Optional[_Union[_price_facts_pb2.PriceFacts, _Mapping]] = ..., kept_seats: _Optional[_Iterable[_Union[KeptSeats, _Mapping]]] = ...) -> None: ...

class KeptSeats(_message.Message):
    __slots__ = ("seat_category_id", "seat_count", "release_time")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    RELEASE_TIME_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    seat_count: int
    release_time: _timestamp_pb2.Timestamp
    def __init__(self, seat_category_id: _Optional[str] = ..., seat_count: _Optional[int] = ..., release_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Price(_message.Message):
    __slots__ = ("seat_category_id", "tariff_id", "means_bracket_id", "unit_price", "reference_price", "left_seat_count", "choice_prices", "unit_price_min", "unit_price_max", "suspended_price")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    MEANS_BRACKET_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_PRICE_FIELD_NUMBER: _ClassVar[int]
    LEFT_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    CHOICE_PRICES_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_MIN_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_MAX_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_PRICE_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    tariff_id: str
    means_bracket_id: str
    unit_price: _money_pb2.Money
    reference_price: _money_pb2.Money
    left_seat_count: int
    choice_prices: _containers.RepeatedCompositeFieldContainer[_money_pb2.Money]
    unit_price_min: _money_pb2.Money
    unit_price_max: _money_pb2.Money
    suspended_price: _money_pb2.Money
    def __init__(self, seat_category_id: _Optional[str] = ..., tariff_id: _Optional[str] = ..., means_bracket_id: _Optional[str] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reference_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., left_seat_count: _Optional[int] = ..., choice_prices: _Optional[_Iterable[_Union[_money_pb2.Money, _Mapping]]] = ..., unit_price_min: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., unit_price_max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., suspended_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
