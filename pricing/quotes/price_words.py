"""Why a price is what it is, in sentences that a box office reads out.

They say the lines of a price one after the other, with what it comes to after each:
the printed price, what the demand expected would make of it, each rule with what it
moved the price from and to, then what the tariff, donors, a pack and a commission do.
Every number in them is a line's amount, or a sum of lines from the first on.
"""

from collections.abc import Iterator, Mapping, Sequence

from pricing.domain.quote import FULL_PRICE, LineKind, PriceLine
from pricing.domain.spoken import Language, read_out, spoken

NOBODY: Mapping[str, str] = {}

_SAYS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "reference": "The printed price is {to}.",
        "demand_up": "The demand expected would take it up to {to}.",
        "demand_down": "The demand expected would take it down to {to}.",
        "as_printed": "Neither the demand expected nor a rule moves it.",
        "rule_up": 'The rule "{subject}" raises it from {before} to {to}: {text}',
        "rule_down": 'The rule "{subject}" lowers it from {before} to {to}: {text}',
        "gone_up": (
            'As the rule "{subject}" stood when the price was posted, it raised it '
            "from {before} to {to}."
        ),
        "gone_down": (
            'As the rule "{subject}" stood when the price was posted, it lowered it '
            "from {before} to {to}."
        ),
        "voted": "The members of the cooperative voted this rule ({proposal}).",
        "own": "With the {text}, it comes to {to}.",
        "donors": "Donors pay {amount} of it, and you pay {to}.",
        "pack": "In the pack this seat comes to {to}.",
        "commission": "The seller adds a commission of {amount}: {to} in all.",
    },
    "fr": {
        "reference": "Le prix imprimé est de {to}.",
        "demand_up": "La demande attendue le porterait à {to}.",
        "demand_down": "La demande attendue le ramènerait à {to}.",
        "as_printed": "Ni la demande attendue ni une règle ne le modifient.",
        "rule_up": "La règle « {subject} » le fait passer de {before} à {to} : {text}",
        "rule_down": "La règle « {subject} » le ramène de {before} à {to} : {text}",
        "gone_up": (
            "La règle « {subject} », telle qu'elle était quand le prix a été affiché, "
            "l'a fait passer de {before} à {to}."
        ),
        "gone_down": (
            "La règle « {subject} », telle qu'elle était quand le prix a été affiché, "
            "l'a ramené de {before} à {to}."
        ),
        "voted": "Les membres de la coopérative ont voté cette règle ({proposal}).",
        "own": "Avec le {text}, il revient à {to}.",
        "donors": "Des donateurs en paient {amount}, et vous payez {to}.",
        "pack": "Dans le forfait, cette place revient à {to}.",
        "commission": ("Le vendeur ajoute une commission de {amount} : {to} au total."),
    },
}


def why(
    lines: Sequence[PriceLine],
    currency_code: str,
    language: Language,
    voted: Mapping[str, str] = NOBODY,
) -> str:
    """Return the sentences of a price.

    Parameters
    ----------
    lines
        Of the price of a seat, in the language, the reference first.
    currency_code
        Of their amounts.
    language
        In which they are told.
    voted
        By the ids of rules that members voted, the proposal that says so.
    """
    said = _sentences(lines, currency_code, language, voted)
    return " ".join(read_out(each, language) for each in said)


def _sentences(
    lines: Sequence[PriceLine],
    currency_code: str,
    language: Language,
    voted: Mapping[str, str],
) -> Iterator[str]:
    says, before = _SAYS[language], 0
    moved = any(line.kind in FULL_PRICE for line in lines[1:])
    for line in lines:
        after = before + line.amount_minor
        up = "up" if line.amount_minor > 0 else "down"
        yield says[_key(line, up)].format(
            before=spoken(before, currency_code, language),
            to=spoken(after, currency_code, language),
            amount=spoken(abs(line.amount_minor), currency_code, language),
            subject=line.subject,
            text=_lowered(line.text) if line.kind is LineKind.RULE else line.text,
        )
        if line.kind is LineKind.RULE and line.subject in voted:
            yield says["voted"].format(proposal=voted[line.subject])
        if line.kind is LineKind.REFERENCE and not moved:
            yield says["as_printed"]
        before = after


def _key(line: PriceLine, up: str) -> str:
    """Return which sentence tells a line."""
    match line.kind:
        case LineKind.REFERENCE:
            return "reference"
        case LineKind.TIER:
            return f"demand_{up}"
        case LineKind.RULE:
            # A rule that no longer reads as it did says only its id.
            told = line.text.endswith(".")
            return f"rule_{up}" if told else f"gone_{up}"
        case LineKind.TARIFF:
            return "own"
        case LineKind.SUSPENDED:
            return "donors"
        case LineKind.PACK:
            return "pack"
        case LineKind.COMMISSION:
            return "commission"


def _lowered(sentence: str) -> str:
    """Return a sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]
