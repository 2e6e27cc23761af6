from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PricingMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRICING_MODE_UNSPECIFIED: _ClassVar[PricingMode]
    PRICING_MODE_SCALE: _ClassVar[PricingMode]
    PRICING_MODE_CATEGORY: _ClassVar[PricingMode]
PRICING_MODE_UNSPECIFIED: PricingMode
PRICING_MODE_SCALE: PricingMode
PRICING_MODE_CATEGORY: PricingMode

class Objective(_message.Message):
    __slots__ = ("kind", "class_weights")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Objective.Kind]
        KIND_INCOME: _ClassVar[Objective.Kind]
        KIND_ATTENDANCE: _ClassVar[Objective.Kind]
        KIND_WELFARE: _ClassVar[Objective.Kind]
    KIND_UNSPECIFIED: Objective.Kind
    KIND_INCOME: Objective.Kind
    KIND_ATTENDANCE: Objective.Kind
    KIND_WELFARE: Objective.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    CLASS_WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    kind: Objective.Kind
    class_weights: _containers.RepeatedCompositeFieldContainer[ClassWeight]
    def __init__(self, kind: _Optional[_Union[Objective.Kind, str]] = ..., class_weights: _Optional[_Iterable[_Union[ClassWeight, _Mapping]]] = ...) -> None: ...

class ClassWeight(_message.Message):
    __slots__ = ("group", "weight")
    GROUP_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    group: _rule_pb2.AudienceGroup
    weight: float
    def __init__(self, group: _Optional[_Union[_rule_pb2.AudienceGroup, _Mapping]] = ..., weight: _Optional[float] = ...) -> None: ...
