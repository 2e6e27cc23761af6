"""Tables of channels as domain types."""

from pricing.domain.channel import Channel
from pricing.files import season_format as toml
from pricing.files.rule_reader import Keys, Values


def channel_of(table: toml.ChannelTable, at: Keys, values: Values) -> Channel:
    """Return the channel of a table."""
    return Channel(
        id=table.id,
        name=table.name or table.id,
        quota_permille=values.percent([*at, "quota_percent"], table.quota_percent),
        release_days_out=table.release_days_out,
        commission_permille=values.percent(
            [*at, "commission_percent"], table.commission_percent
        ),
        commission_fixed_minor=values.minor(
            [*at, "commission_fixed"], table.commission_fixed
        ),
        commission_inside=table.commission_inside,
        cost_minor=values.minor([*at, "cost"], table.cost),
    )
