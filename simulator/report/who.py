"""Who got in, who went without, and what came back."""

from collections.abc import Sequence

from simulator.facts import ClassFacts
from simulator.report import charts
from simulator.report.markup import escape, figure, paragraph, section, table
from simulator.report.overview import measured
from simulator.report.reading import Reading
from simulator.result_parts import ClassResult

# Of seats that were not sold, not at once, or not for good.
LOST = (
    "spill",
    "recaptured",
    "priced_out",
    "given_back",
    "to_resellers",
    "sold_on",
)


def who(reading: Reading) -> str:
    """Return the section on who got in, by tariff and means bracket."""
    say = reading.voice
    classes = [
        (facts, found)
        for facts, found in zip(
            reading.results.facts.classes, reading.policy.classes, strict=True
        )
        if found.wanted.mean > 0 or found.seats.mean > 0
    ]
    rows: list[dict[str, object]] = []
    told = []
    for facts, found in classes:
        share = _share(found)
        name = _name(facts)
        seats, wanted = say.number(found.seats.mean), say.number(found.wanted.mean)
        told.append(say("who_alt", name=name, seats=seats, wanted=wanted))
        rows.append(
            {
                "name": name,
                "share": min(1.0, share),
                "solidarity": facts.solidarity,
                "text": say.share(share, digits=0),
            }
        )
    drawn = charts.svg(charts.admitted(rows, say), " ".join(told), say)
    return section(
        "who",
        say("who"),
        paragraph(say("who_lead", policy=reading.names[reading.main])),
        figure("", drawn, "chart large"),
        _class_table(reading, classes),
    )


def _share(found: ClassResult) -> float:
    return found.seats.mean / found.wanted.mean if found.wanted.mean > 0 else 0.0


def _name(facts: ClassFacts) -> str:
    bracket = facts.means_bracket_id
    return f"{facts.name}, {bracket}" if bracket else facts.name


def _class_table(
    reading: Reading, classes: Sequence[tuple[ClassFacts, ClassResult]]
) -> str:
    say, policies = reading.voice, reading.results.policies
    place = {facts: k for k, facts in enumerate(reading.results.facts.classes)}
    rows = []
    for facts, found in classes:
        mark = f" ({say('solidarity')})" if facts.solidarity else ""
        sold = [policy.classes[place[facts]] for policy in policies.values()]
        paid = found.income.mean / found.seats.mean if found.seats.mean else 0.0
        rows.append(
            [
                escape(_name(facts) + mark),
                measured(say, "seats", found.wanted),
                *(measured(say, "seats", each.seats) for each in sold),
                escape(say.share(_share(found), digits=0)),
                escape(say.price(paid)),
            ]
        )
    got = [f"{say('got')}, {name}" for name in reading.names.values()]
    heads = [
        say("tariff"),
        say("wanted"),
        *got,
        say("got_share"),
        say("average_price"),
    ]
    return table(heads, rows)


def lost(reading: Reading) -> str:
    """Return the section on who found no seat, and on what came back."""
    say, policies = reading.voice, reading.results.policies
    keys = [key for key in LOST if key in reading.policy.measures]
    rows = [
        [
            escape(reading.names[name]),
            *(measured(say, key, policy.measures[key]) for key in keys),
        ]
        for name, policy in policies.items()
    ]
    return section(
        "lost",
        say("lost"),
        paragraph(say("lost_lead")),
        table([say("policy"), *(say.measure(key) for key in keys)], rows),
    )
