"""The whole report: one HTML file that needs nothing else."""

import re
from collections.abc import Sequence

from simulator.report.comparison import differences, runs
from simulator.report.dates import dates
from simulator.report.fund import funds
from simulator.report.markup import escape
from simulator.report.money import regret, split
from simulator.report.overview import assumptions, head, overview
from simulator.report.paths import paths
from simulator.report.reading import Reading
from simulator.report.rules import rules
from simulator.report.style import CSS
from simulator.report.tornado import tornado
from simulator.report.voice import Voice
from simulator.report.what_if import frontier, what_if
from simulator.report.who import lost, who
from simulator.report.words import Language
from simulator.results import Results

_HEADING = re.compile(r'<section id="([\w-]+)">\n<h2>(.*?)</h2>')


def page(played: Sequence[tuple[str, Results]], language: Language) -> str:
    """Return the report of a run as HTML, and how others differ from it.

    Parameters
    ----------
    played : names and results
        The page is about the first; the others are compared with it.
    language : "en" or "fr"
    """
    (first, results), *others = played
    voice = Voice(language, results.currency_code, results.access_price_minor)
    reading = Reading(results, voice)
    sections = [
        overview(reading),
        runs(reading, others, first),
        dates(reading),
        paths(reading),
        frontier(reading),
        what_if(reading),
        who(reading),
        lost(reading),
        funds(reading),
        split(reading),
        rules(reading),
        differences(reading),
        regret(reading),
        tornado(reading),
        assumptions(reading),
    ]
    body = "\n".join(part for part in sections if part)
    links = "".join(
        f'<a href="#{anchor}">{heading}</a>'
        for anchor, heading in _HEADING.findall(body)
    )
    title = escape(voice("title", season=results.facts.name))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="Jauge">\n'
        f"<title>{title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<header>\n"
        f"{head(reading)}\n<nav>{links}</nav>\n</header>\n<main>\n{body}\n</main>\n"
        "</body>\n</html>\n"
    )
