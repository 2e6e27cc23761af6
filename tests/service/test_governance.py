"""Members propose, preview and vote over the wire; what they voted binds prices."""

import time
from datetime import UTC, timedelta
from uuid import uuid4

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from jauge.pricing.v1 import cooperative_pb2 as coop
from jauge.pricing.v1 import governance_service_pb2 as pb
from jauge.pricing.v1 import rule_preview_pb2, season_rule_pb2, vote_pb2
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.proposal_pb2 import Proposal, RuleAdoption
from jauge.pricing.v1.rule_pb2 import AccessShare, PriceBounds, Rule
from jauge.pricing.v1.rule_pb2 import IncomeFloor as IncomeFloorMessage
from jauge.pricing.v1.season_rule_pb2 import SeasonRule
from pricing.domain.rules import IncomeFloor, NeverFalls
from pricing.domain.rules import PriceBounds as PriceBoundsRule
from pricing.domain.tables import ForecastTable
from pricing.hosting import preview_work
from pricing.service.rule_checks import refusal
from pricing.store.commands import StoreForecast, Tick
from tests.houses import studio_season
from tests.pricing.store.asks import ask, open_house
from tests.service.doors import calling, key, locked
from tests.service.harness import OWNER, SEASON, refused, running

CODE = grpc.StatusCode
NAME = "cooperatives/les-scenes"
MEMBERS = ["anna", "bela", "caro"]


def euros(units, cents=0):
    return Money(currency_code="EUR", units=units, nanos=cents * 10_000_000)


def cap(units, **scope):
    rule = Rule(id="cap", price_bounds=PriceBounds(cap_price=euros(units)))
    if scope:
        rule.scope.CopyFrom(type(rule.scope)(**scope))
    return rule


def found(service, seconds=3600):
    request = coop.CreateCooperativeRequest(
        organization=OWNER,
        cooperative_id="les-scenes",
        cooperative=coop.Cooperative(
            display_name="Les Scènes",
            terms=coop.VotingTerms(
                quorum_permille=500, voting_period=Duration(seconds=seconds)
            ),
        ),
        member_ids=MEMBERS,
        request_id=str(uuid4()),
    )
    return service.client.governance.CreateCooperative(request)


def propose(service, rule, figure="cap", **more):
    proposal = Proposal(
        reason="So that all may come.", seasons=[SEASON], rule=rule, figure=figure
    )
    request = pb.CreateProposalRequest(
        parent=NAME, organization=OWNER, proposal=proposal, **more
    )
    return service.client.governance.CreateProposal(request)


def vote(service, name, member, ballot, **more):
    said = (
        {"approve": ballot}
        if isinstance(ballot, bool)
        else {"figure": vote_pb2.VotedFigure(amount=euros(ballot))}
    )
    request = vote_pb2.CastVoteRequest(
        name=name,
        organization=OWNER,
        vote=vote_pb2.Vote(member_id=member, **said),
        **more,
    )
    return service.client.governance.CastVote(request)


def forecast(season, demand=30.0):
    rows = [(p.id, c) for p in season.performances for c in ("front", "back")]
    names, categories = zip(*rows, strict=True)
    return ForecastTable(names, categories, *(((demand,) * len(rows)),) * 5)


@pytest.fixture
def house():
    """The studio on sale under a rule or two, which may fall; and its cooperative."""
    with running(preview=preview_work) as service:
        open_house(service.store, studio_season(rules=()))
        found(service)
        yield service


