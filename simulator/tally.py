"""Trials counted together: from what each brought to means with intervals."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from simulator.estimates import Interval, difference, interval
from simulator.fund import balances
from simulator.house import House
from simulator.result_parts import (
    ChannelResult,
    ClassResult,
    Difference,
    FundResult,
    PerformanceResult,
    PolicyResult,
    RuleResult,
)
from simulator.summary import MEASURES, Summary
from simulator.tornado import ASSUMPTIONS, Swing

# Measures whose differences between policies are reported.
COMPARED = (
    "income",
    "fill_rate",
    "access_share",
    "spill",
    "average_price",
    "solidarity_share",
    "undercut_share",
)

# Trials whose measures are kept one by one: enough to compare runs by, and a bound
# on what a service sends.
KEPT_TRIALS = 1_000

Floats = NDArray[np.float64]


def policy_result(house: House, summaries: Sequence[Summary]) -> PolicyResult:
    """Return the means of one policy over its trials."""
    return PolicyResult(
        measures={
            name: interval([s.measures[name] for s in summaries]) for name in MEASURES
        },
        performances=_performances(house, summaries),
        classes=tuple(
            ClassResult(
                tariff=tariff_id,
                means_bracket=bracket_id,
                seats=interval([float(s.class_seats[k]) for s in summaries]),
                wanted=interval([float(s.class_wanted[k]) for s in summaries]),
                income=interval([float(s.class_income[k]) for s in summaries]),
            )
            for k, (tariff_id, bracket_id) in enumerate(house.classes)
        ),
        rules=tuple(_rule(rule_id, summaries) for rule_id in summaries[0].rules),
        by_trial={
            name: tuple(s.measures[name] for s in summaries[:KEPT_TRIALS])
            for name in COMPARED
        },
        funds=_funds(house, summaries),
        split=_means([s.split for s in summaries]),
        shares=_means([s.shares for s in summaries]),
        channels=_channels(house, summaries),
        full_prices=_means([s.full_prices for s in summaries]),
    )


def _channels(house: House, summaries: Sequence[Summary]) -> tuple[ChannelResult, ...]:
    told = np.array([s.channels for s in summaries])
    return tuple(
        ChannelResult(
            channel.id, *(interval(told[:, part, h].tolist()) for part in range(3))
        )
        for h, channel in enumerate(house.season.channels)
    )


def _means(parts: Sequence[Mapping[str, float]]) -> dict[str, Interval]:
    return {name: interval([each[name] for each in parts]) for name in parts[0]}


def _funds(house: House, summaries: Sequence[Summary]) -> tuple[FundResult, ...]:
    found = []
    for n, fund in enumerate(house.funds.funds):
        given = house.funds.given(fund)
        granted, brought = (
            np.array([s.fund[n, side] for s in summaries]) for side in (0, 1)
        )
        left = balances(given, granted, brought)
        found.append(
            FundResult(
                fund.rule_id,
                given,
                *(
                    tuple(interval(month.tolist()) for month in each.T)
                    for each in (granted, brought, left)
                ),
            )
        )
    return tuple(found)


def _performances(
    house: House, summaries: Sequence[Summary]
) -> tuple[PerformanceResult, ...]:
    income = np.array([s.income for s in summaries])
    fill_rate = np.array([s.fill_rate for s in summaries])
    spill = np.array([s.spill for s in summaries])
    category_seats = np.array([s.category_seats for s in summaries])
    booked = np.mean([s.booked for s in summaries], axis=0)
    posted = np.array([s.posted for s in summaries])
    priced_out = np.mean([s.priced_out for s in summaries], axis=0)
    seats = category_seats.sum(axis=(0, 2))
    found = []
    for f, performance in enumerate(house.performances):
        categories = house.season.venue_of(performance).seat_categories
        found.append(
            PerformanceResult(
                id=performance.id,
                income=interval(income[:, f].tolist()),
                fill_rate=interval(fill_rate[:, f].tolist()),
                spill=interval(spill[:, f].tolist()),
                average_price=float(income[:, f].sum() / max(1, seats[f])),
                fill_by_category={
                    category.id: interval(
                        (category_seats[:, f, c] / performance.capacities[c]).tolist()
                    )
                    for c, category in enumerate(categories)
                    if performance.capacities[c]
                },
                posted_price=_means_told(posted[:, f]),
                seats_sold=tuple(booked[f].tolist()),
                priced_out=float(priced_out[f]),
            )
        )
    return tuple(found)


def _means_told(by_trial: NDArray[np.float32]) -> tuple[float | None, ...]:
    """Return the mean of each column, [B, T], over the trials that tell it."""
    found: list[float | None] = []
    for column in by_trial.T.astype(np.float64):
        told = column[~np.isnan(column)]
        found.append(float(told.mean()) if len(told) else None)
    return tuple(found)


def _rule(rule_id: str, summaries: Sequence[Summary]) -> RuleResult:
    found = [s.rules[rule_id] for s in summaries]
    shares = [share for _, share in found if share is not None]
    return RuleResult(
        id=rule_id,
        trials_kept=sum(kept for kept, _ in found),
        realised=interval(shares) if shares else None,
    )


def differences(played: Mapping[str, Sequence[Summary]]) -> tuple[Difference, ...]:
    """Return paired differences, each policy against those named before it."""
    return tuple(
        Difference(
            policy, against, measure, _gap(played[policy], played[against], measure)
        )
        for against, policy in combinations(played, 2)
        for measure in COMPARED
    )


def changes(
    played: Mapping[str, Sequence[Summary]], against: Mapping[str, Sequence[Summary]]
) -> tuple[Difference, ...]:
    """Return paired differences of policies to themselves in another season."""
    return tuple(
        Difference(name, name, measure, _gap(played[name], against[name], measure))
        for name in played
        for measure in COMPARED
    )


def swings_of(
    as_assumed: Mapping[str, Sequence[Summary]],
    otherwise: Sequence[Mapping[str, Sequence[Summary]]],
) -> tuple[Swing, ...]:
    """Return what assumptions move, from the season with less and with more of each.

    Parameters
    ----------
    as_assumed, otherwise : trials by policy
        Otherwise in pairs, in the order of ``ASSUMPTIONS``; empty where not played.
    """
    sides = [
        {name: _gap(each[name], as_assumed[name], "income") for name in each}
        for each in otherwise
    ]
    return tuple(
        Swing(name, low, high)
        for name, low, high in zip(ASSUMPTIONS, sides[::2], sides[1::2], strict=False)
    )


def _gap(
    summaries: Sequence[Summary], against: Sequence[Summary], measure: str
) -> Interval:
    return difference(
        [s.measures[measure] for s in summaries],
        [s.measures[measure] for s in against],
        paired=True,
    )
