"""What was voted, in the organisations' logs: adopted once, suspended, released."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from pricing.domain import errors
from pricing.domain.audience import AudienceClass
from pricing.domain.chosen_price import AmongAmounts
from pricing.domain.errors import (
    FieldInvalid,
    NameUnknown,
)
from pricing.domain.rules import NeverFalls, PriceBounds
from pricing.store import backup, snapshot
from pricing.store.carrying import left_to_carry
from pricing.store.commands import (
    FreezePerformance,
    LeaveCooperative,
    ResumeRule,
    SuspendRule,
    Tick,
    UnfreezePerformance,
    UpdateSeason,
)
from pricing.store.events_governance import (
    ProposalClosed,
    RuleAdopted,
)
from pricing.store.postgresql import open_postgresql
from pricing.store.sqlite import open_sqlite
from pricing.store.sqlite_reading import SqliteReader
from pricing.store.voted_rules import VotedRule, VotedRules
from tests.houses import ON_SALE, studio_season
from tests.pricing.store.asks import ORGANIZATION, ask, hold, open_house
from tests.pricing.store.votes import (
    CAP,
    FREE,
    KEY,
    YES_NO,
    carry,
    cast,
    found,
    kinds_of,
    propose,
    rules,
    season,
    tell,
    vote_all,
)


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


def test_a_vote_waits_where_a_sale_is_frozen_to_open_at_what_it_forbids(house):
    season_now = studio_season(rules=(NeverFalls(id="hold"),))
    house.clock.now = ON_SALE - timedelta(days=20)
    open_house(house.store, season_now, path=["high"] * 6)
    ask(house.store, FreezePerformance("autumn", "night-1"))
    found(house.store)
    vote_in(house, YES_NO)
    assert rules(house.store) == ["hold"]
    (adoption,) = season(house.store).voted.adoptions.values()
    assert "unfreeze it first" in adoption.why
    ask(house.store, UnfreezePerformance("autumn", "night-1"))
    assert carry(house.store) == 1
    assert sorted(rules(house.store)) == ["cap", "hold"]


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


def test_a_cap_that_a_dearer_solidarity_tariff_overtook_waits(house):
    open_house(house.store, FREE)
    found(house.store)
    name = propose(house.store, replace(YES_NO, rule=replace(CAP, cap_minor=2000)))
    for member in ("anna", "bela", "zoe"):
        cast(house.store, name, member, True)
    dearer = tuple(
        replace(each, price=AmongAmounts((2100, 2500), 2100))
        if each.solidarity
        else each
        for each in FREE.tariffs
        if each.id != "by-means"
    )
    demand = replace(FREE.demand, classes=(AudienceClass("full", 1.0),))
    ask(house.store, UpdateSeason(replace(FREE, tariffs=dearer, demand=demand)))
    house.clock.wait(days=7)
    carry(house.store)
    (adoption,) = season(house.store).voted.adoptions.values()
    assert "is under 21.00 EUR, the cheapest solidarity price" in adoption.why
    assert rules(house.store) == []


def test_a_snapshot_holds_what_was_voted(house):
    adopted(house)
    ask(house.store, SuspendRule("autumn", "cap", "The hall burnt."))
    for key in (KEY, ORGANIZATION):
        books = house.store.books(key)
        last = list(house.store.events(key))[-1]
        data = snapshot.still(books).written(snapshot.mark_of(last))
        mark = snapshot.mark_of(last)
        back = snapshot.read(data, lambda place, mark=mark: mark)
        assert back is not None
        assert back.cooperative == books.cooperative
        for season_id, of in books.seasons.items():
            assert back.seasons[season_id].voted == of.voted


def test_a_backup_holds_a_cooperative_after_its_organisations(tmp_path, clock):
    store = open_sqlite(tmp_path / "books.db", clock)
    try:
        open_house(store, FREE)
        found(store)
        cast(store, propose(store), "anna", 2400)
        written = tmp_path / "backup"
        log = SqliteReader(tmp_path / "books.db")
        backup.backup(log, written, clock.now)
        log.close()
    finally:
        store.close()
    contents = backup.check(written)
    assert list(contents.heads)[-1] == KEY


def test_a_quote_from_before_a_vote_is_not_said_to_be_of_it():
    adopted = VotedRule("cooperatives/les-scenes/proposals/p1", ON_SALE, ON_SALE, CAP)
    voted = VotedRules(rules={CAP.id: adopted})
    assert voted.proposals_by(ON_SALE - timedelta(seconds=1)) == {}
    assert voted.proposals_by(ON_SALE) == voted.proposals != {}
    voted.rules[CAP.id] = replace(adopted, suspended_at=ON_SALE, reason="a strike")
    assert voted.proposals_by(ON_SALE) == {}
