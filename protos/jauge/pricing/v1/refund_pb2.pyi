from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RefundTerms(_message.Message):
    __slots__ = ("policy", "tariffs", "gifts_returned")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    TARIFFS_FIELD_NUMBER: _ClassVar[int]
    GIFTS_RETURNED_FIELD_NUMBER: _ClassVar[int]
    policy: RefundPolicy
    tariffs: _containers.RepeatedCompositeFieldContainer[TariffRefund]
    gifts_returned: bool
    def __init__(self, policy: _Optional[_Union[RefundPolicy, _Mapping]] = ..., tariffs: _Optional[_Iterable[_Union[TariffRefund, _Mapping]]] = ..., gifts_returned: _Optional[bool] = ...) -> None: ...

class TariffRefund(_message.Message):
    __slots__ = ("tariff_id", "policy")
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    tariff_id: str
    policy: RefundPolicy
    def __init__(self, tariff_id: _Optional[str] = ..., policy: _Optional[_Union[RefundPolicy, _Mapping]] = ...) -> None: ...

class RefundPolicy(_message.Message):
    __slots__ = ("refund_days_out", "exchange_days_out", "kept_permille", "fee", "exchange_fee", "commission_kept")
    REFUND_DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    KEPT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    FEE_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_FEE_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_KEPT_FIELD_NUMBER: _ClassVar[int]
    refund_days_out: int
    exchange_days_out: int
    kept_permille: int
    fee: _money_pb2.Money
    exchange_fee: _money_pb2.Money
    commission_kept: bool
    def __init__(self, refund_days_out: _Optional[int] = ..., exchange_days_out: _Optional[int] = ..., kept_permille: _Optional[int] = ..., fee: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., exchange_fee: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_kept: _Optional[bool] = ...) -> None: ...
