"""Charts as SVG, drawn once: nothing of them runs in the reader's browser."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Literal

import altair as alt
import vl_convert

from simulator.report.style import MAIN, OTHERS, REFERENCE
from simulator.report.voice import Voice
from simulator.report.words import Language

# Small enough to be read on a phone as it is.
WIDTH = 290
_LOCALE: Mapping[Language, Literal["en-US", "fr-FR"]] = {"en": "en-US", "fr": "fr-FR"}

Rows = Sequence[Mapping[str, object]]


def colours(policies: Sequence[str], main: str, against: str | None) -> dict[str, str]:
    """Return a colour for each policy."""
    others = iter(OTHERS * len(policies))
    return {
        name: MAIN if name == main else REFERENCE if name == against else next(others)
        for name in policies
    }


def price_path(rows: Rows, voice: Voice) -> alt.TopLevelMixin:
    """Return the price of each booking period over the seats sold in it.

    Rows hold ``period``, ``price``, ``printed`` and ``seats``, earliest first.
    """
    periods = [str(row["period"]) for row in rows]
    prices = [float(str(row[key])) for row in rows for key in ("price", "printed")]
    span = (min(prices) * 0.94, max(prices) * 1.06)
    x = alt.X("period:O", sort=periods, scale=alt.Scale(padding=0.1))
    hidden = x.axis(labels=False, ticks=False, title=None)
    price = alt.Y(field="price", type="quantitative", title=None)
    price = price.scale(zero=False, domain=span, nice=False).axis(tickCount=4)
    base = _over(rows).properties(width=WIDTH)
    line = base.mark_line(interpolate="step", color=MAIN, strokeWidth=2.5)
    printed = base.mark_line(strokeDash=[4, 3], color=REFERENCE)
    above = alt.layer(
        printed.encode(x=hidden, y=price.field("printed")),
        line.encode(x=hidden, y=price),
    ).properties(height=90, title=_small(voice("price", currency=voice.currency_code)))
    below = (
        base.mark_bar(color="#d5b3bd")
        .encode(
            x=x.axis(title=voice("days_out"), labelAngle=0),
            y=alt.Y("seats:Q", title=None).axis(tickCount=3),
        )
        .properties(height=55, title=_small(voice("sold")))
    )
    return alt.vconcat(above, below, spacing=6)


def frontier(rows: Rows, colour: Mapping[str, str], voice: Voice) -> alt.TopLevelMixin:
    """Return income against access.

    Rows hold ``policy``, ``label``, ``order``, ``ringed``, ``joined`` and, of
    ``income`` and ``access``, mean, ``_low`` and ``_high``.
    """
    names = [voice.policy(name) for name in colour]
    legend = alt.Legend(orient="top", columns=1, symbolOpacity=1)
    base = _over(rows).encode(
        color=alt.Color("policy:N", title=None, legend=legend).scale(
            domain=names, range=list(colour.values())
        )
    )
    title = voice("income_unit", currency=voice.currency_code)
    x = alt.X(field="access", type="quantitative", title=voice.measure("access_share"))
    x = x.scale(zero=False, padding=24).axis(format="~%", tickCount=5)
    y = alt.Y(field="income", type="quantitative", title=None)
    y = y.scale(zero=False, padding=18).axis(tickCount=6, format="~s")
    lines = base.transform_filter("datum.joined").mark_line(
        strokeWidth=1.5, opacity=0.6
    )
    wide = base.mark_rule().encode(x=x.field("access_low"), x2="access_high", y=y)
    high = base.mark_rule().encode(x=x, y=y.field("income_low"), y2="income_high")
    rings = base.transform_filter("datum.ringed").mark_point(size=220, strokeWidth=2)
    labels = base.mark_text(align="left", dx=9, dy=-9, fontSize=11)
    return alt.layer(
        lines.encode(x=x, y=y, order="order:Q"),
        wide,
        high,
        base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y),
        rings.encode(x=x, y=y),
        labels.encode(x=x, y=y, text="label:N"),
    ).properties(width=WIDTH * 1.2, height=260, title=_small(title))


def admitted(rows: Rows, voice: Voice) -> alt.TopLevelMixin:
    """Return what was sold of what was looked for, a bar for each ``name``."""
    base = _over(rows).encode(y=_named(rows))
    x = alt.X("share:Q", title=voice("got_share")).scale(domain=[0, 1])
    x = x.axis(format="~%", tickCount=5)
    bars = base.mark_bar(size=13, yOffset=7).encode(
        x=x,
        color=alt.Color("solidarity:N", legend=None).scale(
            domain=[False, True], range=["#c9c2bb", MAIN]
        ),
    )
    texts = base.mark_text(align="left", dx=4, dy=7, fontSize=11)
    return alt.layer(bars, _names(base), texts.encode(x=x, text="text:N")).properties(
        width=WIDTH, height=alt.Step(34)
    )


def income_differences(rows: Rows, title: str) -> alt.TopLevelMixin:
    """Return differences of income with their intervals around zero."""
    base = _over(rows).encode(y=_named(rows))
    x = alt.X(field="mean", type="quantitative", title=title)
    x = x.axis(format=",.0f", tickCount=4)
    zero = _over([{"zero": 0}]).mark_rule(color="#9a9a9a")
    spans = base.mark_rule(strokeWidth=3, color=MAIN, opacity=0.5, yOffset=7)
    points = base.mark_point(filled=True, size=70, color=MAIN, opacity=1, yOffset=7)
    return alt.layer(
        zero.encode(x=alt.X("zero:Q")),
        spans.encode(x=x.field("low"), x2="high"),
        points.encode(x=x),
        _names(base),
    ).properties(width=WIDTH, height=alt.Step(38))


def fund(rows: Rows, voice: Voice) -> alt.TopLevelMixin:
    """Return what a fund gave and got in each ``month``, and its balance.

    Rows hold ``granted`` (under 0), ``brought`` and ``balance``, earliest first.
    """
    names = {key: voice(key) for key in ("granted", "brought", "balance")}
    long = [
        {"month": row["month"], "kind": name, "value": row[key]}
        for row in rows
        for key, name in names.items()
    ]
    x = alt.X("month:O", title=None, sort=[str(row["month"]) for row in rows])
    legend = alt.Legend(orient="top", columns=2, symbolOpacity=1, title=None)
    base = _over(long).encode(
        x=x.axis(labelAngle=-90),
        y=alt.Y("value:Q", title=None).axis(format="~s", tickCount=6).stack(None),
        color=alt.Color("kind:N", legend=legend).scale(
            domain=list(names.values()), range=["#c2691c", "#2b6f86", MAIN]
        ),
    )
    left = alt.datum.kind == names["balance"]
    layers = [
        base.mark_bar(opacity=0.75).transform_filter(~left),
        base.mark_line(strokeWidth=2.5, point=True).transform_filter(left),
    ]
    zero = _over([{"zero": 0}]).mark_rule(color="#9a9a9a").encode(y="zero:Q")
    title = voice("fund_unit", currency=voice.currency_code)
    return alt.layer(*layers, zero).properties(
        width=WIDTH * 1.2, height=200, title=_small(title)
    )


def split(rows: Rows, voice: Voice) -> alt.TopLevelMixin:
    """Return the parts of each policy's income, a bar for each ``name``.

    Rows hold ``part``, ``value`` and ``order``, the place of the part in the bar.
    """
    base = _over(rows)
    parts = list(dict.fromkeys(str(row["part"]) for row in rows))
    taken = ["#8c857d", "#c9c2bb"]
    rest = (MAIN, *OTHERS) * len(parts)
    names = list(dict.fromkeys(str(row["name"]) for row in rows))
    y = alt.Y("name:N", sort=names, title=None, axis=None)
    bars = base.mark_bar(size=14, yOffset=7).encode(
        y=y,
        x=alt.X("value:Q", title=voice("income_unit", currency=voice.currency_code))
        .stack("zero")
        .axis(format="~s", tickCount=5),
        color=alt.Color("part:N", title=None)
        .scale(domain=parts, range=[*taken, *rest][: len(parts)])
        .legend(orient="top", columns=2, symbolOpacity=1),
        order="order:Q",
    )
    return alt.layer(
        bars, _names(_over([{"name": n} for n in names]).encode(y=y))
    ).properties(width=WIDTH, height=alt.Step(36))


def bands(rows: Rows, parts: Sequence[str]) -> alt.TopLevelMixin:
    """Return how many fall in each of some ordered bands, a bar for each ``name``.

    A row has name, part, value and order; ``parts`` are the bands, lowest first.
    """
    shades = ("#2b6f86", "#7fb0bf", "#c9dde3", "#f0d9bd", "#eba66d", "#b5481f")
    y = _named(rows)
    bars = (
        _over(rows)
        .mark_bar(size=13, yOffset=7)
        .encode(
            y=y,
            x=alt.X("value:Q", title=None).stack("zero").axis(format="~s", tickCount=5),
            color=alt.Color("part:N", title=None)
            .scale(domain=list(parts), range=[*shades][: len(parts)])
            .legend(orient="top", columns=2, symbolOpacity=1),
            order="order:Q",
        )
    )
    names = list(dict.fromkeys(row["name"] for row in rows))
    return alt.layer(
        bars, _names(_over([{"name": name} for name in names]).encode(y=y))
    ).properties(width=WIDTH, height=alt.Step(36))


def _over(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _small(text: str) -> alt.TitleParams:
    """Return what an axis shows, above it: there every reader's font has room."""
    return alt.TitleParams(
        text,
        anchor="start",
        fontSize=11,
        fontWeight="normal",
        color="#5c5c5c",
        offset=4,
    )


