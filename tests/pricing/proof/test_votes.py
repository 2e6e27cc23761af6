"""Votes are counted again from their own log, and held to what came of them."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.governance import Vote
from pricing.domain.rules import NeverFalls, PriceBounds
from pricing.domain.voting import tally
from pricing.proof.plain import plain
from pricing.proof.verify import verify
from pricing.proof.votes import lower_median
from pricing.proof.words import moment, page
from pricing.service.convert.certificates import certificate_to_proto
from pricing.service.names import CertificateName
from pricing.store.commands import ResumeRule, SuspendRule, Tick
from pricing.store.memory import open_memory
from pricing.store.seal import Head, sealed
from tests.pricing.store.asks import ORGANIZATION, ask, hold, open_house
from tests.pricing.store.conftest import Clock
from tests.pricing.store.votes import (
    FREE,
    KEY,
    PROPOSAL,
    YES_NO,
    carry,
    cast,
    found,
    propose,
)

figures = st.none() | st.integers(0, 50)


@given(st.lists(figures, max_size=12), st.booleans())
def test_the_lower_median_is_that_of_the_other_count(wanted, rising_eases):
    votes = [
        Vote(f"m{n}", approve=False) if figure is None else Vote(f"m{n}", figure=figure)
        for n, figure in enumerate(wanted)
    ]
    counted = tally(
        votes,
        member_count=20,
        quorum_count=1,
        by_figure=True,
        rising_eases=rising_eases,
    )
    assert lower_median(votes, rising_eases=rising_eases) == counted.median


@pytest.fixture
def logs():
    """The log of a house whose season got a cap by a vote, and that of the vote."""
    clock = Clock()
    store = open_memory(clock)
    open_house(store, FREE, path=["mid"] * 6)
    found(store)
    name = propose(store)
    for member, want in zip(("anna", "bela", "caro"), (2400, 2600, 3000), strict=True):
        cast(store, name, member, want)
    other = propose(store, replace(YES_NO, rule=NeverFalls(id="rising")))
    cast(store, other, "anna", False)
    hold(store)
    clock.wait(days=7)
    carry(store)
    quote = hold(store)
    clock.wait(days=40)
    ask(store, Tick())
    hold(store)
    ask(store, SuspendRule("autumn", "cap", "the hall is flooded"))
    ask(store, ResumeRule("autumn", "cap"))
    assert quote.items[0].unit_price_minor == 2500
    logs = {
        key: [row for row, _ in store.sealed_rows(key)] for key in (ORGANIZATION, KEY)
    }
    store.close()
    return logs


def judged_by(store):
    return judged(
        {k: [row for row, _ in store.sealed_rows(k)] for k in (ORGANIZATION, KEY)}
    )


def judged(logs, *, votes=True):
    chains = {
        key: list(sealed(key, Head(), [(n, *r[1:]) for n, r in enumerate(rows, 1)]))
        for key, rows in logs.items()
    }
    log_of = chains.get if votes else None
    return verify(ORGANIZATION, chains[ORGANIZATION], log_of=log_of)


def kinds(logs):
    return {breach.kind for breach in judged(logs).breaches}


def changed(rows, kind, change, which=0):
    places = [place for place, row in enumerate(rows) if row[2] == kind]
    place = places[which]
    body = json.loads(rows[place][3])
    change(body)
    return [
        *rows[:place],
        (*rows[place][:3], json.dumps(body), *rows[place][4:]),
        *rows[place + 1 :],
    ]


def test_a_vote_that_was_carried_out_is_right_and_named(logs):
    certificate = judged(logs)
    assert certificate.sound, "\n".join(page(certificate))
    assert certificate.adoption_count == 1
    (votes,) = certificate.votes
    assert (votes.key, votes.vote_count, votes.closed_count) == (KEY, 4, 2)
    (season,) = certificate.seasons
    cap = next(each for each in season.rules if each.rule_id == "cap")
    assert cap.proposal == replace(PROPOSAL, id="p1").name
    assert cap.rule.cap_minor == 2600
    text = "\n".join(page(certificate))
    assert "suspended 2026" in text
    assert "the hall is flooded" in text
    assert "4 votes counted again, 2 proposals closed" in text


def test_a_rule_that_a_vote_replaces_keeps_its_own_checks_and_margins():
    """A cap of the house's own holds a first sale, the voted one the second."""
    clock = Clock()
    store = open_memory(clock)
    own = PriceBounds(id="cap", cap_minor=4000)
    open_house(store, replace(FREE, rules=(own,)), path=["mid"] * 6)
    found(store)
    hold(store)
    first = judged_by(store)
    (before,) = [each for each in first.seasons[0].rules if each.rule_id == "cap"]
    assert (before.rule, before.until, before.proposal) == (own, None, "")

    name = propose(store)
    for member in ("anna", "bela", "caro"):
        cast(store, name, member, 2600)
    clock.wait(days=7)
    carry(store)
    hold(store)
    clock.wait(days=40)
    ask(store, Tick())
    hold(store)
    found_now = judged_by(store)
    old, new = [e for e in found_now.seasons[0].rules if e.rule_id == "cap"]
    assert (old.rule, old.checked, old.margins) == (
        before.rule,
        before.checked,
        before.margins,
    )
    assert new.rule.cap_minor == 2600
    assert old.until == new.since > old.since
    assert new.checked
    assert not old.proposal
    assert new.proposal == replace(PROPOSAL, id=name).name
    assert new.until is None
    assert plain(found_now)["seasons"][0]["rules"][0]["until"]
    for language, words in (("en", ("from", "since")), ("fr", ("du", "depuis le"))):
        lines = "\n".join(page(found_now, language))
        assert f"{words[0]} {moment(old.since)}" in lines
        assert f"{words[1]} {moment(new.since)}" in lines
    told = certificate_to_proto(
        found_now, CertificateName(ORGANIZATION, "autumn"), "en"
    ).rules
    caps = [each for each in told if each.rule_id == "cap"]
    assert [each.HasField("end_time") for each in caps] == [True, False]
    assert caps[0].end_time == caps[1].start_time
    store.close()


