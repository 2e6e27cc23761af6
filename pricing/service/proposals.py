"""Methods of the GovernanceService about proposals and votes."""

from dataclasses import replace

from jauge.pricing.v1 import governance_service_pb2 as pb
from jauge.pricing.v1 import vote_pb2
from jauge.pricing.v1.proposal_pb2 import Proposal as ProposalMessage
from jauge.pricing.v1.proposal_pb2 import RuleAdoption
from pricing.constraints.explain import Language
from pricing.domain.errors import FieldInvalid
from pricing.domain.governance import SEASONS_MAX, ProposalState
from pricing.service.calls import Context
from pricing.service.convert.fields import present, timestamp
from pricing.service.convert.proposals import (
    proposal_from_proto,
    proposal_to_proto,
    vote_from_proto,
    vote_to_proto,
)
from pricing.service.names import (
    CooperativeName,
    OrganizationName,
    ProposalName,
    SeasonName,
)
from pricing.service.pages import page
from pricing.service.proposal_sentences import say
from pricing.service.requests import answer, check_request_id
from pricing.service.rule_checks import check, seasons_of
from pricing.service.season_rules import language_of
from pricing.service.vote_clock import VoteClock
from pricing.service.workers import Workers
from pricing.store.commands import CastVote, OpenProposal, WithdrawProposal
from pricing.store.commands.cooperatives import founded
from pricing.store.commands.votes import (
    check_member,
    check_open,
    check_part,
    check_vote,
)
from pricing.store.cooperative import CooperativeBooks, ProposalBooks
from pricing.store.interface import Store


