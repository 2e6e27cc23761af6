"""GovernanceService: cooperatives, their votes, and the rules that these set."""

from collections.abc import Collection

from pricing.service.certificates import CertificateMethods
from pricing.service.cooperatives import CooperativeMethods
from pricing.service.funds import FundMethods
from pricing.service.proposals import ProposalMethods
from pricing.service.season_rules import SeasonRuleMethods
from pricing.service.tasks import Work
from pricing.service.vote_clock import VoteClock
from pricing.service.workers import Workers
from pricing.store.interface import Store


class GovernanceServicer(
    CooperativeMethods,
    ProposalMethods,
    SeasonRuleMethods,
    FundMethods,
    CertificateMethods,
):
    """What members vote, and the funds they give from, on the books of a store.

    Parameters
    ----------
    store : Store
    clock : closes votes where somebody reads one that has ended
    aside : processes in which rules are checked and previewed
    preview : plays a season with and without a rule; None where nothing can
    """

    def __init__(
        self, store: Store, clock: VoteClock, aside: Workers, preview: Work | None
    ) -> None:
        self._store = store
        self._clock = clock
        self._aside = aside
        self._preview = preview
        self._ledgers = {}
        self._proofs = {}

    def taking_part(self, key: str) -> Collection[str]:
        """Return the organisations that may see what a cooperative votes."""
        return self._store.books(key).cooperative.invited
