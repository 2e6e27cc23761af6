import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from jauge.pricing.v1 import after_sale_pb2 as _after_sale_pb2
from jauge.pricing.v1 import pack_offer_pb2 as _pack_offer_pb2
from jauge.pricing.v1 import price_change_pb2 as _price_change_pb2
from jauge.pricing.v1 import price_list_pb2 as _price_list_pb2
from jauge.pricing.v1 import price_notice_pb2 as _price_notice_pb2
from jauge.pricing.v1 import quote_pb2 as _quote_pb2
from jauge.pricing.v1 import quote_list_pb2 as _quote_list_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListPricesRequest(_message.Message):
    __slots__ = ("performance", "channel_id", "counter_id")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    performance: str
    channel_id: str
    counter_id: str
    def __init__(self, performance: _Optional[str] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ...) -> None: ...

class ListPricesResponse(_message.Message):
    __slots__ = ("price_list", "age")
    PRICE_LIST_FIELD_NUMBER: _ClassVar[int]
    AGE_FIELD_NUMBER: _ClassVar[int]
    price_list: _price_list_pb2.PriceList
    age: _duration_pb2.Duration
    def __init__(self, price_list: _Optional[_Union[_price_list_pb2.PriceList, _Mapping]] = ..., age: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class BatchListPricesRequest(_message.Message):
    __slots__ = ("parent", "performances", "channel_id", "counter_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCES_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    performances: _containers.RepeatedScalarFieldContainer[str]
    channel_id: str
    counter_id: str
    def __init__(self, parent: _Optional[str] = ..., performances: _Optional[_Iterable[str]] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ...) -> None: ...

class BatchListPricesResponse(_message.Message):
    __slots__ = ("price_lists", "age")
    PRICE_LISTS_FIELD_NUMBER: _ClassVar[int]
    AGE_FIELD_NUMBER: _ClassVar[int]
    price_lists: _containers.RepeatedCompositeFieldContainer[_price_list_pb2.PriceList]
    age: _duration_pb2.Duration
    def __init__(self, price_lists: _Optional[_Iterable[_Union[_price_list_pb2.PriceList, _Mapping]]] = ..., age: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ListPackPricesRequest(_message.Message):
    __slots__ = ("parent", "channel_id", "counter_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    channel_id: str
    counter_id: str
    def __init__(self, parent: _Optional[str] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ...) -> None: ...

class ListPackPricesResponse(_message.Message):
    __slots__ = ("pack_offers",)
    PACK_OFFERS_FIELD_NUMBER: _ClassVar[int]
    pack_offers: _containers.RepeatedCompositeFieldContainer[_pack_offer_pb2.PackOffer]
    def __init__(self, pack_offers: _Optional[_Iterable[_Union[_pack_offer_pb2.PackOffer, _Mapping]]] = ...) -> None: ...

class GetPriceNoticeRequest(_message.Message):
    __slots__ = ("name", "language_code")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    name: str
    language_code: str
    def __init__(self, name: _Optional[str] = ..., language_code: _Optional[str] = ...) -> None: ...

class CreateQuoteRequest(_message.Message):
    __slots__ = ("parent", "quote", "request_id", "validate_only", "language_code")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    parent: str
    quote: _quote_pb2.Quote
    request_id: str
    validate_only: bool
    language_code: str
    def __init__(self, parent: _Optional[str] = ..., quote: _Optional[_Union[_quote_pb2.Quote, _Mapping]] = ..., request_id: _Optional[str] = ..., validate_only: _Optional[bool] = ..., language_code: _Optional[str] = ...) -> None: ...

class GetQuoteRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class AcceptQuoteRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class VoidQuoteRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...
