from google.protobuf import field_mask_pb2 as _field_mask_pb2
from jauge.pricing.v1 import history_pb2 as _history_pb2
from jauge.pricing.v1 import performance_pb2 as _performance_pb2
from jauge.pricing.v1 import performance_changes_pb2 as _performance_changes_pb2
from jauge.pricing.v1 import platform_sales_pb2 as _platform_sales_pb2
from jauge.pricing.v1 import season_pb2 as _season_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateSeasonRequest(_message.Message):
    __slots__ = ("parent", "season_id", "season", "performances", "request_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    SEASON_ID_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    season_id: str
    season: _season_pb2.Season
    performances: _containers.RepeatedCompositeFieldContainer[_performance_pb2.Performance]
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., season_id: _Optional[str] = ..., season: _Optional[_Union[_season_pb2.Season, _Mapping]] = ..., performances: _Optional[_Iterable[_Union[_performance_pb2.Performance, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetSeasonRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListSeasonsRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSeasonsResponse(_message.Message):
    __slots__ = ("seasons", "next_page_token")
    SEASONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    seasons: _containers.RepeatedCompositeFieldContainer[_season_pb2.Season]
    next_page_token: str
    def __init__(self, seasons: _Optional[_Iterable[_Union[_season_pb2.Season, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateSeasonRequest(_message.Message):
    __slots__ = ("season", "update_mask")
    SEASON_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    season: _season_pb2.Season
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, season: _Optional[_Union[_season_pb2.Season, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class CreatePerformanceRequest(_message.Message):
    __slots__ = ("parent", "performance_id", "performance", "request_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    performance_id: str
    performance: _performance_pb2.Performance
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., performance_id: _Optional[str] = ..., performance: _Optional[_Union[_performance_pb2.Performance, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetPerformanceRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListPerformancesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPerformancesResponse(_message.Message):
    __slots__ = ("performances", "next_page_token")
    PERFORMANCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    performances: _containers.RepeatedCompositeFieldContainer[_performance_pb2.Performance]
    next_page_token: str
    def __init__(self, performances: _Optional[_Iterable[_Union[_performance_pb2.Performance, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdatePerformanceRequest(_message.Message):
    __slots__ = ("performance", "update_mask")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    performance: _performance_pb2.Performance
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, performance: _Optional[_Union[_performance_pb2.Performance, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...
