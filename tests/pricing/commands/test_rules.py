"""``jauge rules`` and ``jauge cooperative``, against a running service."""

from dataclasses import replace
from datetime import timedelta

import pytest

import cli
from pricing.commands.cooperative import lasting
from pricing.domain.rules import NeverFalls
from pricing.files import season_writer
from pricing.store.commands import SuspendRule
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, ask, open_house
from tests.service.harness import running

MEMBERS = ("anna", "bela", "caro")


@pytest.fixture
def jauge(capsys, monkeypatch):
    """Ask the commands of a service that sells the studio's season."""
    monkeypatch.setattr("pricing.commands.options.out.width", 200)
    with running() as service:
        open_house(service.store, studio_season(rules=()))

        def run(*words):
            arguments = [*map(str, words), "--address", service.address]
            try:
                code = cli.main(arguments)
            except SystemExit as end:
                code = end.code
            told = capsys.readouterr()
            return code, " ".join((told.out + told.err).split())

        run.service = service
        yield run


def found(jauge, days=1):
    members = [word for each in MEMBERS for word in ("--member", each)]
    return jauge(
        "cooperative", "create", "les-scenes", "--organization", ORGANIZATION,
        *members, "--invite", "rival", "--days", days,
    )  # fmt: skip


def propose(jauge, *more):
    return jauge(
        "rules", "propose", "cap", "--production", "ANTIGONE", "--max", "26.00",
        "--reason", "So that all may come", *more,
    )  # fmt: skip


def test_a_cap_is_proposed_voted_and_listed(jauge):
    code, said = found(jauge)
    assert code == 0
    assert "3 members" in said
    code, said = propose(jauge)
    assert code == 0
    assert "p1 cap-antigone (cap): open until" in said
    for member, figure in zip(MEMBERS, (24, 22, 30), strict=True):
        code, said = jauge(
            "rules", "vote", "p1", "--member", member, "--figure", figure
        )
        assert code == 0, said
    assert "3 of 3 voted, 2 needed: 0 yes, 0 no, median 24.00 EUR" in said
    code, said = jauge("rules", "proposals", "p1", "--language", "fr")
    assert "3 votes sur 3, 2 nécessaires" in said
    assert "24,00 EUR" in said
    jauge.service.clock.now += timedelta(days=1)
    code, said = jauge("rules", "proposals")
    assert "p1 cap-antigone (cap): adopted" in said
    code, said = jauge("rules", "list")
    assert "at most 24.00 EUR for antigone" in said
    assert "cooperatives/les-scenes/proposals/p1" in said
    code, said = jauge("rules", "list", "--language", "fr")
    assert "ne dépasse pas 24,00 EUR pour antigone" in said
    assert "en vigueur" in said
    code, said = jauge("rules", "vote", "p1", "--member", "anna", "--figure", 24)
    assert code == 1
    assert "takes no votes" in said


def test_a_yes_or_no_is_voted_and_taken_back(jauge):
    found(jauge)
    code, said = propose(jauge, "--figure", "none")
    assert "p1 cap-antigone: open" in said
    code, said = jauge("rules", "vote", "p1", "--member", "anna", "--no")
    assert "0 yes, 1 no" in said
    code, said = jauge("rules", "vote", "p1", "--member", "bela")
    assert code == 1
    assert "give one of --figure, --yes and --no" in said
    code, said = jauge("rules", "withdraw", "p1")
    assert "p1 cap-antigone: withdrawn" in said


