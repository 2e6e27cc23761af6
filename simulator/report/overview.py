"""The first screen: three numbers that matter, then all policies."""

from simulator.estimates import Interval
from simulator.report.markup import bullets, cell, escape, paragraph, section, table
from simulator.report.reading import Reading
from simulator.report.voice import Voice

HEADLINES = ("income", "fill_rate", "access_share")
SHOWN = (
    "income",
    "fill_rate",
    "access_share",
    "average_price",
    "solidarity_share",
    "undercut_share",
    "spill",
)


def head(reading: Reading) -> str:
    """Return the title, and what was played."""
    results, say = reading.results, reading.voice
    title = say("title", season=results.facts.name)
    played = say("played", trials=say.number(results.trials), seed=results.seed)
    warnings = []
    if not results.complete:
        warnings.append(
            say(
                "interrupted",
                done=say.number(results.trials),
                wanted=say.number(results.trials_wanted),
            )
        )
    if results.trials == 1:
        warnings.append(say("one_trial"))
    if results.audience == "derived":
        warnings.append(say("derived"))
    return "\n".join(
        [
            f"<h1>{escape(title)}</h1>",
            paragraph(played),
            *(paragraph(text, "warning") for text in warnings),
        ]
    )


def overview(reading: Reading) -> str:
    """Return the three numbers, and the table of all policies."""
    say = reading.voice
    lead = ""
    if reading.against is not None:
        names = reading.names[reading.main], reading.names[reading.against]
        lead = paragraph(capital(say("short_lead", policy=names[0], against=names[1])))
    numbers = "".join(_number(reading, measure) for measure in HEADLINES)
    rows = [
        [escape(reading.names[name])]
        + [measured(say, key, policy.measures[key]) for key in SHOWN]
        for name, policy in reading.results.policies.items()
    ]
    heads = [say("policy"), *(say.measure(key) for key in SHOWN)]
    return section(
        "short",
        say("short"),
        lead,
        f'<div class="numbers">{numbers}</div>',
        _season_before(reading),
        f"<h3>{escape(say('policies'))}</h3>",
        table(heads, rows),
    )


def _season_before(reading: Reading) -> str:
    """Return what the season before was, and what its figures leave out."""
    before, say = reading.results.facts.last_season, reading.voice
    if before is None:
        return ""
    told = say(
        "last_season_lead",
        name=f" ({before.name})" if before.name else "",
        count=say.number(before.performances),
        now=say.number(len(reading.dates)),
    )
    return paragraph(told)


def _number(reading: Reading, measure: str) -> str:
    say, found = reading.voice, reading.policy.measures[measure]
    lines = [
        f"<span>{escape(say.measure(measure))}</span>",
        f"<b>{escape(say.headline(measure, found.mean))}</b>",
        f'<span class="range">{escape(say.between(measure, found))}</span>',
    ]
    gap = reading.gap(measure)
    if gap is not None and reading.against is not None:
        against = reading.names[reading.against]
        verdict = say("same", against=against)
        if gap.excludes_zero:
            size = say.value(measure, abs(gap.mean), sign=True).removeprefix("+")
            more = say("more" if gap.mean > 0 else "less", against=against)
            verdict = f"{size} {more}"
        elif gap.low is None:
            verdict = say.value(measure, gap.mean, sign=True)
        lines.append(f'<span class="verdict">{escape(verdict)}</span>')
    before = reading.results.facts.last_season
    if before is not None:
        alike = reading.policy.full_prices.get(measure, found)
        text = _before(say, measure, alike, before.measures[measure])
        lines.append(f'<span class="before">{escape(text)}</span>')
    return f'<div class="number">{"".join(lines)}</div>'


def _before(say: Voice, measure: str, found: Interval, last: float) -> str:
    """Return a figure against that of the season before, where that tells them."""
    if measure == "income":
        change = say.share(found.mean / last - 1 if last else 0.0, sign=True)
    else:
        change = say.points(found.mean - last, sign=True)
    key = "last_season" if measure == "fill_rate" else "last_season_full"
    values = say.headline(measure, last), say.headline(measure, found.mean)
    return say(key, value=values[0], now=values[1], change=change)


def measured(say: Voice, measure: str, found: Interval, *, sign: bool = False) -> str:
    """Return the inside of a cell: a mean over its interval."""
    value = say.value(measure, found.mean, sign=sign)
    return cell(value, say.between(measure, found, sign=sign))


def capital(text: str) -> str:
    """Return a sentence that begins with a capital."""
    return text[:1].upper() + text[1:]


def assumptions(reading: Reading) -> str:
    """Return what the results rest on, in words."""
    results, say = reading.results, reading.voice
    assumed = results.facts.assumptions
    texts = [
        say(
            "assume_people",
            parties=say.number(round(assumed.parties, -2)),
            segments=assumed.segments,
        ),
        say(
            "assume_elasticity",
            elasticity=say.number(assumed.price_elasticity, 2),
            source=say.source(assumed.price_elasticity_source),
            share=say.share(assumed.purchase_share, digits=0),
        ),
        say(
            "assume_spread",
            season=say.share(assumed.season_spread, digits=0),
            night=say.share(assumed.night_spread, digits=0),
            word=say.share(assumed.word_of_mouth_spread, digits=0),
        ),
        say("assume_other", value=say.share(assumed.other_date_value, digits=0)),
        say(
            "assume_later",
            patient=say.share(assumed.patient_share, digits=0),
            bargain=say.share(assumed.bargain, digits=0),
            cancel=say.share(assumed.cancel_share, digits=0),
            resell=say.share(assumed.reseller_share),
            margin=say.share(assumed.resale_margin, digits=0),
        ),
        say("assume_not"),
        say("assume_interval", trials=say.number(results.trials)),
        say("matters", seed=results.seed),
    ]
    return section("assumptions", say("assumptions"), bullets(texts))
