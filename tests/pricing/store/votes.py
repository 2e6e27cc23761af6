"""A cooperative of two houses, its proposals and votes, that tests share."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pricing.domain.governance import Figure, Proposal, Vote, VotingTerms
from pricing.domain.rules import PriceBounds, Scope
from pricing.store.carrying import left_to_carry
from pricing.store.commands import (
    CastVote,
    CreateCooperative,
    JoinCooperative,
    OpenProposal,
    Tick,
)
from pricing.store.cooperative import key_of
from pricing.store.events_governance import CooperativeCreated
from pricing.store.interface import Store
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION

COOPERATIVE = "les-scenes"
KEY = key_of(COOPERATIVE)
MEMBERS = ("anna", "bela", "caro", "dina")
RIVALS = ("zoe",)
WEEK = VotingTerms(quorum_permille=500, voting_seconds=7 * 86_400)
CAP = PriceBounds(id="cap", scope=Scope(production="antigone"), cap_minor=2600)
_SOMETIME = datetime(2026, 1, 1, tzinfo=UTC)
PROPOSAL = Proposal(
    id="new",
    cooperative_id=COOPERATIVE,
    proposer=ORGANIZATION,
    reason="So that all may come.",
    opens_at=_SOMETIME,
    closes_at=_SOMETIME + timedelta(days=1),
    seasons=((ORGANIZATION, "autumn"),),
    rule=CAP,
    figure=Figure.CAP,
    currency_code="EUR",
)
YES_NO = replace(PROPOSAL, figure=None)
# Falls are allowed, so that a cap may take a posted price down.
FREE = studio_season(rules=())


def tell(store: Store, command, key: str = KEY):
    return store.submit(key, command).result(timeout=30)


def found(store: Store, terms: VotingTerms = WEEK) -> None:
    """Found the cooperative, with another house that joins."""
    event = CooperativeCreated(
        COOPERATIVE, "Les Scènes", terms, ORGANIZATION, MEMBERS, ("rival",)
    )
    tell(store, CreateCooperative(event, "found"))
    tell(store, JoinCooperative("rival", RIVALS))


def propose(store: Store, proposal: Proposal = PROPOSAL, request_id: str = "") -> str:
    return tell(store, OpenProposal(proposal, request_id)).proposal.id


def cast(store: Store, proposal_id: str, member: str, want, request_id: str = ""):
    """Cast a vote: a figure, or True or False."""
    said = {"approve": want} if isinstance(want, bool) else {"figure": want}
    owner = "rival" if member in RIVALS else ORGANIZATION
    vote = Vote(member, **said)
    return tell(store, CastVote(proposal_id, owner, vote, request_id))


def carry(store: Store) -> int:
    """Let time pass, then carry what was voted, as the clock does."""
    for key in store.cooperatives():
        tell(store, Tick(), key)
    todo = list(left_to_carry(store))
    for organization_id, command in todo:
        tell(store, command, organization_id)
    return len(todo)


def season(store: Store):
    return store.books(ORGANIZATION).season("autumn")


def rules(store: Store) -> list[str]:
    return [rule.id for rule in season(store).season.rules]


def kinds_of(store, key):
    return [type(each.event).__name__ for each in store.events(key)]


def vote_all(store, proposal_id, figures=(2400, 2200, 3000)):
    for member, figure in zip(("anna", "bela", "zoe"), figures, strict=True):
        cast(store, proposal_id, member, figure)
