"""Votes in a log: taken, counted once, carried into seasons once, in every store."""

import threading
from dataclasses import replace

import pytest

from pricing.domain import governance_errors as errors
from pricing.domain.errors import (
    FieldInvalid,
    NameTaken,
    NameUnknown,
    RequestIdReused,
)
from pricing.domain.governance import ProposalState, VotingTerms
from pricing.domain.quote import QuoteState
from pricing.domain.rules import NeverFalls, PriceBounds
from pricing.store.carrying import left_to_carry
from pricing.store.commands import (
    CreateCooperative,
    JoinCooperative,
    LeaveCooperative,
    ResumeRule,
    SuspendRule,
    Tick,
    UpdateSeason,
    WithdrawProposal,
)
from pricing.store.events_governance import (
    CooperativeCreated,
    ProposalClosed,
    RuleAdopted,
)
from pricing.store.postgresql import open_postgresql
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold, open_house
from tests.pricing.store.votes import (
    CAP,
    COOPERATIVE,
    KEY,
    PROPOSAL,
    WEEK,
    YES_NO,
    carry,
    cast,
    found,
    propose,
    rules,
    season,
    tell,
)

# Falls are allowed, so that a cap may take a posted price down.
FREE = studio_season(rules=())


def kinds_of(store, key):
    return [type(each.event).__name__ for each in store.events(key)]


def vote_all(store, proposal_id, figures=(2400, 2200, 3000)):
    for member, figure in zip(("anna", "bela", "zoe"), figures, strict=True):
        cast(store, proposal_id, member, figure)


def test_the_median_of_the_members_figures_becomes_the_season_s_cap(house):
    open_house(house.store, FREE)
    found(house.store)
    vote_all(house.store, propose(house.store))
    assert carry(house.store) == 0
    house.clock.wait(days=7)
    assert carry(house.store) == 1
    of = house.store.books(KEY).cooperative.proposals["p1"]
    assert of.state is ProposalState.ADOPTED
    assert (of.tally.median, of.tally.vote_count, of.tally.quorum_count) == (2400, 3, 3)
    assert season(house.store).season.rules == (replace(CAP, cap_minor=2400),)
    assert carry(house.store) == 0
    house.restart()
    assert season(house.store).season.rules == (replace(CAP, cap_minor=2400),)
    assert season(house.store).voted.rules["cap"].proposal == PROPOSAL.name.replace(
        "new", "p1"
    )
    assert house.store.organizations() == (ORGANIZATION,)
    assert house.store.cooperatives() == (KEY,)


def test_a_vote_adopted_moves_prices_at_their_next_event_and_no_quote(house):
    path = ("high",) * 6
    open_house(house.store, FREE, path=path)
    offered = hold(house.store)
    found(house.store, VotingTerms(500, 60))
    vote_all(house.store, propose(house.store))
    house.clock.wait(seconds=60)
    carry(house.store)
    # In force, and nothing has moved: neither what is posted nor what was offered.
    assert season(house.store).postings["night-1"].tier_id == "high"
    assert house.store.books(ORGANIZATION).quotes[offered.id] == offered
    assert accept(house.store, offered.id).state is QuoteState.ACCEPTED
    # The next booking period begins 60 days before the night.
    house.clock.wait(days=41)
    ask(house.store, Tick())
    assert season(house.store).postings["night-1"].tier_id == "low"
    assert season(house.store).postings["night-2"].tier_id == "high"


@pytest.mark.parametrize(
    ("wanted", "state"),
    [
        ((True, True, False), ProposalState.ADOPTED),
        ((True, False, False), ProposalState.REJECTED),
        # Two of five voted: fewer than half.
        ((True, True), ProposalState.REJECTED),
    ],
)
def test_a_yes_or_no_takes_a_majority_and_a_quorum(house, wanted, state):
    open_house(house.store, FREE)
    found(house.store)
    name = propose(house.store, YES_NO)
    for member, want in zip(("anna", "bela", "zoe"), wanted, strict=False):
        cast(house.store, name, member, want)
    house.clock.wait(days=7)
    carry(house.store)
    assert house.store.books(KEY).cooperative.proposals[name].state is state
    assert (rules(house.store) == ["cap"]) == (state is ProposalState.ADOPTED)


def test_where_most_want_no_such_rule_there_is_none(house):
    open_house(house.store, FREE)
    found(house.store)
    name = propose(house.store)
    cast(house.store, name, "anna", False)
    cast(house.store, name, "bela", False)
    cast(house.store, name, "caro", 2000)
    house.clock.wait(days=7)
    carry(house.store)
    assert rules(house.store) == []


