"""Rules, previews and votes on a terminal, in English and French."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from decimal import Decimal

from google.protobuf.timestamp_pb2 import Timestamp
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jauge.client import units
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.proposal_pb2 import Proposal, RuleAdoption
from jauge.pricing.v1.rule_preview_pb2 import RulePreview, RulePreviewSide
from jauge.pricing.v1.season_rule_pb2 import SeasonRule
from jauge.pricing.v1.vote_pb2 import Vote, VotedFigure
from pricing.commands.governance_words import WORDS
from pricing.constraints.explain import Language
from pricing.domain.money import in_french
from pricing.proof.inflected import Inflected


def rules(found: Iterable[SeasonRule], language: Language, console: Console) -> None:
    """Print rules of a season, and where they come from."""
    words = WORDS[language]
    table = Table(*words["heads"].split("|"))
    for each in found:
        state = words["holds"]
        if each.state == SeasonRule.STATE_SUSPENDED:
            state = words["suspended"].format(why=escape(each.suspend_reason))
        elif each.HasField("follow_time"):
            state = words["follows"].format(time=_minute(each.follow_time))
        origin = each.proposal or words["own"]
        table.add_row(each.rule.id, each.sentence, origin, state)
    console.print(table)


def preview(told: RulePreview, language: Language, console: Console) -> None:
    """Print what a rule would change: the season, and who wins and who loses."""
    words = WORDS[language]
    currency = told.without_change.income.currency_code
    table = Table(*words["sides"].split("|"))
    for change in told.changes:
        money = change.measure == "income"
        price = _amount(units(told.without_change.access_price), currency, language)
        cells = [
            _measure(side, change.measure, language)
            for side in (told.without_change, told.with_change)
        ]
        unit, scale = ("", 1.0) if money else (" %", 100.0)
        ends = [
            _number(each * scale, language, "+,.0f" if money else "+.2f")
            for each in (change.mean, change.low, change.high)
        ]
        said = f"{ends[0]}{unit} ({ends[1]} … {ends[2]})"
        table.add_row(words[change.measure].format(price=price), *cells, said)
    console.print(table)
    people = Table(*words["means"].split("|"))
    for each in told.means:
        who = f"{each.tariff_id} {each.means_bracket_id}".strip()
        people.add_row(
            who,
            _number(each.seats_without, language, ",.0f"),
            _number(each.seats_with, language, ",.0f"),
            _number(each.seats_with - each.seats_without, language, "+,.0f"),
            *(_paid(each, side, language) for side in ("without", "with")),
        )
    console.print(people)
    cost, seats = units(told.plan_cost), told.plan_seat_change
    words_of_cost = words["cost"] if cost >= 0 else words["gain"]
    said = words_of_cost.format(
        cost=_amount(abs(cost), currency, language, ",.0f"),
        seats=_number(abs(seats), language, ",.0f"),
        people=words["more"] if seats >= 0 else words["fewer"],
        nights=len(told.affected_performances),
    )
    seconds = _number(told.elapsed_seconds, language, ".1f")
    console.print(said, soft_wrap=True)
    said = words["played"].format(trials=told.trial_count, seconds=seconds)
    console.print(said, soft_wrap=True)
    if told.refusal:
        said = words["refused"].format(why=told.refusal)
        console.print(said, markup=False, soft_wrap=True)


def _measure(side: RulePreviewSide, measure: str, language: Language) -> str:
    if measure == "income":
        money = side.income
        return _amount(units(money), money.currency_code, language, ",.0f")
    return f"{_number(100 * getattr(side, measure), language, '.2f')} %"


def _paid(each: object, side: str, language: Language) -> str:
    field = f"price_{side}"
    if not each.HasField(field):  # type: ignore[attr-defined]
        return "-"
    money: Money = getattr(each, field)
    return _amount(units(money), money.currency_code, language)


def proposal(found: Proposal, language: Language, console: Console) -> None:
    """Print a proposal and how its votes stand."""
    words = WORDS[language]
    name = found.name.rpartition("/")[2]
    what = _what(found, words)
    close = _minute(found.close_time)
    state = words[Proposal.State.Name(found.state)].format(close=close)
    console.print(f"[bold]{name}[/bold] {what}: {state}", soft_wrap=True)
    for said in _sentences(found, words):
        console.print(f"  {said}", markup=False, soft_wrap=True)
    console.print(f"  {found.reason}", markup=False, soft_wrap=True)
    count = found.count
    said = Inflected(french=language == "fr").format(
        words["count"],
        votes=count.vote_count,
        members=count.member_count,
        quorum=count.quorum_count,
        yes=count.yes_count,
        no=count.no_count,
        median=_figure(count.median, language) if count.HasField("median") else "-",
    )
    console.print(f"  {said}", markup=False, soft_wrap=True)
    for each in found.adoptions:
        if each.state == RuleAdoption.STATE_BLOCKED:
            said = words["blocked"].format(season=each.season, why=each.why)
            console.print(f"  {said}", markup=False, soft_wrap=True)


def _what(found: Proposal, words: Mapping[str, str]) -> str:
    kind = found.WhichOneof("change")
    if kind == "rule":
        named = words.get(f"figure_{found.figure}", found.figure)
        figure = f" ({named})" if found.figure else ""
        return f"{found.rule.id}{figure}"
    if kind == "repealed_rule_id":
        return words["repeal"].format(rule=found.repealed_rule_id)
    return (
        found.admitted_organization or f"quorum {found.terms.quorum_permille / 10:g} %"
    )


def _sentences(found: Proposal, words: Mapping[str, str]) -> list[str]:
    """Return what a proposal about a rule says, and what it would replace."""
    replaced = found.replaced_sentence
    if replaced and found.sentence:
        replaced = words["replaces"].format(sentence=replaced)
    return [said for said in (found.sentence, replaced) if said]


def votes(cast: Iterable[Vote], language: Language, console: Console) -> None:
    """Print who voted what."""
    words = WORDS[language]
    table = Table(*words["votes"].split("|"))
    for each in cast:
        said = words["yes"] if each.approve else words["no"]
        if each.HasField("figure"):
            said = _figure(each.figure, language)
        table.add_row(each.member_id, said, _minute(each.vote_time))
    console.print(table)


def _figure(value: VotedFigure, language: Language) -> str:
    if value.HasField("amount"):
        return _amount(units(value.amount), value.amount.currency_code, language)
    return f"{_number(value.permille / 10, language, 'g')} %"


def _minute(time: Timestamp) -> str:
    return f"{time.ToDatetime(UTC):%Y-%m-%d %H:%M} UTC"


def _amount(
    value: Decimal, currency: str, language: Language, form: str = ",.2f"
) -> str:
    return f"{_number(value, language, form)} {currency}"


def _number(value: Decimal | float, language: Language, form: str) -> str:
    number = f"{value:{form}}"
    return in_french(number) if language == "fr" else number
