import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Moment(_message.Message):
    __slots__ = ("time", "days_out")
    TIME_FIELD_NUMBER: _ClassVar[int]
    DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    days_out: int
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., days_out: _Optional[int] = ...) -> None: ...

class SaleWindow(_message.Message):
    __slots__ = ("open", "close")
    OPEN_FIELD_NUMBER: _ClassVar[int]
    CLOSE_FIELD_NUMBER: _ClassVar[int]
    open: Moment
    close: Moment
    def __init__(self, open: _Optional[_Union[Moment, _Mapping]] = ..., close: _Optional[_Union[Moment, _Mapping]] = ...) -> None: ...
