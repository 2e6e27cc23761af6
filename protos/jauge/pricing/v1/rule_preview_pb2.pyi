from jauge.pricing.v1 import money_pb2 as _money_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RulePreview(_message.Message):
    __slots__ = ("without_change", "with_change", "changes", "means", "plan_cost", "plan_seat_change", "affected_performances", "trial_count", "elapsed_seconds", "rule", "refusal")
    WITHOUT_CHANGE_FIELD_NUMBER: _ClassVar[int]
    WITH_CHANGE_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    MEANS_FIELD_NUMBER: _ClassVar[int]
    PLAN_COST_FIELD_NUMBER: _ClassVar[int]
    PLAN_SEAT_CHANGE_FIELD_NUMBER: _ClassVar[int]
    AFFECTED_PERFORMANCES_FIELD_NUMBER: _ClassVar[int]
    TRIAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_SECONDS_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    without_change: RulePreviewSide
    with_change: RulePreviewSide
    changes: _containers.RepeatedCompositeFieldContainer[MeasureChange]
    means: _containers.RepeatedCompositeFieldContainer[MeansChange]
    plan_cost: _money_pb2.Money
    plan_seat_change: float
    affected_performances: _containers.RepeatedScalarFieldContainer[str]
    trial_count: int
    elapsed_seconds: float
    rule: _rule_pb2.Rule
    refusal: str
    def __init__(self, without_change: _Optional[_Union[RulePreviewSide, _Mapping]] = ..., with_change: _Optional[_Union[RulePreviewSide, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[MeasureChange, _Mapping]]] = ..., means: _Optional[_Iterable[_Union[MeansChange, _Mapping]]] = ..., plan_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., plan_seat_change: _Optional[float] = ..., affected_performances: _Optional[_Iterable[str]] = ..., trial_count: _Optional[int] = ..., elapsed_seconds: _Optional[float] = ..., rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., refusal: _Optional[str] = ...) -> None: ...

class RulePreviewSide(_message.Message):
    __slots__ = ("income", "fill_rate", "access_share", "access_price")
    INCOME_FIELD_NUMBER: _ClassVar[int]
    FILL_RATE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_SHARE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_PRICE_FIELD_NUMBER: _ClassVar[int]
    income: _money_pb2.Money
    fill_rate: float
    access_share: float
    access_price: _money_pb2.Money
    def __init__(self, income: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., fill_rate: _Optional[float] = ..., access_share: _Optional[float] = ..., access_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class MeasureChange(_message.Message):
    __slots__ = ("measure", "mean", "low", "high")
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    MEAN_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    measure: str
    mean: float
    low: float
    high: float
    def __init__(self, measure: _Optional[str] = ..., mean: _Optional[float] = ..., low: _Optional[float] = ..., high: _Optional[float] = ...) -> None: ...

class MeansChange(_message.Message):
    __slots__ = ("tariff_id", "means_bracket_id", "seats_without", "seats_with", "price_without", "price_with")
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    MEANS_BRACKET_ID_FIELD_NUMBER: _ClassVar[int]
    SEATS_WITHOUT_FIELD_NUMBER: _ClassVar[int]
    SEATS_WITH_FIELD_NUMBER: _ClassVar[int]
    PRICE_WITHOUT_FIELD_NUMBER: _ClassVar[int]
    PRICE_WITH_FIELD_NUMBER: _ClassVar[int]
    tariff_id: str
    means_bracket_id: str
    seats_without: float
    seats_with: float
    price_without: _money_pb2.Money
    price_with: _money_pb2.Money
    def __init__(self, tariff_id: _Optional[str] = ..., means_bracket_id: _Optional[str] = ..., seats_without: _Optional[float] = ..., seats_with: _Optional[float] = ..., price_without: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., price_with: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class PreviewRuleRequest(_message.Message):
    __slots__ = ("parent", "rule", "repealed_rule_id", "trial_count", "seed")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REPEALED_RULE_ID_FIELD_NUMBER: _ClassVar[int]
    TRIAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    parent: str
    rule: _rule_pb2.Rule
    repealed_rule_id: str
    trial_count: int
    seed: int
    def __init__(self, parent: _Optional[str] = ..., rule: _Optional[_Union[_rule_pb2.Rule, _Mapping]] = ..., repealed_rule_id: _Optional[str] = ..., trial_count: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...