def test_without_the_log_of_the_votes_the_certificate_says_what_is_not_checked(logs):
    certificate = judged(logs, votes=False)
    assert certificate.sound
    assert certificate.unread == (KEY,)
    assert "not at hand" in "\n".join(page(certificate))


def other_member(body):
    body["vote"]["member_id"] = "nobody"


def twice(body):
    body["vote"]["member_id"] = "anna"


def other_count(body):
    body["tally"]["vote_count"] += 1


def other_median(body):
    body["tally"]["median"] = 3000


def other_rule(body):
    body["rule"]["cap_minor"] = 3000


def other_proposal(body):
    body["proposal"] = "cooperatives/les-scenes/proposals/p2"


@pytest.mark.parametrize(
    ("log", "kind", "change", "expected"),
    [
        (KEY, "vote_cast", other_member, "vote_stranger"),
        (KEY, "proposal_closed", other_count, "miscounted"),
        (KEY, "proposal_closed", other_median, "miscounted"),
        (KEY, "proposal_closed", other_rule, "miscounted"),
        (ORGANIZATION, "rule_adopted", other_rule, "voted_otherwise"),
        (ORGANIZATION, "rule_adopted", other_proposal, "never_voted"),
    ],
)
def test_a_changed_vote_is_found(logs, log, kind, change, expected):
    assert expected in kinds({**logs, log: changed(logs[log], kind, change)})


def test_a_vote_cast_twice_or_late_is_found(logs):
    spoilt = changed(logs[KEY], "vote_cast", twice, 1)
    assert "vote_twice" in kinds({**logs, KEY: spoilt})
    rows = logs[KEY]
    last = max(place for place, row in enumerate(rows) if row[2] == "vote_cast")
    late = (*rows[last][:1], rows[last][1] + 8 * 86_400 * 10**6, *rows[last][2:])
    # In its place, after the time of those that follow.
    assert {"vote_late", "time_back"} <= kinds(
        {**logs, KEY: [*rows[:last], late, *rows[last + 1 :]]}
    )


def test_a_vote_left_out_is_found(logs):
    rows = [row for row in logs[KEY] if row[2] != "vote_cast"]
    assert "miscounted" in kinds({**logs, KEY: rows})


def test_a_voted_rule_changed_without_a_vote_is_found(logs):
    rows = logs[ORGANIZATION]
    created = next(row for row in rows if row[2] == "season_created")
    update = (0, rows[-1][1], "season_updated", created[3], "", "")
    assert "voted_rule" in kinds({**logs, ORGANIZATION: [*rows, update]})


def test_a_price_over_a_cap_that_was_voted_is_found(logs):
    rows = logs[ORGANIZATION]
    adopted = next(n for n, row in enumerate(rows) if row[2] == "rule_adopted")

    def lower(body):
        body["rule"]["cap_minor"] = 2000

    spoilt = changed(rows, "rule_adopted", lower)
    after = [row for row in rows[adopted:] if row[2] in ("price_changed", "price_kept")]
    assert after, "nothing was posted after the vote"
    assert "over_cap" in kinds({**logs, ORGANIZATION: spoilt})
    times = [row[1] for row in rows]
    assert all(a <= b for a, b in pairwise(times))
