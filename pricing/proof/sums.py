"""Rules on what was sold over all: shares, means, incomes, gaps between groups.

They are judged once all that they count is known: a performance once it has begun,
a season once all performances concerned have. Before, what they come to so far is
told and nothing is broken. A performance that was cancelled counts for nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

from pricing.domain.objective import in_group
from pricing.domain.performance import Performance
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    Rule,
)
from pricing.proof.findings import Finding, Findings, Place
from pricing.proof.season_proof import Paid, SeasonProof
from pricing.proof.season_state import micros

# By performance, the seats sold and not given back.
Sales = Mapping[str, Mapping[Paid, int]]
SUMS = (AccessShare, AveragePrice, IncomeFloor)
# A gap may pass its bound by the rounding of floats.
TOLERANCE = 1e-6


def judge_sums(of: SeasonProof, to: Findings, sequence: int, now: int) -> None:
    """Hold what a season came to, or comes to so far, to its rules on sums."""
    state, paid = of.state, of.paid()
    covered: dict[str, list[Rule]] = {}
    for _, rules in state.rules_since:
        for rule in rules:
            covered.setdefault(rule.id, []).append(rule)
    for rule_id, versions in covered.items():
        # A version that nothing was held to is told of too.
        for version in versions:
            to.of(state.season.id, version)
        _judge(of, paid, to, rule_id, Place(sequence, now, state.season.id))


def _judge(of: SeasonProof, paid: Sales, to: Findings, rule_id: str, at: Place) -> None:
    state = of.state
    last = _in_force(of, rule_id, at.time)
    groups: list[tuple[Rule, list[Performance], str]] = []
    for performance in state.season.performances:
        rule = _in_force(of, rule_id, min(micros(performance.starts_at), at.time))
        each = isinstance(rule, SUMS) and rule.each_performance
        given = sum(performance.capacities) and performance.id not in state.cancelled
        if rule is not None and each and given and rule.scope.covers(performance):
            groups.append((rule, [performance], performance.id))
    if isinstance(last, SUMS) and not last.each_performance:
        inside = [
            p
            for p in state.season.performances
            if last.scope.covers(p) and p.id not in state.cancelled
        ]
        groups.append((last, inside, ""))
    if isinstance(last, GroupGap):
        _judge_gap(of, paid, to, last, at)
    for rule in dict.fromkeys(rule for rule, *_ in groups):
        mine = [(some, name) for each, some, name in groups if each == rule]
        _judge_version(paid, to, rule, mine, at)


def _judge_version(
    paid: Sales,
    to: Findings,
    rule: Rule,
    groups: Sequence[tuple[Sequence[Performance], str]],
    at: Place,
) -> None:
    """Hold to a rule, as it read, the performances that it was in force for."""
    finding = to.of(at.season_id, rule)
    over = [all(micros(p.starts_at) <= at.time for p in some) for some, _ in groups]
    finding.standing = "final" if all(over) else "so far"
    for (some, name), final in zip(groups, over, strict=True):
        # Margins of what may still change are told where there is nothing else.
        where = at._replace(performance_id=name)
        tell = final or not any(over)
        broken = _judge_group(paid, rule, some, where, finding, tell=tell)
        if broken is not None and final:
            to.breach(broken[0], where, finding, **broken[1])


def _in_force(of: SeasonProof, rule_id: str, time: int) -> Rule | None:
    return next((r for r in of.state.rules_at(time) if r.id == rule_id), None)


def _judge_group(
    paid: Sales,
    rule: Rule,
    performances: Iterable[Performance],
    at: Place,
    finding: Finding,
    *,
    tell: bool,
) -> tuple[str, dict[str, float]] | None:
    """Return how a rule is not kept to by some performances, if it is not."""
    sold = [item for p in performances for item in paid.get(p.id, {}).items()]
    total = sum(count for _, count in sold)
    unit, broken = "money", ""
    match rule:
        case AccessShare():
            low = sum(
                count for (*_, paid, _), count in sold if paid <= rule.price_minor
            )
            amount = 1000 * low / total if total else 1000.0
            room, unit = amount - rule.share_permille, "permille"
            if low * 1000 < rule.share_permille * total:
                broken = "too_few"
            numbers = {"percent": amount / 10, "bound": rule.share_permille / 10}
        case AveragePrice():
            price = sum(count * ticket for (*_, ticket, _), count in sold)
            amount = price / total if total else 0.0
            room = rule.price_minor - amount
            if price > rule.price_minor * total:
                broken = "mean_too_high"
            numbers = {"price": amount, "bound": rule.price_minor}
        case IncomeFloor():
            amount = float(sum(count * got for (*_, got), count in sold))
            room = amount - rule.income_minor
            if room < 0:
                broken = "income_too_low"
            numbers = {"price": amount, "bound": rule.income_minor}
        case _:
            return None
    finding.checked += 1
    finding.amount = amount
    if tell:
        finding.note(room, unit, at)
    return (broken, numbers) if broken else None


def _judge_gap(
    of: SeasonProof, paid: Sales, to: Findings, rule: GroupGap, at: Place
) -> None:
    """Hold seats a head to the free gap; prices and surplus as the plan says."""
    state = of.state
    finding = to.of(state.season.id, rule)
    plan = state.plans.get(state.active_plan_id)
    outcome = None if plan is None else plan.outcome_by_id.get(rule.id)
    if outcome is None:
        finding.standing = "so far"
        return
    if rule.measure != "access" or outcome.free_gap is None:
        # No sale shows what a seat was worth to whom.
        finding.standing = "stated"
        finding.checked += 1
        finding.note(outcome.slack, "plan", at)
        if outcome.slack < -TOLERANCE:
            to.breach("plan_misses", at, finding, amount=-outcome.slack)
        return
    inside = [
        p
        for p in state.season.performances
        if rule.scope.covers(p) and p.id not in state.cancelled
    ]
    final = all(micros(p.starts_at) <= at.time for p in inside)
    finding.standing = "final" if final else "so far"
    finding.checked += 1
    sold = [item for p in inside for item in paid.get(p.id, {}).items()]
    one, other = (
        _seats(sold, group) / heads
        for group, heads in zip(rule.groups, outcome.free_gap.heads, strict=True)
    )
    most = abs(outcome.free_gap.gap) * rule.share_permille / 1000
    finding.amount = abs(one - other)
    finding.note(most - abs(one - other), "heads", at)
    if final and abs(one - other) > most + TOLERANCE:
        to.breach(
            "gap", at, finding, amount=abs(one - other), bound=most,
            one=rule.groups[0], other=rule.groups[1],
        )  # fmt: skip


def _seats(sold: Iterable[tuple[Paid, int]], group: str) -> int:
    return sum(
        count
        for (_, tariff, bracket, _, _), count in sold
        if in_group(group, tariff, bracket)
    )
