"""Sentences say the numbers of their lines and no others, and name every rule."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.constraints.explain import sentence
from pricing.domain.money import minor_digits
from pricing.domain.quote import FULL_PRICE, LineKind, PriceLine
from pricing.domain.rules import KINDS
from pricing.domain.spoken import read_out, spoken
from pricing.quotes.explain import LANGUAGES
from pricing.quotes.price_words import why
from tests.every_rule import any_rule
from tests.houses import studio_season
from tests.pricing.constraints.test_explain import CASES

SEASON = studio_season(nights=2)
SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def amounts(text, language):
    """Return the amounts of euros that a text says, in cents."""
    if language == "fr":
        found = re.findall(r"([\d\u202f]+(?:,\d\d)?)\xa0€", text)
        plain = [each.replace("\u202f", "").replace(",", ".") for each in found]
    else:
        found = re.findall(r"€([\d,]+(?:\.\d\d)?)", text)
        plain = [each.replace(",", "") for each in found]
    return [int(Decimal(each) * 100) for each in plain]


@st.composite
def lines(draw):
    """Draw the lines of a price, from the printed one to what is paid."""
    total = draw(st.integers(0, 2_000_000))
    made = [PriceLine(LineKind.REFERENCE, total, "mid", "printed")]
    rules = draw(st.lists(st.sampled_from(CASES), max_size=3))
    wanted = [
        *([(LineKind.TIER, "high", "demand")] if draw(st.booleans()) else []),
        *((LineKind.RULE, case[0].id, None) for case in rules),
        *(
            (kind, kind.value, f"of {kind.value}")
            for kind in LineKind
            if kind not in FULL_PRICE and draw(st.booleans())
        ),
    ]
    languages = draw(st.sampled_from(LANGUAGES))
    texts = {case[0].id: sentence(case[0], SEASON, languages) for case in rules}
    for kind, subject, text in wanted:
        after = draw(st.integers(0, 2_000_000).filter(lambda n, t=total: n != t))
        if kind is LineKind.SUSPENDED:
            after = draw(st.integers(0, max(0, total - 1)))
        if after == total:
            continue
        made.append(PriceLine(kind, after - total, subject, text or texts[subject]))
        total = after
    return languages, tuple(made)


@given(lines())
def test_the_numbers_said_are_those_of_the_lines(drawn):
    language, made = drawn
    said = why(made, "EUR", language)
    for line in made:
        if line.kind is LineKind.RULE:
            rule = read_out(line.text[0].lower() + line.text[1:], language)
            assert rule in said
            said = said.replace(rule, "", 1)
    totals, expected = [0], set()
    for line in made:
        totals.append(totals[-1] + line.amount_minor)
    expected = {*totals[1:], *(abs(line.amount_minor) for line in made)}
    told = amounts(said, language)
    assert set(told) <= expected
    # What it comes to after each line is said in its place.
    for after in totals[1:]:
        assert after in told
    assert sum(line.amount_minor for line in made) == totals[-1]


@given(lines())
def test_each_rule_is_named_with_what_it_moved_the_price_from_and_to(drawn):
    language, made = drawn
    said = why(made, "EUR", language)
    before = 0
    for line in made:
        after = before + line.amount_minor
        if line.kind is LineKind.RULE:
            quoted = read_out(
                f"« {line.subject} »" if language == "fr" else f'"{line.subject}"',
                language,
            )
            start = spoken(before, "EUR", language)
            to = spoken(after, "EUR", language)
            pattern = re.escape(quoted) + f"[^.:]*{re.escape(start)}"
            assert re.search(pattern, said)
            assert to in said
        before = after


def test_every_kind_of_line_and_of_rule_has_words_in_both_languages():
    assert {type(case[0]) for case in CASES} == set(KINDS)
    for kind in LineKind:
        for language in LANGUAGES:
            texts = set()
            for amount in (500, -500):
                made = (
                    PriceLine(LineKind.REFERENCE, 2500, "mid", "x"),
                    PriceLine(kind, amount, "subject", "A text."),
                )
                texts.add(why(made, "EUR", language))
            assert len(texts) == 2, kind
    for case in CASES:
        made = (
            PriceLine(LineKind.REFERENCE, 2500, "mid", "x"),
            PriceLine(LineKind.RULE, 300, case[0].id, sentence(case[0], SEASON, "fr")),
        )
        english = sentence(case[0], SEASON)
        in_english = (made[0], PriceLine(LineKind.RULE, 300, case[0].id, english))
        assert why(made, "EUR", "fr") != why(in_english, "EUR", "en")


@given(any_rule)
def test_french_has_no_space_at_which_a_line_may_end_before_its_marks(rule):
    said = read_out(sentence(rule, SEASON, "fr"), "fr")
    assert not re.search(r" [:;!?%»€]|« ", said)
    assert "EUR" not in said
    assert not re.search(r"\d [\d]", said)


def test_a_price_is_told_as_a_box_office_would():
    made = (
        PriceLine(LineKind.REFERENCE, 7000, "mid", "printed"),
        PriceLine(LineKind.TIER, 1200, "high", "demand"),
        PriceLine(
            LineKind.RULE, -1000, "cap-carmen",
            "The full price in cat-4 is at most 72.00 EUR for Carmen.",
        ),
    )  # fmt: skip
    assert why(made, "EUR", "en", {"cap-carmen": "cooperatives/a/proposals/p1"}) == (
        "The printed price is €70. The demand expected would take it up to €82. "
        'The rule "cap-carmen" lowers it from €82 to €72: the full price in cat-4 is '
        "at most €72 for Carmen. The members of the cooperative voted this rule "
        "(cooperatives/a/proposals/p1)."
    )
    french = (
        *made[:2],
        PriceLine(
            LineKind.RULE, -1000, "plafond-carmen",
            "Le plein tarif en cat-4 ne dépasse pas 72,00 EUR pour Carmen.",
        ),
    )  # fmt: skip
    assert why(french, "EUR", "fr") == (
        "Le prix imprimé est de 70\xa0€. La demande attendue le porterait à 82\xa0€. "
        "La règle «\xa0plafond-carmen\xa0» le ramène de 82\xa0€ à 72\xa0€\xa0: "
        "le plein tarif en cat-4 ne dépasse pas 72\xa0€ pour Carmen."
    )


def test_a_price_that_nothing_moves_says_so():
    made = (PriceLine(LineKind.REFERENCE, 2500, "mid", "printed"),)
    assert why(made, "EUR", "en") == (
        "The printed price is €25. Neither the demand expected nor a rule moves it."
    )


def test_a_rule_that_is_gone_is_named_without_words():
    made = (
        PriceLine(LineKind.REFERENCE, 2500, "mid", "x"),
        PriceLine(LineKind.RULE, -500, "gone", 'rule "gone"'),
    )
    assert why(made, "EUR", "en").endswith(
        'As the rule "gone" stood when the price was posted, it lowered it from €25 '
        "to €20."
    )
    assert "telle qu'elle était quand le prix" in why(made, "EUR", "fr")


@given(st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "JPY", "CHF", "KWD"]))
def test_an_amount_read_out_is_the_amount(minor, currency):
    for language in LANGUAGES:
        said = spoken(minor, currency, language)
        digits = re.sub(r"[^\d,.\u202f]", "", said)
        mark, apart = (",", "\u202f") if language == "fr" else (".", ",")
        number = Decimal(digits.replace(apart, "").replace(mark, "."))
        assert number * 10 ** minor_digits(currency) == abs(minor)
        assert said.startswith("\N{MINUS SIGN}") == (minor < 0)
        assert " " not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_out_twice_changes_nothing_more(language):
    once = read_out("« a » : 12,00 EUR; 5.50 EUR !", language)
    assert read_out(once, language) == once