def test_votes_after_the_window_twice_and_by_strangers_are_refused(house):
    open_house(house.store)
    found(house.store)
    name = propose(house.store)
    first = cast(house.store, name, "anna", 2400, "r1")
    assert cast(house.store, name, "anna", 2400, "r1") == first
    with pytest.raises(RequestIdReused):
        cast(house.store, name, "anna", 2000, "r1")
    with pytest.raises(errors.VoteCast, match="one member has one vote"):
        cast(house.store, name, "anna", 2000)
    with pytest.raises(errors.NotAMember):
        cast(house.store, name, "nobody", 2400)
    with pytest.raises(FieldInvalid, match="on a number"):
        cast(house.store, name, "bela", True)
    with pytest.raises(FieldInvalid, match="of 'cap'"):
        cast(house.store, name, "bela", -1)
    with pytest.raises(NameUnknown):
        cast(house.store, "p9", "bela", 2400)
    house.clock.wait(days=7)
    with pytest.raises(errors.VoteClosed, match="rejected"):
        cast(house.store, name, "bela", 2400)
    assert house.store.books(KEY).cooperative.proposals[name].tally.vote_count == 1


def test_who_joins_later_has_no_vote_in_what_is_open(house):
    open_house(house.store)
    found(house.store)
    name = propose(house.store)
    tell(house.store, JoinCooperative("rival", ("zoe", "yves")))
    with pytest.raises(errors.NotAMember):
        cast(house.store, name, "yves", 2400)
    tell(house.store, LeaveCooperative("rival"))
    with pytest.raises(errors.NotAMember):
        cast(house.store, name, "zoe", 2400)
    assert house.store.books(KEY).cooperative.proposals[name].tally.member_count == 5


def test_an_organisation_joins_once_invited_or_voted_in(house):
    open_house(house.store)
    found(house.store)
    with pytest.raises(errors.NotAdmitted):
        tell(house.store, JoinCooperative("third", ("yves",)))
    name = propose(
        house.store,
        replace(PROPOSAL, rule=None, figure=None, seasons=(), admitted="third"),
    )
    for member in ("anna", "bela", "zoe"):
        cast(house.store, name, member, True)
    house.clock.wait(days=7)
    carry(house.store)
    tell(house.store, JoinCooperative("third", ("yves",)))
    with pytest.raises(FieldInvalid, match="another organisation"):
        tell(house.store, JoinCooperative("third", ("anna",)))
    assert house.store.books(KEY).cooperative.members["yves"] == "third"


def test_the_terms_of_votes_change_by_a_vote(house):
    found(house.store)
    terms = VotingTerms(200, 3600)
    name = propose(
        house.store, replace(PROPOSAL, rule=None, figure=None, seasons=(), terms=terms)
    )
    for member in ("anna", "bela", "zoe"):
        cast(house.store, name, member, True)
    assert house.store.books(KEY).cooperative.terms == WEEK
    house.clock.wait(days=7)
    carry(house.store)
    assert house.store.books(KEY).cooperative.terms == terms


def test_only_who_proposed_takes_it_back_and_only_while_it_is_open(house):
    open_house(house.store)
    found(house.store)
    name = propose(house.store)
    with pytest.raises(FieldInvalid):
        tell(house.store, WithdrawProposal(name, "rival"))
    tell(house.store, WithdrawProposal(name, ORGANIZATION))
    tell(house.store, WithdrawProposal(name, ORGANIZATION))
    with pytest.raises(errors.VoteClosed, match="withdrawn"):
        cast(house.store, name, "anna", 2400)
    other = propose(house.store)
    house.clock.wait(days=7)
    with pytest.raises(errors.VoteClosed):
        tell(house.store, WithdrawProposal(other, ORGANIZATION))


def test_proposals_of_strangers_and_about_others_are_refused(house):
    open_house(house.store)
    found(house.store)
    with pytest.raises(errors.NotAdmitted):
        propose(house.store, replace(PROPOSAL, proposer="third"))
    with pytest.raises(FieldInvalid, match="takes no part"):
        propose(house.store, replace(PROPOSAL, seasons=(("third", "autumn"),)))
    event = CooperativeCreated(COOPERATIVE, "", WEEK, "third", ("yves",))
    with pytest.raises(NameTaken):
        tell(house.store, CreateCooperative(event))


def adopted(house, proposal=YES_NO, season_now=FREE):
    """Let the members adopt a proposal."""
    open_house(house.store, season_now)
    found(house.store)
    return vote_in(house, proposal)


def vote_in(house, proposal):
    name = propose(house.store, proposal)
    for member in ("anna", "bela", "zoe"):
        cast(house.store, name, member, True)
    house.clock.wait(days=7)
    carry(house.store)
    return name


