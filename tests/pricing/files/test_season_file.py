"""Season files: what is written is read back, what is wrong is named by line."""

from pathlib import Path

import pytest

from pricing.domain.errors import FileInvalid
from pricing.domain.rules import AccessShare, PriceBounds, Scope, SolidarityShare
from pricing.files import plan_file, season_file, season_writer
from pricing.files.season_schema import schema
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
        ("hold_minutes = 15", "hold_minutes = 'soon'", 0, "valid integer"),
        ("hold_minutes = 15", "hold_minute = 15", 0, "Extra inputs"),
        ("vat_percent = 5.5", "vat_percent = nan", 0, "finite"),
        ("vat_percent = 5.5", "vat_percent = 1e99999999999999999999", 0, "finite"),
        ("vat_percent = 5.5", "vat_percent = ]", 0, "Invalid value"),
        ("capacity = 40", "capacity = -1", 1, "greater than or equal to 0"),
        ("percent = 60", "percent = 60.25", 0, "one decimal"),
        ("quota_percent = 25", "quota_percent = 125", 0, "quota_permille"),
        ("share_percent = 20.5", "share_percent = 101", 0, "share of 'access'"),
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
