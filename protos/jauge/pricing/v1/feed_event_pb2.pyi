import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import feed_sale_pb2 as _feed_sale_pb2
from jauge.pricing.v1 import feed_seats_pb2 as _feed_seats_pb2
from jauge.pricing.v1 import feed_vote_pb2 as _feed_vote_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FeedEvent(_message.Message):
    __slots__ = ("sequence", "event_time", "kind", "season", "price_change", "sale", "seats_returned", "price_plan", "changed_name", "performance_change", "rule_change", "fund_income", "seats_freed", "voting", "quotas_reached")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[FeedEvent.Kind]
        KIND_PRICE_CHANGE: _ClassVar[FeedEvent.Kind]
        KIND_SALE: _ClassVar[FeedEvent.Kind]
        KIND_RETURN: _ClassVar[FeedEvent.Kind]
        KIND_PLAN: _ClassVar[FeedEvent.Kind]
        KIND_CATALOGUE: _ClassVar[FeedEvent.Kind]
        KIND_PERFORMANCE: _ClassVar[FeedEvent.Kind]
        KIND_RULE: _ClassVar[FeedEvent.Kind]
        KIND_RELEASE: _ClassVar[FeedEvent.Kind]
        KIND_FUND: _ClassVar[FeedEvent.Kind]
        KIND_VOTE: _ClassVar[FeedEvent.Kind]
    KIND_UNSPECIFIED: FeedEvent.Kind
    KIND_PRICE_CHANGE: FeedEvent.Kind
    KIND_SALE: FeedEvent.Kind
    KIND_RETURN: FeedEvent.Kind
    KIND_PLAN: FeedEvent.Kind
    KIND_CATALOGUE: FeedEvent.Kind
    KIND_PERFORMANCE: FeedEvent.Kind
    KIND_RULE: FeedEvent.Kind
    KIND_RELEASE: FeedEvent.Kind
    KIND_FUND: FeedEvent.Kind
    KIND_VOTE: FeedEvent.Kind
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    PRICE_CHANGE_FIELD_NUMBER: _ClassVar[int]
    SALE_FIELD_NUMBER: _ClassVar[int]
    SEATS_RETURNED_FIELD_NUMBER: _ClassVar[int]
    PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    CHANGED_NAME_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_CHANGE_FIELD_NUMBER: _ClassVar[int]
    RULE_CHANGE_FIELD_NUMBER: _ClassVar[int]
    FUND_INCOME_FIELD_NUMBER: _ClassVar[int]
    SEATS_FREED_FIELD_NUMBER: _ClassVar[int]
    VOTING_FIELD_NUMBER: _ClassVar[int]
    QUOTAS_REACHED_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    event_time: _timestamp_pb2.Timestamp
    kind: FeedEvent.Kind
    season: str
    price_change: PostedPrices
    sale: _feed_sale_pb2.SeatsSold
    seats_returned: _feed_sale_pb2.SeatsReturned
    price_plan: str
    changed_name: str
    performance_change: PerformanceChange
    rule_change: RuleChange
    fund_income: FundIncomeTold
    seats_freed: _feed_seats_pb2.SeatsFreed
    voting: _feed_vote_pb2.VotingEvent
    quotas_reached: _containers.RepeatedCompositeFieldContainer[_feed_seats_pb2.QuotaReached]
    def __init__(self, sequence: _Optional[int] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., kind: _Optional[_Union[FeedEvent.Kind, str]] = ..., season: _Optional[str] = ..., price_change: _Optional[_Union[PostedPrices, _Mapping]] = ..., sale: _Optional[_Union[_feed_sale_pb2.SeatsSold, _Mapping]] = ..., seats_returned: _Optional[_Union[_feed_sale_pb2.SeatsReturned, _Mapping]] = ..., price_plan: _Optional[str] = ..., changed_name: _Optional[str] = ..., performance_change: _Optional[_Union[PerformanceChange, _Mapping]] = ..., rule_change: _Optional[_Union[RuleChange, _Mapping]] = ..., fund_income: _Optional[_Union[FundIncomeTold, _Mapping]] = ..., seats_freed: _Optional[_Union[_feed_seats_pb2.SeatsFreed, _Mapping]] = ..., voting: _Optional[_Union[_feed_vote_pb2.VotingEvent, _Mapping]] = ..., quotas_reached: _Optional[_Iterable[_Union[_feed_seats_pb2.QuotaReached, _Mapping]]] = ...) -> None: ...

