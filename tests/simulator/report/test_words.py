import re
from pathlib import Path
from string import Formatter

import pytest

from simulator.report import words
from simulator.report.english import ENGLISH
from simulator.report.french import FRENCH

FOLDER = Path(words.__file__).parent


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things():
    assert list(ENGLISH) == list(FRENCH)


@pytest.mark.parametrize("key", ENGLISH)
def test_both_languages_are_told_the_same_values(key):
    assert fields(ENGLISH[key]) == fields(FRENCH[key])


def test_there_is_no_text_that_nobody_says():
    texts = {"english.py", "french.py"}
    code = "".join(
        path.read_text() for path in FOLDER.glob("*.py") if path.name not in texts
    )
    measures = {"recaptured", "priced_out"}
    named = {"fixed", "rule-table", "optimised", "set in the season file"}
    for key in set(ENGLISH) - named - measures:
        assert re.search(rf"[\"']{re.escape(key)}[\"']", code), key


def test_french_marks_stand_after_a_space_that_does_not_break():
    for key, text in FRENCH.items():
        assert not re.search(r"\w[;:?!](\s|$)", text), key


def test_there_are_twelve_months_and_seven_days():
    for names in words.MONTHS.values():
        assert len(set(names)) == 12
    for names in words.WEEKDAYS.values():
        assert len(set(names)) == 7
