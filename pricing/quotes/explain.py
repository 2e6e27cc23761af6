"""Why a price is what it is: lines that sum to it, in English and French.

In order: the printed reference price of the category; the move to the tier
that the plan would post without rules; each rule that moved the price, by the
difference between the tiers before and after it; the tariff; what donors paid;
a seat's share of a pack; a commission on top. Lines of nothing are left out,
except the reference.
"""

from collections.abc import Iterator, Mapping

from pricing.constraints.explain import sentence
from pricing.domain.channel import Channel
from pricing.domain.errors import FieldInvalid
from pricing.domain.pack import Pack
from pricing.domain.performance import Performance
from pricing.domain.products import SuspendedPool
from pricing.domain.quote import LineKind, PriceLine
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.quotes.posting import Posting

LANGUAGES = ("en", "fr")

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "reference": 'printed price of category "{category}" (tier "{tier}")',
        "tier": 'expected demand: tier "{tier}", {rung} of {rungs}',
        "rule": 'rule "{rule}"',
        "tariff": 'tariff "{tariff}"',
        "bracket": 'tariff "{tariff}", means bracket "{bracket}"',
        "chosen": 'tariff "{tariff}", an amount that the buyer chooses',
        "suspended": 'paid by donors to "{pool}"',
        "pack": 'this seat\'s share of the pack "{pack}"',
        "commission": "commission of {channel}",
    },
    "fr": {
        "reference": (
            "prix imprimé de la catégorie « {category} » (palier « {tier} »)"
        ),
        "tier": "demande attendue : palier « {tier} », {rung} sur {rungs}",
        "rule": "règle « {rule} »",
        "tariff": "tarif « {tariff} »",
        "bracket": "tarif « {tariff} », tranche « {bracket} »",
        "chosen": "tarif « {tariff} », montant choisi par l'acheteur",
        "suspended": "payé par les donateurs de « {pool} »",
        "pack": "part de cette place dans le forfait « {pack} »",
        "commission": "commission de {channel}",
    },
}


def check_language(language: str) -> None:
    """Refuse a language that prices are not explained in."""
    if language not in LANGUAGES:
        raise FieldInvalid(
            "language_code", f"{language!r} is not one of {', '.join(LANGUAGES)}."
        )


def full_price_lines(
    season: Season,
    performance: Performance,
    posting: Posting,
    place: int,
    language: str = "en",
) -> tuple[PriceLine, ...]:
    """Return the lines of the posted full price of the category at a place.

    Their amounts sum to the price of the posted tier of the category, which is on
    sale.
    """
    return tuple(_full_price_lines(season, performance, posting, place, language))


def _full_price_lines(
    season: Season,
    performance: Performance,
    posting: Posting,
    place: int,
    language: str,
) -> Iterator[PriceLine]:
    texts = _TEXTS[language]
    venue = season.venue_of(performance)
    price = venue.tier(performance.reference_tier).prices_minor[place]
    text = texts["reference"].format(
        category=venue.seat_categories[place].id, tier=performance.reference_tier
    )
    yield PriceLine(LineKind.REFERENCE, price, performance.reference_tier, text)

    unrestricted = posting.unrestricted_of(place)
    moved = venue.tier(unrestricted).prices_minor[place]
    if moved != price:
        text = texts["tier"].format(
            tier=unrestricted,
            rung=performance.ladder.index(unrestricted) + 1,
            rungs=len(performance.ladder),
        )
        yield PriceLine(LineKind.TIER, moved - price, unrestricted, text)

    for step in posting.steps_of(place):
        price, moved = moved, venue.tier(step.tier_id).prices_minor[place]
        if moved != price:
            text = rule_text(season, step.rule_id, language)
            yield PriceLine(LineKind.RULE, moved - price, step.rule_id, text)


def rule_text(season: Season, rule_id: str, language: str = "en") -> str:
    """Return what a rule says, or its id where the season no longer has it."""
    for rule in season.rules:
        if rule.id == rule_id:
            return sentence(rule, season, "fr" if language == "fr" else "en")
    return _TEXTS[language]["rule"].format(rule=rule_id)


def tariff_lines(
    tariff: Tariff, bracket_id: str, amount_minor: int, language: str = "en"
) -> tuple[PriceLine, ...]:
    """Return the line of what a tariff takes off; none where it moves nothing."""
    if not amount_minor:
        return ()
    kind = "bracket" if bracket_id else "chosen" if tariff.choice else "tariff"
    text = _TEXTS[language][kind].format(tariff=tariff.name, bracket=bracket_id)
    return (PriceLine(LineKind.TARIFF, amount_minor, tariff.id, text),)


def suspended_lines(
    pool: SuspendedPool, amount_minor: int, language: str = "en"
) -> tuple[PriceLine, ...]:
    """Return the line of what a pool pays for a seat; none where it pays nothing."""
    if not amount_minor:
        return ()
    text = _TEXTS[language]["suspended"].format(pool=pool.name)
    return (PriceLine(LineKind.SUSPENDED, -amount_minor, pool.id, text),)


def pack_lines(
    pack: Pack, amount_minor: int, language: str = "en"
) -> tuple[PriceLine, ...]:
    """Return the line of what a pack takes off a seat; none where it takes nothing."""
    if not amount_minor:
        return ()
    text = _TEXTS[language]["pack"].format(pack=pack.name)
    return (PriceLine(LineKind.PACK, amount_minor, pack.id, text),)


def commission_lines(
    channel: Channel, amount_minor: int, language: str = "en"
) -> tuple[PriceLine, ...]:
    """Return the line of a commission on top; none where there is none."""
    if not amount_minor:
        return ()
    text = _TEXTS[language]["commission"].format(channel=channel.name)
    return (PriceLine(LineKind.COMMISSION, amount_minor, channel.id, text),)