class ProposalMethods:
    """Proposals and votes, on the books of a store."""

    _store: Store
    _clock: VoteClock
    _aside: Workers

    async def CreateProposal(
        self, request: pb.CreateProposalRequest, context: Context
    ) -> ProposalMessage:
        """Open a vote on what could be kept to."""
        name = CooperativeName.parse(request.parent, "parent")
        proposer = OrganizationName.parse(request.organization, "organization")
        present(request, "proposal")
        request_id = check_request_id(request.request_id)
        currency = self._currency(request.proposal, self._of(name))
        proposal = proposal_from_proto(request.proposal, name, proposer, currency)
        asked_before = request_id in self._store.books(str(name)).requests
        if not asked_before:
            await check(self._store, self._aside, proposal)
        opened = await answer(
            self._store, str(name), OpenProposal(proposal, request_id)
        )
        return self._message(ProposalName(name.cooperative_id, opened.proposal.id))

    async def GetProposal(
        self, request: pb.GetProposalRequest, context: Context
    ) -> ProposalMessage:
        """Return a proposal as it stands."""
        name = ProposalName.parse(request.name, "name")
        language = language_of(request.language_code)
        await self._clock.settle(str(CooperativeName(name.cooperative_id)))
        return self._message(name, language)

    async def ListProposals(
        self, request: pb.ListProposalsRequest, context: Context
    ) -> pb.ListProposalsResponse:
        """Return a page of proposals, oldest first."""
        name = CooperativeName.parse(request.parent, "parent")
        language = language_of(request.language_code)
        await self._clock.settle(str(name))
        chosen, token = page(
            list(self._of(name).proposals),
            str,
            scope=f"{name}/proposals",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        names = [ProposalName(name.cooperative_id, each) for each in chosen]
        return pb.ListProposalsResponse(
            proposals=[self._message(each, language) for each in names],
            next_page_token=token,
        )

    async def WithdrawProposal(
        self, request: pb.WithdrawProposalRequest, context: Context
    ) -> ProposalMessage:
        """Take a proposal back."""
        name = ProposalName.parse(request.name, "name")
        owner = OrganizationName.parse(request.organization, "organization")
        command = WithdrawProposal(name.proposal_id, owner.organization_id)
        await answer(self._store, str(CooperativeName(name.cooperative_id)), command)
        return self._message(name)

    async def CastVote(
        self, request: vote_pb2.CastVoteRequest, context: Context
    ) -> vote_pb2.Vote:
        """Cast the vote of a member, for a figure that could be kept to."""
        name = ProposalName.parse(request.name, "name")
        owner = OrganizationName.parse(request.organization, "organization")
        present(request, "vote")
        request_id = check_request_id(request.request_id)
        key = str(CooperativeName(name.cooperative_id))
        of = self._proposal(name)
        vote = vote_from_proto(request.vote, of.proposal)
        if request_id not in self._store.books(key).requests:
            check_open(of, self._store.now(key))
            check_vote(of.proposal, vote)
            member = (vote.member_id, owner.organization_id)
            check_member(self._store.books(key).cooperative, of, *member)
            if vote.figure is not None:
                # A figure within those voted could be kept to as they could.
                rule = of.proposal.with_figure(vote.figure)
                await check(self._store, self._aside, replace(of.proposal, rule=rule))
        command = CastVote(name.proposal_id, owner.organization_id, vote, request_id)
        cast = await answer(self._store, key, command)
        return vote_to_proto(cast.vote, of.proposal)

    async def ListVotes(
        self, request: vote_pb2.ListVotesRequest, context: Context
    ) -> vote_pb2.ListVotesResponse:
        """Return a page of votes, in the order in which they were cast."""
        name = ProposalName.parse(request.parent, "parent")
        of = self._proposal(name)
        chosen, token = page(
            list(of.votes.values()),
            lambda vote: vote.member_id,
            scope=f"{name}/votes",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        return vote_pb2.ListVotesResponse(
            votes=[vote_to_proto(each, of.proposal) for each in chosen],
            next_page_token=token,
        )

    def _of(self, name: CooperativeName) -> CooperativeBooks:
        key = str(CooperativeName(name.cooperative_id))
        return founded(self._store.books(key))

    def _proposal(self, name: ProposalName) -> ProposalBooks:
        return self._of(name).proposal(name.proposal_id)

    def _currency(self, proposal: ProposalMessage, of: CooperativeBooks) -> str:
        """Return the currency of the seasons of a proposal, "" without any."""
        if len(proposal.seasons) > SEASONS_MAX:
            raise FieldInvalid(
                "proposal.seasons", f"Expected at most {SEASONS_MAX} seasons."
            )
        names = [
            SeasonName.parse(each, f"proposal.seasons[{place}]")
            for place, each in enumerate(proposal.seasons)
        ]
        for place, each in enumerate(names):
            # Before it is looked for: of others it is not told what there is.
            check_part(of, each.organization_id, f"proposal.seasons[{place}]")
        keys = [(each.organization_id, each.season_id) for each in names]
        seasons = seasons_of(self._store, keys)
        return seasons[0].currency_code if seasons else ""

    def _message(
        self, name: ProposalName, language: Language = "en"
    ) -> ProposalMessage:
        of = self._proposal(name)
        adoptions = []
        if of.state is ProposalState.ADOPTED and of.proposal.rule_id:
            adoptions = [self._adoption(of, key) for key in of.proposal.seasons]
        message = proposal_to_proto(of, adoptions)
        if of.proposal.rule_id and of.proposal.seasons:
            owner, season_id = of.proposal.seasons[0]
            books = self._store.books(owner).seasons.get(season_id)
            if books is not None:
                say(message, of, books.season, language)
        return message

    def _adoption(self, of: ProposalBooks, key: tuple[str, str]) -> RuleAdoption:
        season = self._store.books(key[0]).seasons.get(key[1])
        known = None if season is None else season.voted.adoptions.get(of.proposal.name)
        message = RuleAdoption(season=str(SeasonName(*key)))
        if known is None:
            message.state = RuleAdoption.STATE_PENDING
            return message
        blocked, holds = RuleAdoption.STATE_BLOCKED, RuleAdoption.STATE_IN_FORCE
        message.state = blocked if known.why else holds
        message.why = known.why
        message.update_time.CopyFrom(timestamp(known.time))
        return message
