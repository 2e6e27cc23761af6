"""A posted price and the one before it, held to the rules on how prices may move.

A change from a price that rules on prices forbid now is free: a cap that was voted
goes before a step. So is one that keeps a worse category from costing more than a
better one.
"""

from dataclasses import dataclass, field

from pricing.domain.rules import PriceStep
from pricing.proof.findings import Finding, Findings, Place
from pricing.proof.price_bounds import PriceRules, Prices

DAY = 86_400_000_000


@dataclass(slots=True)
class Standing:
    """What is posted for a performance, and what of it binds what follows."""

    # The same where all that prices of seats hang on is the same: never 0.
    kind: int
    prices: tuple[int | None, ...]
    tiers: tuple[str, ...]
    plan_id: str
    # Posted before the sale opened: nobody bought at it.
    before_sale: bool
    # Whether each category is priced by itself.
    apart: bool
    # When something must be posted again at the latest, microseconds since 1970.
    due: int
    # By place, the price that was on sale last.
    last: dict[int, int] = field(default_factory=dict)
    changed_at: int | None = None
    # By place, prices that are announced, each since when.
    announced: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


def judge_move(
    rules: PriceRules, before: Standing, after: Standing, at: Place, to: Findings
) -> None:
    """Hold a change of prices to the rules; take what binds on to what is posted."""
    after.last = {**before.last}
    free = _free(rules, before, after)
    moved = False
    for place, price in enumerate(after.prices):
        if price is None:
            continue
        last = before.last.get(place)
        after.last[place] = price
        if last is None or not rules.sold or place not in rules.sold:
            continue
        for finding in rules.rising:
            finding.checked += 1
            if price < last or finding.tighter(price - last, "money"):
                where = at._replace(seat_category_id=rules.category_ids[place])
                finding.note(price - last, "money", where)
                if price < last:
                    to.breach("falls", where, finding, price=price, bound=last)
        if price == last:
            continue
        moved = True
        if not rules.steps:
            continue
        where = at._replace(seat_category_id=rules.category_ids[place])
        for finding, rule in rules.steps:
            finding.checked += 1
            if place not in free:
                _judge_step(rule, finding, before, place, last, price, where, to)
    after.changed_at = at.time if moved else before.changed_at


def announce(
    before: Standing | None, after: Standing, announced: Prices, now: int
) -> None:
    """Keep since when which rises are announced; what is not any more is dropped."""
    for place, price in enumerate(announced):
        if price is None:
            continue
        known = before.announced.get(place, []) if before is not None else []
        kept = [(min(told, price), since) for told, since in known]
        if all(told < price for told, _ in kept):
            kept.append((price, now))
        after.announced[place] = kept


def _free(rules: PriceRules, before: Standing, after: Standing) -> set[int]:
    """Return the places whose prices may move however far."""
    struck = {
        place
        for place in rules.sold
        if place in before.last and rules.struck(place, before.last[place])
    }
    together = not before.apart and not after.apart
    if together:
        last = [before.last.get(p) for p in range(len(rules.category_ids))]
        return set(rules.sold) if struck or rules.out_of_order(last) else set()
    if rules.order:
        most: int | None = None
        for place in rules.sold:
            last_price, price = before.last.get(place), after.prices[place]
            if most is not None and last_price is not None and last_price > most:
                struck.add(place)
            most = price if price is not None else most
    return struck


def _judge_step(
    rule: PriceStep,
    finding: Finding,
    before: Standing,
    place: int,
    last: int,
    price: int,
    at: Place,
    to: Findings,
) -> None:
    if rule.change_permille is not None:
        room = last * rule.change_permille // 1000 - abs(price - last)
        finding.note(room, "money", at)
        if abs(price - last) * 1000 > last * rule.change_permille:
            to.breach(
                "step", at, finding, price=price, before=last,
                percent=rule.change_permille / 10,
            )  # fmt: skip
    if before.changed_at is not None and rule.days_between:
        days = (at.time - before.changed_at) / DAY
        finding.note(days - rule.days_between, "days", at)
        if at.time - before.changed_at < rule.days_between * DAY:
            to.breach("too_soon", at, finding, days=days, bound=rule.days_between)
    if rule.notice_days and price > last:
        told = [s for p, s in before.announced.get(place, []) if p >= price]
        days = (at.time - min(told)) / DAY if told else 0.0
        finding.note(days - rule.notice_days, "days", at)
        if not told or at.time - min(told) < rule.notice_days * DAY:
            to.breach(
                "notice", at, finding, price=price, days=days, bound=rule.notice_days
            )
