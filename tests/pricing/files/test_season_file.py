"""Season files: what is written is read back, what is wrong is named by line."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from pricing.domain.errors import FileInvalid
from pricing.domain.rules import AccessShare, PriceBounds, Scope, SolidarityShare
from pricing.files import plan_file, season_file, season_writer
from pricing.files.season_schema import schema
from tests.every_rule import seasons
from tests.houses import studio_season

RULES = (
    PriceBounds(id="cap", scope=Scope(production="antigone"), cap_minor=2650),
    AccessShare(id="access", share_permille=205, price_minor=1500),
    SolidarityShare(
        id="kept",
        share_permille=50,
        release_days_out=2,
        seat_category_ids=("back",),
    ),
)


@pytest.mark.parametrize("rules", [None, RULES, ()])
def test_what_is_written_is_read_back(tmp_path, rules):
    season = studio_season(3, rules)
    season_writer.write(season, tmp_path / "season.toml")
    assert season_file.read(tmp_path / "season.toml") == season


@settings(max_examples=60, deadline=None)
@given(season=seasons())
def test_a_season_under_rules_of_any_kind_is_read_back(season):
    assert season_file.parse(season_writer.render(season)) == season


def lines_of(season=None):
    return season_writer.render(season or studio_season(3, RULES)).splitlines()


def broken(old, new, nth=0):
    """Return the text with one line changed, and that line's number."""
    lines = lines_of()
    at = [n for n, line in enumerate(lines) if old in line][nth]
    lines[at] = lines[at].replace(old, new)
    return "\n".join(lines), at + 1


@pytest.mark.parametrize(
    ("old", "new", "nth", "expected"),
    [
        ("hold_minutes = 15", "hold_minutes = 'soon'", 0, "a whole number, got 'soon'"),
        ("hold_minutes = 15", "hold_minute = 15", 0, "did you mean 'hold_minutes'?"),
        ("vat_percent = 5.5", "vat_percent = nan", 0, "finite"),
        ("vat_percent = 5.5", "vat_percent = 1e99999999999999999999", 0, "finite"),
        ("vat_percent = 5.5", "vat_percent = ]", 0, "Invalid value"),
        ("capacity = 40", "capacity = -1", 1, "expected 0 or more, got -1"),
        ("percent = 60", "percent = 60.25", 0, "one decimal"),
        ("quota_percent = 25", "quota_percent = 125", 0, "0 to 100 per cent, got 125"),
        ("share_percent = 20.5", "share_percent = 101", 0, "0 to 100 per cent"),
        ("2026-11-15 19:00:00+00:00", "2026-11-15 19:00:00", 0, "time zone"),
    ],
)
def test_a_fault_names_the_line_and_what_was_expected(old, new, nth, expected):
    text, line = broken(old, new, nth)
    with pytest.raises(FileInvalid) as fault:
        season_file.parse(text, "season.toml")
    assert expected in fault.value.message
    # A value's own line, or the header of the table that holds it.
    named = int(fault.value.metadata["line"])
    header = max(
        n for n, each in enumerate(text.splitlines(), 1) if "[" in each and n <= line
    )
    assert named in (line, header)


