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

class PricePlan(_message.Message):
    __slots__ = ("name", "create_time", "active", "expected_income", "upper_bound", "gap", "solve_duration", "forecast_time", "booking_period_days_out", "rules", "performances", "unexplained_performances")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_INCOME_FIELD_NUMBER: _ClassVar[int]
    UPPER_BOUND_FIELD_NUMBER: _ClassVar[int]
    GAP_FIELD_NUMBER: _ClassVar[int]
    SOLVE_DURATION_FIELD_NUMBER: _ClassVar[int]
    FORECAST_TIME_FIELD_NUMBER: _ClassVar[int]
    BOOKING_PERIOD_DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCES_FIELD_NUMBER: _ClassVar[int]
    UNEXPLAINED_PERFORMANCES_FIELD_NUMBER: _ClassVar[int]
    name: str
    create_time: _timestamp_pb2.Timestamp
    active: bool
    expected_income: _money_pb2.Money
    upper_bound: _money_pb2.Money
    gap: float
    solve_duration: _duration_pb2.Duration
    forecast_time: _timestamp_pb2.Timestamp
    booking_period_days_out: _containers.RepeatedScalarFieldContainer[int]
    rules: _containers.RepeatedCompositeFieldContainer[RuleOutcome]
    performances: _containers.RepeatedCompositeFieldContainer[PerformancePlan]
    unexplained_performances: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., active: _Optional[bool] = ..., expected_income: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., upper_bound: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., gap: _Optional[float] = ..., solve_duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., forecast_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., booking_period_days_out: _Optional[_Iterable[int]] = ..., rules: _Optional[_Iterable[_Union[RuleOutcome, _Mapping]]] = ..., performances: _Optional[_Iterable[_Union[PerformancePlan, _Mapping]]] = ..., unexplained_performances: _Optional[_Iterable[str]] = ...) -> None: ...

class PerformancePlan(_message.Message):
    __slots__ = ("performance", "periods", "seat_categories", "expected_income", "fill_rate", "demand_mean")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    PERIODS_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_INCOME_FIELD_NUMBER: _ClassVar[int]
    FILL_RATE_FIELD_NUMBER: _ClassVar[int]
    DEMAND_MEAN_FIELD_NUMBER: _ClassVar[int]
    performance: str
    periods: _containers.RepeatedCompositeFieldContainer[PeriodPlan]
    seat_categories: _containers.RepeatedCompositeFieldContainer[CategoryPlan]
    expected_income: _money_pb2.Money
    fill_rate: float
    demand_mean: float
    def __init__(self, performance: _Optional[str] = ..., periods: _Optional[_Iterable[_Union[PeriodPlan, _Mapping]]] = ..., seat_categories: _Optional[_Iterable[_Union[CategoryPlan, _Mapping]]] = ..., expected_income: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., fill_rate: _Optional[float] = ..., demand_mean: _Optional[float] = ...) -> None: ...

class PeriodPlan(_message.Message):
    __slots__ = ("price_tier_id", "unrestricted_price_tier_id", "steps", "category_price_tier_ids")
    PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    UNRESTRICTED_PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_PRICE_TIER_IDS_FIELD_NUMBER: _ClassVar[int]
    price_tier_id: str
    unrestricted_price_tier_id: str
    steps: _containers.RepeatedCompositeFieldContainer[RuleStep]
    category_price_tier_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, price_tier_id: _Optional[str] = ..., unrestricted_price_tier_id: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[RuleStep, _Mapping]]] = ..., category_price_tier_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class RuleStep(_message.Message):
    __slots__ = ("rule_id", "price_tier_id")
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    price_tier_id: str
    def __init__(self, rule_id: _Optional[str] = ..., price_tier_id: _Optional[str] = ...) -> None: ...

class CategoryPlan(_message.Message):
    __slots__ = ("seat_category_id", "bid_price", "expected_seat_count")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    BID_PRICE_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    bid_price: _money_pb2.Money
    expected_seat_count: float
    def __init__(self, seat_category_id: _Optional[str] = ..., bid_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., expected_seat_count: _Optional[float] = ...) -> None: ...

class RuleOutcome(_message.Message):
    __slots__ = ("rule_id", "kind", "slack", "marginal_cost", "binding_on", "fund_months", "seats_per_unit", "unpriced")
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SLACK_FIELD_NUMBER: _ClassVar[int]
    MARGINAL_COST_FIELD_NUMBER: _ClassVar[int]
    BINDING_ON_FIELD_NUMBER: _ClassVar[int]
    FUND_MONTHS_FIELD_NUMBER: _ClassVar[int]
    SEATS_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    kind: str
    slack: float
    marginal_cost: _money_pb2.Money
    binding_on: _containers.RepeatedScalarFieldContainer[str]
    fund_months: _containers.RepeatedCompositeFieldContainer[FundMonth]
    seats_per_unit: float
    unpriced: bool
    def __init__(self, rule_id: _Optional[str] = ..., kind: _Optional[str] = ..., slack: _Optional[float] = ..., marginal_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., binding_on: _Optional[_Iterable[str]] = ..., fund_months: _Optional[_Iterable[_Union[FundMonth, _Mapping]]] = ..., seats_per_unit: _Optional[float] = ..., unpriced: _Optional[bool] = ...) -> None: ...

class FundMonth(_message.Message):
    __slots__ = ("end_time", "granted", "brought")
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    GRANTED_FIELD_NUMBER: _ClassVar[int]
    BROUGHT_FIELD_NUMBER: _ClassVar[int]
    end_time: _timestamp_pb2.Timestamp
    granted: _money_pb2.Money
    brought: _money_pb2.Money
    def __init__(self, end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., granted: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., brought: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
