"""Two sides of a season that were played, told as a preview."""

from collections.abc import Sequence

import numpy as np

from pricing.domain.preview import (
    Change,
    MeansChange,
    PreviewInputs,
    RulePreview,
    Side,
)
from pricing.optimizer.rule_change import Planned
from simulator.result_parts import ClassResult, PolicyResult
from simulator.summary import Summary
from simulator.tally import changes, policy_result
from simulator.trials import Stage

MEASURES = ("income", "fill_rate", "access_share")


def told(
    inputs: PreviewInputs,
    planned: tuple[Planned, Planned],
    stages: Sequence[Stage],
    played: Sequence[Sequence[Summary]],
    seconds: float,
) -> RulePreview:
    """Return two sides that were played as a preview."""
    results = [
        policy_result(stage.house, summaries)
        for stage, summaries in zip(stages, played, strict=True)
    ]
    name = stages[0].policies[0].name
    differences = {
        each.measure: each.value
        for each in changes({name: played[1]}, {name: played[0]})
    }
    plays = [each.plays for each in planned]
    before, after = planned
    return RulePreview(
        without=_side(results[0]),
        with_change=_side(results[1]),
        changes=tuple(
            Change(
                measure,
                differences[measure].mean,
                _or(differences[measure].low, differences[measure].mean),
                _or(differences[measure].high, differences[measure].mean),
            )
            for measure in MEASURES
        ),
        means=_means(*results),
        access_price_minor=stages[0].house.access_minor,
        plan_cost=sum(p.income for p in plays[0]) - sum(p.income for p in plays[1]),
        plan_seats=float(
            sum(p.sales.sum() for p in plays[1]) - sum(p.sales.sum() for p in plays[0])
        ),
        affected=tuple(
            performance.id
            for place, performance in enumerate(inputs.season.performances)
            if not np.array_equal(before.paths[place], after.paths[place])
        ),
        trials=inputs.trials,
        seconds=seconds,
    )


def _side(result: PolicyResult) -> Side:
    means = [result.measures[measure].mean for measure in MEASURES]
    return Side(*means)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _means(without: PolicyResult, with_change: PolicyResult) -> tuple[MeansChange, ...]:
    """Return who wins and who loses, in the order of the audience's classes."""
    return tuple(
        MeansChange(
            before.tariff,
            before.means_bracket,
            before.seats.mean,
            after.seats.mean,
            _price(before),
            _price(after),
        )
        for before, after in zip(without.classes, with_change.classes, strict=True)
    )


def _price(of: ClassResult) -> float | None:
    return of.income.mean / of.seats.mean if of.seats.mean > 0 else None
