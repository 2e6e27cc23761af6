"""Plans on a terminal: what rules cost, and what hangs on the price response."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from pricing.domain.plan import PricePlan, RuleOutcome
from pricing.domain.season import Season
from pricing.optimizer.figures import COST_UNITS
from pricing.optimizer.frontier import Point, figure_of
from pricing.optimizer.sensitivity import AtElasticity, source

# Stands for a cost that time did not allow to find.
UNKNOWN = "-"


def show_plan(plan: PricePlan, season: Season, console: Console) -> None:
    """Print what each rule of a plan costs, and how good the plan is."""
    table = Table("rule", "kind", "slack", "marginal cost", "binds on")
    for rule in plan.rules:
        table.add_row(
            rule.id, rule.kind, _number(rule.slack),
            _number(rule.marginal_cost) if rule.priced else UNKNOWN,
            _performances(len(rule.binding_on)),
        )  # fmt: skip
    console.print(table)
    for rule in plan.rules:
        if rule.fund:
            granted = sum(month.granted for month in rule.fund)
            brought = sum(month.brought for month in rule.fund)
            console.print(
                f"Fund {rule.id}: {granted:,.0f} {season.currency_code} of reductions "
                f"expected, {brought:,.0f} of surplus; {worth(rule, season)}"
            )
    if unpriced := [rule.id for rule in plan.rules if not rule.priced]:
        console.print(
            f"Time was over before it was known what these rules cost: "
            f"{', '.join(unpriced)}."
        )
    if plan.unexplained:
        console.print(
            f"Time was over before it was known which rules moved the prices of "
            f"{_performances(len(plan.unexplained))}."
        )
    bound = f"upper bound {plan.upper_bound:,.0f}, gap {plan.gap:.2%}"
    if season.objective.kind == "income":
        brings = f"Income {plan.income:,.0f} {season.currency_code}, {bound}"
    else:
        brings = (
            f"{season.objective.kind.capitalize()} {plan.objective:,.0f}, {bound}, "
            f"income {plan.income:,.0f} {season.currency_code}"
        )
    console.print(f"{brings}, {plan.solve_seconds:.1f} s")


def _number(value: float) -> str:
    """Return two decimals, and no sign of what they round to nothing."""
    # Zero of either sign is false.
    return f"{round(value, 2) or 0.0:,.2f}"


def _performances(count: int) -> str:
    return f"{count} performance{'' if count == 1 else 's'}"


def worth(rule: RuleOutcome, season: Season) -> str:
    """Return what one currency unit more in a fund brings, in words."""
    one = f"one {season.currency_code} more"
    if not rule.seats_per_unit:
        return f"{one} buys no seat: it is not money that lacks"
    return f"{one} buys {rule.seats_per_unit:.3f} seats"


def show_frontier(
    season: Season, rule_id: str, points: Sequence[Point], console: Console
) -> None:
    """Print what plans bring as a rule tightens, a row for each of its figures."""
    rule, figure = figure_of(season, rule_id)
    table = Table(
        f"{figure.says} of {rule_id}", "income", "objective", "bound", "seats",
        "surplus", cost_of(season, type(rule).__name__),
    )  # fmt: skip
    for each in points:
        asked = figure.words(each.value, season)
        if not each.holds:
            table.add_row(asked, "no plan")
            continue
        numbers = (
            each.income, each.objective, each.upper_bound, each.seats, each.surplus,
        )  # fmt: skip
        cost = f"{each.marginal_cost:,.0f}" if each.priced else UNKNOWN
        table.add_row(asked, *(f"{number:,.0f}" for number in numbers), cost)
    console.print(table)
    if first := next((each for each in points if each.conflict), None):
        asked = figure.words(first.value, season)
        console.print(f"From {asked} on {_no_plan(first)}.", soft_wrap=True)


def _no_plan(point: Point) -> str:
    """Return which rules are in each other's way."""
    *some, last = point.conflict
    if not some:
        return f"no plan keeps {last}"
    return f"no plan keeps {', '.join(some)} and {last} together"


def cost_of(season: Season, kind: str) -> str:
    """Return the heading of what a kind of rule costs, with its unit."""
    currency = season.currency_code
    of = currency if season.objective.kind == "income" else season.objective.kind
    match COST_UNITS.get(kind):
        case "point":
            return f"cost, {of} for a point more"
        case "seat":
            return f"cost, {of} for a seat more"
        case "unit":
            return f"cost, {of} for one {currency} more"
    return f"cost, {of} for the whole rule"


def show_price_response(
    season: Season, hangs: Sequence[AtElasticity], console: Console
) -> None:
    """Print the price response assumed, and the plan's income at others."""
    assumed = season.demand.price_elasticity
    console.print(
        f"Price response: elasticity {assumed:g}, a prior that these sales do not "
        f"tell ({source(assumed)})"
    )
    for each in hangs:
        if each.elasticity == assumed:
            continue
        line = f"  were it {each.elasticity:g}: these prices bring {each.income:,.0f}"
        if each.replanned is not None:
            line += f", a plan for it {each.replanned:,.0f}"
        if each.missed:
            line += f"; these prices would miss {', '.join(each.missed)}"
        console.print(line)
