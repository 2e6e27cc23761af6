from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DemandAssumptions(_message.Message):
    __slots__ = ("classes", "price_elasticity", "purchase_share", "booking_curve")
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    PRICE_ELASTICITY_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_SHARE_FIELD_NUMBER: _ClassVar[int]
    BOOKING_CURVE_FIELD_NUMBER: _ClassVar[int]
    classes: _containers.RepeatedCompositeFieldContainer[AudienceClass]
    price_elasticity: float
    purchase_share: float
    booking_curve: _containers.RepeatedCompositeFieldContainer[BookingCurvePoint]
    def __init__(self, classes: _Optional[_Iterable[_Union[AudienceClass, _Mapping]]] = ..., price_elasticity: _Optional[float] = ..., purchase_share: _Optional[float] = ..., booking_curve: _Optional[_Iterable[_Union[BookingCurvePoint, _Mapping]]] = ...) -> None: ...

class AudienceClass(_message.Message):
    __slots__ = ("tariff_id", "share", "means_bracket_id", "price_sensitivity")
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    MEANS_BRACKET_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_SENSITIVITY_FIELD_NUMBER: _ClassVar[int]
    tariff_id: str
    share: float
    means_bracket_id: str
    price_sensitivity: float
    def __init__(self, tariff_id: _Optional[str] = ..., share: _Optional[float] = ..., means_bracket_id: _Optional[str] = ..., price_sensitivity: _Optional[float] = ...) -> None: ...

class BookingCurvePoint(_message.Message):
    __slots__ = ("days_out", "share")
    DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    days_out: float
    share: float
    def __init__(self, days_out: _Optional[float] = ..., share: _Optional[float] = ...) -> None: ...
