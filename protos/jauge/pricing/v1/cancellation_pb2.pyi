import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Cancellation(_message.Message):
    __slots__ = ("quote", "number", "create_time", "lines", "refund", "exchange_quote", "gifts")
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_QUOTE_FIELD_NUMBER: _ClassVar[int]
    GIFTS_FIELD_NUMBER: _ClassVar[int]
    quote: str
    number: int
    create_time: _timestamp_pb2.Timestamp
    lines: _containers.RepeatedCompositeFieldContainer[CancellationLine]
    refund: _money_pb2.Money
    exchange_quote: str
    gifts: _containers.RepeatedCompositeFieldContainer[GiftReturn]
    def __init__(self, quote: _Optional[str] = ..., number: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., lines: _Optional[_Iterable[_Union[CancellationLine, _Mapping]]] = ..., refund: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., exchange_quote: _Optional[str] = ..., gifts: _Optional[_Iterable[_Union[GiftReturn, _Mapping]]] = ...) -> None: ...

class GiftReturn(_message.Message):
    __slots__ = ("product_index", "refund")
    PRODUCT_INDEX_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    product_index: int
    refund: _money_pb2.Money
    def __init__(self, product_index: _Optional[int] = ..., refund: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class CancellationLine(_message.Message):
    __slots__ = ("item_index", "ticket_numbers", "refund", "commission_back", "ground")
    class Ground(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        GROUND_UNSPECIFIED: _ClassVar[CancellationLine.Ground]
        GROUND_POLICY: _ClassVar[CancellationLine.Ground]
        GROUND_OVERRIDE: _ClassVar[CancellationLine.Ground]
        GROUND_PERFORMANCE_CANCELLED: _ClassVar[CancellationLine.Ground]
        GROUND_PERFORMANCE_POSTPONED: _ClassVar[CancellationLine.Ground]
    GROUND_UNSPECIFIED: CancellationLine.Ground
    GROUND_POLICY: CancellationLine.Ground
    GROUND_OVERRIDE: CancellationLine.Ground
    GROUND_PERFORMANCE_CANCELLED: CancellationLine.Ground
    GROUND_PERFORMANCE_POSTPONED: CancellationLine.Ground
    ITEM_INDEX_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_BACK_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    item_index: int
    ticket_numbers: _containers.RepeatedScalarFieldContainer[int]
    refund: _money_pb2.Money
    commission_back: _money_pb2.Money
    ground: CancellationLine.Ground
    def __init__(self, item_index: _Optional[int] = ..., ticket_numbers: _Optional[_Iterable[int]] = ..., refund: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_back: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., ground: _Optional[_Union[CancellationLine.Ground, str]] = ...) -> None: ...
