from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Rule(_message.Message):
    __slots__ = ("id", "scope", "price_bounds", "category_order", "access_share", "solidarity_share", "never_falls")
    ID_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    PRICE_BOUNDS_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_ORDER_FIELD_NUMBER: _ClassVar[int]
    ACCESS_SHARE_FIELD_NUMBER: _ClassVar[int]
    SOLIDARITY_SHARE_FIELD_NUMBER: _ClassVar[int]
    NEVER_FALLS_FIELD_NUMBER: _ClassVar[int]
    id: str
    scope: RuleScope
    price_bounds: PriceBounds
    category_order: CategoryOrder
    access_share: AccessShare
    solidarity_share: SolidarityShare
    never_falls: NeverFalls
    def __init__(self, id: _Optional[str] = ..., scope: _Optional[_Union[RuleScope, _Mapping]] = ..., price_bounds: _Optional[_Union[PriceBounds, _Mapping]] = ..., category_order: _Optional[_Union[CategoryOrder, _Mapping]] = ..., access_share: _Optional[_Union[AccessShare, _Mapping]] = ..., solidarity_share: _Optional[_Union[SolidarityShare, _Mapping]] = ..., never_falls: _Optional[_Union[NeverFalls, _Mapping]] = ...) -> None: ...

class RuleScope(_message.Message):
    __slots__ = ("production", "venue_id", "performance_id")
    PRODUCTION_FIELD_NUMBER: _ClassVar[int]
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_ID_FIELD_NUMBER: _ClassVar[int]
    production: str
    venue_id: str
    performance_id: str
    def __init__(self, production: _Optional[str] = ..., venue_id: _Optional[str] = ..., performance_id: _Optional[str] = ...) -> None: ...

class PriceBounds(_message.Message):
    __slots__ = ("seat_category_id", "floor_price", "cap_price")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    FLOOR_PRICE_FIELD_NUMBER: _ClassVar[int]
    CAP_PRICE_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    floor_price: _money_pb2.Money
    cap_price: _money_pb2.Money
    def __init__(self, seat_category_id: _Optional[str] = ..., floor_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., cap_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class CategoryOrder(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AccessShare(_message.Message):
    __slots__ = ("share_permille", "price", "each_performance")
    SHARE_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    EACH_PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    share_permille: int
    price: _money_pb2.Money
    each_performance: bool
    def __init__(self, share_permille: _Optional[int] = ..., price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., each_performance: _Optional[bool] = ...) -> None: ...

class SolidarityShare(_message.Message):
    __slots__ = ("share_permille", "release_days_out", "seat_category_ids")
    SHARE_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_IDS_FIELD_NUMBER: _ClassVar[int]
    share_permille: int
    release_days_out: int
    seat_category_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, share_permille: _Optional[int] = ..., release_days_out: _Optional[int] = ..., seat_category_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class NeverFalls(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