def _named(rows: Rows) -> alt.Y:
    order = [str(row["name"]) for row in rows]
    return alt.Y("name:N", sort=order, title=None, axis=None)


def _names(base: alt.Chart) -> alt.Chart:
    """Return the name of each row above what is drawn of it."""
    texts: alt.Chart = base.mark_text(align="left", dy=-9, fontSize=11).encode(
        x=alt.value(0), text="name:N"
    )
    return texts


def svg(chart: alt.TopLevelMixin, alternative: str, voice: Voice) -> str:
    """Return a chart as SVG with its text alternative."""
    spec: dict[str, Any] = chart.configure(
        font="sans-serif",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=11, titleFontSize=11, titleFontWeight="normal",
            labelColor="#1f1f1f", titleColor="#5c5c5c", gridColor="#e8e4de",
            domainColor="#b8b2aa", tickColor="#b8b2aa",
        ),
        legend=alt.LegendConfig(labelFontSize=12, labelLimit=240),
        background="transparent",
    ).to_dict()  # fmt: skip
    drawn = vl_convert.vegalite_to_svg(
        json.dumps(spec), format_locale=_LOCALE[voice.language], allowed_base_urls=[]
    )
    label = f'<svg role="img" aria-label="{escape(alternative)}" '
    return str(drawn).replace("<svg ", label, 1)
