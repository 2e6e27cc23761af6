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

class ListPriceChangesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token", "language_code")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    language_code: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., language_code: _Optional[str] = ...) -> None: ...

class ListPriceChangesResponse(_message.Message):
    __slots__ = ("price_changes", "next_page_token")
    PRICE_CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    price_changes: _containers.RepeatedCompositeFieldContainer[PriceChange]
    next_page_token: str
    def __init__(self, price_changes: _Optional[_Iterable[_Union[PriceChange, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PriceChange(_message.Message):
    __slots__ = ("sequence", "change_time", "cause", "price_changed", "price_plan", "categories", "text")
    class Cause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CAUSE_UNSPECIFIED: _ClassVar[PriceChange.Cause]
        CAUSE_PLAN_ACTIVATED: _ClassVar[PriceChange.Cause]
        CAUSE_PERIOD_STARTED: _ClassVar[PriceChange.Cause]
        CAUSE_SALE_OPENED: _ClassVar[PriceChange.Cause]
        CAUSE_STEP_DUE: _ClassVar[PriceChange.Cause]
        CAUSE_SALES_MOVED: _ClassVar[PriceChange.Cause]
        CAUSE_POSTPONED: _ClassVar[PriceChange.Cause]
        CAUSE_UNFROZEN: _ClassVar[PriceChange.Cause]
    CAUSE_UNSPECIFIED: PriceChange.Cause
    CAUSE_PLAN_ACTIVATED: PriceChange.Cause
    CAUSE_PERIOD_STARTED: PriceChange.Cause
    CAUSE_SALE_OPENED: PriceChange.Cause
    CAUSE_STEP_DUE: PriceChange.Cause
    CAUSE_SALES_MOVED: PriceChange.Cause
    CAUSE_POSTPONED: PriceChange.Cause
    CAUSE_UNFROZEN: PriceChange.Cause
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_TIME_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    PRICE_CHANGED_FIELD_NUMBER: _ClassVar[int]
    PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    change_time: _timestamp_pb2.Timestamp
    cause: PriceChange.Cause
    price_changed: bool
    price_plan: str
    categories: _containers.RepeatedCompositeFieldContainer[CategoryPriceChange]
    text: str
    def __init__(self, sequence: _Optional[int] = ..., change_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cause: _Optional[_Union[PriceChange.Cause, str]] = ..., price_changed: _Optional[bool] = ..., price_plan: _Optional[str] = ..., categories: _Optional[_Iterable[_Union[CategoryPriceChange, _Mapping]]] = ..., text: _Optional[str] = ...) -> None: ...

class CategoryPriceChange(_message.Message):
    __slots__ = ("seat_category_id", "previous_price", "full_price", "reference_price", "unrestricted_price", "rule_effects", "text")
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_PRICE_FIELD_NUMBER: _ClassVar[int]
    FULL_PRICE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_PRICE_FIELD_NUMBER: _ClassVar[int]
    UNRESTRICTED_PRICE_FIELD_NUMBER: _ClassVar[int]
    RULE_EFFECTS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    seat_category_id: str
    previous_price: _money_pb2.Money
    full_price: _money_pb2.Money
    reference_price: _money_pb2.Money
    unrestricted_price: _money_pb2.Money
    rule_effects: _containers.RepeatedCompositeFieldContainer[RuleEffect]
    text: str
    def __init__(self, seat_category_id: _Optional[str] = ..., previous_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., full_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reference_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., unrestricted_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., rule_effects: _Optional[_Iterable[_Union[RuleEffect, _Mapping]]] = ..., text: _Optional[str] = ...) -> None: ...

class RuleEffect(_message.Message):
    __slots__ = ("rule_id", "price_before", "price_after", "text", "proposal")
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    PRICE_AFTER_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    price_before: _money_pb2.Money
    price_after: _money_pb2.Money
    text: str
    proposal: str
    def __init__(self, rule_id: _Optional[str] = ..., price_before: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., price_after: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., text: _Optional[str] = ..., proposal: _Optional[str] = ...) -> None: ...
