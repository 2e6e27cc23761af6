"""What rules on sales say, in English and French."""

from pricing.constraints.price_sentences import Language, listed, percent
from pricing.domain import rules
from pricing.domain.money import format_minor
from pricing.domain.sales_rules import SalesRule
from pricing.domain.season import Season

_MEASURES = {
    "price": ("posted price", "de prix affiché"),
    "access": ("seats bought per head", "de places achetées par personne"),
    "surplus": ("surplus per head", "de surplus par personne"),
}


def sales_words(rule: SalesRule, season: Season, *, french: bool) -> str:
    """Return what a rule on sales says, without a capital or an end."""
    language: Language = "fr" if french else "en"

    def amount(minor: int) -> str:
        return format_minor(minor, season.currency_code, language=language)

    match rule:
        case rules.AccessShare():
            return _access(rule, amount(rule.price_minor), french=french)
        case rules.SolidarityShare():
            return _kept(rule, french=french)
        case rules.SolidarityBudget():
            given = (amount(rule.donations_minor), amount(rule.subsidy_minor))
            return _budget(rule, *given, french=french)
        case rules.AveragePrice():
            price = amount(rule.price_minor)
            over = _over(each=rule.each_performance, french=french)
            if french:
                return f"le prix moyen payé {over} ne dépasse pas {price}"
            return f"the mean price paid {over} is at most {price}"
        case rules.IncomeFloor():
            income = amount(rule.income_minor)
            over = _over(each=rule.each_performance, french=french)
            if french:
                return f"les prix payés {over} atteignent au moins {income}"
            return f"the prices paid {over} come to at least {income}"
        case rules.GroupGap():
            return _gap(rule, season, french=french)


def _over(*, each: bool, french: bool) -> str:
    if french:
        return (
            "pour chaque représentation"
            if each
            else "pour toutes les représentations ensemble"
        )
    return "for each performance" if each else "for all performances together"


def _access(rule: rules.AccessShare, price: str, *, french: bool) -> str:
    share = percent(rule.share_permille, french=french)
    if french:
        over = (
            "de chaque représentation"
            if rule.each_performance
            else "de toutes les représentations ensemble"
        )
        return f"au moins {share} des places vendues {over} le sont à {price} ou moins"
    over = "each performance" if rule.each_performance else "all performances together"
    return f"of the seats sold of {over}, at least {share} are at {price} or less"


def _kept(rule: rules.SolidarityShare, *, french: bool) -> str:
    share = percent(rule.share_permille, french=french)
    categories = ", ".join(rule.seat_category_ids)
    days = rule.release_days_out
    if french:
        each = categories or "chaque catégorie"
        until = f"jusqu'à {days} jours avant" if days else "jusqu'au lever de rideau"
        return (
            f"{share} des places de {each} sont gardées pour les tarifs solidaires "
            f"{until}"
        )
    each = categories or "each category"
    until = f"until {days} days before" if days else "until the curtain"
    return f"{share} of the seats of {each} are kept for solidarity tariffs {until}"


def _budget(
    rule: rules.SolidarityBudget, donations: str, subsidy: str, *, french: bool
) -> str:
    share = percent(rule.surplus_permille, french=french)
    parts = []
    if rule.donations_minor:
        parts.append(f"{donations} de dons" if french else f"{donations} of donations")
    if rule.subsidy_minor:
        parts.append(f"{subsidy} de subvention" if french else f"{subsidy} of subsidy")
    if rule.surplus_permille:
        parts.append(
            f"{share} de ce que des places ont rapporté au-dessus du prix imprimé"
            if french
            else f"{share} of what seats brought above their printed prices"
        )
    if rule.support_permille is not None:
        support = percent(rule.support_permille, french=french)
        parts.append(
            f"{support} de ce que des acheteurs ont choisi de payer au-dessus du prix "
            "imprimé"
            if french
            else f"{support} of what buyers chose to pay above the printed prices"
        )
    parts.append("ce qui a été donné depuis" if french else "what was given since")
    means = listed(parts, french=french)
    if french:
        return f"les réductions des tarifs solidaires ne dépassent jamais {means}"
    return f"reductions on solidarity tariffs never exceed {means}"


def _gap(rule: rules.GroupGap, season: Season, *, french: bool) -> str:
    share = percent(rule.share_permille, french=french)
    english_measure, french_measure = _MEASURES[rule.measure]
    one, other = (_group(group, season) for group in rule.groups)
    if french:
        return (
            f"l'écart {french_measure} entre « {one} » et « {other} » ne dépasse pas "
            f"{share} de ce qu'il serait sans cette règle"
        )
    return (
        f'the gap in {english_measure} between "{one}" and "{other}" is at most '
        f"{share} of what it would be without this rule"
    )


def _group(group: str, season: Season) -> str:
    """Return what people call a group: its tariff, and its bracket if it has one."""
    tariff_id, _, bracket = group.partition("/")
    name = season.tariff_by_id[tariff_id].name
    return f"{name}, {bracket}" if bracket else name