@pytest.mark.parametrize(
    ("old", "new", "nth", "above", "expected"),
    [
        (
            "prices = [25.00",
            "prices = [2.555",
            0,
            0,
            "tiers.1.prices: Expected a whole",
        ),
        ("prices = [25.00, 15.00]", "prices = [25]", 0, 2, "tiers.1: Expected 2 pri"),
        ("prices = [32", "prices = [3", 0, 2, "tiers.2: Expected tiers that rise"),
        ("prices = [25.00", "prices = [9e7", 0, 2, "tiers.1: Expected each price"),
        ('id = "mid"', 'id = "low"', 0, 1, "tiers once each, got 'low' twice"),
        ("capacity = 40", "capacity = 999999", 1, 0, "categories.1: Expected capac"),
        ('id = "back"', 'id = "front"', 0, 0, "categories once each, got 'front'"),
        ("percent = 70", "percent = 70.55", 0, 0, "brackets.1: Expected per cent"),
        ("vat_percent = 5.5", "vat_percent = 5.55", 0, 0, "season.vat_percent: "),
        ("vat_percent = 5.5", "vat_percent = 101", 0, 0, "0 to 100 per cent, got 101"),
        ('zone = "UTC"', 'zone = "Mars"', 0, 0, "season.time_zone: Expected a time z"),
        ("minutes = 15", "minutes = 0", 0, 0, "season.hold_minutes: Expected hold"),
        ("= [90, 60", "= [60, 90", 0, 0, "season.booking_periods: Expected at least"),
        ("share_percent = 20.5", "share_percent = 120", 0, 0, "per cent, got 120"),
        ("cost = 1.20", "cost = 1.205", 0, 0, "channels.1.cost: Expected a whole"),
        ('id = "counter"', 'id = "web"', 0, 1, "channels once each, got 'web' twice"),
        ('id = "night-3"', 'id = "night-1"', 0, 1, "performances once each"),
        ("price_sensitivity = 1.5", "price_sensitivity = 999", 0, 0, "classes.1: "),
        ('currency = "EUR"', 'currency = "euro"', 0, 0, "such as EUR, got 'euro'"),
        ('id = "autumn"', 'id = "Autumn!"', 0, 0, "letters, digits and hyphens, got"),
        ('"PriceBounds"', '"PriceBound"', 0, 1, "ChannelParity, got 'PriceBound'"),
        ('kind = "PriceBounds"', "", 0, 1, "expected a key 'kind' of PriceBounds, "),
        ("cap = 26", "capp = 26", 0, 0, "did you mean 'cap'?"),
        ("cost = 1.20", "zzz = 1", 0, 0, "no key 'zzz' is known here; known: id, nam"),
        ("cost = 1.20", "cost = 'dear'", 0, 0, "expected a number, got 'dear'"),
        ("solidarity = true", "solidarity = 'x'", 0, 0, "expected true or false, got"),
        ('name = "Web"', "name = 3", 0, 0, "expected text in quotes, got 3"),
        ("starts_at = 2026", "starts_at = 'x' # ", 0, 0, "expected a time such as"),
        ("prices = [25.00, 15.00]", "prices = 2", 0, 0, "a list such as [1, 2], got 2"),
        ('evidence = "none"', 'evidence = "id"', 0, 0, "'voucher', got 'id'"),
        ('organization = "studio-theatre"', "", 0, 2, "expected a key 'organization'"),
    ],
)
def test_a_fault_says_in_plain_words_what_its_own_line_lacks(
    old, new, nth, above, expected
):
    text, line = broken(old, new, nth)
    with pytest.raises(FileInvalid) as fault:
        season_file.parse(text, "season.toml")
    assert expected in fault.value.message
    assert fault.value.metadata["line"] == str(line - above)


EVERY_KEY = """
[[rules]]
kind = "PopularityCap"
id = "popular"
demand_percent = 120
rise_percent = 10
[[rules]]
kind = "SolidarityBudget"
id = "fund"
donations = 100
surplus_percent = 20
[[rules]]
kind = "GroupGap"
id = "gap"
measure = "access"
groups = ["full", "by-means/low"]
share_percent = 50
[[rules]]
kind = "PriceStep"
id = "step"
change_percent = 15
days_between = 7
[[rules]]
kind = "KeepOpen"
id = "open"
on = false
"""


