"""What a season is and what is assumed of it, as results carry it for readers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from pricing.constraints.explain import sentence
from pricing.domain.money import minor_digits
from pricing.domain.performance import Performance
from pricing.domain.plan import PricePlan, RuleOutcome
from pricing.domain.season import Season
from pricing.domain.tariff import MeansGrid, Percentage
from pricing.optimizer.optimize import check_performances, optimize
from pricing.optimizer.sensitivity import source
from simulator.house import House
from simulator.last_season import LastSeason
from simulator.rules_kept import How, how_told
from simulator.scenario import Scenario


@dataclass(frozen=True, slots=True)
class PerformanceFacts:
    """A performance as the programme lists it."""

    id: str
    production: str
    venue: str
    # ISO 8601, in the season's time zone.
    starts_at: str
    capacity: int
    # Mean printed full price over all seats, currency units.
    reference_price: float


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """An audience class: a tariff and, where that is a grid, a means bracket."""

    tariff_id: str
    means_bracket_id: str
    name: str
    solidarity: bool
    # Share of the full price paid; None of a fixed amount.
    price_share: float | None


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule in words, and what it costs in the plan of the season.

    The cost is in currency units for one more unit of the rule, of the whole
    rule where it has no unit; None when no plan was made. ``binding_on`` counts
    performances. ``told`` says how a season that was played tells whether
    the rule was kept, see ``simulator.rules_kept``; empty in earlier results.
    """

    id: str
    kind: str
    says: Mapping[str, str]
    marginal_cost: float | None = None
    binding_on: int | None = None
    told: How | Literal[""] = ""
    # Of a SolidarityBudget: seats that one currency unit more in its fund buys.
    seats_per_unit: float | None = None


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the results rest on beyond the season file's prices and rules."""

    price_elasticity: float
    price_elasticity_source: str
    purchase_share: float
    # Expected over all performances.
    parties: float
    segments: int
    season_spread: float
    night_spread: float
    word_of_mouth_spread: float
    other_date_value: float
    # Shares of parties: who look twice, who give back, who buy to sell on; what the
    # first pay at first, of what they would, and what the last ask over it.
    patient_share: float = 0.0
    cancel_share: float = 0.0
    reseller_share: float = 0.0
    bargain: float = 1.0
    resale_margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Facts:
    """A season as a reader of its results meets it."""

    name: str
    time_zone: str
    period_days_out: tuple[int, ...]
    performances: tuple[PerformanceFacts, ...]
    classes: tuple[ClassFacts, ...]
    rules: tuple[RuleFacts, ...]
    assumptions: Assumptions
    # Of the people: equal digests and seeds, the same people trial by trial.
    audience_digest: str
    # From the first sale to the last curtain, "2026-11".
    months: tuple[str, ...] = ()
    # What was sold the season before, where past sales tell.
    last_season: LastSeason | None = None


def _cost(outcome: RuleOutcome) -> float | None:
    return outcome.marginal_cost if outcome.priced else None


def plan_at_opening(
    season: Season, demand_mean: Mapping[str, Sequence[float]]
) -> PricePlan:
    """Return the plan made as sales open, which says what each rule costs.

    Raises
    ------
    ConstraintsInfeasible, FieldInvalid, SolverFailed
        As ``optimize`` does.
    """
    check_performances(season)
    opens = min(each.on_sale_at for each in season.performances)
    return optimize(season, demand_mean, plan_id="as-sales-open", now=opens)


def facts_of(
    season: Season,
    scenario: Scenario,
    house: House,
    plan: PricePlan | None,
    before: LastSeason | None = None,
) -> Facts:
    """Return what readers of results need to know of a season."""
    outcomes = {each.id: each for each in plan.rules} if plan is not None else {}
    return Facts(
        name=season.name,
        time_zone=season.time_zone,
        period_days_out=season.period_days_out,
        performances=tuple(_performance(season, p) for p in house.performances),
        classes=tuple(_class(season, *each) for each in house.classes),
        rules=tuple(
            RuleFacts(
                id=rule.id,
                kind=type(rule).__name__,
                says={
                    "en": sentence(rule, season, "en"),
                    "fr": sentence(rule, season, "fr"),
                },
                marginal_cost=_cost(outcomes[rule.id]) if outcomes else None,
                binding_on=len(outcomes[rule.id].binding_on) if outcomes else None,
                told=how_told(rule),
                seats_per_unit=outcomes[rule.id].seats_per_unit if outcomes else None,
            )
            for rule in season.rules
        ),
        assumptions=_assumptions(season, scenario, house),
        audience_digest=hashlib.sha256(repr(scenario).encode()).hexdigest()[:16],
        months=house.funds.months,
        last_season=before,
    )


def _performance(season: Season, performance: Performance) -> PerformanceFacts:
    venue = season.venue_of(performance)
    unit = 10 ** minor_digits(season.currency_code)
    prices_minor = venue.tier(performance.reference_tier).prices_minor
    return PerformanceFacts(
        id=performance.id,
        production=performance.production,
        venue=venue.name,
        starts_at=performance.starts_at.astimezone(
            ZoneInfo(season.time_zone)
        ).isoformat(),
        capacity=performance.capacity,
        reference_price=mean_price(prices_minor, performance.capacities) / unit,
    )


def mean_price(prices_minor: tuple[int, ...], capacities: tuple[int, ...]) -> float:
    """Return the mean full price over all seats, in minor units."""
    value_minor = sum(p * n for p, n in zip(prices_minor, capacities, strict=True))
    return value_minor / max(1, sum(capacities))


def _class(season: Season, tariff_id: str, bracket_id: str) -> ClassFacts:
    tariff = season.tariff_by_id[tariff_id]
    share = None
    if isinstance(tariff.price, Percentage):
        share = tariff.price.permille / 1000
    elif isinstance(tariff.price, MeansGrid):
        bracket = tariff.bracket(bracket_id)
        share = bracket.permille / 1000 if bracket is not None else None
    return ClassFacts(tariff_id, bracket_id, tariff.name, tariff.solidarity, share)


def _assumptions(season: Season, scenario: Scenario, house: House) -> Assumptions:
    demand = season.demand
    on_sale = [scenario.night_by_id[p.id].parties for p in house.performances]
    return Assumptions(
        price_elasticity=demand.price_elasticity,
        price_elasticity_source=source(demand.price_elasticity),
        purchase_share=demand.purchase_share,
        parties=sum(on_sale),
        segments=len(scenario.segments),
        season_spread=scenario.season_spread,
        night_spread=scenario.night_spread,
        word_of_mouth_spread=scenario.word_of_mouth_spread,
        other_date_value=scenario.other_date_value,
        patient_share=sum(s.share * s.patient_share for s in scenario.segments),
        cancel_share=sum(s.share * s.cancel_share for s in scenario.segments),
        reseller_share=sum(s.share for s in scenario.segments if s.resells),
        bargain=scenario.bargain,
        resale_margin=scenario.resale_margin,
    )
