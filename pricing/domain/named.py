"""Whether what a rule or an objective names is part of the season, and fits it."""

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from pricing.domain.channel import Commission
from pricing.domain.ids import Misfit
from pricing.domain.money import format_minor
from pricing.domain.objective import in_group
from pricing.domain.rules import (
    ChannelParity,
    GroupGap,
    IncomeFloor,
    PriceBounds,
    Rule,
    Scope,
    SolidarityShare,
)
from pricing.domain.tariff import Tariff
from pricing.domain.venue import PRICE_MINOR_MAX

if TYPE_CHECKING:
    from pricing.domain.season import Season


def check_rules(season: "Season") -> None:
    """Refuse rules that name what does not exist, or that the season breaks.

    Raises
    ------
    Misfit
        It names the rule by its place.
    """
    for index, rule in enumerate(season.rules):
        try:
            _check_rule(season, rule)
        except ValueError as error:
            raise Misfit(f"rules[{index}]", str(error)) from None


def _check_rule(season: "Season", rule: Rule) -> None:
    _check_scope(season, rule.scope, f"rule {rule.id!r}")
    known: list[tuple[str, str, Container[str]]] = []
    categories = {c.id for v in season.venues for c in v.seat_categories}
    if isinstance(rule, PriceBounds):
        known.append(("seat category", rule.seat_category_id, categories))
    if isinstance(rule, SolidarityShare):
        known += [("seat category", c, categories) for c in rule.seat_category_ids]
    if isinstance(rule, GroupGap):
        groups = groups_of(season.tariffs)
        known += [("group", each, groups) for each in rule.groups]
    for kind, name, names in known:
        if name and name not in names:
            raise ValueError(
                f"Expected a {kind} of rule {rule.id!r} that exists, got {name!r}."
            )
    if isinstance(rule, GroupGap):
        _check_groups(season, rule)
    if isinstance(rule, ChannelParity):
        unequal = parity_breach(season, rule)
        if unequal:
            raise ValueError(f"Expected channels that keep {rule.id!r}; {unequal}.")


def _check_scope(season: "Season", scope: Scope, of: str) -> None:
    """Refuse a scope that names what does not exist."""
    known: list[tuple[str, str, Container[str]]] = [
        ("production", scope.production, {p.production for p in season.performances}),
        ("venue", scope.venue_id, season.venue_by_id),
        ("performance", scope.performance_id, season.performance_by_id),
    ]
    for kind, name, names in known:
        if name and name not in names:
            raise ValueError(f"Expected a {kind} of {of} that exists, got {name!r}.")


def check_settlement(season: "Season") -> None:
    """Refuse terms of settlement that name what does not exist.

    Raises
    ------
    Misfit
        It names the rate or the split by its place.
    """
    terms = season.settlement
    for field, of, listed in (
        ("vat", "a VAT rate", [rate.scope for rate in terms.vat]),
        ("splits", "a split", [split.scope for split in terms.splits]),
    ):
        for index, scope in enumerate(listed):
            try:
                _check_scope(season, scope, of)
            except ValueError as error:
                raise Misfit(f"settlement.{field}[{index}]", str(error)) from None


def check_objective(season: "Season") -> None:
    """Refuse weights on groups that do not exist, and attendance at any loss.

    Raises
    ------
    Misfit
    """
    groups = groups_of(season.tariffs)
    for group, _ in season.objective.class_weights:
        if group not in groups:
            raise Misfit(
                "objective.class_weights",
                f"Expected a class weight of a group among {', '.join(groups)}, "
                f"got {group!r}.",
            )
    floors = any(isinstance(rule, IncomeFloor) for rule in season.rules)
    if season.objective.kind == "attendance" and not floors:
        raise Misfit(
            "objective",
            "Expected an IncomeFloor among the rules where the objective is "
            "attendance: without one, giving every seat away would be best.",
        )


def groups_of(tariffs: Sequence[Tariff]) -> list[str]:
    """Return the groups that may be named: each tariff, and each bracket of it."""
    return [
        group
        for tariff in tariffs
        for group in (tariff.id, *(f"{tariff.id}/{b}" for b in tariff.bracket_ids))
    ]


def parity_breach(season: "Season", rule: ChannelParity) -> str:
    """Return how the channels break a rule on parity, with the numbers, or ""."""
    currency = season.currency_code
    asked = [each for channel in season.channels for each in channel.commissions]
    first_id, first = asked[0] if asked else ("", Commission())
    for seller_id, commission in asked[1:]:
        if commission.on_top != first.on_top:
            return (
                f"{seller_id!r} adds {_fee(commission, currency)} to the price and "
                f"{first_id!r} {_fee(first, currency)}"
            )
    lowest = _lowest_minor(season, rule.scope)
    for seller_id, commission in asked:
        # In thousandths of the lowest price, without rounding.
        most = rule.commission_permille_max * max(lowest, 1)
        takes = commission.permille * max(lowest, 1)
        if lowest:
            takes += 1000 * commission.fixed_minor
            takes = min(takes, 1000 * commission.ceiling_minor)
        if takes > most:
            return (
                f"the commission of {seller_id!r} is "
                f"{takes / max(lowest, 1) / 10:.3g} % of the "
                f"lowest full price, {format_minor(lowest, currency)}, where "
                f"{rule.commission_permille_max / 10:g} % is the most"
            )
    return ""


def _lowest_minor(season: "Season", scope: Scope) -> int:
    """Return the lowest full price above nothing in a scope; 0 where none is."""
    return min(
        (
            price
            for performance in season.performances
            if scope.covers(performance)
            for tier in season.ladder_of(performance)
            for price, capacity in zip(
                tier.prices_minor, performance.capacities, strict=True
            )
            if capacity and price
        ),
        default=0,
    )


def _fee(commission: Commission, currency_code: str) -> str:
    """Return in words what a seller adds to the price."""
    permille, fixed_minor, ceiling_minor = commission.on_top
    parts = [f"{permille / 10:g} %"] if permille else []
    if fixed_minor:
        parts.append(format_minor(fixed_minor, currency_code))
    words = " and ".join(parts) or "nothing"
    if parts and ceiling_minor < PRICE_MINOR_MAX:
        words += f", at most {format_minor(ceiling_minor, currency_code)},"
    return words


def _check_groups(season: "Season", rule: GroupGap) -> None:
    """Refuse groups that overlap, or to which nobody belongs."""
    one, other = rule.groups
    if f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/"):
        raise ValueError(
            f"Expected two groups of rule {rule.id!r} that share nobody, "
            f"got {one!r} and {other!r}."
        )
    for group in rule.groups:
        if not any(
            each.share > 0 and in_group(group, each.tariff_id, each.means_bracket_id)
            for each in season.demand.classes
        ):
            raise ValueError(
                f"Expected an audience class in the group {group!r} of rule "
                f"{rule.id!r}, got none."
            )
