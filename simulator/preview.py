"""A change of a season's rules, played before it is voted.

Plans with and without it (``pricing.optimizer.rule_change``) are sold to the same
simulated people, trial by trial, so that few trials tell what differs. Who comes, and
what the season without the change made of them, is kept for the next preview of the
same season: members compare several figures of one rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from pricing.domain.preview import (
    Change,
    MeansChange,
    PreviewInputs,
    RulePreview,
    Side,
)
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.optimizer.compiled import prepare
from pricing.optimizer.rule_change import Planned, affected_by, as_planned, replanned
from simulator.audience import Audience
from simulator.house import build
from simulator.optimised import Optimised, plan_of
from simulator.rehearsed import Rehearsed
from simulator.result_parts import ClassResult, PolicyResult
from simulator.scenario import Scenario
from simulator.summary import Summary
from simulator.tally import changes, policy_result
from simulator.timetable import Timetable
from simulator.trials import Stage
from simulator.usual import usual_scenario

MEASURES = ("income", "fill_rate", "access_share")
# Audiences that are kept: a season of 130,000 seats has some 10 MB of people.
KEPT_TRIALS = 12
KEPT_SIDES = 8


@dataclass
class _Before:
    """The season without the change: its plan, ready to be played, and its trials."""

    planned: Planned
    stage: Stage
    summaries: dict[int, Summary] = field(default_factory=dict)

    def summary(self, people: Audience, trial: int) -> Summary:
        """Return what the plan makes of the people of a trial."""
        if trial not in self.summaries:
            self.summaries[trial] = self.stage.play(people)[0]
        return self.summaries[trial]


@dataclass
class _Kept:
    """What previews of one season share."""

    key: object
    known: Planned
    scenario: Scenario
    people: dict[int, Audience] = field(default_factory=dict)
    # By the performances that were solved anew.
    sides: dict[tuple[int, ...], _Before] = field(default_factory=dict)

    def side(
        self,
        inputs: PreviewInputs,
        affected: Sequence[int],
        goes_on: Callable[[float], bool],
    ) -> _Before:
        """Return the season without the change, solved as the other side is."""
        key = tuple(affected)
        if key not in self.sides:
            planned = replanned(inputs.season, self.known, affected, goes_on)
            stage = _stage(planned, self.scenario, inputs)
            if len(self.sides) >= KEPT_SIDES:
                self.sides.clear()
            self.sides[key] = _Before(planned, stage)
        return self.sides[key]

    def audience(self, stage: Stage, seed: int, trial: int) -> Audience:
        """Return the people of a trial."""
        found = self.people.get(trial)
        if found is None:
            found = stage.people(seed, trial)
            if len(self.people) < KEPT_TRIALS:
                self.people[trial] = found
        return found


_last: _Kept | None = None


def preview(
    inputs: PreviewInputs,
    cancelled: Callable[[], bool] = lambda: False,
    scenario: Scenario | None = None,
) -> RulePreview:
    """Return what a change of its rules would do to a season.

    Parameters
    ----------
    inputs : PreviewInputs
    cancelled : asked often whether to stop
    scenario : who might come, optional
        Else an audience derived from the forecast.

    Raises
    ------
    ConstraintsInfeasible
        When the rules cannot all hold with the change.
    """
    started = perf_counter()
    prepare()

    def goes_on(done: float) -> bool:
        return not cancelled()

    kept = _kept(inputs, scenario, goes_on)
    affected = affected_by(inputs.season, _touched(inputs.season, inputs.changed))
    before = kept.side(inputs, affected, goes_on)
    after = replanned(inputs.changed, before.planned, affected, goes_on)
    stages = [before.stage, _stage(after, kept.scenario, inputs)]
    access = stages[0].house.access_minor
    stages[1] = replace(stages[1], house=replace(stages[1].house, access_minor=access))
    played: list[list[Summary]] = [[], []]
    for trial in range(inputs.trials):
        people = kept.audience(before.stage, inputs.seed, trial)
        played[0].append(before.summary(people, trial))
        played[1].append(stages[1].play(people)[0])
    planned = (before.planned, after)
    return _told(inputs, planned, stages, played, perf_counter() - started)


def _kept(
    inputs: PreviewInputs,
    scenario: Scenario | None,
    goes_on: Callable[[float], bool],
) -> _Kept:
    """Return what the last preview left, where it was of the same season."""
    global _last
    key = (inputs.season, inputs.demand_mean, inputs.plan, inputs.seed, scenario)
    if _last is None or _last.key != key:
        _last = _Kept(
            key,
            as_planned(inputs.season, inputs.demand_mean, inputs.plan, goes_on),
            scenario or usual_scenario(inputs.season, inputs.demand_mean),
        )
    return _last


def _touched(season: Season, changed: Season) -> list[Rule]:
    """Return the rules that are in one of two seasons only."""
    return [
        *(rule for rule in season.rules if rule not in changed.rules),
        *(rule for rule in changed.rules if rule not in season.rules),
    ]


def _stage(planned: Planned, scenario: Scenario, inputs: PreviewInputs) -> Stage:
    """Return a season ready to be played at the prices of its plan."""
    season = planned.season
    house = replace(
        build(season, scenario),
        forecast={n: float(sum(seats)) for n, seats in inputs.demand_mean.items()},
    )
    plan = plan_of(season, planned.market, planned.problems, planned.paths)
    policy = Rehearsed(Optimised(house, inputs.demand_mean, plan, sales_moves=0))
    return Stage(scenario, house, Timetable(house), (policy,))


def _told(
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
