"""A certificate in words for people, in English or French."""

from collections.abc import Iterator
from typing import Any

from pricing.constraints.explain import sentence
from pricing.domain.money import format_minor
from pricing.domain.season import Season
from pricing.proof.breach_words import WORDS
from pricing.proof.certificate import Certificate, SeasonRecord
from pricing.proof.findings import Breach, Finding, Margin, Place
from pricing.proof.inflected import Inflected, Numbers
from pricing.proof.season_state import time_of

_TEXTS = {
    "title": ("Certificate of {name}", "Certificat de {name}"),
    "not_certified": ("NOT CERTIFIED: {name}", "NON CERTIFIÉ : {name}"),
    "head": (
        "{count} {count:|event|events} to {time}, sealed one by one; head {head}",
        "{count} {count:|événement|événements} jusqu'au {time}, "
        "{count:|scellé|scellés} un à un ; tête {head}",
    ),
    "season": ("Season {name}, {state}", "Saison {name}, {state}"),
    "over": ("over", "terminée"),
    "in_progress": (
        "in progress: shares, means and incomes are so far",
        "en cours : parts, moyennes et recettes sont provisoires",
    ),
    "prices": (
        "{posted} {posted:|price|prices} posted, {changed} of them changed",
        "{posted} prix {posted:|affiché|affichés}, dont {changed} "
        "{changed:|changement|changements}",
    ),
    "sales": (
        "{sold} {sold:|seat|seats} sold in {baskets} {baskets:|basket|baskets}, "
        "{returned} given back",
        "{sold} {sold:|place vendue|places vendues} en {baskets} "
        "{baskets:|panier|paniers}, {returned} {returned:|reprise|reprises}",
    ),
    "told": (
        "{told} {told:|seat|seats} sold by the platform, at prices of its own telling",
        "{told} {told:|place vendue|places vendues} par la plateforme, à des prix "
        "qu'elle déclare",
    ),
    "kept_open": (
        "A category with seats left is on sale.",
        "Une catégorie où il reste des places est en vente.",
    ),
    "checked": (
        "{count} {count:|check|checks}",
        "{count} {count:|contrôle|contrôles}",
    ),
    "tightest": ("tightest {margin}", "marge la plus faible {margin}"),
    "held": (
        "{count} that a later forecast puts over it {count:|stands, as it|stand, as "
        "they} may not fall",
        "{count} qu'une prévision ultérieure place au-dessus "
        "{count:|reste|restent}, ne pouvant baisser",
    ),
    "so far": ("so far", "provisoire"),
    "stated": ("as the plan states", "selon le plan"),
    "since": ("since {since}", "depuis le {since}"),
    "until": ("from {since} to {until}", "du {since} au {until}"),
    "voted": ("voted in: {proposal}", "votée : {proposal}"),
    "suspended": ("suspended {time}: {reason}", "suspendue le {time} : {reason}"),
    "resumed": ("in force again {time}", "de nouveau en vigueur le {time}"),
    "broken": ("BROKEN {count} {count:|time|times}", "ENFREINTE {count} fois"),
    "serials": (
        "Tickets 1 to {last} numbered without a gap, in the order of their sale",
        "Billets 1 à {last} numérotés sans lacune, dans l'ordre des ventes",
    ),
    "no_tickets": ("No ticket was sold", "Aucun billet n'a été vendu"),
    "checks": (
        "{count} {count:|price|prices} of offers reckoned again",
        "{count} prix d'offres {count:|recalculé|recalculés}",
    ),
    "votes": (
        "{key}: {votes} {votes:|vote|votes} counted again, {closed} "
        "{closed:|proposal|proposals} closed; head {head}",
        "{key} : {votes} {votes:|vote recompté|votes recomptés}, {closed} "
        "{closed:|proposition close|propositions closes} ; tête {head}",
    ),
    "unread": (
        "{key}: its log is not at hand, what it voted is not checked",
        "{key} : son journal manque, ses votes ne sont pas vérifiés",
    ),
    "sound": (
        "{rules} {rules:|rule|rules}, no breach.",
        "{rules} {rules:|règle|règles}, aucun manquement.",
    ),
    "unsound": ("Breaches: {count}", "Manquements : {count}"),
    "more": ("and {count} more", "et {count} {count:|autre|autres}"),
    "days": (
        "{amount:.1f} {amount:|day|days}",
        "{amount:.1f} {amount:|jour|jours}",
    ),
    "seats": (
        "{amount:.0f} {amount:|seat|seats}",
        "{amount:.0f} {amount:|place|places}",
    ),
    "permille": (
        "{amount:.2f} {amount:|point|points}",
        "{amount:.2f} {amount:|point|points}",
    ),
    "heads": (
        "{amount:.3f} seats a head",
        "{amount:.3f} {amount:|place|places} par personne",
    ),
    "plan": ("{amount:.4g}", "{amount:.4g}"),
    "event": ("event {sequence}, {time}", "événement {sequence}, {time}"),
}


