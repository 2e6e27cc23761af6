from jauge.pricing.v1 import moment_pb2 as _moment_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Pack(_message.Message):
    __slots__ = ("id", "display_name", "tariff_id", "performance_ids", "chosen_performance_count", "sum_permille", "prices", "order_count_max", "floor_price", "ceiling_price", "rounding_step", "quota_count", "sale_window")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    CHOSEN_PERFORMANCE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SUM_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    PRICES_FIELD_NUMBER: _ClassVar[int]
    ORDER_COUNT_MAX_FIELD_NUMBER: _ClassVar[int]
    FLOOR_PRICE_FIELD_NUMBER: _ClassVar[int]
    CEILING_PRICE_FIELD_NUMBER: _ClassVar[int]
    ROUNDING_STEP_FIELD_NUMBER: _ClassVar[int]
    QUOTA_COUNT_FIELD_NUMBER: _ClassVar[int]
    SALE_WINDOW_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    tariff_id: str
    performance_ids: _containers.RepeatedScalarFieldContainer[str]
    chosen_performance_count: int
    sum_permille: int
    prices: PackPrices
    order_count_max: int
    floor_price: _money_pb2.Money
    ceiling_price: _money_pb2.Money
    rounding_step: _money_pb2.Money
    quota_count: int
    sale_window: _moment_pb2.SaleWindow
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., tariff_id: _Optional[str] = ..., performance_ids: _Optional[_Iterable[str]] = ..., chosen_performance_count: _Optional[int] = ..., sum_permille: _Optional[int] = ..., prices: _Optional[_Union[PackPrices, _Mapping]] = ..., order_count_max: _Optional[int] = ..., floor_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., ceiling_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., rounding_step: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., quota_count: _Optional[int] = ..., sale_window: _Optional[_Union[_moment_pb2.SaleWindow, _Mapping]] = ...) -> None: ...

class PackPrices(_message.Message):
    __slots__ = ("prices",)
    PRICES_FIELD_NUMBER: _ClassVar[int]
    prices: _containers.RepeatedCompositeFieldContainer[PackPrice]
    def __init__(self, prices: _Optional[_Iterable[_Union[PackPrice, _Mapping]]] = ...) -> None: ...

class PackPrice(_message.Message):
    __slots__ = ("seat_category_id", "price")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    price: _money_pb2.Money
    def __init__(self, seat_category_id: _Optional[str] = ..., price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