def test_a_cap_is_proposed_voted_and_adopted_with_the_members_median(house):
    opened = propose(house, cap(26, production="antigone"))
    assert (opened.name, opened.state) == (f"{NAME}/proposals/p1", Proposal.STATE_OPEN)
    assert opened.close_time.seconds - opened.open_time.seconds == 3600
    for member, figure in zip(MEMBERS, (24, 30, 22), strict=True):
        vote(house, opened.name, member, figure)
    counted = house.client.governance.GetProposal(
        pb.GetProposalRequest(name=opened.name)
    )
    assert counted.count.median.amount == euros(24)
    assert counted.count.carried
    assert counted.state == Proposal.STATE_OPEN
    house.clock.now += timedelta(hours=1)
    # Whoever reads it first closes it.
    closed = house.client.governance.GetProposal(
        pb.GetProposalRequest(name=opened.name)
    )
    assert closed.state == Proposal.STATE_ADOPTED
    assert closed.adopted_rule == cap(24, production="antigone")
    (adoption,) = closed.adoptions
    assert adoption.state == RuleAdoption.STATE_IN_FORCE
    (listed,) = house.client.governance.ListRules(
        season_rule_pb2.ListRulesRequest(parent=SEASON)
    ).rules
    assert (listed.proposal, listed.state) == (opened.name, SeasonRule.STATE_IN_FORCE)
    assert "24.00 EUR" in listed.sentence
    votes = house.client.governance.ListVotes(
        vote_pb2.ListVotesRequest(parent=opened.name)
    ).votes
    assert [each.member_id for each in votes] == MEMBERS
    (same,) = house.client.governance.ListProposals(
        pb.ListProposalsRequest(parent=NAME)
    ).proposals
    assert same == closed


def test_the_clock_of_the_service_closes_a_vote_that_nobody_reads(house):
    opened = propose(house, cap(26))
    for member in MEMBERS:
        vote(house, opened.name, member, 26)
    house.clock.now += timedelta(hours=1)
    of = house.store.books("studio-theatre").season("autumn")
    for _ in range(200):
        if of.season.rules:
            break
        time.sleep(0.05)
    assert [rule.id for rule in of.season.rules] == ["cap"]


def test_votes_are_refused_with_reasons_of_their_own(house):
    opened = propose(house, cap(26))
    request_id = str(uuid4())
    first = vote(house, opened.name, "anna", 24, request_id=request_id)
    assert vote(house, opened.name, "anna", 24, request_id=request_id) == first
    with refused(CODE.FAILED_PRECONDITION, "VOTE_CAST"):
        vote(house, opened.name, "anna", 24)
    with refused(CODE.PERMISSION_DENIED, "NOT_A_MEMBER"):
        vote(house, opened.name, "zoe", 24)
    with refused(CODE.INVALID_ARGUMENT, "FIELD_INVALID"):
        vote(house, opened.name, "bela", True)
    with refused(CODE.INVALID_ARGUMENT, "FIELD_INVALID"):
        vote(house, opened.name, "b@example.org", 24)
    with refused(CODE.FAILED_PRECONDITION, "CAP_UNDER_SOLIDARITY") as said:
        vote(house, opened.name, "bela", 3)
    assert said["metadata"]["price"] == "3.60 EUR"
    house.clock.now += timedelta(hours=1)
    with refused(CODE.FAILED_PRECONDITION, "VOTE_CLOSED"):
        vote(house, opened.name, "bela", 24)


def test_a_cap_under_the_cheapest_solidarity_price_is_not_put_to_the_vote(house):
    with refused(CODE.FAILED_PRECONDITION, "CAP_UNDER_SOLIDARITY") as said:
        propose(house, cap(3))
    assert said["metadata"] == {
        "rule_id": "cap",
        "cap": "3.00 EUR",
        "price": "3.60 EUR",
        "tariff_id": "by-means",
    }


def test_a_cap_that_leaves_no_price_is_refused_with_the_rules_that_conflict(house):
    with refused(CODE.FAILED_PRECONDITION, "CONSTRAINTS_INFEASIBLE") as said:
        propose(house, cap(11))
    assert said["metadata"]["constraint_ids"] == "cap"


@pytest.mark.slow
def test_a_rule_that_conflicts_with_an_earlier_one_names_it_and_the_way_out():
    season = studio_season(rules=(IncomeFloor(id="even", income_minor=230_000),))
    with running() as service:
        open_house(service.store, season)
        found(service)
        ask(service.store, StoreForecast("autumn", "f1", forecast(season, 90.0)))
        with refused(CODE.FAILED_PRECONDITION, "CONSTRAINTS_INFEASIBLE") as said:
            propose(service, cap(20))
    assert said["metadata"]["constraint_ids"] == "even,cap"
    assert "Cheapest first" in said["message"]


