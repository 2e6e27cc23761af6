"""Plans, rules, quotes and progress on a terminal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from decimal import Decimal

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from jauge.client import units
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.booking import SeasonCurve
from pricing.constraints.explain import Language, sentence
from pricing.domain.money import in_french
from pricing.domain.plan import PricePlan, RuleOutcome
from pricing.domain.season import Season
from pricing.optimizer.frontier import Point, figure_of
from pricing.optimizer.sensitivity import AtElasticity, source

_RULE_HEADS: Mapping[Language, tuple[str, ...]] = {
    "en": ("rule", "kind", "says"),
    "fr": ("règle", "type", "énoncé"),
}
_QUOTE_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "each": (
            "each: {performance}, {category}, {count} {seats}, tariff {tariff}, "
            "{channel}"
        ),
        "seat": "seat",
        "seats": "seats",
        "tickets": "tickets",
        "tax": "VAT inside {tax}; not personalised",
        "kept": "of which {channel} keeps {amount}",
        "gift": "gift to the pool {product}",
        "fund": "gift to the solidarity fund {product}",
        "rounded": "gift to the solidarity fund {product}, rounding up to {total}",
        "card": "card {product}",
        "total": "in all",
        "nothing": "; nothing is held",
        "held": "held until",
    },
    "fr": {
        "each": (
            "l'unité : {performance}, {category}, {count} {seats}, tarif {tariff}, "
            "{channel}"
        ),
        "seat": "place",
        "seats": "places",
        "tickets": "billets",
        "tax": "dont TVA {tax} ; prix non personnalisé",
        "kept": "dont {amount} gardés par {channel}",
        "gift": "don à la cagnotte {product}",
        "fund": "don au fonds de solidarité {product}",
        "rounded": "don au fonds de solidarité {product}, arrondi à {total}",
        "card": "carte {product}",
        "total": "en tout",
        "nothing": " ; rien n'est retenu",
        "held": "places retenues jusqu'à",
        "accepted": "offre acceptée",
        "expired": "offre expirée",
        "voided": "offre annulée",
    },
}


_PRODUCT_WORDS = {
    "suspended_pool_id": "gift",
    "subscriber_card_id": "card",
    "fund_id": "fund",
}


def show_plan(plan: PricePlan, season: Season, console: Console) -> None:
    """Print what each rule of a plan costs, and how good the plan is."""
    table = Table("rule", "kind", "slack", "marginal cost", "binds on")
    for rule in plan.rules:
        table.add_row(
            rule.id, rule.kind, f"{rule.slack:,.2f}", f"{rule.marginal_cost:,.2f}",
            f"{len(rule.binding_on)} performances",
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
            f"Time was over before all performances were solved without "
            f"{', '.join(unpriced)}: what is shown is a part of the cost."
        )
    if plan.unexplained:
        console.print(
            f"Time was over before it was known which rules moved the prices of "
            f"{len(plan.unexplained)} performances."
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
    _, figure = figure_of(season, rule_id)
    table = Table(
        f"{figure.says} of {rule_id}", "income", "objective", "bound", "seats",
        "surplus", "cost",
    )  # fmt: skip
    for each in points:
        asked = figure.words(each.value, season)
        if not each.holds:
            table.add_row(asked, "no plan")
            continue
        numbers = (
            each.income, each.objective, each.upper_bound, each.seats, each.surplus,
            each.marginal_cost,
        )  # fmt: skip
        table.add_row(asked, *(f"{number:,.0f}" for number in numbers))
    console.print(table)


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


def show_curve(curve: SeasonCurve, console: Console) -> None:
    """Print a booking curve with how sure it is, and what it was learnt from."""
    table = Table(
        "days out", "share booked", "mean, 19 times in 20", "a date, 4 times in 5"
    )
    rows = zip(
        curve.days_out, curve.share, curve.low, curve.high,
        curve.date_low, curve.date_high, strict=True,
    )  # fmt: skip
    for days, share, low, high, date_low, date_high in rows:
        table.add_row(
            f"{days:g}", f"{share:.1%}", f"{low:.1%} to {high:.1%}",
            f"{date_low:.0%} to {date_high:.0%}",
        )  # fmt: skip
    console.print(table)
    line = (
        f"From {curve.tickets:,} tickets kept to the curtain of {curve.performances:,} "
        f"performances; {curve.cancelled:,} cancelled before it are left out"
    )
    if curve.unfinished:
        noun = "performance" if curve.unfinished == 1 else "performances"
        line += f", and {curve.unfinished:,} {noun} whose sales are not complete"
    console.print(f"{line}.", soft_wrap=True)


def show_rules(season: Season, language: Language, console: Console) -> None:
    """Print each rule of a season in a sentence."""
    table = Table(*_RULE_HEADS[language])
    for rule in season.rules:
        table.add_row(rule.id, type(rule).__name__, sentence(rule, season, language))
    console.print(table)


def show_quote(held: Quote, console: Console, language: Language = "en") -> None:
    """Print a basket with the lines that make its prices."""
    words = _QUOTE_WORDS[language]
    for item in held.items:
        each = words["each"].format(
            performance=item.performance.rpartition("/")[2],
            category=item.seat_category_id,
            seats=words["seat"] if item.count == 1 else words["seats"],
            count=item.count,
            tariff=item.tariff_id,
            channel=held.channel_id,
        )
        price = _number(units(item.unit_price), language)
        console.print(f"[bold]{price} {item.unit_price.currency_code}[/bold] {each}")
        for line in item.price_lines:
            amount = _number(units(line.amount), language, "+9,.2f")
            console.print(f"  {amount}  {line.text}", markup=False)
        if item.explanation:
            # Not wrapped here: amounts have spaces at which no line may end.
            said = f"  {item.explanation}"
            console.print(said, markup=False, highlight=False, soft_wrap=True)
        if item.ticket_numbers:
            numbers = ", ".join(f"{n:06d}" for n in item.ticket_numbers)
            console.print(f"  {words['tickets']} {numbers}")
        tax = _number(units(item.included_vat), language)
        console.print(f"  {words['tax'].format(tax=tax)}")
        inside = units(item.commission) - units(item.commission_on_top)
        if inside:
            amount = _number(inside, language)
            kept = words["kept"].format(channel=held.channel_id, amount=amount)
            console.print(f"  {kept}")
    _show_products(held, console, language)
    state = Quote.State.Name(held.state).removeprefix("STATE_").lower()
    until = held.expire_time.ToDatetime(UTC).astimezone()
    currency = held.total_price.currency_code
    total = f"{_number(units(held.total_price), language)} {currency} {words['total']}"
    if not held.name:
        console.print(f"{total}{words['nothing']}")
    elif held.state == Quote.STATE_OFFERED:
        console.print(f"{total}, {words['held']} {until:%H:%M:%S}\n{held.name}")
    else:
        console.print(f"{total}, {words.get(state, state)}\n{held.name}")


def _show_products(held: Quote, console: Console, language: Language) -> None:
    """Print gifts and cards, each with its price."""
    words = _QUOTE_WORDS[language]
    for each in held.products:
        kind = each.WhichOneof("product")
        said = words[_PRODUCT_WORDS[kind]].format(product=getattr(each, kind))
        if each.HasField("round_up_total"):
            total = _number(units(each.round_up_total), language)
            said = words["rounded"].format(product=each.fund_id, total=total)
        price = f"{_number(units(each.unit_price), language)}"
        code = each.unit_price.currency_code
        console.print(f"[bold]{price} {code}[/bold] x {each.count}: {said}")


def _number(value: Decimal, language: Language, form: str = ",.2f") -> str:
    number = f"{value:{form}}"
    return in_french(number) if language == "fr" else number


@contextmanager
def progress_bar(
    what: str, console: Console
) -> Iterator[Callable[[float, str], None] | None]:
    """Show how far the work is, where a person is looking."""
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda done, phase: progress.update(
            task, completed=done, description=f"{what}: {phase}" if phase else what
        )
