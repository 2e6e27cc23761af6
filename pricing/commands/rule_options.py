"""The options by which a command says what rule it is about."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from pricing.commands.taking import taking
from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import Rule
from pricing.files.rule_alone import rule_alone
from pricing.files.rule_format import RULE_TABLES

CAP = "cap"
SeasonName = Annotated[
    str, typer.Option("--season", help="organizations/…/seasons/…; else the only one.")
]


@dataclass(frozen=True)
class AskedRule:
    """A rule as the command line says it, or the end of one.

    Parameters
    ----------
    kind : ``cap`` or a kind of the season file; empty where a rule would end
    keys : as in the season file
    repeal : the rule that would end
    """

    kind: str
    keys: dict[str, str]
    repeal: str

    def rule(self, currency_code: str, productions: Iterable[str]) -> Rule | None:
        """Return the rule, None where one would end.

        A production is found whichever way its capitals are written.
        """
        if self.repeal:
            return None
        keys = dict(self.keys)
        wanted = keys.get("production", "").casefold()
        same = [each for each in productions if each.casefold() == wanted]
        if wanted and not same:
            known = ", ".join(sorted(set(productions)))
            raise FieldInvalid("--production", f"Expected one of {known}.")
        if same:
            keys["production"] = same[0]
        kind = "PriceBounds" if self.kind == CAP else self.kind
        return rule_alone(kind, keys, currency_code)


@contextmanager
def _asked(
    kind: str,
    rule_id: str,
    production: str,
    venue: str,
    performance: str,
    category: str,
    most: str,
    least: str,
    settings: list[str] | None,
    repeal: str,
) -> Iterator[AskedRule]:
    if bool(kind) == bool(repeal):
        raise FieldInvalid("KIND", "give a kind of rule, or --repeal the id of one.")
    scope = {"production": production, "venue": venue, "performance": performance}
    keys = {key: value for key, value in scope.items() if value}
    for key, value in (("category", category), ("cap", most), ("floor", least)):
        if value:
            keys[key] = value
    for each in settings or ():
        key, equals, value = each.partition("=")
        if not equals:
            raise FieldInvalid("--set", f"expected KEY=VALUE, got {each!r}.")
        keys[key] = value
    keys["id"] = rule_id or _id_of(kind, production or venue or performance)
    yield AskedRule(kind, keys, repeal)


def _id_of(kind: str, about: str) -> str:
    """Return an id that says what a rule is about: cap-carmen."""
    text = f"{kind}-{about}" if about else kind
    kept = "".join(each if each.isascii() and each.isalnum() else "-" for each in text)
    return kept.lower().strip("-")[:63]


# In place of ``asked``, an AskedRule.
about_rule = taking(
    "asked",
    {
        "kind": (
            Annotated[
                str,
                typer.Argument(
                    help=f"cap, or as in a season file: {', '.join(RULE_TABLES)}."
                ),
            ],
            "",
        ),
        "rule_id": (Annotated[str, typer.Option("--id", help="Of the rule.")], ""),
        "production": (Annotated[str, typer.Option(help="It is about this.")], ""),
        "venue": (Annotated[str, typer.Option(help="Or this venue.")], ""),
        "performance": (Annotated[str, typer.Option(help="Or this night.")], ""),
        "category": (Annotated[str, typer.Option(help="A seat category.")], ""),
        "most": (Annotated[str, typer.Option("--max", help="Highest full price.")], ""),
        "least": (Annotated[str, typer.Option("--min", help="Lowest full price.")], ""),
        "settings": (
            Annotated[
                list[str] | None,
                typer.Option("--set", metavar="KEY=VALUE", help="As in a season file."),
            ],
            None,
        ),
        "repeal": (Annotated[str, typer.Option(help="A rule that would end.")], ""),
    },
    _asked,
)
