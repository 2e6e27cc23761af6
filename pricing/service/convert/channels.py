"""Channels, their counters and commissions."""

from jauge.pricing.v1 import channel_pb2
from pricing.domain.channel import Channel, ChannelKind, Commission, Counter, Release
from pricing.domain.errors import FieldInvalid
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.service.convert.fields import (
    at,
    minor,
    money,
    optional_minor,
    present,
    time_from_proto,
    timestamp,
)
from pricing.service.convert.moments import moment_from_proto, moment_to_proto

_KIND = {
    ChannelKind.OTHER: channel_pb2.Channel.KIND_UNSPECIFIED,
    ChannelKind.WEB: channel_pb2.Channel.KIND_WEB,
    ChannelKind.TELEPHONE: channel_pb2.Channel.KIND_TELEPHONE,
    ChannelKind.POST: channel_pb2.Channel.KIND_POST,
    ChannelKind.COUNTER: channel_pb2.Channel.KIND_COUNTER,
    ChannelKind.REMOTE_COUNTER: channel_pb2.Channel.KIND_REMOTE_COUNTER,
    ChannelKind.NETWORK: channel_pb2.Channel.KIND_NETWORK,
}
_KIND_IN = {value: key for key, value in _KIND.items()}


def channel_to_proto(channel: Channel, currency: str) -> channel_pb2.Channel:
    """Return a channel as the message."""
    message = channel_pb2.Channel(
        id=channel.id,
        display_name=channel.name,
        quota_permille=channel.quota_permille,
        release_days_out=channel.release_days_out,
        commission_permille=channel.commission_permille,
        commission_on_top=not channel.commission_inside,
        kind=_KIND[channel.kind],
        kept_permille=channel.kept_permille,
        releases=[
            channel_pb2.QuotaRelease(
                moment=moment_to_proto(each.moment), kept_permille=each.kept_permille
            )
            for each in channel.releases
        ],
        counters=[_counter_to_proto(each, currency) for each in channel.counters],
    )
    if channel.commission_fixed_minor:
        fixed = money(channel.commission_fixed_minor, currency)
        message.fixed_commission.CopyFrom(fixed)
    if channel.commission_ceiling_minor != PRICE_MINOR_MAX:
        most = money(channel.commission_ceiling_minor, currency)
        message.commission_max.CopyFrom(most)
    if channel.cost_minor:
        message.sale_cost.CopyFrom(money(channel.cost_minor, currency))
    if channel.release_at is not None:
        message.release_time.CopyFrom(timestamp(channel.release_at))
    return message


def _counter_to_proto(counter: Counter, currency: str) -> channel_pb2.Counter:
    message = channel_pb2.Counter(
        id=counter.id,
        display_name=counter.name,
        quota_permille=counter.quota_permille,
    )
    asked = counter.commission
    if asked is not None:
        message.commission.permille = asked.permille
        message.commission.on_top = not asked.inside
        if asked.fixed_minor:
            message.commission.fixed.CopyFrom(money(asked.fixed_minor, currency))
        if asked.ceiling_minor != PRICE_MINOR_MAX:
            message.commission.max.CopyFrom(money(asked.ceiling_minor, currency))
        # A commission of nothing is still the counter's own.
        message.commission.SetInParent()
    if counter.cost_minor is not None:
        message.sale_cost.CopyFrom(money(counter.cost_minor, currency))
    return message


def channel_from_proto(value: channel_pb2.Channel, currency: str, path: str) -> Channel:
    """Return a message as a channel."""
    if value.kind not in _KIND_IN:
        raise FieldInvalid(f"{path}.kind", f"Expected a kind, got {value.kind}.")

    def amount(name: str, default: int) -> int:
        return optional_minor(value, name, currency, path, default)

    released = value.HasField("release_time")
    with at(path):
        return Channel(
            id=value.id,
            name=value.display_name or value.id,
            quota_permille=value.quota_permille
            if value.HasField("quota_permille")
            else 1000,
            release_days_out=value.release_days_out
            if value.HasField("release_days_out")
            else None,
            commission_permille=value.commission_permille,
            commission_fixed_minor=amount("fixed_commission", 0),
            commission_inside=not value.commission_on_top,
            commission_ceiling_minor=amount("commission_max", PRICE_MINOR_MAX),
            cost_minor=amount("sale_cost", 0),
            kind=_KIND_IN[value.kind],
            release_at=time_from_proto(value.release_time, f"{path}.release_time")
            if released
            else None,
            kept_permille=value.kept_permille,
            releases=tuple(
                _release(each, f"{path}.releases[{i}]")
                for i, each in enumerate(value.releases)
            ),
            counters=tuple(
                _counter(each, currency, f"{path}.counters[{i}]")
                for i, each in enumerate(value.counters)
            ),
        )


def _release(value: channel_pb2.QuotaRelease, path: str) -> Release:
    present(value, "moment", path)
    with at(path):
        moment = moment_from_proto(value.moment, f"{path}.moment")
        return Release(moment, value.kept_permille)


def _counter(value: channel_pb2.Counter, currency: str, path: str) -> Counter:
    asked: Commission | None = None
    if value.HasField("commission"):
        here, terms = f"{path}.commission", value.commission
        with at(here):
            asked = Commission(
                terms.permille,
                optional_minor(terms, "fixed", currency, here, 0),
                not terms.on_top,
                optional_minor(terms, "max", currency, here, PRICE_MINOR_MAX),
            )
    cost = None
    if value.HasField("sale_cost"):
        cost = minor(value.sale_cost, currency, f"{path}.sale_cost")
    with at(path):
        return Counter(
            id=value.id,
            name=value.display_name or value.id,
            quota_permille=value.quota_permille
            if value.HasField("quota_permille")
            else 1000,
            commission=asked,
            cost_minor=cost,
        )
