import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PriceFacts(_message.Message):
    __slots__ = ("categories", "lowest_available_price", "highest_available_price", "cheapest_price", "cheapest_left_seat_count", "cheapest_left_permille", "not_personalized")
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    LOWEST_AVAILABLE_PRICE_FIELD_NUMBER: _ClassVar[int]
    HIGHEST_AVAILABLE_PRICE_FIELD_NUMBER: _ClassVar[int]
    CHEAPEST_PRICE_FIELD_NUMBER: _ClassVar[int]
    CHEAPEST_LEFT_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    CHEAPEST_LEFT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    NOT_PERSONALIZED_FIELD_NUMBER: _ClassVar[int]
    categories: _containers.RepeatedCompositeFieldContainer[CategoryPriceFacts]
    lowest_available_price: _money_pb2.Money
    highest_available_price: _money_pb2.Money
    cheapest_price: _money_pb2.Money
    cheapest_left_seat_count: int
    cheapest_left_permille: int
    not_personalized: bool
    def __init__(self, categories: _Optional[_Iterable[_Union[CategoryPriceFacts, _Mapping]]] = ..., lowest_available_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., highest_available_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., cheapest_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., cheapest_left_seat_count: _Optional[int] = ..., cheapest_left_permille: _Optional[int] = ..., not_personalized: _Optional[bool] = ...) -> None: ...

class CategoryPriceFacts(_message.Message):
    __slots__ = ("seat_category_id", "full_price", "lowest_price_30_days", "reduction_time", "reduction", "left_seat_count")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    FULL_PRICE_FIELD_NUMBER: _ClassVar[int]
    LOWEST_PRICE_30_DAYS_FIELD_NUMBER: _ClassVar[int]
    REDUCTION_TIME_FIELD_NUMBER: _ClassVar[int]
    REDUCTION_FIELD_NUMBER: _ClassVar[int]
    LEFT_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    full_price: _money_pb2.Money
    lowest_price_30_days: _money_pb2.Money
    reduction_time: _timestamp_pb2.Timestamp
    reduction: _money_pb2.Money
    left_seat_count: int
    def __init__(self, seat_category_id: _Optional[str] = ..., full_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., lowest_price_30_days: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reduction_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reduction: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., left_seat_count: _Optional[int] = ...) -> None: ...
