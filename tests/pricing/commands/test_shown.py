"""What people wrote is shown as they wrote it, whatever marks are in it."""

import io

from rich.console import Console

from jauge.pricing.v1.cooperative_pb2 import Cooperative
from jauge.pricing.v1.season_rule_pb2 import SeasonRule
from pricing.commands import cooperative, governance_shown

SAID = "strike [/bold] of [red]"


def test_why_a_rule_is_suspended_is_shown_as_it_was_written():
    rule = SeasonRule(state=SeasonRule.STATE_SUSPENDED, suspend_reason=SAID)
    console = Console(file=io.StringIO(), width=200)
    governance_shown.rules([rule], "en", console)
    assert SAID in console.file.getvalue()


def test_the_name_of_a_cooperative_is_shown_as_it_was_written(monkeypatch):
    console = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(cooperative, "out", console)
    cooperative._show(Cooperative(name="cooperatives/les-scenes", display_name=SAID))
    assert SAID in console.file.getvalue()
