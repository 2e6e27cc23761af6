"""The season as a calendar coloured by fill, its weak dates, and all as a table."""

from datetime import date, datetime, timedelta

from simulator.report.markup import cell, details, escape, paragraph, section, table
from simulator.report.overview import capital
from simulator.report.reading import Reading, Shown
from simulator.report.style import FILLS
from simulator.report.trouble import TROUBLE, help_for, weak
from simulator.report.words import WEEKDAYS

DASH = "\N{EN DASH}"


def dates(reading: Reading) -> str:
    """Return the section on single performances."""
    say, name = reading.voice, reading.names[reading.main]
    shown = sorted(
        (
            (datetime.fromisoformat(facts.starts_at), facts, found)
            for facts, found in zip(
                reading.dates, reading.policy.performances, strict=True
            )
        ),
        key=lambda each: (each[0], each[1].id),
    )
    months: dict[tuple[int, int], list[Shown]] = {}
    for each in shown:
        months.setdefault((each[0].year, each[0].month), []).append(each)
    calendar = "".join(_month(reading, each) for each in months.values())
    return section(
        "calendar",
        say("calendar"),
        paragraph(say("calendar_lead", policy=name)),
        _legend(reading),
        f'<div class="months">{calendar}</div>',
        f"<h3>{escape(say('trouble'))}</h3>",
        _trouble(reading, shown),
        details(say("all_dates"), _table(reading, shown)),
    )


def _legend(reading: Reading) -> str:
    say = reading.voice
    parts = []
    for place, (low, *_) in enumerate(FILLS):
        upper = FILLS[place + 1][0] if place + 1 < len(FILLS) else None
        if place == 0:
            text = say("under", high=say.share(FILLS[1][0], digits=0))
        elif upper is None:
            text = say("from", low=say.share(low, digits=0))
        else:
            text = f"{say.number(100 * low)}{DASH}{say.share(upper, digits=0)}"
        parts.append(f'<span class="fill"{_style(low)}>{escape(text)}</span>')
    return f'<p class="legend">{escape(say("legend"))} {"".join(parts)}</p>'


def _style(fill: float) -> str:
    _, back, ink = [each for each in FILLS if round(fill, 4) >= each[0]][-1]
    return f' style="background:{back};color:{ink}"'


def _month(reading: Reading, shown: list[Shown]) -> str:
    say = reading.voice
    first = shown[0][0].date().replace(day=1)
    by_day: dict[date, list[Shown]] = {}
    for each in shown:
        by_day.setdefault(each[0].date(), []).append(each)
    day = first - timedelta(days=first.weekday())
    weeks = []
    while day <= first or day.month == first.month:
        cells = []
        for _ in range(7):
            inside = "".join(_chip(reading, each) for each in by_day.get(day, []))
            mine = day.month == first.month
            cells.append(f"<td><i>{day.day}</i>{inside}</td>" if mine else "<td></td>")
            day += timedelta(days=1)
        weeks.append(f"<tr>{''.join(cells)}</tr>")
    heads = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in WEEKDAYS[say.language]
    )
    title = capital(f"{say.month(shown[0][0])} {first.year}")
    return (
        f'<div class="month"><h3>{escape(title)}</h3><table><thead><tr>{heads}</tr>'
        f"</thead><tbody>{''.join(weeks)}</tbody></table></div>"
    )


def _chip(reading: Reading, each: Shown) -> str:
    starts, facts, found = each
    say, fill = reading.voice, found.fill_rate
    number = say.number(100 * fill.mean)
    between = say.between("fill_rate", fill)
    title = (
        f"{facts.production}, {facts.venue}, {starts:%H:%M}: "
        f"{say.share(fill.mean)}{f' ({between})' if between else ''}"
    )
    return (
        f'<span class="fill" title="{escape(title)}"{_style(fill.mean)}>'
        f"<b>{number}</b> <span>{escape(facts.production)}</span></span>"
    )


def _trouble(reading: Reading, shown: list[Shown]) -> str:
    say = reading.voice
    found = weak(shown)
    if not found:
        return paragraph(say("no_trouble", limit=say.share(TROUBLE, digits=0)))
    rows = [
        [
            escape(f"{say.day(starts, year=True)}, {facts.production}"),
            cell(
                say.share(each.fill_rate.mean),
                say.between("fill_rate", each.fill_rate),
            ),
            escape(help_for(reading, (starts, facts, each), shown)),
        ]
        for starts, facts, each in found
    ]
    lead = paragraph(say("trouble_lead", policy=reading.names[reading.main]))
    return lead + table([say("date"), say("fill_rate"), say("help")], rows, texts=3)


def _table(reading: Reading, shown: list[Shown]) -> str:
    say, results = reading.voice, reading.results
    place = {facts.id: index for index, facts in enumerate(reading.dates)}
    rows = []
    for starts, facts, found in shown:
        fills = [
            (policy.performances[place[facts.id]].fill_rate)
            for policy in results.policies.values()
        ]
        by_category = " ".join(
            say.number(100 * each.mean) for each in found.fill_by_category.values()
        )
        rows.append(
            [
                escape(say.day(starts, year=True)),
                escape(facts.production),
                escape(facts.venue),
                escape(say.number(facts.capacity)),
                *(
                    cell(say.share(each.mean), say.between("fill_rate", each))
                    for each in fills
                ),
                escape(by_category),
                escape(say.price(found.average_price)),
                cell(say.number(found.spill.mean)),
            ]
        )
    heads = [
        say("date"),
        say("production"),
        say("venue"),
        say("seats"),
        *(f"{say('fill_rate')}, {name}" for name in reading.names.values()),
        say("best_seats"),
        say("average_price"),
        say("spill"),
    ]
    return table(heads, rows, texts=3)
