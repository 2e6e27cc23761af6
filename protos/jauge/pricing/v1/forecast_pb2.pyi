import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Forecast(_message.Message):
    __slots__ = ("name", "create_time", "rows")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    name: str
    create_time: _timestamp_pb2.Timestamp
    rows: _containers.RepeatedCompositeFieldContainer[ForecastRow]
    def __init__(self, name: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., rows: _Optional[_Iterable[_Union[ForecastRow, _Mapping]]] = ...) -> None: ...

class ForecastRow(_message.Message):
    __slots__ = ("performance", "seat_category_id", "demand_mean", "sales_mean", "sales_p10", "sales_p50", "sales_p90")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    DEMAND_MEAN_FIELD_NUMBER: _ClassVar[int]
    SALES_MEAN_FIELD_NUMBER: _ClassVar[int]
    SALES_P10_FIELD_NUMBER: _ClassVar[int]
    SALES_P50_FIELD_NUMBER: _ClassVar[int]
    SALES_P90_FIELD_NUMBER: _ClassVar[int]
    performance: str
    seat_category_id: str
    demand_mean: float
    sales_mean: float
    sales_p10: float
    sales_p50: float
    sales_p90: float
    def __init__(self, performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., demand_mean: _Optional[float] = ..., sales_mean: _Optional[float] = ..., sales_p10: _Optional[float] = ..., sales_p50: _Optional[float] = ..., sales_p90: _Optional[float] = ...) -> None: ...
