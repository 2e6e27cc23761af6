from jauge.pricing.v1 import feed_event_pb2 as _feed_event_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FollowEventsRequest(_message.Message):
    __slots__ = ("parent", "after_sequence", "kinds", "until_now")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    AFTER_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    UNTIL_NOW_FIELD_NUMBER: _ClassVar[int]
    parent: str
    after_sequence: int
    kinds: _containers.RepeatedScalarFieldContainer[_feed_event_pb2.FeedEvent.Kind]
    until_now: bool
    def __init__(self, parent: _Optional[str] = ..., after_sequence: _Optional[int] = ..., kinds: _Optional[_Iterable[_Union[_feed_event_pb2.FeedEvent.Kind, str]]] = ..., until_now: _Optional[bool] = ...) -> None: ...

class FollowEventsResponse(_message.Message):
    __slots__ = ("events", "last_sequence")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[_feed_event_pb2.FeedEvent]
    last_sequence: int
    def __init__(self, events: _Optional[_Iterable[_Union[_feed_event_pb2.FeedEvent, _Mapping]]] = ..., last_sequence: _Optional[int] = ...) -> None: ...
