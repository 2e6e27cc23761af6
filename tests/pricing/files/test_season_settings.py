import re
from pathlib import Path

import pytest

from pricing.domain.errors import FieldInvalid, FileInvalid
from pricing.domain.rules import AccessShare, CategoryOrder, PriceBounds
from pricing.files import season_file, season_writer
from pricing.files.season_settings import VARIANTS_MAX, read
from tests.houses import studio_season

ROOT = Path(__file__).parents[3]
RULES = (
    CategoryOrder(id="order"),
    PriceBounds(id="cap-front", seat_category_id="front", cap_minor=3000),
    AccessShare(id="access", share_permille=200, price_minor=1500),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    found = tmp_path_factory.mktemp("season") / "season.toml"
    season_writer.write(studio_season(2, rules=RULES), found)
    return found


def test_without_settings_there_are_no_variants(path):
    as_it_stands, variants = read(path, [])
    assert as_it_stands.season == season_file.read(path)
    assert variants == []


def test_several_values_make_variants_and_the_files_own_is_left_out(path):
    as_it_stands, variants = read(path, ["rules.cap-front.cap=25,30.00,27.50"])
    assert as_it_stands.settings == {"rules.cap-front.cap": "30.00"}
    assert [v.settings for v in variants] == [
        {"rules.cap-front.cap": "25"},
        {"rules.cap-front.cap": "27.50"},
    ]
    assert [v.season.rules[1].cap_minor for v in variants] == [2500, 2750]
    assert {v.season.rules[2] for v in variants} == {RULES[2]}


def test_values_of_several_settings_are_combined(path):
    _, variants = read(
        path, ["rules.access.share_percent=10,30", "tariffs.under-26.percent=50,40"]
    )
    assert [
        (
            v.season.rules[2].share_permille,
            v.season.tariff_by_id["under-26"].price.permille,
        )
        for v in variants
    ] == [(100, 500), (100, 400), (300, 500), (300, 400)]


def test_a_rule_can_be_left_out(path):
    as_it_stands, (without,) = read(path, ["rules.cap-front=off"])
    assert as_it_stands.settings == {"rules.cap-front": "on"}
    assert [rule.id for rule in without.season.rules] == ["order", "access"]


def test_keys_that_the_file_leaves_to_their_defaults_can_be_set(path):
    _, (variant,) = read(path, ["rules.access.each_performance=true"])
    assert variant.season.rules[2].each_performance


def test_lists_and_text_are_set_whole(path):
    as_it_stands, (cheaper, dearer) = read(
        path, ["venues.studio.tiers.low.prices=[18, 10.50],[22,13]"]
    )
    assert list(as_it_stands.settings.values()) == ["[20.00, 12.00]"]
    assert cheaper.season.venues[0].price_tiers[0].prices_minor == (1800, 1050)
    assert dearer.season.venues[0].price_tiers[0].prices_minor == (2200, 1300)
    _, (later,) = read(path, ["performances.night-1.reference=high"])
    assert later.season.performances[0].reference_tier == "high"
    _, (named,) = read(path, ['season.name="One, two, three"'])
    assert named.season.name == "One, two, three"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("rules.cap.cap=60", "is called 'cap' in rules; did you mean 'cap-front'?"),
        ("rule.access.price=60", "'rule' in the season file; did you mean 'rules'?"),
        ("rules.zzz.price=60", "known: order, cap-front, access"),
        ("rules.access.prise=60", "'prise' is known here; did you mean 'price'?"),
        ("rules.access.price=dear", "expected a number, got 'dear'"),
        ("rules.access.share_percent=400", "Expected 0 to 100"),
        ("rules.access=60", "name one of its keys (kind, id,"),
        ("rules=off", "names a whole table; go on to a value"),
        ("season=1", "names a whole table; go on to a value"),
        ("venues.studio.tiers=1", "names a whole table; go on to a value"),
        ("season.name.first=x", "season.name is a value; set it whole"),
        ("rules.access.price", "expected PATH=VALUE"),
        ("rules.access.price=1,,2", "expected PATH=VALUE"),
        ("=5", "expected PATH=VALUE"),
        ("speed=5", "nothing is called 'speed'"),
        ("venues.studio=off", "Expected a venue"),
        ("season.hold_minutes=nan", "expected a finite number"),
    ],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_refused(path, asked, says):
    with pytest.raises(FieldInvalid, match=re.escape(says)) as refused:
        read(path, [asked])
    assert refused.value.message.startswith("--set ")


def test_the_settings_that_the_docs_show_change_the_example():
    page = (ROOT / "docs" / "programmer.md").read_text()
    what_if = page[page.index("## What if") : page.index("## What the answers")]
    shown = re.findall(
        r"(?:--set |`)((?:[a-z_]+\.)[\w.-]+=[^`]*?)(?:`| --out)", what_if
    )
    assert len(shown) > 4
    for asked in shown:
        assert read(ROOT / "examples" / "opera" / "season.toml", [asked])[1], asked


def test_a_path_is_given_once(path):
    with pytest.raises(FieldInvalid, match="given twice"):
        read(path, ["rules.access.price=60", "rules.access.price=70"])


def test_too_many_variants_are_refused(path):
    many = ",".join(str(n) for n in range(VARIANTS_MAX + 1))
    with pytest.raises(FieldInvalid, match="at most"):
        read(path, [f"rules.access.price={many}"])


def test_a_faulty_file_is_named_with_its_line(tmp_path):
    (tmp_path / "s.toml").write_text("[season]\nid = 3\n")
    with pytest.raises(FileInvalid, match=r"s\.toml"):
        read(tmp_path / "s.toml", ["season.name=x"])
