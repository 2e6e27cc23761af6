"""What a proposal would make of a rule, in sentences of the season it is about."""

from jauge.pricing.v1.proposal_pb2 import Proposal
from pricing.constraints.explain import Language, sentence
from pricing.domain.governance import ProposalState
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.store.cooperative import ProposalBooks


def say(
    message: Proposal, of: ProposalBooks, season: Season, language: Language
) -> None:
    """Write the sentences of a proposal about a rule into its message.

    ``season`` is the first that it is about. What it replaces or ends is said while it
    is open: later the season has other rules.
    """
    rule = of.adopted_rule or of.proposal.rule
    if rule is not None:
        message.sentence = _said(rule, season, language)
    if of.state is ProposalState.OPEN:
        for each in season.rules:
            if each.id == of.proposal.rule_id:
                message.replaced_sentence = _said(each, season, language)


def _said(rule: Rule, season: Season, language: Language) -> str:
    try:
        return sentence(rule, season, language)
    except KeyError:
        # A season may lose the tariff or the venue that a proposal names.
        return ""