def test_what_is_proposed_must_be_one_thing_about_seasons_that_are_there(house):
    for broken in (
        Proposal(reason="Why", seasons=[SEASON]),
        Proposal(reason="", seasons=[SEASON], rule=cap(26)),
        Proposal(reason="Write to a@b.org", seasons=[SEASON], rule=cap(26)),
        Proposal(reason="Why", rule=cap(26)),
        Proposal(reason="Why", seasons=[SEASON, SEASON], rule=cap(26)),
        Proposal(reason="Why", seasons=[SEASON], rule=cap(26), figure="floor"),
        Proposal(reason="Why", seasons=[SEASON], rule=cap(26, production="none")),
        Proposal(reason="Why", seasons=["organizations/x/seasons/y"], rule=cap(26)),
        Proposal(reason="Why", terms=coop.VotingTerms(quorum_permille=0)),
    ):
        with refused(CODE.INVALID_ARGUMENT, "FIELD_INVALID"):
            house.client.governance.CreateProposal(
                pb.CreateProposalRequest(
                    parent=NAME, organization=OWNER, proposal=broken
                )
            )
    repeal = Proposal(reason="Why", seasons=[SEASON], repealed_rule_id="none")
    with refused(CODE.NOT_FOUND, "NAME_UNKNOWN"):
        house.client.governance.CreateProposal(
            pb.CreateProposalRequest(parent=NAME, organization=OWNER, proposal=repeal)
        )


def test_a_rule_is_not_proposed_in_place_of_one_of_another_kind(house):
    other = Rule(id="cap", income_floor=IncomeFloorMessage(income=euros(1)))
    opened = propose(house, cap(26))
    # It takes its own kind alone from the moment it is adopted, though both were asked.
    later = propose(house, other, figure="")
    for member in MEMBERS:
        vote(house, opened.name, member, 26)
        vote(house, later.name, member, True)
    house.clock.now += timedelta(hours=1)
    request = pb.GetProposalRequest(name=opened.name)
    assert house.client.governance.GetProposal(request).adopted_rule == cap(26)
    request.name = later.name
    (adoption,) = house.client.governance.GetProposal(request).adoptions
    assert adoption.state == RuleAdoption.STATE_BLOCKED
    assert "is a rule of kind PriceBounds, not IncomeFloor" in adoption.why
    said = "end it first, or choose another id"
    with refused(CODE.INVALID_ARGUMENT, "FIELD_INVALID") as told:
        propose(house, other, figure="")
    assert said in told["message"]
    suspend = season_rule_pb2.SuspendRuleRequest(
        parent=SEASON, rule_id="cap", reason="The tour is cancelled."
    )
    house.client.governance.SuspendRule(suspend)
    with refused(CODE.INVALID_ARGUMENT, "FIELD_INVALID") as told:
        propose(house, other, figure="")
    assert said in told["message"]
    propose(house, cap(25))


def test_why_a_rule_cannot_be_proposed_is_said_of_its_preview_too():
    rising = NeverFalls(id="hold")
    with running() as service:
        open_house(service.store, studio_season(rules=(rising,)), path=["mid"] * 6)
        of = service.store.books("studio-theatre").season("autumn")
        bound = PriceBoundsRule(id="cap", cap_minor=2400)
        assert "a cap of at least 25.00 EUR holds" in refusal(of, bound)
        found(service)
        with refused(CODE.FAILED_PRECONDITION, "CONSTRAINTS_INFEASIBLE"):
            propose(service, cap(24))
        propose(service, cap(25))
        assert refusal(of, rising) == ""
        assert refusal(of, None) == ""


def test_a_voted_rule_says_when_prices_that_break_it_follow():
    listing = season_rule_pb2.ListRulesRequest(parent=SEASON)
    with running() as service:
        open_house(service.store, studio_season(rules=()), path=["high"] * 6)
        found(service)
        opened = propose(service, cap(26))
        for member in MEMBERS:
            vote(service, opened.name, member, 24)
        service.clock.now += timedelta(hours=1)
        governance = service.client.governance
        governance.GetProposal(pb.GetProposalRequest(name=opened.name))
        of = service.store.books("studio-theatre").season("autumn")
        (listed,) = governance.ListRules(listing).rules
        dear = {p.performance_id for p in of.postings.values() if p.tier_id == "high"}
        while dear:
            nights = [of.performance(each) for each in dear]
            due = min(of.due_time(each, service.clock.now) for each in nights)
            assert listed.follow_time.ToDatetime(UTC) == due
            service.clock.now = due
            ask(service.store, Tick())
            of = service.store.books("studio-theatre").season("autumn")
            (listed,) = governance.ListRules(listing).rules
            left = {each for each in dear if of.postings[each].tier_id == "high"}
            assert left < dear
            dear = left
        assert not listed.HasField("follow_time")


