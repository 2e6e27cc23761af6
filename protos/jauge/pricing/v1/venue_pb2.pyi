from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Venue(_message.Message):
    __slots__ = ("id", "display_name", "seat_categories", "price_tiers")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    PRICE_TIERS_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    seat_categories: _containers.RepeatedCompositeFieldContainer[SeatCategory]
    price_tiers: _containers.RepeatedCompositeFieldContainer[PriceTier]
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., seat_categories: _Optional[_Iterable[_Union[SeatCategory, _Mapping]]] = ..., price_tiers: _Optional[_Iterable[_Union[PriceTier, _Mapping]]] = ...) -> None: ...

class SeatCategory(_message.Message):
    __slots__ = ("id", "seat_count")
    ID_FIELD_NUMBER: _ClassVar[int]
    SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    id: str
    seat_count: int
    def __init__(self, id: _Optional[str] = ..., seat_count: _Optional[int] = ...) -> None: ...

class PriceTier(_message.Message):
    __slots__ = ("id", "prices")
    ID_FIELD_NUMBER: _ClassVar[int]
    PRICES_FIELD_NUMBER: _ClassVar[int]
    id: str
    prices: _containers.RepeatedCompositeFieldContainer[_money_pb2.Money]
    def __init__(self, id: _Optional[str] = ..., prices: _Optional[_Iterable[_Union[_money_pb2.Money, _Mapping]]] = ...) -> None: ...
