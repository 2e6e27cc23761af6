"""Differences: between the policies of a run, and between runs."""

from collections.abc import Sequence

from simulator.estimates import Interval, difference
from simulator.report import charts
from simulator.report.markup import escape, figure, paragraph, section, table
from simulator.report.overview import measured
from simulator.report.reading import Reading
from simulator.report.voice import Voice
from simulator.result_parts import PolicyResult
from simulator.results import HINDSIGHT, Results

MEASURES = (
    "income",
    "fill_rate",
    "access_share",
    "average_price",
    "undercut_share",
    "spill",
)
MINUS = " \N{MINUS SIGN} "


def differences(reading: Reading) -> str:
    """Return the section on differences; empty where one policy was played."""
    say = reading.voice
    by_pair: dict[tuple[str, str], dict[str, Interval]] = {}
    for each in reading.results.differences:
        if each.policy == HINDSIGHT:
            # Told as regret.
            continue
        pair = reading.names[each.policy], reading.names[each.against]
        by_pair.setdefault(pair, {})[each.measure] = each.value
    if not by_pair:
        return ""
    rows = [
        [
            escape(MINUS.join(pair)),
            *(measured(say, key, found[key], sign=True) for key in MEASURES),
        ]
        for pair, found in by_pair.items()
    ]
    heads = [say("difference"), *(say.measure(key) for key in MEASURES)]
    return section(
        "differences",
        say("differences"),
        paragraph(say("differences_lead")),
        figure("", _drawn(reading, by_pair), "chart large"),
        table(heads, rows),
    )


def _drawn(
    reading: Reading, by_pair: dict[tuple[str, str], dict[str, Interval]]
) -> str:
    say = reading.voice
    rows: list[dict[str, object]] = []
    told = []
    for (policy, against), found in by_pair.items():
        income = found["income"]
        rows.append(
            {
                "name": f"{policy}{MINUS}{against}",
                "mean": income.mean,
                "low": income.mean if income.low is None else income.low,
                "high": income.mean if income.high is None else income.high,
            }
        )
        value = say.money(income.mean, sign=True)
        told.append(say("differences_alt", policy=policy, against=against, value=value))
    unit = say("income_difference", currency=say.currency_code)
    return charts.svg(charts.income_differences(rows, unit), " ".join(told), say)


def runs(reading: Reading, others: Sequence[tuple[str, Results]], first: str) -> str:
    """Return other runs less the first, policy by policy; empty without others."""
    say, base = reading.voice, reading.results
    if not others:
        return ""
    rows = []
    for name, results in others:
        comparable = (base.currency_code, base.access_price_minor) == (
            results.currency_code,
            results.access_price_minor,
        )
        paired = same_people(base, results)
        kind = say("paired" if paired else "unpaired")
        for policy in results.policies:
            if policy not in base.policies:
                continue
            changes = [""] * len(MEASURES)
            if comparable:
                mine, theirs = results.policies[policy], base.policies[policy]
                changes = _changes(say, mine, theirs, paired=paired)
            rows.append(
                [
                    escape(name),
                    escape(say.policy(policy)),
                    escape(kind if comparable else say("incomparable")),
                    *changes,
                ]
            )
    heads = [say("run"), say("policy"), "", *(say.measure(key) for key in MEASURES)]
    return section(
        "runs",
        say("runs"),
        paragraph(say("runs_lead", first=first)),
        table(heads, rows, texts=3),
    )


def _changes(
    say: Voice, mine: PolicyResult, theirs: PolicyResult, *, paired: bool
) -> list[str]:
    """Return the insides of cells: a policy less the same in another run."""
    count = None
    if paired:
        # As many trials as both have.
        count = min(len(mine.by_trial["income"]), len(theirs.by_trial["income"]))
    return [
        measured(
            say,
            key,
            difference(
                mine.by_trial[key][:count], theirs.by_trial[key][:count], paired=paired
            ),
            sign=True,
        )
        for key in MEASURES
    ]


def same_people(one: Results, other: Results) -> bool:
    """Return whether two runs met the same people, trial by trial."""
    return (
        one.complete
        and other.complete
        and (one.seed, one.facts.audience_digest)
        == (other.seed, other.facts.audience_digest)
        and [p.id for p in one.facts.performances]
        == [p.id for p in other.facts.performances]
    )
