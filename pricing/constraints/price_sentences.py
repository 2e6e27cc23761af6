"""What rules on prices say, in English and French."""

from typing import Literal

from pricing.domain import rules
from pricing.domain.money import format_minor
from pricing.domain.price_rules import PriceRule
from pricing.domain.season import Season
from pricing.domain.venue import PRICE_MINOR_MAX

Language = Literal["en", "fr"]


def percent(permille: int, *, french: bool) -> str:
    """Return thousandths in per cent, as people write them.

    Examples
    --------
    >>> percent(55, french=True)
    '5,5 %'
    """
    text = f"{permille / 10:g} %"
    return text.replace(".", ",") if french else text


def price_words(rule: PriceRule, season: Season, *, french: bool) -> str:
    """Return what a rule on prices says, without a capital or an end."""
    match rule:
        case rules.PriceBounds():
            return _bounds(rule, season, french=french)
        case rules.CategoryOrder():
            if french:
                return "une meilleure place n'est jamais moins chère"
            return "a better seat never costs less"
        case rules.KeepOpen():
            return _open(rule, french=french)
        case rules.PopularityCap():
            demand = percent(rule.demand_permille, french=french)
            rise = percent(rule.rise_permille, french=french)
            if french:
                return (
                    f"quand la demande prévue aux prix imprimés dépasse {demand} des "
                    f"places, aucun plein tarif ne dépasse de plus de {rise} le prix "
                    "imprimé"
                )
            return (
                f"when demand at the printed prices is forecast over {demand} of the "
                f"seats, no full price is more than {rise} above the printed one"
            )
        case rules.NeverFalls():
            if french:
                return "le plein tarif d'une représentation ne baisse jamais"
            return "the full price of a performance never falls"
        case rules.PriceStep():
            return _steps(rule, french=french)
        case rules.ChannelParity():
            return _parity(rule, french=french)


def _bounds(rule: rules.PriceBounds, season: Season, *, french: bool) -> str:
    language: Language = "fr" if french else "en"
    floor = format_minor(rule.floor_minor, season.currency_code, language=language)
    cap = format_minor(rule.cap_minor, season.currency_code, language=language)
    if french:
        category = rule.seat_category_id
        what = f" en catégorie {category}" if category else ""
        if rule.cap_minor >= PRICE_MINOR_MAX:
            return f"le plein tarif{what} n'est jamais inférieur à {floor}"
        if rule.floor_minor == 0:
            return f"le plein tarif{what} ne dépasse pas {cap}"
        return f"le plein tarif{what} est compris entre {floor} et {cap}"
    what = f" in {rule.seat_category_id}" if rule.seat_category_id else ""
    if rule.cap_minor >= PRICE_MINOR_MAX:
        return f"the full price{what} is at least {floor}"
    if rule.floor_minor == 0:
        return f"the full price{what} is at most {cap}"
    return f"the full price{what} is between {floor} and {cap}"


def _open(rule: rules.KeepOpen, *, french: bool) -> str:
    if rule.on:
        if french:
            return "une catégorie où il reste des places est en vente"
        return "a category with seats left is on sale"
    if french:
        return "une catégorie peut être fermée alors qu'il y reste des places"
    return "a category may be closed while seats are left in it"


def _steps(rule: rules.PriceStep, *, french: bool) -> str:
    says = []
    if rule.change_permille is not None:
        most = percent(rule.change_permille, french=french)
        says.append(
            f"bougent d'au plus {most} à la fois"
            if french
            else f"move by at most {most} at a time"
        )
    if rule.days_between:
        days = _days(rule.days_between, french=french)
        says.append(
            f"restent au moins {days}" if french else f"stand for at least {days}"
        )
    if rule.notice_days:
        days = _days(rule.notice_days, french=french)
        says.append(
            f"ne montent qu'annoncés {days} avant"
            if french
            else f"rise only when announced {days} before"
        )
    if not says:
        return (
            "les pleins tarifs peuvent changer à tout moment"
            if french
            else "full prices may change at any time"
        )
    subject = "les pleins tarifs" if french else "full prices"
    return f"{subject} {listed(says, french=french)}"


def _parity(rule: rules.ChannelParity, *, french: bool) -> str:
    most = percent(rule.commission_permille_max, french=french)
    limited = rule.commission_permille_max < 1000
    if french:
        limit = (
            f", dont la commission ne dépasse pas {most} du plein tarif le plus bas"
            if limited
            else ""
        )
        return f"le public paie le même prix sur tous les canaux{limit}"
    limit = (
        f", whose commission is at most {most} of the lowest full price"
        if limited
        else ""
    )
    return f"the public pays the same on every channel{limit}"


def listed(parts: list[str], *, french: bool) -> str:
    """Return parts with commas, and a word before the last.

    Examples
    --------
    >>> listed(["a", "b", "c"], french=False)
    'a, b and c'
    """
    *first, last = parts
    return f"{', '.join(first)} {'et' if french else 'and'} {last}" if first else last


def _days(count: int, *, french: bool) -> str:
    return f"{count} {'jour' if french else 'day'}{'s' if count > 1 else ''}"
