"""One sentence of explanation for each rule, in English and French."""

from pricing.constraints.price_sentences import Language, price_words
from pricing.constraints.sales_sentences import sales_words
from pricing.domain.rules import Rule, Scope
from pricing.domain.sales_rules import SALES_KINDS
from pricing.domain.season import Season
from pricing.domain.spoken import no_break

__all__ = ["Language", "sentence"]


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
    says = (
        sales_words(rule, season, french=french)
        if isinstance(rule, SALES_KINDS)
        else price_words(rule, season, french=french)
    )
    text = f"{says}{_where(rule.scope, season, french=french)}."
    text = text[0].upper() + text[1:]
    return no_break(text) if french else text


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
