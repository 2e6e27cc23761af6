import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import ID_PATTERN
from pricing.service.names import (
    JobName,
    OrganizationName,
    PerformanceName,
    PricePlanName,
    QuoteName,
    SeasonName,
    under,
)

ids = st.from_regex(ID_PATTERN, fullmatch=True)


@given(organization=ids, season=ids, last=ids)
@pytest.mark.parametrize("kind", [PerformanceName, PricePlanName, QuoteName, JobName])
def test_a_name_is_read_back_as_it_was_written(kind, organization, season, last):
    name = kind(organization, season, last)
    assert kind.parse(str(name), "name") == name


def test_names_have_the_documented_form():
    name = PricePlanName("grand-opera", "2026-27", "r17")
    assert str(name) == "organizations/grand-opera/seasons/2026-27/pricePlans/r17"
    assert str(name.season) == "organizations/grand-opera/seasons/2026-27"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "seasons/autumn",
        "organizations//seasons/autumn",
        "organizations/Opera/seasons/autumn",
        "organizations/opera/seasons/autumn/",
        "organizations/opera/season/autumn",
        "organizations/opera/seasons/../x",
        "organizations/opera/seasons/" + "a" * 64,
    ],
)
def test_a_malformed_name_names_its_field_and_the_form_expected(name):
    with pytest.raises(FieldInvalid) as caught:
        SeasonName.parse(name, "season.name")
    assert caught.value.metadata["field"] == "season.name"
    assert "xpected" in caught.value.message


def test_a_long_name_is_not_repeated_whole():
    with pytest.raises(FieldInvalid) as caught:
        OrganizationName.parse("x" * 100_000, "parent")
    assert len(caught.value.message) < 300


def test_a_name_must_stand_under_its_season():
    season = SeasonName("opera", "spring")
    other = "organizations/opera/seasons/autumn/performances/carmen-1"
    with pytest.raises(FieldInvalid, match="Expected a name under"):
        under(season, PerformanceName.parse, other, "performances[0]")
