from datetime import datetime

import pytest

from simulator.estimates import Interval
from simulator.report.voice import Voice

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
ENGLISH = Voice("en", "EUR", 3500)
FRENCH = Voice("fr", "EUR", 3500)


@pytest.mark.parametrize(
    ("measure", "value", "sign", "english", "french"),
    [
        ("income", 1234567.8, False, "1,234,568_EUR", "1_234_568_EUR"),
        ("income", -1234.5, True, "-1,234_EUR", "-1_234_EUR"),
        ("average_price", 79.5, False, "79.50_EUR", "79,50_EUR"),
        ("fill_rate", 0.8649, False, "86.5_%", "86,5_%"),
        ("fill_rate", 0.0123, True, "+1.2_pt", "+1,2_pt"),
        ("spill", 47717.4, False, "47,717", "47_717"),
        ("spill", -0.0, True, "0", "0"),
    ],
)
def test_values_are_written_as_each_language_does(
    measure, value, sign, english, french
):
    for voice, expected in ((ENGLISH, english), (FRENCH, french)):
        written = voice.value(measure, value, sign=sign)
        assert written == expected.replace("_", THIN).replace("-", MINUS)


def test_the_unit_of_an_interval_stands_once():
    found = Interval(0.5, 0.25, 0.75)
    assert ENGLISH.between("fill_rate", found) == f"25.0 to 75.0{THIN}%"
    assert FRENCH.between("fill_rate", found) == f"25,0 à 75,0{THIN}%"
    assert ENGLISH.between("spill", found) == "0 to 1"
    assert ENGLISH.between("fill_rate", Interval(0.5, None, None)) == ""


def test_a_share_of_seats_lies_between_none_and_all():
    few = Interval(0.4, -0.2, 1.3)
    assert ENGLISH.between("fill_rate", few) == f"0.0 to 100.0{THIN}%"
    # A difference may be of either sign.
    assert ENGLISH.between("fill_rate", few, sign=True).startswith(f"{MINUS}20.0")


def test_millions_are_said_as_such():
    assert ENGLISH.headline("income", 10_913_922) == f"10.91{THIN}M{THIN}EUR"
    assert ENGLISH.headline("income", 913_922) == f"913,922{THIN}EUR"


def test_dates_are_said_in_the_language():
    day = datetime(2026, 8, 1, 20)
    assert ENGLISH.day(day, year=True) == "Sat 1 Aug 2026"
    assert FRENCH.day(day) == "sam. 1 août"


def test_a_policy_without_a_word_keeps_its_name():
    assert FRENCH.policy("fixed") == "prix imprimés"
    assert FRENCH.policy("mine") == "mine"
