"""Votes in a log: taken, counted once, carried into seasons once, in every store."""

from dataclasses import replace

import pytest

from pricing.domain import errors
from pricing.domain.errors import (
    FieldInvalid,
    NameTaken,
    NameUnknown,
    RequestIdReused,
)
from pricing.domain.governance import ProposalState, VotingTerms
from pricing.domain.quote import QuoteState
from pricing.store.commands import (
    CreateCooperative,
    JoinCooperative,
    LeaveCooperative,
    Tick,
    WithdrawProposal,
)
from pricing.store.events_governance import (
    CooperativeCreated,
)
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold, open_house
from tests.pricing.store.votes import (
    CAP,
    COOPERATIVE,
    FREE,
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
    vote_all,
)


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
