"""Income against access, and what other settings would bring."""

from collections.abc import Mapping

from simulator.report import charts
from simulator.report.markup import (
    breakable,
    bullets,
    escape,
    figure,
    paragraph,
    section,
    table,
)
from simulator.report.overview import capital, measured
from simulator.report.reading import Reading
from simulator.result_parts import PolicyResult, VariantResult

MEASURES = ("income", "fill_rate", "access_share", "average_price", "spill")

# With more points, those of the policy in front are labelled alone.
LABELS_MAX = 8

Point = dict[str, object]


def frontier(reading: Reading) -> str:
    """Return the section on income against access."""
    say, results = reading.voice, reading.results
    colour = charts.colours(list(results.policies), reading.main, reading.against)
    points = _points(reading)
    texts = [paragraph(say("frontier_lead", price=say.access_price))]
    if results.variants:
        stands = _settings(reading, results.settings)
        key = "frontier_set" if _joined(results.settings) else "frontier_beside"
        texts.append(paragraph(say(key, stands=stands)))
    alternative = " ".join(
        say(
            "frontier_alt",
            policy=point["policy"],
            setting=f", {point['label']}" if point["label"] else "",
            income=say.money(float(str(point["income"]))),
            access=say.share(float(str(point["access"]))),
        )
        for point in points
    )
    drawn = charts.svg(charts.frontier(points, colour, say), alternative, say)
    return section(
        "frontier", say("frontier"), *texts, figure("", drawn, "chart large")
    )


def _points(reading: Reading) -> list[Point]:
    """Return a point per policy and season played, along each setting's values."""
    results = reading.results
    played = [(results.settings, results.policies, True)] + [
        (each.settings, each.policies, False) for each in results.variants
    ]
    played.sort(key=lambda each: [_sortable(value) for value in each[0].values()])
    return [
        _point(reading, name, policies[name], place, settings, stands=stands)
        for place, (settings, policies, stands) in enumerate(played)
        for name in policies
        if stands or name in reading.results.moved
    ]


def _point(
    reading: Reading,
    name: str,
    policy: PolicyResult,
    place: int,
    settings: Mapping[str, str],
    *,
    stands: bool,
) -> Point:
    income, access = policy.measures["income"], policy.measures["access_share"]
    return {
        "policy": reading.names[name],
        "label": _label(reading, name, settings),
        "joined": _joined(settings),
        "order": place,
        "ringed": stands and name in reading.results.moved,
        "income": income.mean,
        "income_low": income.mean if income.low is None else income.low,
        "income_high": income.mean if income.high is None else income.high,
        "access": access.mean,
        "access_low": access.mean if access.low is None else access.low,
        "access_high": access.mean if access.high is None else access.high,
    }


def _joined(settings: Mapping[str, str]) -> bool:
    """Return whether settings are values of the season file: they make a line."""
    return not {"shock", "rules"} & set(settings)


def _label(reading: Reading, name: str, settings: Mapping[str, str]) -> str:
    """Return what a point is labelled with: of several settings, those that differ."""
    results = reading.results
    many = len(results.variants) * len(results.moved) > LABELS_MAX
    if name not in results.moved or (many and name != reading.main):
        return ""
    return ", ".join(
        f"{_setting(reading, setting)} : {_value(reading, setting, value)}"
        if setting == "rules" and reading.voice.language == "fr"
        else f"{_setting(reading, setting)}: {_value(reading, setting, value)}"
        if setting == "rules"
        else _value(reading, setting, value)
        for setting, value in settings.items()
        if len(settings) == 1 or value != results.settings[setting]
    )


def _sortable(value: str) -> tuple[float, str]:
    try:
        return float(value), ""
    except ValueError:
        return float("inf"), value


def _settings(reading: Reading, settings: Mapping[str, str]) -> str:
    return ", ".join(
        f"{_setting(reading, name)} = {_value(reading, name, value)}"
        for name, value in settings.items()
    )


def _other(stands: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that are not those of the season as it stands."""
    return {key: value for key, value in settings.items() if value != stands[key]}


def _setting(reading: Reading, name: str) -> str:
    """Return a path in the season file as it is, a setting of the run in words."""
    say = reading.voice
    return {"shock": say("shock"), "rules": say("all_rules")}.get(name, name)


def _value(reading: Reading, name: str, value: str) -> str:
    say = reading.voice
    if name in ("shock", "rules"):
        return say(value)
    return {"": say("unset"), "on": say("on")}.get(value, value)


def _why(reading: Reading, variant: VariantResult) -> str:
    """Return why a variant was not played; the numbers are told in English."""
    say = reading.voice
    if variant.refused_rules and say.language != "en":
        return say("cannot_hold", rules=", ".join(variant.refused_rules))
    return capital(variant.refused)


def what_if(reading: Reading) -> str:
    """Return what each policy makes of other settings; empty where none are."""
    say, results = reading.voice, reading.results
    if not results.variants:
        return ""
    rows, refused = [], []
    alone = next(iter(results.settings)) if len(results.settings) == 1 else ""
    for variant in results.variants:
        setting = _settings(reading, _other(results.settings, variant.settings))
        if variant.refused:
            refused.append(say("refused", setting=setting, why=_why(reading, variant)))
        by_policy = {
            (each.policy, each.measure): each.value for each in variant.differences
        }
        for name in variant.policies:
            if name not in reading.results.moved:
                continue
            changes = [
                measured(say, key, by_policy[name, key], sign=True) for key in MEASURES
            ]
            shown = (
                setting.removeprefix(f"{_setting(reading, alone)} = ")
                if alone
                else setting
            )
            rows.append([escape(shown), escape(reading.names[name]), *changes])
    unmoved = [
        name for key, name in reading.names.items() if key not in reading.results.moved
    ]
    heads = [
        breakable(_setting(reading, alone)) or say("setting"),
        say("policy"),
        *(say.measure(key) for key in MEASURES),
    ]
    return section(
        "what-if",
        say("what_if"),
        paragraph(say("what_if_lead")),
        paragraph(say("unmoved", policies=", ".join(unmoved))) if unmoved else "",
        table(heads, rows, texts=2) if rows else "",
        bullets(refused) if refused else "",
        bullets(_surprises(reading)),
    )


def _surprises(reading: Reading) -> list[str]:
    """Return what happens in the surprises that were played."""
    say = reading.voice
    names = dict.fromkeys(
        variant.settings.get("shock", "none") for variant in reading.results.variants
    )
    return [
        capital(f"{say(name)}: {say(f'{name} says')}")
        if say.language == "en"
        else capital(f"{say(name)} : {say(f'{name} says')}")
        for name in names
        if name != "none"
    ]
