"""The least changes of conflicting rules that let all rules of a season hold."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from pricing.domain.money import format_minor, minor_digits
from pricing.domain.rules import PriceBounds, Rule
from pricing.domain.season import Season
from pricing.optimizer.figures import Figure, easiest, figures


@dataclass(frozen=True)
class Change:
    """A rule that gives way: to a figure, or altogether.

    Parameters
    ----------
    rule : Rule
    figure : Figure or None
        None where the rule is left out.
    value : int
        The figure it gives way to.
    """

    rule: Rule
    figure: Figure | None = None
    value: int = 0

    @property
    def left(self) -> tuple[Rule, ...]:
        """Return the rule that takes the place of the one changed, if any."""
        if self.figure is None:
            return ()
        return (self.figure.on(self.rule, self.value),)


@dataclass(frozen=True)
class WayOut:
    """Changes with which all rules of the season hold.

    Parameters
    ----------
    changes : one rule of each conflict
    income : of the best plan found then, currency units
    cost : what that is less than without any of the conflicting rules
    """

    changes: tuple[Change, ...]
    income: float
    cost: float


def ways_out(
    conflicts: Sequence[Sequence[Rule]],
    season: Season,
    holds: Callable[[Sequence[Rule]], bool],
    income: Callable[[Sequence[Rule]], float | None],
    check: Callable[[], bool] = lambda: True,
) -> tuple[WayOut, ...]:
    """Return ways out of all conflicts of a season at once, the cheapest first.

    One rule of each conflict gives way, each of its figures in turn; where no
    such changes do, rules are left out until the others hold.

    Parameters
    ----------
    conflicts : the fewest rules that conflict, no rule in two of them
    season : Season
        With all its rules: a way out is one only if they hold, too.
    holds : whether rules can all hold; easing a rule never makes them conflict
    income : of the best plan under rules, None where they conflict
    check : whether to go on
        Once it says no, figures found so far may be further than needed, and
        other rules have no way out.
    """
    named = [rule for rules in conflicts for rule in rules]
    bystanders = [rule for rule in season.rules if rule not in named]
    free = income(bystanders) or 0.0
    found = []

    def tell(changes: Sequence[Change]) -> None:
        left = income(eased(season.rules, changes))
        if left is not None:
            found.append(WayOut(tuple(changes), left, free - left))

    for rules in product(*conflicts):
        if not check():
            break
        before = len(found)
        for changes in _least(rules, season, holds, check):
            tell(changes)
        if len(found) == before and any(figures(rule) for rule in rules):
            tell([Change(rule) for rule in rules])
    if not found and check():
        kept: list[Rule] = []
        for rule in (*bystanders, *named):
            if holds([*kept, rule]):
                kept.append(rule)
        tell([Change(rule) for rule in season.rules if rule not in kept])
    return tuple(sorted(found, key=lambda each: each.cost))


def eased(rules: Sequence[Rule], changes: Sequence[Change]) -> tuple[Rule, ...]:
    """Return all rules with changes to some of them."""
    left = {each.rule.id: each.left for each in changes}
    return tuple(now for rule in rules for now in left.get(rule.id, (rule,)))


def in_words(outs: Sequence[WayOut], season: Season) -> str:
    """Return ways out in a sentence, the cheapest first; "" without any.

    The cost is said of each: what the rules would then take from the income.
    """
    if not outs:
        return ""
    unit = 10 ** minor_digits(season.currency_code)
    parts = []
    for each in outs:
        does = " and ".join(_does(change, season) for change in each.changes)
        cost = format_minor(round(max(each.cost, 0.0) * unit), season.currency_code)
        parts.append(f"{does} (the rules then cost {cost})")
    return f"Cheapest first: {'; or '.join(parts)}."


def _does(change: Change, season: Season) -> str:
    """Return what is done to a rule."""
    figure = change.figure
    if figure is None:
        return f"leave out {change.rule.id}"
    verb = "raise" if figure.rising_eases else "lower"
    to = figure.words(change.value, season)
    return f"{verb} {figure.says} of {change.rule.id} to {to}"


def _least(
    rules: Sequence[Rule],
    season: Season,
    holds: Callable[[Sequence[Rule]], bool],
    check: Callable[[], bool],
) -> Iterator[tuple[Change, ...]]:
    """Yield the least changes of rules that let all hold, for figures of each.

    A rule without figures is left out. Figures are brought back towards the rule's
    own one after the other, the others as eased by then; those nearest of the ones
    tried where there is no time to go on.
    """
    for chosen in product(*(_eases(rule, season) for rule in rules)):
        ways = list(chosen)
        places = [len(way) - 1 for way in ways]
        if min(places) < 0 or not holds(eased(season.rules, _at(ways, places))):
            continue
        for turn in range(len(ways)):
            low = -1
            while places[turn] - low > 1 and check():
                middle = (low + places[turn]) // 2
                tried = [*places[:turn], middle, *places[turn + 1 :]]
                if holds(eased(season.rules, _at(ways, tried))):
                    places = tried
                else:
                    low = middle
        yield _at(ways, places)


@dataclass(frozen=True)
class _Way:
    """The changes of one figure of a rule, that asks ever less."""

    rule: Rule
    figure: Figure | None
    values: Sequence[int]

    def __len__(self) -> int:
        return len(self.values)


def _at(ways: Sequence[_Way], places: Sequence[int]) -> tuple[Change, ...]:
    return tuple(
        Change(way.rule, way.figure, way.values[place])
        for way, place in zip(ways, places, strict=True)
    )


def _eases(rule: Rule, season: Season) -> tuple[_Way, ...]:
    """Return each figure of a rule with its values; leaving it out without any."""
    return tuple(
        _Way(rule, figure, _eased(figure, rule, season)) for figure in figures(rule)
    ) or (_Way(rule, None, (0,)),)


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