class PostedPrices(_message.Message):
    __slots__ = ("performance", "categories", "cause", "rule_ids")
    class CategoryPrice(_message.Message):
        __slots__ = ("seat_category_id", "price_tier_id", "full_price")
        SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
        PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
        FULL_PRICE_FIELD_NUMBER: _ClassVar[int]
        seat_category_id: str
        price_tier_id: str
        full_price: _money_pb2.Money
        def __init__(self, seat_category_id: _Optional[str] = ..., price_tier_id: _Optional[str] = ..., full_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    RULE_IDS_FIELD_NUMBER: _ClassVar[int]
    performance: str
    categories: _containers.RepeatedCompositeFieldContainer[PostedPrices.CategoryPrice]
    cause: str
    rule_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, performance: _Optional[str] = ..., categories: _Optional[_Iterable[_Union[PostedPrices.CategoryPrice, _Mapping]]] = ..., cause: _Optional[str] = ..., rule_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class PerformanceChange(_message.Message):
    __slots__ = ("performance", "change", "start_time")
    class Change(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CHANGE_UNSPECIFIED: _ClassVar[PerformanceChange.Change]
        CHANGE_CANCELLED: _ClassVar[PerformanceChange.Change]
        CHANGE_POSTPONED: _ClassVar[PerformanceChange.Change]
        CHANGE_FROZEN: _ClassVar[PerformanceChange.Change]
        CHANGE_UNFROZEN: _ClassVar[PerformanceChange.Change]
    CHANGE_UNSPECIFIED: PerformanceChange.Change
    CHANGE_CANCELLED: PerformanceChange.Change
    CHANGE_POSTPONED: PerformanceChange.Change
    CHANGE_FROZEN: PerformanceChange.Change
    CHANGE_UNFROZEN: PerformanceChange.Change
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    performance: str
    change: PerformanceChange.Change
    start_time: _timestamp_pb2.Timestamp
    def __init__(self, performance: _Optional[str] = ..., change: _Optional[_Union[PerformanceChange.Change, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RuleChange(_message.Message):
    __slots__ = ("rule_id", "change", "proposal", "reason")
    class Change(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CHANGE_UNSPECIFIED: _ClassVar[RuleChange.Change]
        CHANGE_ADOPTED: _ClassVar[RuleChange.Change]
        CHANGE_ENDED: _ClassVar[RuleChange.Change]
        CHANGE_SUSPENDED: _ClassVar[RuleChange.Change]
        CHANGE_RESUMED: _ClassVar[RuleChange.Change]
        CHANGE_BLOCKED: _ClassVar[RuleChange.Change]
        CHANGE_RELEASED: _ClassVar[RuleChange.Change]
    CHANGE_UNSPECIFIED: RuleChange.Change
    CHANGE_ADOPTED: RuleChange.Change
    CHANGE_ENDED: RuleChange.Change
    CHANGE_SUSPENDED: RuleChange.Change
    CHANGE_RESUMED: RuleChange.Change
    CHANGE_BLOCKED: RuleChange.Change
    CHANGE_RELEASED: RuleChange.Change
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    change: RuleChange.Change
    proposal: str
    reason: str
    def __init__(self, rule_id: _Optional[str] = ..., change: _Optional[_Union[RuleChange.Change, str]] = ..., proposal: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class FundIncomeTold(_message.Message):
    __slots__ = ("rule_id", "account", "source", "amount")
    RULE_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    rule_id: str
    account: str
    source: str
    amount: _money_pb2.Money
    def __init__(self, rule_id: _Optional[str] = ..., account: _Optional[str] = ..., source: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
