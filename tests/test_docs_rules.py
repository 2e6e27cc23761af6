"""The rules and settings that the docs show are read as they are written."""

import re
from pathlib import Path

import pytest

from pricing.constraints.explain import sentence
from pricing.domain.errors import FileInvalid
from pricing.domain.objective import Objective
from pricing.domain.rules import KINDS
from pricing.domain.sales_repricing import SALES_HOURLY
from pricing.files import season_file
from pricing.files.rule_format import RULE_TABLES, RuleTable

ROOT = Path(__file__).parent.parent
COOPERATIVE = (ROOT / "docs" / "cooperative.md").read_text()
PROGRAMMER = (ROOT / "docs" / "programmer.md").read_text()
EXAMPLE = (ROOT / "examples" / "opera" / "season.toml").read_text()
# As the example, but for a reseller that adds its commission to the price.
INSIDE = EXAMPLE.replace("commission_inside = false", "commission_inside = true")


def blocks(page):
    return re.findall(r"^```toml\n(.*?)^```", page, re.M | re.S)


def under_rules(season_text, rules_text):
    """Return a season under other rules than its own."""
    start = season_text.index("[[rules]]")
    end = season_text.index("[demand]")
    return season_file.parse(season_text[:start] + rules_text + season_text[end:])


def shown():
    """Return the rules that the page shows, each in its own text."""
    (block,) = blocks(COOPERATIVE)
    return [f"[[rules]]{part}" for part in block.split("[[rules]]")[1:]]


def test_one_rule_of_each_kind_is_shown_in_the_order_of_the_table():
    season = under_rules(INSIDE, "".join(shown()))
    assert tuple(type(rule) for rule in season.rules) == KINDS
    rows = re.findall(r"^\| `(\w+)` \|", COOPERATIVE, re.M)
    assert rows == [kind.__name__ for kind in KINDS]


@pytest.mark.parametrize("text", shown(), ids=lambda text: text.split('"')[1])
def test_each_rule_that_is_shown_is_read_alone_and_says_what_it_asks(text):
    season = under_rules(INSIDE, text)
    (rule,) = season.rules
    for language in ("en", "fr"):
        assert sentence(rule, season, language).endswith(".")


def test_the_table_names_every_key_of_every_kind():
    common = set(RuleTable.model_fields) | {"kind"}
    for row in re.findall(r"^\| `\w+` \|.*$", COOPERATIVE, re.M):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        named = set(re.findall(r"`(\w+)`", cells[2]))
        assert named == set(RULE_TABLES[cells[0].strip("`")].model_fields) - common
    for name in re.findall(r"may name a `(\w+)`, a `(\w+)` or a `(\w+)`", COOPERATIVE):
        assert set(name) <= common


def test_the_overview_for_programmers_names_every_kind():
    table = re.findall(r"^\| (`[A-Z].*?) \|", PROGRAMMER, re.M)
    named = [name for row in table for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(kind.__name__ for kind in KINDS)


def test_the_settings_that_are_shown_are_read():
    block, sales = blocks(PROGRAMMER)
    season = season_file.parse(EXAMPLE.replace("[season]\n", f"[season]\n{block}"))
    weights = (("under-28", 2.0), ("by-means/qf-1", 3.0))
    assert season.objective == Objective("welfare", weights)
    assert season.pricing_mode == "category"
    # What is shown is what holds when nothing is said.
    assert season_file.parse(EXAMPLE + sales) == season_file.parse(EXAMPLE)
    assert season_file.parse(EXAMPLE).sales_repricing == SALES_HOURLY


def test_the_example_season_breaks_parity_and_is_told_how():
    with pytest.raises(FileInvalid) as caught:
        under_rules(EXAMPLE, next(text for text in shown() if "Parity" in text))
    assert "'network' adds 8 % and 0.50 EUR to the price and 'web' nothing" in str(
        caught.value
    )
