"""The forms that seasons had, in the order of the log."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import get_args

from pricing.domain.season import Season
from pricing.store import events, events_performances
from pricing.store.events import Recorded
from pricing.store.events_governance import VotedRuleEvent
from pricing.store.season_books import with_performance
from pricing.store.voted_rules import VotedRules

_VOTED = get_args(VotedRuleEvent)


@dataclass
class SeasonForms:
    """Each form of each season, with the event that gave it."""

    _forms: dict[str, list[tuple[int, Season]]] = field(default_factory=dict)
    _voted: dict[str, VotedRules] = field(default_factory=dict)

    def __contains__(self, season_id: str) -> bool:
        return season_id in self._forms

    def at(self, season_id: str, sequence: int) -> Season:
        """Return a season as it was after an event that was taken in."""
        forms = self._forms[season_id]
        return forms[bisect_right(forms, sequence, key=lambda form: form[0]) - 1][1]

    def last(self, season_id: str) -> Season:
        """Return a season as it stands."""
        return self._forms[season_id][-1][1]

    def take(self, recorded: Recorded) -> None:
        """Take in the next event of the log; most change no season."""
        event = recorded.event
        match event:
            case events.SeasonCreated() | events.SeasonUpdated():
                season = event.season
            case events.PerformanceUpdated():
                season = with_performance(self.last(event.season_id), event.performance)
            case events_performances.PerformancePostponed():
                before = self.last(event.season_id)
                moved = replace(
                    before.performance_by_id[event.performance_id],
                    starts_at=event.starts_at,
                )
                season = with_performance(before, moved)
            case _ if isinstance(event, _VOTED):
                voted = self._voted.setdefault(event.season_id, VotedRules())
                before = self.last(event.season_id)
                season = voted.take(event, before, 0, recorded.time)
                if season is before:
                    return
            case _:
                return
        self._forms.setdefault(season.id, []).append((recorded.sequence, season))