def page(of: Certificate, language: str = "en") -> Iterator[str]:
    """Yield the lines of a certificate for people."""
    say = _Says(language)
    yield say("title" if of.sound else "not_certified", name=of.organization_id)
    yield "  " + say(
        "head", count=f"{of.head.sequence:,}", time=moment(of.time), head=of.head
    )
    for record in of.seasons:
        yield ""
        yield from _season(of, record, say)
    yield ""
    if of.last_serial:
        yield say("serials", last=f"{of.last_serial:,}")
    else:
        yield say("no_tickets")
    yield say("checks", count=f"{of.price_check_count:,}")
    for votes in of.votes:
        counts = {"votes": votes.vote_count, "closed": votes.closed_count}
        yield say("votes", key=votes.key, head=votes.head, **counts)
    for key in of.unread:
        yield say("unread", key=key)
    if of.sound:
        rules = {(each.season_id, each.rule_id) for s in of.seasons for each in s.rules}
        yield say("sound", rules=len(rules))
        return
    yield say("unsound", count=f"{of.breach_count:,}")
    seasons = {record.season.id: record.season for record in of.seasons}
    for breach in of.breaches:
        season = seasons.get(breach.at.season_id)
        yield "  " + said(breach, season, language)
    if of.breach_count > len(of.breaches):
        yield "  " + say("more", count=f"{of.breach_count - len(of.breaches):,}")


def said(breach: Breach, season: Season | None, language: str = "en") -> str:
    """Return a breach in one line: where, which rule, and its numbers."""
    say, at = _Says(language), breach.at
    where = say("event", sequence=at.sequence, time=moment(at.time) if at.time else "")
    names = (at.season_id, at.performance_id, at.seat_category_id, breach.rule_id)
    parts = [where.rstrip(", "), *(name for name in names if name)]
    text = WORDS[breach.kind][language == "fr"]
    currency = "" if season is None else season.currency_code
    numbers = Numbers(currency, french=say.french)
    return f"{', '.join(parts)}: {numbers.format(text, **breach.numbers)}"


def moment(time: int) -> str:
    """Return microseconds since 1970 as a date and time in UTC."""
    return f"{time_of(time):%Y-%m-%dT%H:%M:%SZ}"


def room(margin: Margin, season: Season, language: str = "en") -> str:
    """Return a margin with its unit."""
    if margin.unit == "money":
        return format_minor(int(margin.amount // 1), season.currency_code)
    amount = margin.amount / 10 if margin.unit == "permille" else margin.amount
    return _Says(language)(margin.unit, amount=amount)


def _season(of: Certificate, record: SeasonRecord, say: "_Says") -> Iterator[str]:
    season = record.season
    state = say("over" if record.over else "in_progress")
    yield say("season", name=season.id, state=state)
    yield "  " + say(
        "prices", posted=f"{record.posted_count:,}", changed=f"{record.change_count:,}"
    )
    yield "  " + say(
        "sales",
        sold=f"{record.seats_sold:,}",
        baskets=f"{record.sale_count:,}",
        returned=f"{record.seats_returned:,}",
    )
    if record.seats_told:
        yield "  " + say("told", told=f"{record.seats_told:,}")
    for finding in record.rules:
        yield from _rule(of, finding, season, say)


def _rule(
    of: Certificate, finding: Finding, season: Season, say: "_Says"
) -> Iterator[str]:
    rule = finding.rule
    told = say("kept_open")
    if rule is not None:
        told = sentence(rule, season, "fr" if say.french else "en")
    yield f"  {finding.rule_id or finding.kind}: {told}"
    parts = [say("checked", count=f"{finding.checked:,}")]
    if finding.since is not None:
        until = moment(finding.until) if finding.until is not None else ""
        held = "until" if until else "since"
        parts.insert(0, say(held, since=moment(finding.since), until=until))
    language = "fr" if say.french else "en"
    for margin in finding.margins.values():
        where = ", ".join(_where(margin.at))
        shown = room(margin, season, language) + (f" ({where})" if where else "")
        parts.append(say("tightest", margin=shown))
    if finding.held:
        parts.append(say("held", count=f"{finding.held:,}"))
    if finding.standing in ("so far", "stated"):
        parts.append(say(finding.standing))
    if finding.proposal:
        parts.append(say("voted", proposal=finding.proposal))
    for each in of.suspensions:
        if (each.at.season_id, each.rule) == (season.id, rule):
            kind, time = "suspended" if each.reason else "resumed", moment(each.at.time)
            parts.append(say(kind, time=time, reason=each.reason))
    if finding.breach_count:
        parts.append(say("broken", count=f"{finding.breach_count:,}"))
    yield "    " + "; ".join(parts)


def _where(at: Place) -> list[str]:
    names = [each for each in (at.performance_id, at.seat_category_id) if each]
    return [*names, moment(at.time)] if names else names


class _Says:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.french = language == "fr"
        self._words = Inflected(french=self.french)

    def __call__(self, text: str, **values: Any) -> str:
        return self._words.format(_TEXTS[text][self.french], **values)
