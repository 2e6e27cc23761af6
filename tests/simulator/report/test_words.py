import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from pricing.optimizer.figures import COST_UNITS
from simulator.policies import POLICIES
from simulator.report import words
from simulator.rules_kept import How
from simulator.shocks import SHOCKS
from simulator.tornado import ASSUMPTIONS

FOLDER = Path(words.__file__).parent
ENGLISH, FRENCH = words.TEXTS["en"], words.TEXTS["fr"]


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things():
    assert list(ENGLISH) == list(FRENCH)


@pytest.mark.parametrize("key", ENGLISH)
def test_both_languages_are_told_the_same_values(key):
    assert fields(ENGLISH[key]) == fields(FRENCH[key])


def test_there_is_no_text_that_nobody_says():
    texts = {"english.py", "french.py", "otherwise.py"}
    code = "".join(
        path.read_text() for path in FOLDER.glob("*.py") if path.name not in texts
    )
    # Said of what was played by its own name.
    named = {*POLICIES, *(each.name for each in SHOCKS), "set in the season file"}
    named |= {f"{each.name} says" for each in SHOCKS} | {"as written", *get_args(How)}
    named |= set(ASSUMPTIONS) | set(COST_UNITS.values())
    named |= {f"{name} {side}" for name in ASSUMPTIONS for side in ("less", "more")}
    for key in set(ENGLISH) - named:
        assert re.search(rf"[\"']{re.escape(key)}[\"']", code), key


def test_french_marks_stand_after_a_space_that_does_not_break():
    for key, text in FRENCH.items():
        assert not re.search(r"\w[;:?!](\s|$)", text), key


def test_every_policy_and_surprise_has_a_name():
    for key in (*POLICIES, *(each.name for each in SHOCKS)):
        assert key in ENGLISH
    for each in SHOCKS:
        assert ENGLISH[f"{each.name} says"] == f"{each.says}."


def test_every_assumption_has_a_name_each_way():
    for name in ASSUMPTIONS:
        assert {name, f"{name} less", f"{name} more"} <= set(ENGLISH)


def test_there_are_twelve_months_and_seven_days():
    for names in words.MONTHS.values():
        assert len(set(names)) == 12
    for names in (*words.WEEKDAYS.values(), *words.DAYS.values()):
        assert len(set(names)) == 7
