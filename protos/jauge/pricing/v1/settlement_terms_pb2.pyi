from jauge.pricing.v1 import money_pb2 as _money_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SettlementTerms(_message.Message):
    __slots__ = ("vat_rates", "splits")
    VAT_RATES_FIELD_NUMBER: _ClassVar[int]
    SPLITS_FIELD_NUMBER: _ClassVar[int]
    vat_rates: _containers.RepeatedCompositeFieldContainer[VatRate]
    splits: _containers.RepeatedCompositeFieldContainer[RevenueSplit]
    def __init__(self, vat_rates: _Optional[_Iterable[_Union[VatRate, _Mapping]]] = ..., splits: _Optional[_Iterable[_Union[RevenueSplit, _Mapping]]] = ...) -> None: ...

class VatRate(_message.Message):
    __slots__ = ("permille", "scope", "first_performance_count", "given_before_count")
    PERMILLE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    FIRST_PERFORMANCE_COUNT_FIELD_NUMBER: _ClassVar[int]
    GIVEN_BEFORE_COUNT_FIELD_NUMBER: _ClassVar[int]
    permille: int
    scope: _rule_pb2.RuleScope
    first_performance_count: int
    given_before_count: int
    def __init__(self, permille: _Optional[int] = ..., scope: _Optional[_Union[_rule_pb2.RuleScope, _Mapping]] = ..., first_performance_count: _Optional[int] = ..., given_before_count: _Optional[int] = ...) -> None: ...

class RevenueSplit(_message.Message):
    __slots__ = ("scope", "shares")
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    scope: _rule_pb2.RuleScope
    shares: _containers.RepeatedCompositeFieldContainer[RevenueShare]
    def __init__(self, scope: _Optional[_Union[_rule_pb2.RuleScope, _Mapping]] = ..., shares: _Optional[_Iterable[_Union[RevenueShare, _Mapping]]] = ...) -> None: ...

class RevenueShare(_message.Message):
    __slots__ = ("party_id", "permille", "guaranteed_minimum")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PERMILLE_FIELD_NUMBER: _ClassVar[int]
    GUARANTEED_MINIMUM_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    permille: int
    guaranteed_minimum: _money_pb2.Money
    def __init__(self, party_id: _Optional[str] = ..., permille: _Optional[int] = ..., guaranteed_minimum: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