def test_a_voted_rule_is_the_members_alone_to_change(house):
    adopted(house)
    with pytest.raises(errors.RuleVoted, match="voted in cooperatives/les-scenes"):
        ask(house.store, UpdateSeason(FREE))
    own = replace(season(house.store).season, rules=(CAP, NeverFalls(id="hold")))
    ask(house.store, UpdateSeason(own))
    assert rules(house.store) == ["cap", "hold"]
    end = replace(YES_NO, rule=None, repealed_rule_id="cap")
    vote_in(house, end)
    assert rules(house.store) == ["hold"]
    ask(house.store, UpdateSeason(FREE))
    assert rules(house.store) == []


def test_an_organisation_suspends_a_voted_rule_and_says_why(house):
    adopted(house)
    command = SuspendRule("autumn", "cap", "The hall burnt; the tour must be paid.")
    ask(house.store, command)
    ask(house.store, command)
    assert rules(house.store) == []
    voted = season(house.store).voted.rules["cap"]
    assert voted.reason == "The hall burnt; the tour must be paid."
    with pytest.raises(errors.RuleVoted):
        ask(house.store, UpdateSeason(replace(FREE, rules=(CAP,))))
    house.restart()
    ask(house.store, ResumeRule("autumn", "cap"))
    ask(house.store, ResumeRule("autumn", "cap"))
    assert rules(house.store) == ["cap"]
    assert kinds_of(house.store, ORGANIZATION)[-2:] == ["RuleSuspended", "RuleResumed"]
    for command in (
        SuspendRule("autumn", "cap", ""),
        SuspendRule("autumn", "none", "x"),
    ):
        with pytest.raises((FieldInvalid, NameUnknown)):
            ask(house.store, command)


def test_who_leaves_keeps_the_rules_as_its_own(house):
    adopted(house)
    tell(house.store, LeaveCooperative(ORGANIZATION))
    assert carry(house.store) == 1
    assert carry(house.store) == 0
    assert rules(house.store) == ["cap"]
    ask(house.store, UpdateSeason(FREE))
    assert rules(house.store) == []


def test_what_cannot_hold_now_is_said_and_tried_again_when_the_season_changes(house):
    held = studio_season(rules=(NeverFalls(id="hold"),))
    open_house(house.store, held, path=("high",) * 6)
    found(house.store)
    hold(house.store)
    house.clock.wait(days=1)
    vote_in(house, YES_NO)
    (adoption,) = season(house.store).voted.adoptions.values()
    assert "may not fall" in adoption.why
    assert carry(house.store) == 0
    ask(house.store, UpdateSeason(replace(held, rules=())))
    assert carry(house.store) == 1
    assert rules(house.store) == ["cap"]


def test_a_later_vote_on_the_same_rule_stands_whichever_is_carried_first(house):
    open_house(house.store, FREE)
    found(house.store)
    first = propose(house.store, YES_NO)
    house.clock.wait(hours=1)
    second = propose(
        house.store, replace(YES_NO, rule=replace(CAP, cap_minor=2200), reason="less")
    )
    for name in (first, second):
        for member in ("anna", "bela", "zoe"):
            cast(house.store, name, member, True)
    house.clock.wait(days=8)
    tell(house.store, Tick())
    for owner, command in reversed(list(left_to_carry(house.store))):
        tell(house.store, command, owner)
    assert season(house.store).season.rules == (replace(CAP, cap_minor=2200),)
    assert carry(house.store) == 0


def test_killed_between_closing_and_adoption_it_is_adopted_once_at_the_restart(house):
    open_house(house.store, FREE)
    found(house.store)
    vote_all(house.store, propose(house.store))
    house.clock.wait(days=7)
    tell(house.store, Tick())
    assert kinds_of(house.store, KEY)[-1] == "ProposalClosed"
    assert rules(house.store) == []
    house.restart()
    assert carry(house.store) == 1
    house.restart()
    assert carry(house.store) == 0
    assert kinds_of(house.store, ORGANIZATION).count("RuleAdopted") == 1


def test_replicas_close_a_vote_once_and_adopt_its_rule_once(database, clock):
    address = database.new_database()
    stores = [open_postgresql(address, clock) for _ in range(2)]
    try:
        one, two = stores
        open_house(one, FREE)
        found(one)
        name = propose(one)
        cast(two, name, "anna", 2400)
        cast(one, name, "bela", 2200)
        cast(two, name, "zoe", 3000)
        clock.wait(days=7)
        threads = [threading.Thread(target=carry, args=(each,)) for each in stores * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        for store in stores:
            carry(store)
        closed = [e for e in one.events(KEY) if isinstance(e.event, ProposalClosed)]
        taken = [
            e for e in two.events(ORGANIZATION) if isinstance(e.event, RuleAdopted)
        ]
        assert (len(closed), len(taken)) == (1, 1)
        assert taken[0].event.rule == PriceBounds(
            id="cap", scope=CAP.scope, cap_minor=2400
        )
    finally:
        for store in stores:
            store.close()
