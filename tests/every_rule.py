"""Rules of all kinds that fit the studio, for round trips."""

from dataclasses import replace

from hypothesis import strategies as st

from pricing.domain import rules
from pricing.domain.objective import Objective
from pricing.domain.rules import Rule, Scope
from pricing.domain.season import Season
from tests.houses import CHANNELS, studio_season

SCOPES = (
    Scope(),
    Scope(production="antigone"),
    Scope(venue_id="studio"),
    Scope(production="phedre", performance_id="night-2"),
)
# Commission inside the price: the public pays the same on every channel.
PARITY_CHANNELS = (*CHANNELS[:2], replace(CHANNELS[2], commission_inside=True))

_permille = st.integers(0, 1000)
_ratio = st.integers(0, 10_000)
_price = st.integers(0, 100_000_000)
_total = st.integers(0, 10**15)
_days = st.integers(0, 1000)
_common = {"id": st.just("r"), "scope": st.sampled_from(SCOPES)}
_GROUPS = ("full", "under-26", "solidarity", "by-means", "by-means/low")


@st.composite
def _bounds(draw: st.DrawFn) -> rules.PriceBounds:
    floor, cap = sorted((draw(_price), draw(_price)))
    return rules.PriceBounds(
        id="r",
        scope=draw(_common["scope"]),
        seat_category_id=draw(st.sampled_from(("", "front", "back"))),
        floor_minor=floor,
        cap_minor=cap,
    )


any_rule: st.SearchStrategy[Rule] = st.one_of(
    _bounds(),
    st.builds(rules.CategoryOrder, **_common),
    st.builds(rules.KeepOpen, **_common, on=st.booleans()),
    st.builds(
        rules.PopularityCap, **_common, demand_permille=_ratio, rise_permille=_ratio
    ),
    st.builds(
        rules.AccessShare,
        **_common,
        share_permille=_permille,
        price_minor=_price,
        each_performance=st.booleans(),
    ),
    st.builds(
        rules.SolidarityShare,
        **_common,
        share_permille=_permille,
        release_days_out=_days,
        seat_category_ids=st.sampled_from(((), ("back",), ("front", "back"))),
    ),
    st.builds(
        rules.SolidarityBudget,
        **_common,
        donations_minor=_total,
        subsidy_minor=_total,
        surplus_permille=_permille,
        support_permille=st.none() | _permille,
    ),
    st.builds(
        rules.AveragePrice,
        **_common,
        price_minor=_price,
        each_performance=st.booleans(),
    ),
    st.builds(
        rules.IncomeFloor,
        **_common,
        income_minor=_total,
        each_performance=st.booleans(),
    ),
    st.builds(
        rules.GroupGap,
        **_common,
        measure=st.sampled_from(("price", "access", "surplus")),
        groups=st.permutations(_GROUPS[:4]).map(lambda some: tuple(some[:2])),
        share_permille=_permille,
    ),
    st.builds(rules.NeverFalls, **_common),
    st.builds(
        rules.PriceStep,
        **_common,
        change_permille=st.none() | _ratio,
        days_between=_days,
        notice_days=_days,
    ),
    st.builds(
        rules.ChannelParity, **_common, commission_permille_max=st.integers(80, 1000)
    ),
)


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    """Return a season of the studio under up to five rules of any kind."""
    chosen = draw(st.lists(any_rule, max_size=5))
    named = [replace(rule, id=f"r{n}") for n, rule in enumerate(chosen)]
    floor = any(isinstance(rule, rules.IncomeFloor) for rule in named)
    kinds = ("income", "welfare", *(("attendance",) if floor else ()))
    weights = draw(st.dictionaries(st.sampled_from(_GROUPS), st.floats(0, 100)))
    return studio_season(
        3,
        tuple(named),
        channels=PARITY_CHANNELS,
        objective=Objective(draw(st.sampled_from(kinds)), tuple(weights.items())),
        pricing_mode=draw(st.sampled_from(("scale", "category"))),
    )
