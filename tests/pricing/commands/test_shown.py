"""What people wrote is shown as they wrote it, whatever marks are in it."""

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from jauge.pricing.v1.cooperative_pb2 import Cooperative
from jauge.pricing.v1.proposal_pb2 import Proposal
from jauge.pricing.v1.rule_pb2 import Rule
from jauge.pricing.v1.season_rule_pb2 import SeasonRule
from pricing.commands import cooperative, governance_shown

SAID = "strike [/bold] of [red]"


def test_why_a_rule_is_suspended_is_shown_as_it_was_written():
    rule = SeasonRule(state=SeasonRule.STATE_SUSPENDED, suspend_reason=SAID)
    console = Console(file=io.StringIO(), width=200)
    governance_shown.rules([rule], "en", console)
    assert SAID in console.file.getvalue()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "in force; prices follow from 2026-09-01 08:00 UTC"),
        ("fr", "en vigueur ; les prix suivent à partir du 2026-09-01 08:00 UTC"),
    ],
)
def test_a_rule_in_force_says_when_prices_follow(language, said):
    rule = SeasonRule(state=SeasonRule.STATE_IN_FORCE)
    rule.follow_time.FromDatetime(datetime(2026, 9, 1, 8, tzinfo=UTC))
    console = Console(file=io.StringIO(), width=200)
    governance_shown.rules([rule], language, console)
    assert said in console.file.getvalue()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["p1 cap-carmen (cap)", "At most 60.", "in place of: At most 72."]),
        ("fr", ["p1 cap-carmen (plafond)", "At most 60.", "à la place de : At most"]),
    ],
)
def test_a_proposal_says_its_rule_and_the_one_in_whose_place(language, said):
    found = Proposal(
        name="cooperatives/les-scenes/proposals/p1",
        state=Proposal.STATE_OPEN,
        rule=Rule(id="cap-carmen"),
        figure="cap",
        sentence="At most 60.",
        replaced_sentence="At most 72.",
    )
    console = Console(file=io.StringIO(), width=200)
    governance_shown.proposal(found, language, console)
    for each in said:
        assert each in console.file.getvalue()


def test_the_name_of_a_cooperative_is_shown_as_it_was_written(monkeypatch):
    console = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(cooperative, "out", console)
    cooperative._show(Cooperative(name="cooperatives/les-scenes", display_name=SAID))
    assert SAID in console.file.getvalue()
