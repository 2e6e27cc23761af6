"""The least change of each of some conflicting rules that lets them hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pricing.domain.money import format_minor, minor_digits
from pricing.domain.rules import PriceBounds, Rule
from pricing.domain.season import Season
from pricing.optimizer.figures import Figure, easiest, figures


@dataclass(frozen=True)
class WayOut:
    """A rule that gives way: to a figure, or altogether.

    Parameters
    ----------
    rule : Rule
    figure : Figure or None
        None where only leaving the rule out lets the others hold.
    value : int
        The least changed figure with which the rules hold.
    income : of the best plan found then, currency units
    cost : what that is less than without any of the conflicting rules
    """

    rule: Rule
    figure: Figure | None
    value: int
    income: float
    cost: float


def ways_out(
    rules: Sequence[Rule],
    season: Season,
    holds: Callable[[Sequence[Rule]], bool],
    income: Callable[[Sequence[Rule]], float | None],
    check: Callable[[], bool] = lambda: True,
) -> tuple[WayOut, ...]:
    """Return a way out of a conflict for each rule and figure, the cheapest first.

    Parameters
    ----------
    rules : the fewest that conflict
    season : Season
    holds : whether rules can all hold; easing a rule never makes them conflict
    income : of the best plan under rules, None where they conflict
    check : whether to go on
        Once it says no, figures found so far may be further than needed, and
        other rules have no way out.
    """
    free = income(()) or 0.0
    found = []
    for rule in rules:
        if not check():
            break
        others = [each for each in rules if each is not rule]
        eased = [
            (figure, value)
            for figure in figures(rule)
            if (value := _least(figure, rule, others, season, holds, check)) is not None
        ]
        for figure, value in eased:
            left = income([*others, figure.on(rule, value)])
            if left is not None:
                found.append(WayOut(rule, figure, value, left, free - left))
        if not eased:
            left = income(others)
            if left is not None:
                found.append(WayOut(rule, None, 0, left, free - left))
    return tuple(sorted(found, key=lambda each: each.cost))


def in_words(outs: Sequence[WayOut], season: Season) -> str:
    """Return ways out in a sentence, the cheapest first; "" without any.

    The cost is said of each: what the rules would then take from the income.
    """
    if not outs:
        return ""
    unit = 10 ** minor_digits(season.currency_code)
    parts = []
    for each in outs:
        if each.figure is None:
            does = f"leave out {each.rule.id}"
        else:
            verb = "raise" if each.figure.rising_eases else "lower"
            to = each.figure.words(each.value, season)
            does = f"{verb} {each.figure.says} of {each.rule.id} to {to}"
        cost = format_minor(round(max(each.cost, 0.0) * unit), season.currency_code)
        parts.append(f"{does} (the rules then cost {cost})")
    return f"Cheapest first: {'; or '.join(parts)}."


def _least(
    figure: Figure,
    rule: Rule,
    others: Sequence[Rule],
    season: Season,
    holds: Callable[[Sequence[Rule]], bool],
    check: Callable[[], bool],
) -> int | None:
    """Return the figure nearest to a rule's own with which rules hold, or None.

    The nearest of those tried, where there is no time to go on.
    """
    values = _eased(figure, rule, season)

    def at(place: int) -> bool:
        return holds([*others, figure.on(rule, values[place])])

    low, high = -1, len(values) - 1
    if high < 0 or not at(high):
        return None
    while high - low > 1 and check():
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle) else (middle, high)
    return values[high]


def _eased(figure: Figure, rule: Rule, season: Season) -> Sequence[int]:
    """Return figures that ask ever less, from the rule's own on.

    Of a bound on prices, prices of the ladders; of a share, every thousandth; of
    another amount, whole currency units.
    """
    own, end = figure.of(rule), easiest(figure, rule, season)
    if isinstance(rule, PriceBounds):
        prices = {
            price
            for venue in season.venues
            for tier in venue.price_tiers
            for price in tier.prices_minor
        }
        if figure.rising_eases:
            return sorted(price for price in prices if price > own)
        return sorted((price for price in prices if price < own), reverse=True)
    # Whole currency units, or single thousandths, so that the figures are round.
    step = figure.scale(season) if figure.unit == "minor" else 1
    if figure.rising_eases:
        first, last = own // step + 1, -(-end // step)
        return range(first * step, last * step + 1, step)
    first, last = (own - 1) // step, end // step
    return range(first * step, last * step - 1, -step)
