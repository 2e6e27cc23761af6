"""A season that was sold, and how its access report says its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pricing.domain.money import minor_digits
from pricing.report.access import AccessReport
from pricing.settlement.fund_view import FundView
from pricing.settlement.solidarity_use import SolidarityUse
from simulator.report.season_access_words import ACCESS_TEXTS
from simulator.report.voice import Voice
from simulator.report.words import Language

# In place of a figure that there is not.
NONE = "\N{EN DASH}"


@dataclass(frozen=True)
class SeasonAccess:
    """What a page of a season that was sold is about.

    ``last`` are the figures of another season, by their names in
    ``AccessReport.totals``; empty where there is none.
    """

    report: AccessReport
    kept: Sequence[SolidarityUse]
    funds: Sequence[FundView]
    last: Mapping[str, float]
    now: datetime
    language: Language

    @property
    def voice(self) -> Voice:
        """Writes numbers and dates."""
        season = self.report.season
        return Voice(self.language, season.currency_code, 0)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the page."""
        return ACCESS_TEXTS[self.language][key].format(**values)

    def price(self, minor: float) -> str:
        """Return an amount of minor units to the smallest coin."""
        digits = minor_digits(self.report.season.currency_code)
        return self.voice.price(minor / 10**digits)

    def local(self, moment: datetime) -> datetime:
        """Return a time as the house's clocks show it."""
        return moment.astimezone(ZoneInfo(self.report.season.time_zone))