def test_a_share_under_every_price_is_refused_before_there_is_a_forecast():
    cent = Money(currency_code="EUR", nanos=10_000_000)
    share = Rule(id="access", access_share=AccessShare(share_permille=300, price=cent))
    with running() as service:
        open_house(service.store)
        found(service)
        with refused(CODE.FAILED_PRECONDITION, "CONSTRAINTS_INFEASIBLE") as told:
            propose(service, share, figure="")
    assert "no seat can cost 0.01 EUR or less" in told["message"]


def test_a_proposal_says_what_it_would_put_in_whose_place(house):
    first = propose(house, cap(26))
    assert "26.00 EUR" in first.sentence
    assert first.replaced_sentence == ""
    for member in MEMBERS:
        vote(house, first.name, member, 24)
    house.clock.now += timedelta(hours=1)
    governance = house.client.governance
    adopted = governance.GetProposal(pb.GetProposalRequest(name=first.name))
    assert "24.00 EUR" in adopted.sentence
    assert adopted.replaced_sentence == ""
    second = propose(house, cap(22))
    assert "22.00 EUR" in second.sentence
    assert second.replaced_sentence == adopted.sentence
    request = pb.GetProposalRequest(name=second.name, language_code="fr")
    french = governance.GetProposal(request)
    assert french.sentence.startswith("Le plein tarif")
    assert french.replaced_sentence.startswith("Le plein tarif")
    listing = pb.ListProposalsRequest(parent=NAME, language_code="fr")
    assert governance.ListProposals(listing).proposals[1] == french
    request.language_code = "de"
    with refused(CODE.INVALID_ARGUMENT, "FIELD_INVALID"):
        governance.GetProposal(request)


def test_a_proposal_is_made_once_and_taken_back_by_who_made_it(house):
    request_id = str(uuid4())
    opened = propose(house, cap(26), request_id=request_id)
    assert propose(house, cap(26), request_id=request_id) == opened
    with refused(CODE.INVALID_ARGUMENT, "REQUEST_ID_REUSED"):
        propose(house, cap(27), request_id=request_id)
    request = pb.WithdrawProposalRequest(name=opened.name, organization=OWNER)
    back = house.client.governance.WithdrawProposal(request)
    assert back.state == Proposal.STATE_WITHDRAWN
    assert house.client.governance.WithdrawProposal(request) == back


def test_an_emergency_suspends_a_voted_rule_for_all_to_see(house):
    opened = propose(house, cap(26))
    for member in MEMBERS:
        vote(house, opened.name, member, 26)
    house.clock.now += timedelta(hours=1)
    house.client.governance.GetProposal(pb.GetProposalRequest(name=opened.name))
    suspend = season_rule_pb2.SuspendRuleRequest(
        parent=SEASON, rule_id="cap", reason="The tour is cancelled."
    )
    suspended = house.client.governance.SuspendRule(suspend)
    assert suspended.state == SeasonRule.STATE_SUSPENDED
    assert suspended.suspend_reason == "The tour is cancelled."
    assert house.client.governance.SuspendRule(suspend) == suspended
    listed = house.client.governance.ListRules(
        season_rule_pb2.ListRulesRequest(parent=SEASON)
    ).rules
    assert list(listed) == [suspended]
    resumed = house.client.governance.ResumeRule(
        season_rule_pb2.ResumeRuleRequest(parent=SEASON, rule_id="cap")
    )
    assert resumed.state == SeasonRule.STATE_IN_FORCE
    suspend.rule_id = "none"
    with refused(CODE.NOT_FOUND, "NAME_UNKNOWN"):
        house.client.governance.SuspendRule(suspend)


