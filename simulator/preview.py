"""A change of a season's rules, played before it is voted.

Plans with and without it (``pricing.optimizer.rule_change``) are sold to the same
simulated people, trial by trial, so that few trials tell what differs. Who comes, and
what the season without the change made of them, is kept for the next preview of the
same season: members compare several figures of one rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from pricing.domain.preview import PreviewInputs, RulePreview
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.optimizer.compiled import prepare
from pricing.optimizer.rule_change import Planned, affected_by, as_planned, replanned
from simulator.audience import Audience
from simulator.house import build
from simulator.optimised import Optimised, plan_of
from simulator.preview_told import told
from simulator.rehearsed import Rehearsed
from simulator.scenario import Scenario
from simulator.summary import Summary
from simulator.timetable import Timetable
from simulator.trials import Stage
from simulator.usual import usual_scenario

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
    return told(inputs, planned, stages, played, perf_counter() - started)


def forget() -> None:
    """Keep nothing of the last preview."""
    global _last
    _last = None


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
