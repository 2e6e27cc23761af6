import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from simulator.estimates import Interval
from simulator.experiment import simulate
from simulator.report.page import page
from simulator.report.voice import Voice
from simulator.results import read, text_of
from simulator.shocks import find
from simulator.variant import Variant, with_surprises
from tests.simulator.report.conftest import DEMAND, SEASON, play
from tests.simulator.stages import studio_scenario

VOID = {"meta", "br", "hr", "img", "link", "input"}
SECTIONS = [
    "short", "calendar", "paths", "frontier", "what-if", "who", "lost", "fund", "split",
    "rules", "differences", "tornado", "assumptions",
]  # fmt: skip


class Reader(HTMLParser):
    """Reads a page strictly: each element is closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.text = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module", params=["en", "fr"])
def text(request, played):
    return page([("r.json", played)], request.param)


def test_a_page_has_all_sections_and_a_link_to_each(text):
    found = Reader(text)
    assert [each["id"] for each in found.all("section")] == SECTIONS
    assert [each["href"] for each in found.all("a")] == [f"#{s}" for s in SECTIONS]


def test_a_page_needs_nothing_else(text):
    found = Reader(text)
    for tag in ("script", "link", "iframe", "img", "object"):
        assert found.all(tag) == []
    assert "url(" not in text
    assert "@import" not in text
    without_names = re.sub(r'xmlns(:\w+)?="[^"]*"', "", text)
    assert not re.search(r"https?:", without_names)
    # Pointing, loading and clicking run nothing.
    assert not re.search(r"\son\w+=", text)


def test_each_chart_has_words_for_those_who_do_not_see_it(text):
    charts = [each for each in Reader(text).all("svg") if each.get("role") == "img"]
    # Two productions; the frontier; who got in; fund; split; differences; tornado.
    assert len(charts) == 8
    for each in charts:
        assert len(each["aria-label"]) > 20


def test_nothing_in_a_chart_is_named_twice_on_the_page(text):
    ids = [each["id"] for _, each in Reader(text).elements if "id" in each]
    assert len(ids) == len(set(ids))


def test_names_are_text_and_never_markup(text):
    assert "Autumn &amp; &lt;em&gt;&quot;friends&quot;&lt;/em&gt;" in text
    assert "<em>" not in text


def test_no_figure_is_missing_or_no_number(text):
    words = " ".join(Reader(text).text)
    assert not re.search(r"\b(nan|inf|None|NaN|undefined|null)\b", words)
    assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


def test_the_figures_are_those_of_the_results(text, played):
    language = "fr" if 'lang="fr"' in text else "en"
    say = Voice(language, "EUR", played.access_price_minor)
    policy = played.policies["rule-table"]
    for measure in ("income", "fill_rate", "access_share"):
        assert f"<b>{say.headline(measure, policy.measures[measure].mean)}</b>" in text
    for each in policy.performances:
        assert say.share(each.fill_rate.mean) in text
    for rule in played.facts.rules:
        assert rule.says[language].split("'")[0] in text
        assert say.money(rule.marginal_cost) in text


def test_every_performance_stands_on_its_day(played):
    text = page([("r.json", played)], "en")
    days = re.findall(r"<td><i>(\d+)</i><span", text)
    assert days == ["14", "15", "16", "17", "18"]


def test_a_saved_run_makes_the_same_page(played, text, tmp_path):
    (tmp_path / "r.json").write_text(text_of(played))
    language = "fr" if 'lang="fr"' in text else "en"
    assert page([("r.json", read(tmp_path / "r.json"))], language) == text


def test_settings_that_change_nothing_for_a_policy_are_left_out(played):
    text = page([("r.json", played)], "en")
    what_if = text[text.index('id="what-if"') : text.index('id="who"')]
    # Printed prices are 25 and 15: only the lower cap moves them.
    assert "rules.\N{ZERO WIDTH SPACE}cap.\N{ZERO WIDTH SPACE}cap" in what_if
    assert what_if.count('<th scope="row">') == 2 * len(played.moved)


def test_a_setting_that_was_refused_says_why(played):
    refused = replace(
        played.variants[0], policies={}, differences=(), refused="cannot <all> hold"
    )
    changed = replace(played, variants=(refused, played.variants[1]))
    assert "Cannot &lt;all&gt; hold" in page([("r.json", changed)], "en")
    named = replace(refused, refused_rules=("cap", "floor"))
    changed = replace(played, variants=(named, played.variants[1]))
    text = page([("r.json", changed)], "fr")
    assert "Les règles cap, floor ne peuvent toutes tenir." in text


def test_runs_for_the_same_people_are_compared_trial_by_trial(played, others):
    runs = [("r.json", played), ("a.json", others["same"]), ("b.json", others["other"])]
    text = page(runs, "en")
    part = text[text.index('id="runs"') : text.index('id="calendar"')]
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', part, re.DOTALL)
    assert [("same people" in row, "other people" in row) for row in rows] == [
        (True, False), (True, False), (False, True), (False, True),
    ]  # fmt: skip
    # The same seed and people: no difference, with no width.
    assert all(">0\N{NARROW NO-BREAK SPACE}EUR<" in row for row in rows[:2])


def test_a_longer_run_for_the_same_people_is_compared_over_the_trials_of_both(played):
    runs = [("r.json", played), ("longer.json", play(trials=6))]
    text = page(runs, "en")
    part = text[text.index('id="runs"') : text.index('id="calendar"')]
    assert part.count(">0\N{NARROW NO-BREAK SPACE}EUR<") == 2


def test_runs_in_other_money_are_not_subtracted(played, others):
    dollars = replace(others["same"], currency_code="USD")
    text = page([("r.json", played), ("usd.json", dollars)], "en")
    assert "another currency or access price" in text


def test_what_a_run_lacks_is_left_out_or_said():
    text = page([("r.json", play(trials=1, scenario=None))], "en")
    found = Reader(text)
    assert "what-if" not in [each["id"] for each in found.all("section")]
    assert "One trial only" in text
    assert "derived from the forecast" in text
    assert "Costs are known when" in text


def test_an_interrupted_run_says_so_first(played):
    text = page([("r.json", replace(played, trials_wanted=40))], "en")
    assert "Interrupted after 4 of 40 trials" in text[: text.index("<main>")]


def test_regret_is_named_and_hindsight_is_never_in_front():
    names = ["fixed", "rule-table", "hindsight"]
    found = simulate(
        SEASON, DEMAND, names, trials=2, seed=3, scenario=studio_scenario(SEASON)
    )
    assert list(found.regret) == names[:2]
    (told,) = (r for r in found.to_json()["regret"] if r["policy"] == "fixed")
    best, earned = (
        found.policies[n].by_trial["income"] for n in ("hindsight", "fixed")
    )
    assert told["mean"] == pytest.approx((sum(best) - sum(earned)) / 2)
    assert told["measure"] == "income"
    for language, says in (("en", "Rule table, and how"), ("fr", "Table de règles,")):
        text = page([("r.json", found)], language)
        assert says in text
        part = text[text.index('<section id="regret"') :]
        assert Voice(language, "EUR", 1900).money(told["mean"]) in part


def test_surprises_are_told_in_words():
    scenario = studio_scenario(SEASON)
    first, others = with_surprises(
        Variant({}, SEASON, DEMAND),
        [],
        shocks=[find("strike-week")],
        without_rules=True,
    )
    found = simulate(
        SEASON, DEMAND, ["fixed", "rule-table"], trials=2, seed=3, scenario=scenario,
        settings=first.settings, variants=others,
    )  # fmt: skip
    english, french = (page([("r.json", found)], each) for each in ("en", "fr"))
    assert "surprise = a week of strikes" in english
    assert "A week of strikes: in the week with most seats" in english
    assert "surprise = une semaine de grève" in french
    assert "as written" not in french
    assert "strike-week" not in english + french


def test_the_three_numbers_stand_beside_those_of_last_season(played):
    english, french = (page([("r.json", played)], each) for each in ("en", "fr"))
    say = Voice("en", "EUR", played.access_price_minor)
    found = played.policies["rule-table"]
    full = found.full_prices["income"].mean
    assert full > found.measures["income"].mean
    change = say.share(full / 6100 - 1, sign=True)
    told = f"{say.money(full)}: {change} on last season ({say.money(6100)})"
    assert f"at full prices {told}" in english
    points = say.points(found.measures["fill_rate"].mean - 0.71, sign=True)
    assert f"{points} on last season ({say.share(0.71)})" in english
    assert "Last season (2025-26): 4 performances, against 5." in english
    assert "Saison passée (2025-26)" in french
    alone = replace(played, facts=replace(played.facts, last_season=None))
    assert "ast season" not in page([("r.json", alone)], "en")


def test_assumptions_stand_in_the_order_of_what_they_move(played):
    text = page([("r.json", played)], "en")
    part = text[text.index('<section id="tornado"') : text.index('<section id="assump')]
    say = Voice("en", "EUR", played.access_price_minor)
    width = {
        each.assumption: max(
            abs(side["rule-table"].mean) for side in (each.low, each.high)
        )
        for each in played.tornado
    }
    told = sorted(width, key=width.__getitem__, reverse=True)
    places = [part.index(say(name)) for name in told[:3]]
    assert places == sorted(places)
    assert "15\N{NARROW NO-BREAK SPACE}% fewer look" in part
    fewer = next(each for each in played.tornado if each.assumption == "how-many")
    assert fewer.low["rule-table"].mean < 0 < fewer.high["rule-table"].mean


def test_dates_in_trouble_are_told_what_would_help(played):
    policy = played.policies["rule-table"]
    few, dear, other = (
        replace(each, fill_rate=Interval(0.4, None, None), priced_out=seats)
        for each, seats in zip(policy.performances, (1.0, 60.0, None), strict=False)
    )
    # Of the other production.
    full = replace(policy.performances[3], fill_rate=Interval(0.9, None, None))
    nights = (few, dear, other, full, *policy.performances[4:])
    policies = played.policies | {"rule-table": replace(policy, performances=nights)}
    text = page([("r.json", replace(played, policies=policies))], "en")
    part = text[text.index("Dates in trouble") : text.index("<details>")]
    assert part.count("Few look for it") == 1
    assert "people who looked for 60 seats found it too dear, 48 stayed empty" in part
    assert "Another weekday: on Tuesdays it fills to 90" in part


def test_one_policy_alone_is_compared_with_nothing(played):
    alone = replace(
        played,
        policies={"fixed": played.policies["fixed"]},
        differences=(),
        variants=(),
    )
    text = page([("r.json", alone)], "fr")
    Reader(text)
    assert 'id="differences"' not in text


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "a unit of EUR more, which buys 0.066 seats at reduced prices"),
        ("fr", "une unité de EUR de plus, qui paie 0,066 places à prix réduit"),
    ],
)
def test_a_fund_says_how_many_seats_a_unit_more_buys(played, language, says):
    first, *rest = played.facts.rules
    fund = replace(first, kind="SolidarityBudget", seats_per_unit=0.0658)
    facts = replace(played.facts, rules=(fund, *rest))
    assert says in page([("r.json", replace(played, facts=facts))], language)
