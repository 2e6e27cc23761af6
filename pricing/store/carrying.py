"""What was voted and is not yet in the organisations' logs.

A cooperative's log and those of organisations are apart: a vote is closed in one, and
then carried into the others. What is left to carry is found from the books alone, so
that whoever starts after a crash goes on, and each season adopts a rule once whoever
carries it.
"""

from collections.abc import Iterator

from pricing.domain.governance import ProposalState
from pricing.store.commands.voted_rules import AdoptRule, ReleaseRules, settled, voting
from pricing.store.cooperative import PREFIX, CooperativeBooks, ProposalBooks
from pricing.store.events_governance import RuleAdopted
from pricing.store.interface import Store

# An organisation, and what to submit to its log.
Carried = tuple[str, AdoptRule | ReleaseRules]


def left_to_carry(store: Store) -> Iterator[Carried]:
    """Yield what organisations still have to be told of votes that are closed."""
    for key in store.cooperatives():
        of = store.books(key).cooperative
        for voted in list(of.proposals.values()):
            if voted.state is ProposalState.ADOPTED and voted.proposal.rule_id:
                yield from _adoptions(store, voted)
    for organization_id in store.organizations():
        for season_id, of_season in list(store.books(organization_id).seasons.items()):
            for cooperative_id in sorted(voting(of_season)):
                of = store.books(f"{PREFIX}{cooperative_id}").cooperative
                if _left(of, organization_id):
                    yield organization_id, ReleaseRules(season_id, cooperative_id)


def _adoptions(store: Store, voted: ProposalBooks) -> Iterator[Carried]:
    proposal = voted.proposal
    adopted = voted.adopted_rule
    for organization_id, season_id in proposal.seasons:
        of_season = store.books(organization_id).seasons.get(season_id)
        if of_season is None or settled(of_season, proposal.name):
            continue
        event = RuleAdopted(
            season_id, proposal.name, proposal.rule_id, proposal.closes_at, adopted
        )
        yield organization_id, AdoptRule(event)


def _left(of: CooperativeBooks, organization_id: str) -> bool:
    return bool(of.id) and organization_id not in of.organizations