@pytest.mark.parametrize(
    ("old", "new", "at", "expected"),
    [
        ("demand_percent = 120", "", "[[rules]]", "a key 'demand_percent', which"),
        ("demand_percent = 120", "demand_percent = 1001", 0, "1000 or less, got 1001"),
        ("rise_percent = 10", "rise_percent = 10.55", 0, "one decimal at most"),
        ("donations = 100", "donations = 0.001", 0, "a whole number of minor units"),
        ("donations = 100", "donations = 1e18", "[[rules]]", "donations of 'fund'"),
        ("surplus_percent = 20", "surplus_percent = 101", 0, "0 to 100 per cent"),
        (
            '"access"',
            '"seats"',
            "measure =",
            "one of 'price', 'access' or 'surplus', got 'seats'",
        ),
        ('["full", "by', '["full", "full", "by', "[[rules]]", "two groups of 'gap'"),
        ('"by-means/low"', '"by-means/rich"', 'id = "gap"', "group of rule 'gap' that"),
        ('"full", "by', '"by-means", "by', 'id = "gap"', "of rule 'gap' that share no"),
        ('"by-means/low"', '"by-means/middle"', 'id = "gap"', "got none"),
        ("share_percent = 50", "share_percent = -1", 0, "expected 0 or more, got -1"),
        ("change_percent = 15", "change_percent = 2000", 0, "1000 or less, got 2000"),
        ("days_between = 7", "days_between = 1001", "[[rules]]", "days_between of"),
        ("on = false", 'on = "so"', 0, "expected true or false, got 'so'"),
        (
            "on = false",
            "one = true",
            0,
            "no key 'one' is known here; did you mean 'on'",
        ),
    ],
)
def test_a_fault_in_a_rule_names_its_line(old, new, at, expected):
    text = season_writer.render(studio_season(3, ()))
    text = text.replace("rules = []", "") + EVERY_KEY
    season_file.parse(text)
    broken_text = text.replace(old, new)
    with pytest.raises(FileInvalid) as fault:
        season_file.parse(broken_text)
    assert expected in fault.value.message
    line = int(fault.value.metadata["line"])
    assert broken_text.splitlines()[line - 1].startswith(at or new)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ('objective = "money"', "'attendance' or 'welfare', got 'money'"),
        ('objective = "attendance"', "Expected an IncomeFloor among the rules"),
        ("class_weights = { nobody = 2 }", "a group among full, under-26, solidarity"),
        (
            "class_weights = { full = 101 }",
            "Expected class weight of 'full' in [0, 100",
        ),
        ("class_weights = { full = -1 }", "expected 0.0 or more, got -1"),
        ('pricing_mode = "seat"', "expected one of 'scale' or 'category', got 'seat'"),
    ],
)
def test_a_fault_in_what_a_plan_makes_the_most_of_names_its_line(setting, expected):
    text = season_writer.render(studio_season(3, ()))
    text = text.replace("hold_minutes = 15", f"hold_minutes = 15\n{setting}")
    with pytest.raises(FileInvalid) as fault:
        season_file.parse(text)
    assert expected in fault.value.message
    assert fault.value.metadata["line"] == str(text.splitlines().index(setting) + 1)


def test_a_name_that_does_not_exist_is_named_with_those_that_do():
    text, _ = broken('venue = "studio"', 'venue = "stadium"')
    with pytest.raises(FileInvalid, match=r"among studio, got 'stadium'"):
        season_file.parse(text)


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(FileInvalid, match="cannot be read"):
        season_file.read(tmp_path / "none.toml")


def test_the_published_schema_is_current():
    published = Path(__file__).parents[3] / "docs" / "season.schema.json"
    assert published.read_text() == schema(), (
        "run `python -m pricing.files.season_schema > docs/season.schema.json`"
    )


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000], ids=["digits", "arrays"])
def test_what_the_parser_gives_up_on_names_its_line(value):
    text, line = broken("name = ", f"covered = {value}\nname = ")
    with pytest.raises(FileInvalid) as fault:
        season_file.parse(text)
    assert fault.value.metadata["line"] == str(line)


def test_a_file_that_breaks_off_names_its_last_line():
    with pytest.raises(FileInvalid) as fault:
        season_file.parse('[season]\nid = "autumn"\nname = [')
    assert fault.value.metadata["line"] == "3"


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "9" * 5000, "null", '{"performances": [[1]]}', "\ud800"],
    ids=["deep", "digits", "null", "lists", "half a letter"],
)
def test_a_plan_file_that_is_none_is_a_fault(tmp_path, text):
    path = tmp_path / "plan.json"
    path.write_text(text, errors="surrogatepass")
    with pytest.raises(FileInvalid, match=r"plan\.json"):
        plan_file.read(path)
