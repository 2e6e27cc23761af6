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

class SolidarityFund(_message.Message):
    __slots__ = ("name", "in_force", "balance", "accounts", "forecast", "price_plan", "seats_per_unit", "marginal_worth")
    NAME_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    FORECAST_FIELD_NUMBER: _ClassVar[int]
    PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    SEATS_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    MARGINAL_WORTH_FIELD_NUMBER: _ClassVar[int]
    name: str
    in_force: bool
    balance: _money_pb2.Money
    accounts: _containers.RepeatedCompositeFieldContainer[FundBalance]
    forecast: _containers.RepeatedCompositeFieldContainer[FundForecast]
    price_plan: str
    seats_per_unit: float
    marginal_worth: _money_pb2.Money
    def __init__(self, name: _Optional[str] = ..., in_force: _Optional[bool] = ..., balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., accounts: _Optional[_Iterable[_Union[FundBalance, _Mapping]]] = ..., forecast: _Optional[_Iterable[_Union[FundForecast, _Mapping]]] = ..., price_plan: _Optional[str] = ..., seats_per_unit: _Optional[float] = ..., marginal_worth: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class FundBalance(_message.Message):
    __slots__ = ("account", "amount")
    class Account(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ACCOUNT_UNSPECIFIED: _ClassVar[FundBalance.Account]
        ACCOUNT_FUND: _ClassVar[FundBalance.Account]
        ACCOUNT_DONATIONS: _ClassVar[FundBalance.Account]
        ACCOUNT_SUBSIDY: _ClassVar[FundBalance.Account]
        ACCOUNT_GIFTS: _ClassVar[FundBalance.Account]
        ACCOUNT_ROUND_UPS: _ClassVar[FundBalance.Account]
        ACCOUNT_SUPPORT: _ClassVar[FundBalance.Account]
        ACCOUNT_SURPLUS: _ClassVar[FundBalance.Account]
        ACCOUNT_PROMISED: _ClassVar[FundBalance.Account]
        ACCOUNT_REDUCTIONS: _ClassVar[FundBalance.Account]
        ACCOUNT_ADVANCE: _ClassVar[FundBalance.Account]
    ACCOUNT_UNSPECIFIED: FundBalance.Account
    ACCOUNT_FUND: FundBalance.Account
    ACCOUNT_DONATIONS: FundBalance.Account
    ACCOUNT_SUBSIDY: FundBalance.Account
    ACCOUNT_GIFTS: FundBalance.Account
    ACCOUNT_ROUND_UPS: FundBalance.Account
    ACCOUNT_SUPPORT: FundBalance.Account
    ACCOUNT_SURPLUS: FundBalance.Account
    ACCOUNT_PROMISED: FundBalance.Account
    ACCOUNT_REDUCTIONS: FundBalance.Account
    ACCOUNT_ADVANCE: FundBalance.Account
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    account: FundBalance.Account
    amount: _money_pb2.Money
    def __init__(self, account: _Optional[_Union[FundBalance.Account, str]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class FundForecast(_message.Message):
    __slots__ = ("end_time", "granted", "brought", "balance")
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    GRANTED_FIELD_NUMBER: _ClassVar[int]
    BROUGHT_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    end_time: _timestamp_pb2.Timestamp
    granted: _money_pb2.Money
    brought: _money_pb2.Money
    balance: _money_pb2.Money
    def __init__(self, end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., granted: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., brought: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class SuspendedPoolBalance(_message.Message):
    __slots__ = ("suspended_pool_id", "balance", "given", "drawn")
    SUSPENDED_POOL_ID_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    GIVEN_FIELD_NUMBER: _ClassVar[int]
    DRAWN_FIELD_NUMBER: _ClassVar[int]
    suspended_pool_id: str
    balance: _money_pb2.Money
    given: _money_pb2.Money
    drawn: _money_pb2.Money
    def __init__(self, suspended_pool_id: _Optional[str] = ..., balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., given: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., drawn: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class GetFundRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListFundsRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFundsResponse(_message.Message):
    __slots__ = ("funds", "next_page_token", "suspended_pools")
    FUNDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_POOLS_FIELD_NUMBER: _ClassVar[int]
    funds: _containers.RepeatedCompositeFieldContainer[SolidarityFund]
    next_page_token: str
    suspended_pools: _containers.RepeatedCompositeFieldContainer[SuspendedPoolBalance]
    def __init__(self, funds: _Optional[_Iterable[_Union[SolidarityFund, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., suspended_pools: _Optional[_Iterable[_Union[SuspendedPoolBalance, _Mapping]]] = ...) -> None: ...
