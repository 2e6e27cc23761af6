"""Votes, and rules that were voted, as other tools are told of them."""

from jauge.pricing.v1.feed_event_pb2 import FeedEvent, RuleChange
from jauge.pricing.v1.feed_vote_pb2 import VotingEvent
from pricing.service.convert.proposals import vote_to_proto
from pricing.service.names import OrganizationName, ProposalName
from pricing.store import events_governance as events
from pricing.store.cooperative import CooperativeBooks
from pricing.store.events_governance import CooperativeEvent, VotedRuleEvent


def voting_told(event: CooperativeEvent, of: CooperativeBooks) -> FeedEvent:
    """Return what happened in a cooperative; ``of`` is as it stands, or later."""
    told = VotingEvent()
    match event:
        case events.CooperativeCreated():
            told.happened = VotingEvent.HAPPENED_JOINED
            told.organization = str(OrganizationName(event.founder))
        case events.OrganizationJoined():
            told.happened = VotingEvent.HAPPENED_JOINED
            told.organization = str(OrganizationName(event.organization_id))
        case events.OrganizationLeft():
            told.happened = VotingEvent.HAPPENED_LEFT
            told.organization = str(OrganizationName(event.organization_id))
        case events.ProposalOpened():
            told.happened = VotingEvent.HAPPENED_OPENED
            told.proposal = str(ProposalName(of.id, event.proposal.id))
            told.organization = str(OrganizationName(event.proposal.proposer))
        case events.VoteCast():
            told.happened = VotingEvent.HAPPENED_VOTED
            told.proposal = str(ProposalName(of.id, event.proposal_id))
            proposal = of.proposal(event.proposal_id).proposal
            told.vote.CopyFrom(vote_to_proto(event.vote, proposal))
        case events.ProposalWithdrawn():
            told.happened = VotingEvent.HAPPENED_WITHDRAWN
            told.proposal = str(ProposalName(of.id, event.proposal_id))
        case events.ProposalClosed():
            carried = event.tally.carried
            told.happened = (
                VotingEvent.HAPPENED_ADOPTED
                if carried
                else VotingEvent.HAPPENED_REJECTED
            )
            told.proposal = str(ProposalName(of.id, event.proposal_id))
    return FeedEvent(kind=FeedEvent.KIND_VOTE, voting=told)


def rule_told(event: VotedRuleEvent) -> FeedEvent:
    """Return what became of a rule that was voted."""
    match event:
        case events.RuleAdopted():
            ended = event.rule is None
            change = RuleChange(
                rule_id=event.rule_id,
                change=RuleChange.CHANGE_ENDED if ended else RuleChange.CHANGE_ADOPTED,
                proposal=event.proposal,
            )
        case events.AdoptionBlocked():
            change = RuleChange(
                change=RuleChange.CHANGE_BLOCKED,
                proposal=event.proposal,
                reason=event.why,
            )
        case events.RuleSuspended():
            change = RuleChange(
                rule_id=event.rule_id,
                change=RuleChange.CHANGE_SUSPENDED,
                reason=event.reason,
            )
        case events.RuleResumed():
            change = RuleChange(rule_id=event.rule_id, change=RuleChange.CHANGE_RESUMED)
        case events.RulesReleased():
            change = RuleChange(change=RuleChange.CHANGE_RELEASED)
    return FeedEvent(kind=FeedEvent.KIND_RULE, rule_change=change)
