from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Channel(_message.Message):
    __slots__ = ("id", "display_name", "quota_permille", "release_days_out", "commission_permille", "fixed_commission", "commission_on_top", "sale_cost")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    QUOTA_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    FIXED_COMMISSION_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_ON_TOP_FIELD_NUMBER: _ClassVar[int]
    SALE_COST_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    quota_permille: int
    release_days_out: int
    commission_permille: int
    fixed_commission: _money_pb2.Money
    commission_on_top: bool
    sale_cost: _money_pb2.Money
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., quota_permille: _Optional[int] = ..., release_days_out: _Optional[int] = ..., commission_permille: _Optional[int] = ..., fixed_commission: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_on_top: _Optional[bool] = ..., sale_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
