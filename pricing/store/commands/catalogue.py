"""Seasons and performances: entered, replaced, opened and closed."""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.errors import FieldInvalid, NameTaken, RevisionChanged
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.store.books import Books
from pricing.store.codec import season_text
from pricing.store.commands.changes import check_change
from pricing.store.events import PerformanceUpdated, SeasonCreated, SeasonUpdated
from pricing.store.interface import Decision, Repeatable, fingerprint
from pricing.store.season_books import SeasonBooks, with_performance


@dataclass(frozen=True, slots=True)
class CreateSeason:
    """Enter a season that is not in the books yet."""

    season: Season
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of the season."""
        return fingerprint("create_season", season_text(self.season))

    def decide(self, books: Books, now: datetime) -> Decision[Season]:
        """Refuse a season of another organisation, or an id that is taken."""
        _check_organization(books, self.season)
        if self.season.id in books.seasons:
            raise NameTaken("season", self.season.id)
        return Decision((SeasonCreated(self.season),), self.season)


@dataclass(frozen=True, slots=True)
class UpdateSeason(Repeatable):
    """Replace a season, as far as what was sold and posted allows."""

    season: Season
    # Of the season's books when the caller read them; 0 to replace any.
    expected_revision: int = 0

    def decide(self, books: Books, now: datetime) -> Decision[Season]:
        """Refuse a change that would break what was promised or sold."""
        _check_organization(books, self.season)
        of = books.season(self.season.id)
        check_revision(of, self.expected_revision)
        if self.season == of.season:
            return Decision((), of.season)
        of.voted.check_kept(self.season)
        check_change(of, self.season)
        return Decision((SeasonUpdated(self.season),), self.season)


@dataclass(frozen=True, slots=True)
class UpdatePerformance(Repeatable):
    """Replace one performance: open or close it, move it, change its seats."""

    season_id: str
    performance: Performance
    # Of the season's books when the caller read them; 0 to replace any.
    expected_revision: int = 0

    def decide(self, books: Books, now: datetime) -> Decision[Performance]:
        """Refuse a change that would break what was promised or sold."""
        of = books.season(self.season_id)
        check_revision(of, self.expected_revision)
        if self.performance == of.performance(self.performance.id):
            return Decision((), self.performance)
        try:
            changed = with_performance(of.season, self.performance)
        except ValueError as fault:
            raise FieldInvalid("performance", str(fault)) from fault
        check_change(of, changed)
        event = PerformanceUpdated(self.season_id, self.performance)
        return Decision((event,), self.performance)


def _check_organization(books: Books, season: Season) -> None:
    if season.organization_id != books.organization_id:
        raise FieldInvalid(
            "season.organization_id",
            f"{season.organization_id!r} is not {books.organization_id!r}, whose "
            "books these are.",
        )


def check_revision(of: SeasonBooks, expected: int) -> None:
    """Refuse to change a season that somebody changed since the caller read it."""
    if expected and expected != of.revision:
        raise RevisionChanged(
            f"season {of.season.id!r}", str(expected), str(of.revision)
        )
