"""A command of the catalogue that only the service needs."""

from dataclasses import dataclass, replace
from datetime import datetime

from pricing.domain.errors import FieldInvalid, NameTaken
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.store.books import Books
from pricing.store.commands.changes import check_change
from pricing.store.events import SeasonUpdated
from pricing.store.interface import Decision, fingerprint


@dataclass(frozen=True, slots=True)
class AddPerformance:
    """Add a performance to a season; the answer is the season with it."""

    season_id: str
    performance: Performance
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of the performance."""
        return fingerprint("add_performance", self.season_id, repr(self.performance))

    def decide(self, books: Books, now: datetime) -> Decision[Season]:
        """Refuse an id that is taken, or a performance that does not fit."""
        of = books.season(self.season_id)
        if self.performance.id in of.season.performance_by_id:
            raise NameTaken("performance", self.performance.id)
        performances = (*of.season.performances, self.performance)
        try:
            season = replace(of.season, performances=performances)
        except ValueError as error:
            raise FieldInvalid("performance", str(error)) from None
        check_change(of, season)
        return Decision((SeasonUpdated(season),), season)
