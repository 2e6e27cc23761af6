"""The solidarity fund month by month."""

from datetime import datetime

from simulator.report import charts
from simulator.report.markup import escape, figure, paragraph, section, table
from simulator.report.overview import capital, measured
from simulator.report.reading import Reading
from simulator.result_parts import FundResult


def funds(reading: Reading) -> str:
    """Return the section on solidarity funds; empty where there are none."""
    say = reading.voice
    parts = []
    for found in reading.policy.funds:
        lead = say(
            "fund_lead",
            policy=reading.names[reading.main],
            given=say.money(found.given),
        )
        parts.append(paragraph(lead if found.rule else say("fund_free")))
        parts.append(figure(found.rule, _drawn(reading, found), "chart large"))
        parts.append(_table(reading, found))
    if not parts:
        return ""
    return section("fund", say("fund"), *parts)


def _drawn(reading: Reading, found: FundResult) -> str:
    say = reading.voice
    rows: list[dict[str, object]] = [
        {
            "month": month,
            "granted": -granted.mean,
            "brought": brought.mean,
            "balance": balance.mean,
        }
        for month, granted, brought, balance in zip(
            reading.results.facts.months,
            found.granted,
            found.brought,
            found.balance,
            strict=True,
        )
    ]
    alternative = say(
        "fund_alt",
        granted=say.money(sum(each.mean for each in found.granted)),
        brought=say.money(sum(each.mean for each in found.brought)),
        balance=say.money(found.balance[-1].mean),
    )
    return charts.svg(charts.fund(rows, say), alternative, say)


def _table(reading: Reading, found: FundResult) -> str:
    say = reading.voice
    rows = [
        [
            escape(_named(reading, month)),
            *(measured(say, "income", each) for each in amounts),
        ]
        for month, *amounts in zip(
            reading.results.facts.months,
            found.granted,
            found.brought,
            found.balance,
            strict=True,
        )
    ]
    return table([say("month"), say("granted"), say("brought"), say("balance")], rows)


def _named(reading: Reading, month: str) -> str:
    first = datetime.fromisoformat(f"{month}-01")
    return capital(f"{reading.voice.month(first)} {first.year}")
