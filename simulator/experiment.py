"""A season played many times: every policy meets the same people in each trial."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pricing.domain.errors import ConstraintsInfeasible, FieldInvalid
from pricing.domain.ids import check_unique
from pricing.domain.plan import PricePlan
from pricing.domain.season import Season
from simulator.facts import facts_of
from simulator.house import build
from simulator.last_season import LastSeason
from simulator.moves import check_leave
from simulator.policies import make
from simulator.policy import Policy
from simulator.precision import Precision
from simulator.result_parts import VariantResult
from simulator.results import Results
from simulator.scenario import Scenario
from simulator.summary import Summary
from simulator.tally import changes, differences, policy_result, swings_of
from simulator.timetable import Timetable
from simulator.tornado import otherwise
from simulator.trials import Experiment, Stage, Trial, collect, run
from simulator.usual import usual_scenario
from simulator.variant import Variant

TRIALS_MAX = 100_000
WORKERS_MAX = 256

Progress = Callable[[float, str], None]
Demand = Mapping[str, Sequence[float]]


def simulate(
    season: Season,
    demand_mean: Demand,
    policies: Sequence[str | Policy],
    *,
    trials: int,
    seed: int,
    workers: int = 1,
    cluster: str = "",
    scenario: Scenario | None = None,
    settings: Mapping[str, str] | None = None,
    variants: Sequence[Variant] = (),
    plan: PricePlan | None = None,
    before: LastSeason | None = None,
    tornado: bool = False,
    until: Precision | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Results:
    """Return what policies make of a season, played so many times.

    Parameters
    ----------
    season : Season
    demand_mean : performance id -> [C], seats
        The forecast that policies know: unconstrained demand at reference prices.
    policies : names, or policies made elsewhere
        Of variants, names only: a policy made elsewhere is made for one season.
    trials : int
    seed : int
        People follow from (seed, trial): equal for any number of workers.
    cluster : str
        Address of a Ray cluster that plays the trials; else this machine does.
    scenario : Scenario, optional
        Who might come; else an audience derived from the forecast and the
        season's assumptions (``simulator.usual``).
    settings : value by path in the season file, optional
        The season's own values of what variants set otherwise.
    variants : Sequence of Variant
        Played beside the season, trial by trial for the same people; where these
        are derived and a variant assumes another demand, for people derived anew.
    plan : PricePlan, optional
        Says what each rule costs.
    before : LastSeason, optional
        What the season before sold, for readers.
    tornado : bool
        Play each assumption about the people one way and the other as well.
    until : Precision, optional
        Stop before ``trials`` are played once the season as it stands is known
        to it; at the same trial for any number of workers.
    progress : called with the share done and a word on it

    Raises
    ------
    FieldInvalid
        When an argument is out of range or the scenario does not fit, and when
        a policy posts what it may not.
    NameUnknown
        When there is no such policy.
    Cancelled
        When the work was called off, or interrupted before the first trial
        ended; interrupted later (Ctrl-C), the trials done are returned,
        marked as not complete.
    """
    _check(trials, seed, workers, policies)
    say = progress or _say_nothing
    say(0.0, "preparing")
    audience = "derived" if scenario is None else "scenario"
    people = scenario or usual_scenario(season, demand_mean)
    first = _stage(season, demand_mean, policies, people)
    others, refused = {}, {}
    for each in variants:
        derive = scenario is None and each.season.demand != season.demand
        theirs = usual_scenario(each.season, each.demand_mean) if derive else people
        try:
            others[each.name] = _beside(first, each, policies, theirs)
        except ConstraintsInfeasible as error:
            refused[each.name] = error
    # The same house and policies: nothing that they know of is otherwise.
    swings = [
        replace(first, scenario=each)
        for each in (otherwise(season, people) if tornado else ())
    ]
    stages = (first, *others.values(), *swings)
    experiment = Experiment(stages, seed)
    ended = run(experiment, trials, workers, cancelled, cluster)
    in_order, wanted = collect(ended, trials, until, say)
    played = _by_policy(stages, in_order)
    found = [
        {name: policy_result(stage.house, each) for name, each in by_policy.items()}
        for stage, by_policy in zip(stages[: len(others) + 1], played, strict=False)
    ]
    place = {name: place for place, name in enumerate(others, 1)}
    swung = played[len(others) + 1 :]
    varied = [
        _refused(each, refused[each.name])
        if each.name in refused
        else VariantResult(
            each.name,
            each.settings,
            found[place[each.name]],
            changes(played[place[each.name]], played[0]),
        )
        for each in variants
    ]
    return Results(
        season=season.id,
        currency_code=season.currency_code,
        audience=audience,
        seed=seed,
        trials=len(in_order),
        trials_wanted=wanted,
        access_price_minor=first.house.access_minor,
        policies=found[0],
        differences=differences(played[0]),
        facts=facts_of(season, people, first.house, plan, before),
        settings=settings or {},
        variants=tuple(varied),
        precision=until.at([each[0] for each in in_order]) if until else None,
        tornado=swings_of(played[0], swung),
    )


def _refused(variant: Variant, error: ConstraintsInfeasible) -> VariantResult:
    rules = tuple(error.metadata["constraint_ids"].split(","))
    return VariantResult(variant.name, variant.settings, {}, (), error.message, rules)


def _beside(
    first: Stage,
    variant: Variant,
    policies: Sequence[str | Policy],
    scenario: Scenario,
) -> Stage:
    season, demand_mean = variant.season, variant.demand_mean
    if variant.shock is not None:
        scenario = variant.shock.people(season, scenario)
        demand_mean = variant.shock.forecast(season, demand_mean)
    stage = _stage(season, demand_mean, policies, scenario)
    # One measure for all: what counts as a low price does not vary.
    house = replace(stage.house, access_minor=first.house.access_minor)
    return replace(stage, house=house)


def _by_policy(
    stages: Sequence[Stage], trials: Sequence[Trial]
) -> list[dict[str, list[Summary]]]:
    """Return the trials of each policy, by season played."""
    return [
        {
            policy.name: [trial[place][n] for trial in trials]
            for n, policy in enumerate(stage.policies)
        }
        for place, stage in enumerate(stages)
    ]


def _stage(
    season: Season,
    demand_mean: Demand,
    policies: Sequence[str | Policy],
    scenario: Scenario,
) -> Stage:
    forecast = {name: float(sum(seats)) for name, seats in demand_mean.items()}
    house = replace(build(season, scenario), forecast=forecast)
    # A policy may find only as it plays that the rules leave it no price.
    check_leave(house)
    ready = tuple(
        make(p, house, demand_mean) if isinstance(p, str) else p for p in policies
    )
    return Stage(scenario, house, Timetable(house), ready)


def _say_nothing(share: float, what: str) -> None:
    """Show no progress."""


def _check(
    trials: int, seed: int, workers: int, policies: Sequence[str | Policy]
) -> None:
    for name, value, low, high in (
        ("trials", trials, 1, TRIALS_MAX),
        ("seed", seed, 0, 2**63 - 1),
        ("workers", workers, 1, WORKERS_MAX),
    ):
        if not low <= value <= high:
            raise FieldInvalid(name, f"expected {low} to {high}, got {value}")
    if not policies:
        raise FieldInvalid("policies", "expected at least one")
    try:
        check_unique((p if isinstance(p, str) else p.name for p in policies), "each")
    except ValueError as error:
        raise FieldInvalid("policies", str(error)) from None
    if "hindsight" in policies and (policies[-1] != "hindsight" or len(policies) < 2):
        raise FieldInvalid("policies", "hindsight comes last, after those it judges")
