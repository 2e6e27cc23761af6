"""Tariffs, channels, pools, cards and packs in season files."""

import pytest
from hypothesis import given, settings

from pricing.domain.errors import FileInvalid
from pricing.domain.season import Season
from pricing.files import season_file, season_writer
from tests.every_offer import offering
from tests.offers import offers_season

TEXT = season_writer.render(offers_season())


def test_a_house_that_sells_in_every_way_is_read_back():
    assert season_file.parse(TEXT) == offers_season()


@settings(max_examples=150, deadline=None)
@given(season=offering())
def test_whatever_is_offered_is_read_back(season: Season):
    assert season_file.parse(season_writer.render(season)) == season


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "suggested = 18.00",
            "",
            "Expected a key 'suggested' in tariff 'chosen': the amount that plans",
        ),
        ("suggested = 18.00", "suggested = 17.00", "a suggested amount among those"),
        (
            "between = [5.00, 60.00]",
            "between = [5.00, 60.00]\npercent = 50",
            "Expected one of percent, amount, brackets, choice, between, pool in "
            "tariff 'conscious', got percent and between",
        ),
        ("between = [5.00, 60.00]", "between = [60.00, 5.00]", "the highest amount"),
        ("between = [5.00, 60.00]", "between = [5.00]", "between"),
        (
            'pool = "gifts"',
            'pool = "gift"',
            "Expected a pool of tariff 'suspended' among antigone, gifts, got 'gift'",
        ),
        ("group_size_min = 10", "group_size_min = 200", "group_size_min in [1, 100]"),
        ("group_size_min = 10", "suggested = 3", "beside choice or between only"),
        ("opens = 120", "opens = 1200", "days before a performance, 0 to 1000"),
        ("opens = 120", "opens = 2026-11-01T12:00:00", "or a time such as"),
        ("opens = 120", 'opens = "soon"', "or a time such as 2026-11-14T19:30:00+01"),
        ("opens = 120", "opens = 80", "to open at before the one to close"),
        ("kept_percent = 10\n", "kept_percent = 101\n", "0 to 100 per cent, got 101"),
        ('card = "carte"', 'card = "cart"', "a card of tariff 'member' among carte"),
        ('kind = "network"', 'kind = "shop"', "expected one of 'other', 'web'"),
        ("release_at =", "release_days_out = 3\nrelease_at =", "release_at of"),
        ("commission_ceiling = 1.50", "commission_ceiling = 1.505", "whole number of"),
        ("commission_ceiling = 1.50", "commission_cap = 1.5", "did you mean"),
        ("seats_per_show = 2", "seats_per_show = 0", "seats_per_show in [1, 50]"),
        ("valid_from = 2026-11-13", "valid_from = 2027-11-13", "valid from before"),
        ("ticket = 15.00", "ticket = 0", "ticket of a pool"),
        ("percent = 85", "percent = 85\nprice = 30", "one of price, prices, percent"),
        ("percent = 85", "percent = 101", "0 to 100 per cent, got 101"),
        ("choose = 3", "choose = 5", "performances to choose in [2, 4]"),
        ('tariff = "pass"', 'tariff = "chosen"', "with a percentage or an amount"),
        ("quota_count = 20", "quota_count = -1", "quota of a pack in [0"),
        ("[packs.prices]\nfront", "[packs.prices]\nbox", "categories of pack 'three'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_its_line(old, new, expected):
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    with pytest.raises(FileInvalid) as fault:
        season_file.parse(text)
    assert expected in fault.value.message
    line = int(fault.value.metadata["line"])
    # At the value itself, or at the head of its table.
    near = text.splitlines()[max(0, line - 1) : line + 14]
    assert any(
        part and part in "\n".join(near) for part in (new.split("\n")[-1], "id =")
    )
