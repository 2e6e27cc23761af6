"""[refunds] of the season file: read back as written, wrong lines named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jauge.pricing.v1.season_pb2 import Season as SeasonMessage
from pricing.domain.errors import FileInvalid
from pricing.domain.refund import RefundPolicy, RefundTerms
from pricing.files import season_file, season_writer
from pricing.service.convert.seasons import season_from_proto, season_to_proto
from pricing.service.names import SeasonName
from tests.houses import studio_season

TERMS = """\
[refunds]
days_out = 7
kept_percent = 12.5
fee = 1.5

[[refunds.tariffs]]
tariff = "under-26"
exchange_days_out = 1
exchange_fee = 2
commission_kept = true
"""

_days = st.none() | st.integers(0, 1000)
_amount = st.integers(0, 10**8)
policies = st.builds(
    RefundPolicy,
    _days,
    _days,
    st.integers(0, 1000),
    _amount,
    _amount,
    st.booleans(),
)
terms = st.builds(
    RefundTerms,
    policies,
    st.lists(
        st.tuples(st.sampled_from(["full", "under-26", "by-means"]), policies),
        max_size=3,
        unique_by=lambda each: each[0],
    ).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(terms, st.sampled_from(["own", "platform"]))
def test_terms_of_any_shape_come_back_as_they_were_written(some, inventory):
    season = studio_season(refunds=some, inventory=inventory)
    text = season_writer.render(season)
    assert season_file.parse(text, "season.toml") == season
    message = SeasonMessage.FromString(season_to_proto(season).SerializeToString())
    name = SeasonName("studio-theatre", "autumn")
    again = season_from_proto(message, name, season.performances, "season")
    assert again == season


def parse(table):
    text = season_writer.render(studio_season())
    return season_file.parse(text + table, "season.toml")


def test_terms_are_what_the_table_says():
    assert parse(TERMS).refunds == RefundTerms(
        RefundPolicy(7, None, 125, 150),
        (("under-26", RefundPolicy(None, 1, 0, 0, 200, True)),),
    )
    assert parse("").refunds == RefundTerms()


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        ("days_out = 7", "days_out = -1", "refund_days_out"),
        ("kept_percent = 12.5", "kept_percent = 101", "kept_percent"),
        ("fee = 1.5", "fee = 1.555", "minor units"),
        ('tariff = "under-26"', 'tariff = "nobody"', "nobody"),
        ("exchange_fee = 2", "fees = 2", "did you mean 'fee'"),
    ],
)
def test_a_line_that_does_not_fit_is_named(line, wrong, said):
    text = season_writer.render(studio_season()) + TERMS.replace(line, wrong)
    with pytest.raises(FileInvalid) as caught:
        season_file.parse(text, "season.toml")
    assert said in caught.value.message
    assert int(caught.value.metadata["line"]) > text[: text.index("[refunds]")].count(
        "\n"
    )
