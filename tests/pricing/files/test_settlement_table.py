"""[settlement] of the season file: read back as written, wrong lines named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricing.domain.errors import FileInvalid
from pricing.domain.scope import Scope
from pricing.domain.settlement import SettlementTerms, Share, Split, VatRate
from pricing.files import season_file, season_writer
from tests.houses import studio_season

SCOPES = st.sampled_from(
    [
        Scope(),
        Scope(production="antigone"),
        Scope(venue_id="studio"),
        Scope(performance_id="night-2"),
        Scope("phedre", "studio", "night-2"),
    ]
)
TERMS = """\
[settlement]

[[settlement.vat]]
production = "antigone"
percent = 2.1
first_performances = 140
given_before = 12

[[settlement.vat]]
percent = 10

[[settlement.splits]]
production = "phedre"
shares = [
    { party = "artist", percent = 50, guaranteed_minimum = 900.5 },
    { party = "producer", percent = 30 },
    { party = "venue", percent = 20 },
]
"""


@st.composite
def splits(draw):
    cuts = sorted(draw(st.lists(st.integers(1, 1000), max_size=3)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
    # The greatest part bears what the others are promised.
    most = parts.index(max(parts))
    shares = [
        Share(
            f"party-{i}",
            part,
            0 if i == most else draw(st.integers(0, 10**9)),
        )
        for i, part in enumerate(parts)
    ]
    return Split(tuple(shares), draw(SCOPES))


@st.composite
def rates(draw):
    first = draw(st.none() | st.integers(1, 100_000))
    before = 0 if first is None else draw(st.integers(0, 100_000))
    return VatRate(draw(st.integers(0, 1000)), draw(SCOPES), first, before)


@settings(max_examples=60, deadline=None)
@given(vat=st.lists(rates(), max_size=3), shared=st.lists(splits(), max_size=3))
def test_terms_are_read_back(vat, shared):
    season = studio_season(settlement=SettlementTerms(tuple(vat), tuple(shared)))
    assert season_file.parse(season_writer.render(season)) == season


def test_a_season_without_terms_says_nothing_of_them():
    assert "settlement" not in season_writer.render(studio_season())


def with_terms(terms):
    return f"{season_writer.render(studio_season())}\n{terms}"


def test_terms_are_read_as_people_write_them():
    assert season_file.parse(with_terms(TERMS)).settlement == SettlementTerms(
        vat=(VatRate(21, Scope(production="antigone"), 140, 12), VatRate(100)),
        splits=(
            Split(
                (
                    Share("artist", 500, 90050),
                    Share("producer", 300),
                    Share("venue", 200),
                ),
                Scope(production="phedre"),
            ),
        ),
    )


@pytest.mark.parametrize("header", [True, False], ids=["with header", "without"])
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("percent = 2.1", "percent = 2.15", "one decimal at most"),
        ("percent = 2.1", "percent = 210", "0 to 100"),
        ("given_before = 12", "given_before = -1", "given_before of a VAT rate"),
        ("given_before", "given_befor", "did you mean 'given_before'?"),
        ("percent = 20 }", "percent = 20.1 }", "sum to 100 per cent, got 100.1"),
        ("900.5", "900.505", "whole number of minor units"),
        ('"phedre"', '"hamlet"', "a production of a split that exists, got 'hamlet'"),
        ('"antigone"', '"hamlet"', "of a VAT rate that exists, got 'hamlet'"),
        ('party = "venue"', 'party = "artist"', "parties of a split once each"),
    ],
)
def test_what_is_wrong_is_named_in_the_table_where_it_stands(header, old, new, says):
    terms = TERMS.replace(old, new)
    text = with_terms(terms if header else terms.replace("[settlement]\n", ""))
    with pytest.raises(FileInvalid) as caught:
        season_file.parse(text)
    assert says in caught.value.message
    line = int(caught.value.metadata["line"])
    tables = [
        n for n, each in enumerate(text.splitlines(), 1) if each.startswith("[[settle")
    ]
    table = (
        "vat" if "VAT" in says or "percent = 2.1" in old or "given" in old else "splits"
    )
    in_table = max(n for n in tables if n <= line)
    assert f"[[settlement.{table}]]" in text.splitlines()[in_table - 1]
