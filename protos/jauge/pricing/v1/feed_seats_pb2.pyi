from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class QuotaReached(_message.Message):
    __slots__ = ("kind", "performance", "seat_category_id", "channel_id", "counter_id", "tariff_id", "limit_seat_count", "sold_seat_count")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[QuotaReached.Kind]
        KIND_CATEGORY: _ClassVar[QuotaReached.Kind]
        KIND_CHANNEL: _ClassVar[QuotaReached.Kind]
        KIND_COUNTER: _ClassVar[QuotaReached.Kind]
        KIND_TARIFF: _ClassVar[QuotaReached.Kind]
        KIND_SOLIDARITY: _ClassVar[QuotaReached.Kind]
    KIND_UNSPECIFIED: QuotaReached.Kind
    KIND_CATEGORY: QuotaReached.Kind
    KIND_CHANNEL: QuotaReached.Kind
    KIND_COUNTER: QuotaReached.Kind
    KIND_TARIFF: QuotaReached.Kind
    KIND_SOLIDARITY: QuotaReached.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    SOLD_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    kind: QuotaReached.Kind
    performance: str
    seat_category_id: str
    channel_id: str
    counter_id: str
    tariff_id: str
    limit_seat_count: int
    sold_seat_count: int
    def __init__(self, kind: _Optional[_Union[QuotaReached.Kind, str]] = ..., performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ..., tariff_id: _Optional[str] = ..., limit_seat_count: _Optional[int] = ..., sold_seat_count: _Optional[int] = ...) -> None: ...

class SeatsFreed(_message.Message):
    __slots__ = ("performance", "rule_id", "categories")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    performance: str
    rule_id: str
    categories: _containers.RepeatedCompositeFieldContainer[FreedSeats]
    def __init__(self, performance: _Optional[str] = ..., rule_id: _Optional[str] = ..., categories: _Optional[_Iterable[_Union[FreedSeats, _Mapping]]] = ...) -> None: ...

class FreedSeats(_message.Message):
    __slots__ = ("seat_category_id", "kept_seat_count", "freed_seat_count")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    KEPT_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    FREED_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    kept_seat_count: int
    freed_seat_count: int
    def __init__(self, seat_category_id: _Optional[str] = ..., kept_seat_count: _Optional[int] = ..., freed_seat_count: _Optional[int] = ...) -> None: ...
