"""Tariffs, channels, pools, cards and packs of all kinds, for round trips."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from pricing.domain.channel import Channel, ChannelKind, Commission, Counter, Release
from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.moment import ALWAYS, Moment, Window
from pricing.domain.pack import Pack, PackPrices, PackShare
from pricing.domain.products import SubscriberCard, SuspendedPool
from pricing.domain.scope import Scope
from pricing.domain.season import Season
from pricing.domain.tariff import (
    Evidence,
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
    TariffPrice,
)
from tests.houses import TARIFFS
from tests.offers import NIGHTS, offers_season

_permille = st.integers(0, 1000)
_price = st.integers(0, 100_000_000)
_dates = st.integers(0, 500).map(
    lambda hours: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(hours=hours)
)
_moments = st.one_of(
    st.builds(Moment, at=_dates), st.builds(Moment, days_out=st.integers(0, 1000))
)
_windows = st.one_of(
    st.just(ALWAYS),
    st.builds(Window, opens=_moments),
    st.builds(Window, closes=_moments),
    st.tuples(_dates, st.integers(1, 99)).map(
        lambda two: Window(
            Moment(at=two[0]), Moment(at=two[0] + timedelta(days=two[1]))
        )
    ),
)
_fixed_windows = _windows.filter(lambda window: window.fixed)


@st.composite
def _choices(draw: st.DrawFn) -> AmongAmounts | BetweenBounds:
    amounts = sorted(draw(st.sets(st.integers(0, 9000), min_size=1, max_size=20)))
    up_to = draw(_price)
    if draw(st.booleans()):
        return AmongAmounts(tuple(amounts), draw(st.sampled_from(amounts)), up_to)
    return BetweenBounds(amounts[0], amounts[-1], draw(st.sampled_from(amounts)), up_to)


_prices: st.SearchStrategy[TariffPrice] = st.one_of(
    st.builds(Percentage, st.integers(0, 10_000)),
    st.builds(FixedAmount, _price),
    st.just(MeansGrid((MeansBracket("low", 300), MeansBracket("high", 1100)))),
    _choices(),
    st.builds(Suspended, st.just("pool"), _price),
)


@st.composite
def _tariffs(draw: st.DrawFn) -> Tariff:
    price = draw(_prices)
    most = draw(st.integers(1, 500))
    group = draw(st.integers(1, most))
    quota = draw(_permille)
    free = not isinstance(price, AmongAmounts | BetweenBounds)
    return Tariff(
        "any",
        "Any",
        price,
        solidarity=draw(st.booleans()),
        evidence=draw(st.sampled_from(Evidence)),
        seats_per_order_max=most,
        floor_minor=draw(st.integers(0, 900)) if free else 0,
        rounding_step_minor=draw(st.integers(1, 900)) if free else 1,
        quota_permille=quota,
        group_size_min=group,
        seats_per_show_max=draw(st.none() | st.integers(group, 500)),
        kept_permille=draw(st.integers(0, quota)),
        kept_until=draw(st.none() | _moments),
        window=draw(_windows),
        card_id=draw(st.sampled_from(["", "card"])),
        pack_only=draw(st.booleans()),
    )


_commissions = st.builds(Commission, _permille, _price, st.booleans(), _price)
_counters = st.builds(
    Counter, st.just("one"), st.just("One"), _permille, st.none() | _commissions,
    st.none() | _price,
)  # fmt: skip


@st.composite
def _channels(draw: st.DrawFn) -> Channel:
    asked = draw(_commissions)
    quota = draw(_permille)
    kept = draw(st.integers(0, quota))
    by_days = draw(st.booleans())
    releases = st.builds(Release, _moments, st.integers(0, kept))
    return Channel(
        "any",
        "Any",
        quota,
        draw(st.none() | st.integers(0, 1000)) if by_days else None,
        asked.permille,
        asked.fixed_minor,
        asked.inside,
        draw(_price),
        draw(st.sampled_from(ChannelKind)),
        asked.ceiling_minor,
        None if by_days else draw(st.none() | _dates),
        kept,
        tuple(draw(st.lists(releases, max_size=2))),
        tuple(draw(st.lists(_counters, max_size=1))),
    )


_pools = st.builds(
    SuspendedPool, st.just("pool"), st.just("Pool"), st.integers(1, 10**6),
    st.sampled_from([Scope(), Scope(production="phedre"), Scope(venue_id="studio")]),
    st.none() | st.integers(1, 10**6), _fixed_windows,
)  # fmt: skip
_cards = st.builds(
    SubscriberCard, st.just("card"), st.just("Card"), st.integers(1, 50),
    st.none() | _price, st.none() | _dates, st.none(), _fixed_windows,
)  # fmt: skip


@st.composite
def _packs(draw: st.DrawFn) -> Pack:
    by_category = draw(st.booleans())
    prices = (("front", draw(_price)), ("back", draw(_price)))
    ceiling = draw(_price)
    return Pack(
        "pack",
        "Pack",
        "full",
        tuple(draw(st.permutations(NIGHTS))),
        draw(
            st.one_of(
                st.builds(PackShare, _permille),
                st.just(PackPrices(prices if by_category else (("", prices[0][1]),))),
            )
        ),
        draw(st.sampled_from([0, 2, 4])),
        draw(st.integers(1, 50)),
        draw(st.integers(0, ceiling)),
        ceiling,
        draw(st.integers(1, 1000)),
        draw(st.none() | st.integers(0, 10**6)),
        draw(_windows),
    )


@st.composite
def offering(draw: st.DrawFn) -> Season:
    """Return a season with one of each, of any kind."""
    return offers_season(
        tariffs=(*TARIFFS, draw(_tariffs())),
        channels=(*offers_season().channels[:2], draw(_channels())),
        pools=(draw(_pools),),
        cards=(draw(_cards),),
        packs=(draw(_packs()),),
        rules=(),
    )
