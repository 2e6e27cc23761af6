import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ImportHistoryRequest(_message.Message):
    __slots__ = ("parent", "rows", "time_zone")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    parent: str
    rows: _containers.RepeatedCompositeFieldContainer[HistoryRow]
    time_zone: str
    def __init__(self, parent: _Optional[str] = ..., rows: _Optional[_Iterable[_Union[HistoryRow, _Mapping]]] = ..., time_zone: _Optional[str] = ...) -> None: ...

class HistoryRow(_message.Message):
    __slots__ = ("performance_id", "production", "venue", "start_time", "seat_category", "capacity", "unit_price", "quantity", "season", "covariates")
    class CovariatesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PERFORMANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCTION_FIELD_NUMBER: _ClassVar[int]
    VENUE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    COVARIATES_FIELD_NUMBER: _ClassVar[int]
    performance_id: str
    production: str
    venue: str
    start_time: _timestamp_pb2.Timestamp
    seat_category: str
    capacity: int
    unit_price: float
    quantity: int
    season: str
    covariates: _containers.ScalarMap[str, str]
    def __init__(self, performance_id: _Optional[str] = ..., production: _Optional[str] = ..., venue: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., seat_category: _Optional[str] = ..., capacity: _Optional[int] = ..., unit_price: _Optional[float] = ..., quantity: _Optional[int] = ..., season: _Optional[str] = ..., covariates: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ImportHistoryResponse(_message.Message):
    __slots__ = ("row_count", "performance_count")
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_COUNT_FIELD_NUMBER: _ClassVar[int]
    row_count: int
    performance_count: int
    def __init__(self, row_count: _Optional[int] = ..., performance_count: _Optional[int] = ...) -> None: ...
