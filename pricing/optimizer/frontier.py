"""What a season brings as one of its rules asks for more: a curve in one run.

The rule's figure moves from the easiest value to the tightest. Each plan starts from
the paths of the one before, which keep most rules and are close to the best.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pricing.constraints.conflict import smallest
from pricing.constraints.rule_book import RuleBook
from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import OutOfRange
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.optimizer.compiled import prepare
from pricing.optimizer.conflicts import Judge
from pricing.optimizer.figures import Figure, figures
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import Market, build
from pricing.optimizer.optimize import check_performances
from pricing.optimizer.outcomes import outcome
from pricing.optimizer.posing import Poser
from pricing.optimizer.solve import SeasonSolved, solve
from pricing.optimizer.standing import Standing
from pricing.optimizer.watch import Watch

# Points of a curve.
POINTS_MAX = 100


@dataclass(frozen=True)
class Point:
    """The best plan found with the rule at one figure.

    Parameters
    ----------
    value : int
        The figure, in the field's units: thousandths, or minor units.
    holds : bool
        Whether any plan keeps the rules; all else is 0 where none does.
    objective, upper_bound : of the plan, and a bound on all plans
    income : currency units
    surplus : consumer surplus, currency units
    seats : expected seats sold
    slack : room left in the rule, as in a plan's outcomes
    marginal_cost : of the rule, as in a plan's outcomes
    conflict : ids of the fewest rules that no plan keeps at the easiest figure that
        fails; empty where a plan holds, or time was over before they were known
    priced : whether there was time to find that cost
    """

    value: int
    holds: bool
    objective: float = 0.0
    upper_bound: float = 0.0
    income: float = 0.0
    surplus: float = 0.0
    seats: float = 0.0
    slack: float = 0.0
    marginal_cost: float = 0.0
    conflict: tuple[str, ...] = ()
    priced: bool = True


def figure_of(season: Season, rule_id: str) -> tuple[Rule, Figure]:
    """Return a rule of a season and the figure that its curve moves.

    Raises
    ------
    FieldInvalid
        When there is no such rule, or it is kept or not without a figure.
    """
    rule = next((each for each in season.rules if each.id == rule_id), None)
    if rule is None:
        ids = ", ".join(each.id for each in season.rules) or "none"
        raise FieldInvalid("frontier", f"no rule {rule_id!r} among {ids}.")
    if not figures(rule):
        kind = type(rule).__name__
        raise FieldInvalid("frontier", f"{kind} {rule_id!r} has no figure to move.")
    return rule, figures(rule)[0]


def frontier(
    season: Season,
    demand_mean: Mapping[str, Sequence[float]],
    rule_id: str,
    values: Sequence[int],
    *,
    standing: Standing | None = None,
    watch: Watch,
) -> tuple[Point, ...]:
    """Return what the best plans bring as a rule tightens, the easiest first.

    Parameters
    ----------
    season, demand_mean, standing : what plans are made of
    rule_id : str
        A rule of the season with a figure.
    values : at most ``POINTS_MAX`` of its figures, in the field's units
    watch : Watch
        When its time is over, points show the best plans found in haste, and
        those for which none was found are left out.

    Raises
    ------
    FieldInvalid
        When there is no such rule or figure, or no performance.
    Cancelled
    """
    check_performances(season)
    rule, figure = figure_of(season, rule_id)
    if not 1 <= len(values) <= POINTS_MAX:
        raise FieldInvalid("frontier", f"expected 1 to {POINTS_MAX} values.")
    try:
        asked = {value: figure.on(rule, value) for value in values}
    except OutOfRange as error:
        low, high, got = (
            figure.words(round(each), season)
            for each in (error.low, error.high, error.value)
        )
        raise FieldInvalid(
            "frontier", f"expected {error.what} in [{low}, {high}], got {got}."
        ) from None
    except ValueError as error:
        raise FieldInvalid("frontier", str(error)) from None
    prepare()
    market = build(season, demand_mean, standing)
    # A free gap is of the plan without the rule, whatever its figure.
    gaps = free_gaps(market, season.rules, standing, _always(watch))
    points: list[Point] = []
    before: SeasonSolved | None = None
    clash: tuple[str, ...] = ()
    for value in sorted(asked, reverse=figure.rising_eases):
        rules = tuple(asked[value] if each is rule else each for each in season.rules)
        eased = replace(season, rules=rules, objective=season.objective)
        poser = Poser(RuleBook(rules, eased, gaps), standing)
        found = None
        if before or not points:
            found = solve(market, poser, watch, before.pool if before else ())
            if found is None and watch.seconds_left == 0:
                break
            if found is None:
                clash = _conflict(replace(market, season=eased), standing, watch)
        # Where a figure cannot be kept, whatever asks for more cannot either.
        points.append(
            _point(value, asked[value], poser, found)
            if found
            else Point(value, holds=False, conflict=clash)
        )
        before = found
    return tuple(points)


def _always(watch: Watch) -> Callable[[float], bool]:
    return lambda done: watch.tell(0.0, "measuring gaps")


def _conflict(
    market: Market, standing: Standing | None, watch: Watch
) -> tuple[str, ...]:
    """Return the ids of the fewest rules that cannot all hold, none if not known.

    They are not where no choice of paths was found though rules hold in a mix of
    paths, and where time was over: what is found in haste names too many.
    """
    judge = Judge(market, standing, lambda done: watch.tell(done, "naming rules"))
    rules = market.season.rules
    if judge.holds(rules):
        return ()
    found = smallest(rules, lambda some: not judge.holds(some))
    return tuple(rule.id for rule in found) if watch.seconds_left else ()


def _point(value: int, rule: Rule, poser: Poser, found: SeasonSolved) -> Point:
    """Return the point of a plan."""
    plays = [each.play for each in found.performances]
    plan = found.performances
    did = outcome(rule, poser, found.multiplier, plan, settled=found.priced)
    return Point(
        value=value,
        holds=True,
        objective=found.objective,
        upper_bound=found.upper_bound,
        income=float(sum(play.income for play in plays)),
        surplus=float(sum(play.surplus.sum() for play in plays)),
        seats=float(sum(play.sales.sum() for play in plays)),
        slack=did.slack,
        marginal_cost=did.marginal_cost,
        priced=did.priced,
    )