def test_any_kind_of_rule_and_the_end_of_one_are_proposed(jauge):
    found(jauge)
    code, said = jauge(
        "rules", "propose", "AccessShare", "--id", "access", "--reason", "All in",
        "--set", "share_percent=20", "--set", "price=15",
    )  # fmt: skip
    assert "p1 access (share): open" in said, said
    code, said = jauge("rules", "vote", "p1", "--member", "anna", "--figure", "12.5")
    assert "median 12.5 %" in said
    code, said = jauge("rules", "propose", "NeverFalls", "--reason", "Fair to all")
    assert "p2 neverfalls: open" in said
    code, said = jauge("rules", "propose", "--repeal", "none", "--reason", "Why")
    assert code == 1
    assert "no rule 'none'" in said
    code, said = jauge("rules", "propose", "Discount", "--reason", "Why")
    assert code == 1
    assert "Expected one of PriceBounds" in said
    code, said = propose(jauge, "--set", "price")
    assert code == 1
    assert "KEY=VALUE" in said


def test_an_emergency_is_said_where_rules_are_listed(jauge):
    found(jauge)
    propose(jauge, "--figure", "none")
    for member in MEMBERS:
        jauge("rules", "vote", "p1", "--member", member, "--yes")
    jauge.service.clock.now += timedelta(days=1)
    jauge("rules", "proposals")
    code, said = jauge(
        "rules", "suspend", "cap-antigone", "--reason", "The tour is cancelled"
    )
    assert (code, "suspended: The tour is cancelled" in said) == (0, True)
    with pytest.raises(Exception, match="no voted rule"):
        ask(jauge.service.store, SuspendRule("autumn", "none", "Why"))
    code, said = jauge("rules", "resume", "cap-antigone")
    assert "in force" in said
    code, said = jauge(
        "rules", "suspend", "cap-antigone", "--reason", "Annulation",
        "--language", "fr",
    )  # fmt: skip
    assert "suspendue : Annulation" in said
    assert "Le plein tarif" in said


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (14 * 86_400, "14 days"),
        (86_400, "1 day"),
        (129_600, "1.5 days"),
        (7200, "2 hours"),
        (173, "2.88 minutes"),
        (30, "30 seconds"),
    ],
)
def test_how_long_votes_are_open_is_said_as_people_say_it(seconds, says):
    assert lasting(seconds) == says


def test_a_cooperative_is_joined_by_who_is_invited_and_left(jauge):
    found(jauge)
    code, said = jauge(
        "cooperative", "join", "les-scenes", "--organization", "rival",
        "--member", "zoe",
    )  # fmt: skip
    assert "rival: 1 members" in said
    code, said = jauge(
        "cooperative", "join", "les-scenes", "--organization", "third",
        "--member", "yves",
    )  # fmt: skip
    assert code == 1
    assert "ask a member to propose that it is admitted" in said
    code, said = jauge("cooperative", "leave", "les-scenes", "--organization", "rival")
    code, said = jauge("cooperative", "show")
    assert "rival" not in said
    assert "votes are open 1 day, 50 % of 3 members must vote" in said


def test_a_season_file_that_knows_of_no_vote_changes_no_voted_rule(jauge, tmp_path):
    file = tmp_path / "season.toml"
    season = jauge.service.store.books(ORGANIZATION).season("autumn").season
    found(jauge)
    propose(jauge, "--figure", "none")
    for member in MEMBERS:
        jauge("rules", "vote", "p1", "--member", member, "--yes")
    jauge.service.clock.now += timedelta(days=1)
    jauge("rules", "proposals")
    file.write_text(season_writer.render(season))
    code, said = jauge("update", file)
    assert (code, said) == (0, "nothing differs")
    own = replace(season, name="Autumn, again", rules=(NeverFalls(id="hold"),))
    file.write_text(season_writer.render(own))
    code, said = jauge("update", file)
    assert (code, "season: " in said) == (0, True)
    kept = jauge.service.store.books(ORGANIZATION).season("autumn").season
    assert kept.name == "Autumn, again"
    assert [rule.id for rule in kept.rules] == ["hold", "cap-antigone"]


def test_a_cap_under_the_cheapest_solidarity_price_says_which(jauge):
    found(jauge)
    code, said = jauge(
        "rules", "propose", "cap", "--max", "3", "--reason", "Less for all"
    )
    assert code == 1
    assert "is under 3.60 EUR, the cheapest solidarity price" in said
