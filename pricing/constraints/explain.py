"""One sentence of explanation for each rule, in English and French."""

from typing import Literal

from pricing.domain.money import format_minor
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    PriceBounds,
    Rule,
    Scope,
    SolidarityShare,
)
from pricing.domain.season import Season
from pricing.domain.venue import PRICE_MINOR_MAX

Language = Literal["en", "fr"]


def sentence(rule: Rule, season: Season, language: Language = "en") -> str:
    """Return what a rule says, for people.

    Examples
    --------
    >>> from tests.houses import studio_season
    >>> season = studio_season()
    >>> sentence(season.rules[1], season)
    'The full price of a performance never falls.'
    >>> sentence(season.rules[0], season, "fr")
    "Une meilleure place n'est jamais moins chère."
    """
    french = language == "fr"
    where = _where(rule.scope, season, french=french)
    if isinstance(rule, PriceBounds):
        says = _bounds(rule, season, french=french)
    elif isinstance(rule, CategoryOrder):
        says = (
            "une meilleure place n'est jamais moins chère"
            if french
            else "a better seat never costs less"
        )
    elif isinstance(rule, AccessShare):
        says = _access(rule, season, french=french)
    elif isinstance(rule, SolidarityShare):
        says = _kept(rule, french=french)
    else:
        says = (
            "le plein tarif d'une représentation ne baisse jamais"
            if french
            else "the full price of a performance never falls"
        )
    text = f"{says}{where}."
    return text[0].upper() + text[1:]


def _bounds(rule: PriceBounds, season: Season, *, french: bool) -> str:
    language: Language = "fr" if french else "en"
    floor = format_minor(rule.floor_minor, season.currency_code, language=language)
    cap = format_minor(rule.cap_minor, season.currency_code, language=language)
    if french:
        what = f" en {rule.seat_category_id}" if rule.seat_category_id else ""
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


def _access(rule: AccessShare, season: Season, *, french: bool) -> str:
    share = f"{rule.share_permille / 10:g} %"
    price = format_minor(
        rule.price_minor, season.currency_code, language="fr" if french else "en"
    )
    if french:
        over = (
            "de chaque représentation" if rule.each_performance
            else "de toutes les représentations ensemble"
        )  # fmt: skip
        return (
            f"au moins {share.replace('.', ',')} des places vendues {over} "
            f"le sont à {price} ou moins"
        )
    over = "each performance" if rule.each_performance else "all performances together"
    return f"of the seats sold of {over}, at least {share} are at {price} or less"


def _kept(rule: SolidarityShare, *, french: bool) -> str:
    share = f"{rule.share_permille / 10:g} %"
    categories = ", ".join(rule.seat_category_ids)
    days = rule.release_days_out
    if french:
        each = categories or "chaque catégorie"
        until = f"jusqu'à {days} jours avant" if days else "jusqu'au lever de rideau"
        return (
            f"{share.replace('.', ',')} des places de {each} sont gardées pour les "
            f"tarifs solidaires {until}"
        )
    each = categories or "each category"
    until = f"until {days} days before" if days else "until the curtain"
    return f"{share} of the seats of {each} are kept for solidarity tariffs {until}"


def _where(scope: Scope, season: Season, *, french: bool) -> str:
    """Return the words that limit a rule to its scope."""
    parts = []
    if scope.production:
        parts.append(
            f"pour {scope.production}" if french else f"for {scope.production}"
        )
    if scope.venue_id:
        name = season.venue_by_id[scope.venue_id].name
        parts.append(f"à {name}" if french else f"at {name}")
    if scope.performance_id:
        on = scope.performance_id
        parts.append(f"pour la représentation {on}" if french else f"on {on}")
    return f" {' '.join(parts)}" if parts else ""
