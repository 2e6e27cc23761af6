from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PackOffer(_message.Message):
    __slots__ = ("pack_id", "seat_category_id", "unit_price_min", "unit_price_max", "single_price_max", "left_count", "performance_ids")
    PACK_ID_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_MIN_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_MAX_FIELD_NUMBER: _ClassVar[int]
    SINGLE_PRICE_MAX_FIELD_NUMBER: _ClassVar[int]
    LEFT_COUNT_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    pack_id: str
    seat_category_id: str
    unit_price_min: _money_pb2.Money
    unit_price_max: _money_pb2.Money
    single_price_max: _money_pb2.Money
    left_count: int
    performance_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, pack_id: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., unit_price_min: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., unit_price_max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., single_price_max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., left_count: _Optional[int] = ..., performance_ids: _Optional[_Iterable[str]] = ...) -> None: ...
