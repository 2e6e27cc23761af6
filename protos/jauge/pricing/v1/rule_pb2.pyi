from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Rule(_message.Message):
    __slots__ = ("id", "scope", "price_bounds", "category_order", "access_share", "solidarity_share", "never_falls", "keep_open", "popularity_cap", "solidarity_budget", "average_price", "income_floor", "group_gap", "price_step", "channel_parity")
    ID_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    PRICE_BOUNDS_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_ORDER_FIELD_NUMBER: _ClassVar[int]
    ACCESS_SHARE_FIELD_NUMBER: _ClassVar[int]
    SOLIDARITY_SHARE_FIELD_NUMBER: _ClassVar[int]
    NEVER_FALLS_FIELD_NUMBER: _ClassVar[int]
    KEEP_OPEN_FIELD_NUMBER: _ClassVar[int]
    POPULARITY_CAP_FIELD_NUMBER: _ClassVar[int]
    SOLIDARITY_BUDGET_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_PRICE_FIELD_NUMBER: _ClassVar[int]
    INCOME_FLOOR_FIELD_NUMBER: _ClassVar[int]
    GROUP_GAP_FIELD_NUMBER: _ClassVar[int]
    PRICE_STEP_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_PARITY_FIELD_NUMBER: _ClassVar[int]
    id: str
    scope: RuleScope
    price_bounds: PriceBounds
    category_order: CategoryOrder
    access_share: AccessShare
    solidarity_share: SolidarityShare
    never_falls: NeverFalls
    keep_open: KeepOpen
    popularity_cap: PopularityCap
    solidarity_budget: SolidarityBudget
    average_price: AveragePrice
    income_floor: IncomeFloor
    group_gap: GroupGap
    price_step: PriceStep
    channel_parity: ChannelParity
    def __init__(self, id: _Optional[str] = ..., scope: _Optional[_Union[RuleScope, _Mapping]] = ..., price_bounds: _Optional[_Union[PriceBounds, _Mapping]] = ..., category_order: _Optional[_Union[CategoryOrder, _Mapping]] = ..., access_share: _Optional[_Union[AccessShare, _Mapping]] = ..., solidarity_share: _Optional[_Union[SolidarityShare, _Mapping]] = ..., never_falls: _Optional[_Union[NeverFalls, _Mapping]] = ..., keep_open: _Optional[_Union[KeepOpen, _Mapping]] = ..., popularity_cap: _Optional[_Union[PopularityCap, _Mapping]] = ..., solidarity_budget: _Optional[_Union[SolidarityBudget, _Mapping]] = ..., average_price: _Optional[_Union[AveragePrice, _Mapping]] = ..., income_floor: _Optional[_Union[IncomeFloor, _Mapping]] = ..., group_gap: _Optional[_Union[GroupGap, _Mapping]] = ..., price_step: _Optional[_Union[PriceStep, _Mapping]] = ..., channel_parity: _Optional[_Union[ChannelParity, _Mapping]] = ...) -> None: ...

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

class KeepOpen(_message.Message):
    __slots__ = ("on",)
    ON_FIELD_NUMBER: _ClassVar[int]
    on: bool
    def __init__(self, on: _Optional[bool] = ...) -> None: ...

class PopularityCap(_message.Message):
    __slots__ = ("demand_permille", "rise_permille")
    DEMAND_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    RISE_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    demand_permille: int
    rise_permille: int
    def __init__(self, demand_permille: _Optional[int] = ..., rise_permille: _Optional[int] = ...) -> None: ...

class SolidarityBudget(_message.Message):
    __slots__ = ("donations", "subsidy", "surplus_permille", "support_permille")
    DONATIONS_FIELD_NUMBER: _ClassVar[int]
    SUBSIDY_FIELD_NUMBER: _ClassVar[int]
    SURPLUS_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    SUPPORT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    donations: _money_pb2.Money
    subsidy: _money_pb2.Money
    surplus_permille: int
    support_permille: int
    def __init__(self, donations: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., subsidy: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., surplus_permille: _Optional[int] = ..., support_permille: _Optional[int] = ...) -> None: ...

class AveragePrice(_message.Message):
    __slots__ = ("price", "each_performance")
    PRICE_FIELD_NUMBER: _ClassVar[int]
    EACH_PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    price: _money_pb2.Money
    each_performance: bool
    def __init__(self, price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., each_performance: _Optional[bool] = ...) -> None: ...

class IncomeFloor(_message.Message):
    __slots__ = ("income", "each_performance")
    INCOME_FIELD_NUMBER: _ClassVar[int]
    EACH_PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    income: _money_pb2.Money
    each_performance: bool
    def __init__(self, income: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., each_performance: _Optional[bool] = ...) -> None: ...

class GroupGap(_message.Message):
    __slots__ = ("measure", "groups", "share_permille")
    class Measure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        MEASURE_UNSPECIFIED: _ClassVar[GroupGap.Measure]
        MEASURE_PRICE: _ClassVar[GroupGap.Measure]
        MEASURE_ACCESS: _ClassVar[GroupGap.Measure]
        MEASURE_SURPLUS: _ClassVar[GroupGap.Measure]
    MEASURE_UNSPECIFIED: GroupGap.Measure
    MEASURE_PRICE: GroupGap.Measure
    MEASURE_ACCESS: GroupGap.Measure
    MEASURE_SURPLUS: GroupGap.Measure
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    SHARE_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    measure: GroupGap.Measure
    groups: _containers.RepeatedCompositeFieldContainer[AudienceGroup]
    share_permille: int
    def __init__(self, measure: _Optional[_Union[GroupGap.Measure, str]] = ..., groups: _Optional[_Iterable[_Union[AudienceGroup, _Mapping]]] = ..., share_permille: _Optional[int] = ...) -> None: ...

class AudienceGroup(_message.Message):
    __slots__ = ("tariff_id", "means_bracket_id")
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    MEANS_BRACKET_ID_FIELD_NUMBER: _ClassVar[int]
    tariff_id: str
    means_bracket_id: str
    def __init__(self, tariff_id: _Optional[str] = ..., means_bracket_id: _Optional[str] = ...) -> None: ...

class PriceStep(_message.Message):
    __slots__ = ("change_permille", "days_between", "notice_days")
    CHANGE_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    DAYS_BETWEEN_FIELD_NUMBER: _ClassVar[int]
    NOTICE_DAYS_FIELD_NUMBER: _ClassVar[int]
    change_permille: int
    days_between: int
    notice_days: int
    def __init__(self, change_permille: _Optional[int] = ..., days_between: _Optional[int] = ..., notice_days: _Optional[int] = ...) -> None: ...

class ChannelParity(_message.Message):
    __slots__ = ("commission_permille_max",)
    COMMISSION_PERMILLE_MAX_FIELD_NUMBER: _ClassVar[int]
    commission_permille_max: int
    def __init__(self, commission_permille_max: _Optional[int] = ...) -> None: ...
