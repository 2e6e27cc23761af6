"""The access report of a season that was sold: one HTML file for members and public."""

from pricing.report.access import GroupAccess
from simulator.report import charts
from simulator.report.markup import (
    bullets,
    escape,
    figure,
    paragraph,
    section,
    table,
)
from simulator.report.season_access_tables import funds, kept, performances, rules
from simulator.report.season_access_voice import NONE, SeasonAccess
from simulator.report.style import CSS


def access_page(about: SeasonAccess) -> str:
    """Return the report as HTML that needs nothing else."""
    season = about.report.season
    title = escape(about.say("title", season=season.name))
    day = about.voice.day(about.local(about.now), year=True)
    parts = [_numbers(about)]
    if about.report.seats:
        parts += [_groups(about), performances(about), rules(about)]
    else:
        parts.append(paragraph(about.say("nothing"), "warning"))
    parts += [kept(about), funds(about)]
    body = "\n".join(part for part in parts if part)
    return (
        f'<!DOCTYPE html>\n<html lang="{about.language}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="Jauge">\n'
        f"<title>{title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<header>\n"
        f"<h1>{title}</h1>\n{paragraph(about.say('lead', day=day))}\n</header>\n"
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _numbers(about: SeasonAccess) -> str:
    """Return the season's figures in large letters, beside last season's."""
    cards = []
    for name, value in about.report.totals.items():
        last = about.last.get(name)
        beneath = ""
        if last is not None:
            shown = about.say("last", value=_figure(about, name, last))
            beneath = f'<span class="range">{escape(shown)}</span>'
        cards.append(
            f'<div class="number"><span>{escape(_heading(about, name))}</span>'
            f"<b>{escape(_figure(about, name, value))}</b>{beneath}</div>"
        )
    return f'<div class="numbers">{"".join(cards)}</div>'


def _heading(about: SeasonAccess, name: str) -> str:
    under = name.removeprefix("share_under_")
    if under == name:
        return about.say(name)
    return about.say("under", price=about.voice.price(float(under)))


def _figure(about: SeasonAccess, name: str, value: float) -> str:
    if name == "average_price":
        return about.voice.price(value)
    if name == "gini":
        return about.voice.number(value, 2)
    return about.voice.number(value) if name == "seats" else about.voice.share(value)


def _name(about: SeasonAccess, group: GroupAccess) -> str:
    bracket = f", {group.means_bracket_id}" if group.means_bracket_id else ""
    mark = f" ({about.say('solidarity')})" if group.solidarity else ""
    return f"{group.name}{bracket}{mark}"


def _bands(about: SeasonAccess) -> list[str]:
    prices = [about.price(each) for each in about.report.thresholds_minor]
    bands = [about.say("to", price=price) for price in prices]
    return [*bands, about.say("over", price=prices[-1])]


def _groups(about: SeasonAccess) -> str:
    """Return who got in, by tariff and means bracket."""
    report, voice, bands = about.report, about.voice, _bands(about)
    rows, cells, told = [], [], []
    for group in report.groups:
        name = _name(about, group)
        share = group.seats / report.seats
        people = group.audience_share
        rows += [
            {"name": name, "part": band, "value": count, "order": place}
            for place, (band, count) in enumerate(
                zip(bands, group.seats_by_band, strict=True)
            )
        ]
        told.append(f"{name} {voice.number(group.seats)}")
        mean = about.price(group.paid_minor / group.seats) if group.seats else NONE
        cells.append(
            [
                escape(name),
                voice.number(group.seats),
                voice.share(share),
                NONE if people is None else voice.share(people),
                voice.number(share / people, 2) if people else NONE,
                mean,
            ]
        )
    heads = ("group", "seats", "of_seats", "of_people", "per_head", "average_price")
    drawn = charts.svg(charts.bands(rows, bands), ", ".join(told), voice)
    return section(
        "groups",
        about.say("groups"),
        paragraph(f"{about.say('groups_lead')} {about.say('per_head_lead')}"),
        figure("", drawn, "chart large"),
        table([about.say(head) for head in heads], cells),
        "" if report.gini is None else bullets([about.say("gini_lead")]),
    )