@pytest.mark.slow
def test_a_preview_says_who_wins_and_who_loses_before_the_vote(house):
    season = house.store.books("studio-theatre").season("autumn").season
    ask(house.store, StoreForecast("autumn", "f1", forecast(season, 50.0)))
    request = rule_preview_pb2.PreviewRuleRequest(
        parent=SEASON, rule=cap(21), trial_count=8
    )
    governance = house.client.governance
    told = governance.PreviewRule(request, timeout=280)
    assert [each.measure for each in told.changes] == [
        "income",
        "fill_rate",
        "access_share",
    ]
    assert told.trial_count == 8
    assert told.rule == cap(21)
    income = next(each for each in told.changes if each.measure == "income")
    assert income.mean < 0
    without, with_change = (
        side.income.units + side.income.nanos / 1e9
        for side in (told.without_change, told.with_change)
    )
    assert with_change - without == pytest.approx(income.mean, abs=1e-6)
    assert {(each.tariff_id, each.means_bracket_id) for each in told.means} >= {
        ("full", ""),
        ("by-means", "low"),
    }
    again = governance.PreviewRule(request, timeout=280)
    again.elapsed_seconds = told.elapsed_seconds
    assert again == told
    request.repealed_rule_id = "none"
    with refused(CODE.NOT_FOUND, "NAME_UNKNOWN"):
        governance.PreviewRule(request)


@pytest.mark.slow
def test_a_preview_of_a_cap_under_a_price_on_sale_says_that_it_must_wait():
    with running(preview=preview_work) as service:
        season = studio_season(rules=(NeverFalls(id="hold"),))
        open_house(service.store, season, path=["mid"] * 6)
        ask(service.store, StoreForecast("autumn", "f1", forecast(season, 50.0)))
        for units, said in ((24, "a cap of at least 25.00 EUR holds"), (25, "")):
            request = rule_preview_pb2.PreviewRuleRequest(
                parent=SEASON, rule=cap(units), trial_count=2
            )
            told = service.client.governance.PreviewRule(request, timeout=280)
            assert told.trial_count == 2
            assert said in told.refusal
            assert bool(told.refusal) == bool(said)


def test_a_token_of_a_member_casts_that_vote_and_changes_nothing_else(tmp_path):
    path = tmp_path / "tokens.json"
    own = key(path, "cooperative")
    bela = key(path, "cooperative", member_id="bela")
    with locked(path) as service:
        open_house(service.store, studio_season(rules=()))
        with calling(service, own) as client, calling(service, bela) as member:
            service.client = client
            found(service)
            opened = propose(service, cap(26))
            service.client = member
            with refused(CODE.PERMISSION_DENIED, "NOT_A_MEMBER"):
                vote(service, opened.name, "anna", 24)
            with refused(CODE.PERMISSION_DENIED, "ROLE_MISSING"):
                propose(service, cap(25))
            vote(service, opened.name, "bela", 24)
            request = pb.GetProposalRequest(name=opened.name)
            assert member.governance.GetProposal(request).count.vote_count == 1


def test_a_token_speaks_for_its_own_organisation_alone(tmp_path):
    path = tmp_path / "tokens.json"
    own = key(path, "cooperative")
    rival = key(path, "cooperative", organization="rival")
    with locked(path) as service:
        open_house(service.store, studio_season(rules=()))
        with calling(service, own) as client, calling(service, rival) as other:
            service.client = client
            found(service)
            opened = propose(service, cap(26))
            service.client = other
            with refused(CODE.PERMISSION_DENIED, "ORGANIZATION_FOREIGN"):
                vote(service, opened.name, "anna", 24)
            request = pb.GetProposalRequest(name=opened.name)
            with refused(CODE.PERMISSION_DENIED, "ORGANIZATION_FOREIGN"):
                other.governance.GetProposal(request)
            join = coop.JoinCooperativeRequest(
                organization="organizations/rival",
                cooperative=NAME,
                member_ids=["zoe"],
            )
            with refused(CODE.FAILED_PRECONDITION, "NOT_ADMITTED"):
                other.governance.JoinCooperative(join)
            service.client = client
            vote(service, opened.name, "anna", 24)
            mine = client.governance.ListCooperatives(
                coop.ListCooperativesRequest(parent="organizations/-")
            )
            theirs = other.governance.ListCooperatives(
                coop.ListCooperativesRequest(parent="organizations/-")
            )
            assert [each.name for each in mine.cooperatives] == [NAME]
            assert not theirs.cooperatives
