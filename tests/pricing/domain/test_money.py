"""Amounts are exact, and halves round up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.money import (
    divide_to_step,
    format_minor,
    nearest_minor,
    to_minor,
    to_units,
)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "JPY", "TND"]))
def test_minor_units_and_currency_units_are_the_same_amount(amount, currency):
    assert to_minor(to_units(amount, currency), currency) == amount
    assert nearest_minor(float(to_units(amount, currency)), currency) == amount


@pytest.mark.parametrize(
    "amount", ["0.001", "NaN", "Infinity", "1e999999", "1e99999", "1e-999999"]
)
def test_a_part_of_a_minor_unit_is_no_amount(amount):
    with pytest.raises(ValueError, match="minor units"):
        to_minor(Decimal(amount), "EUR")


@given(st.integers(0, 10**9), st.integers(1, 10_000), st.integers(1, 500))
def test_rounding_to_a_step_agrees_with_fractions(numerator, denominator, step):
    rounded = divide_to_step(numerator, denominator, step)
    exact = Fraction(numerator, denominator)
    assert rounded % step == 0
    assert -Fraction(step, 2) < exact - rounded <= Fraction(step, 2) or (
        exact - rounded == -Fraction(step, 2)
    )


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("XPF", "1500"), ("ISK", "1500"), ("CHF", "15.00"), ("JOD", "1.500")],
)
def test_currencies_have_the_decimals_of_the_standard(currency, amount):
    assert format_minor(1500, currency) == f"{Decimal(amount):,} {currency}"


def test_amounts_are_written_with_their_currency():
    assert format_minor(500, "JPY") == "500 JPY"
    assert format_minor(1250, "EUR", sign=True) == "+12.50 EUR"


def test_french_amounts_have_a_decimal_comma_and_thousands_apart():
    apart = "\N{NARROW NO-BREAK SPACE}"
    assert format_minor(17000, "EUR", language="fr") == "170,00 EUR"
    assert format_minor(-123456789, "EUR", language="fr") == (
        f"-1{apart}234{apart}567,89 EUR"
    )
    assert format_minor(1500, "JPY", sign=True, language="fr") == f"+1{apart}500 JPY"
