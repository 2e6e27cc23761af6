"""Quotes on a terminal."""

from collections.abc import Mapping
from datetime import UTC
from decimal import Decimal

from rich.console import Console

from jauge.client import units
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.constraints.explain import Language
from pricing.domain.money import in_french

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
