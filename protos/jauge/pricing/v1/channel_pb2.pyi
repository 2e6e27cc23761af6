import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import moment_pb2 as _moment_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Channel(_message.Message):
    __slots__ = ("id", "display_name", "quota_permille", "release_days_out", "commission_permille", "fixed_commission", "commission_on_top", "sale_cost", "kind", "commission_max", "release_time", "kept_permille", "releases", "counters")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Channel.Kind]
        KIND_WEB: _ClassVar[Channel.Kind]
        KIND_TELEPHONE: _ClassVar[Channel.Kind]
        KIND_POST: _ClassVar[Channel.Kind]
        KIND_COUNTER: _ClassVar[Channel.Kind]
        KIND_REMOTE_COUNTER: _ClassVar[Channel.Kind]
        KIND_NETWORK: _ClassVar[Channel.Kind]
    KIND_UNSPECIFIED: Channel.Kind
    KIND_WEB: Channel.Kind
    KIND_TELEPHONE: Channel.Kind
    KIND_POST: Channel.Kind
    KIND_COUNTER: Channel.Kind
    KIND_REMOTE_COUNTER: Channel.Kind
    KIND_NETWORK: Channel.Kind
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    QUOTA_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    FIXED_COMMISSION_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_ON_TOP_FIELD_NUMBER: _ClassVar[int]
    SALE_COST_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_MAX_FIELD_NUMBER: _ClassVar[int]
    RELEASE_TIME_FIELD_NUMBER: _ClassVar[int]
    KEPT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    RELEASES_FIELD_NUMBER: _ClassVar[int]
    COUNTERS_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    quota_permille: int
    release_days_out: int
    commission_permille: int
    fixed_commission: _money_pb2.Money
    commission_on_top: bool
    sale_cost: _money_pb2.Money
    kind: Channel.Kind
    commission_max: _money_pb2.Money
    release_time: _timestamp_pb2.Timestamp
    kept_permille: int
    releases: _containers.RepeatedCompositeFieldContainer[QuotaRelease]
    counters: _containers.RepeatedCompositeFieldContainer[Counter]
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., quota_permille: _Optional[int] = ..., release_days_out: _Optional[int] = ..., commission_permille: _Optional[int] = ..., fixed_commission: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_on_top: _Optional[bool] = ..., sale_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., kind: _Optional[_Union[Channel.Kind, str]] = ..., commission_max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., release_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., kept_permille: _Optional[int] = ..., releases: _Optional[_Iterable[_Union[QuotaRelease, _Mapping]]] = ..., counters: _Optional[_Iterable[_Union[Counter, _Mapping]]] = ...) -> None: ...

class QuotaRelease(_message.Message):
    __slots__ = ("moment", "kept_permille")
    MOMENT_FIELD_NUMBER: _ClassVar[int]
    KEPT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    moment: _moment_pb2.Moment
    kept_permille: int
    def __init__(self, moment: _Optional[_Union[_moment_pb2.Moment, _Mapping]] = ..., kept_permille: _Optional[int] = ...) -> None: ...

class Counter(_message.Message):
    __slots__ = ("id", "display_name", "quota_permille", "commission", "sale_cost")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    QUOTA_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_FIELD_NUMBER: _ClassVar[int]
    SALE_COST_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    quota_permille: int
    commission: Commission
    sale_cost: _money_pb2.Money
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., quota_permille: _Optional[int] = ..., commission: _Optional[_Union[Commission, _Mapping]] = ..., sale_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class Commission(_message.Message):
    __slots__ = ("permille", "fixed", "on_top", "max")
    PERMILLE_FIELD_NUMBER: _ClassVar[int]
    FIXED_FIELD_NUMBER: _ClassVar[int]
    ON_TOP_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    permille: int
    fixed: _money_pb2.Money
    on_top: bool
    max: _money_pb2.Money
    def __init__(self, permille: _Optional[int] = ..., fixed: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., on_top: _Optional[bool] = ..., max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
