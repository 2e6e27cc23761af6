import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Performance(_message.Message):
    __slots__ = ("name", "production", "venue_id", "start_time", "on_sale_time", "category_seats", "price_tier_ids", "reference_price_tier_id", "state", "covariates", "posted_price_tier_id", "etag", "frozen", "cancel_time", "previous_start_times", "refund_until_time")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Performance.State]
        STATE_OPEN: _ClassVar[Performance.State]
        STATE_CLOSED: _ClassVar[Performance.State]
        STATE_CANCELLED: _ClassVar[Performance.State]
    STATE_UNSPECIFIED: Performance.State
    STATE_OPEN: Performance.State
    STATE_CLOSED: Performance.State
    STATE_CANCELLED: Performance.State
    class CovariatesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    PRODUCTION_FIELD_NUMBER: _ClassVar[int]
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    ON_SALE_TIME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_SEATS_FIELD_NUMBER: _ClassVar[int]
    PRICE_TIER_IDS_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    COVARIATES_FIELD_NUMBER: _ClassVar[int]
    POSTED_PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    FROZEN_FIELD_NUMBER: _ClassVar[int]
    CANCEL_TIME_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_START_TIMES_FIELD_NUMBER: _ClassVar[int]
    REFUND_UNTIL_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    production: str
    venue_id: str
    start_time: _timestamp_pb2.Timestamp
    on_sale_time: _timestamp_pb2.Timestamp
    category_seats: _containers.RepeatedCompositeFieldContainer[CategorySeats]
    price_tier_ids: _containers.RepeatedScalarFieldContainer[str]
    reference_price_tier_id: str
    state: Performance.State
    covariates: _containers.ScalarMap[str, str]
    posted_price_tier_id: str
    etag: str
    frozen: bool
    cancel_time: _timestamp_pb2.Timestamp
    previous_start_times: _containers.RepeatedCompositeFieldContainer[_timestamp_pb2.Timestamp]
    refund_until_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., production: _Optional[str] = ..., venue_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., on_sale_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., category_seats: _Optional[_Iterable[_Union[CategorySeats, _Mapping]]] = ..., price_tier_ids: _Optional[_Iterable[str]] = ..., reference_price_tier_id: _Optional[str] = ..., state: _Optional[_Union[Performance.State, str]] = ..., covariates: _Optional[_Mapping[str, str]] = ..., posted_price_tier_id: _Optional[str] = ..., etag: _Optional[str] = ..., frozen: _Optional[bool] = ..., cancel_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., previous_start_times: _Optional[_Iterable[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]]] = ..., refund_until_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CategorySeats(_message.Message):
    __slots__ = ("seat_category_id", "seat_count", "sold_seat_count", "held_seat_count")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    SOLD_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    HELD_SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    seat_count: int
    sold_seat_count: int
    held_seat_count: int
    def __init__(self, seat_category_id: _Optional[str] = ..., seat_count: _Optional[int] = ..., sold_seat_count: _Optional[int] = ..., held_seat_count: _Optional[int] = ...) -> None: ...
