"""Why a price is what it is: lines that sum to it, in English and French.

In order: the printed reference price of the category; the move to the tier
that the plan would post without rules; each rule that moved the price, by the
difference between the tiers before and after it; the tariff; what donors paid;
a seat's share of a pack; a commission on top. Lines of nothing are left out,
except the reference.
"""

from collections.abc import Iterator, Mapping, Sequence

from pricing.constraints.explain import sentence
from pricing.domain.channel import Channel
from pricing.domain.errors import FieldInvalid
from pricing.domain.pack import Pack
from pricing.domain.performance import Performance
from pricing.domain.products import SuspendedPool
from pricing.domain.quote import LineKind, PriceLine
from pricing.domain.rules import ChannelParity, PriceBounds, Rule
from pricing.domain.sales_rules import SALES_KINDS
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.quotes.posting import Posting

LANGUAGES = ("en", "fr")

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "reference": 'printed price of category "{category}" (tier "{tier}")',
        "tier": 'expected demand: tier "{tier}", {rung} of {rungs}',
        "rule": 'rule "{rule}" as it stood when the price was posted',
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
        "rule": "règle « {rule} » telle qu'elle était quand le prix a été affiché",
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
    rules: Sequence[Rule] | None = None,
) -> tuple[PriceLine, ...]:
    """Return the lines of the posted full price of the category at a place.

    Their amounts sum to the price of the posted tier of the category, which is on
    sale. ``rules`` are those in force when it was posted, those of the season where
    None.
    """
    told = season.rules if rules is None else rules
    return tuple(_full_price_lines(season, performance, posting, place, language, told))


def _full_price_lines(
    season: Season,
    performance: Performance,
    posting: Posting,
    place: int,
    language: str,
    rules: Sequence[Rule],
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
            category = venue.seat_categories[place].id
            rule = next((r for r in rules if r.id == step.rule_id), None)
            if rule is not None and _may_have_moved(rule, season, category, moved):
                text = sentence(rule, season, "fr" if language == "fr" else "en")
            else:
                text = texts["rule"].format(rule=step.rule_id)
            yield PriceLine(LineKind.RULE, moved - price, step.rule_id, text)


def _may_have_moved(
    rule: Rule, season: Season, seat_category_id: str, price_minor: int
) -> bool:
    """Return whether a rule, as it reads, may have moved a price to this one.

    One of the same id may be of another kind by now, or forbid the price.
    """
    if rule.scope.venue_id and rule.scope.venue_id not in season.venue_by_id:
        return False
    if isinstance(rule, PriceBounds):
        elsewhere = rule.seat_category_id not in ("", seat_category_id)
        return elsewhere or rule.floor_minor <= price_minor <= rule.cap_minor
    return not isinstance(rule, (*SALES_KINDS, ChannelParity))


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
