"""The performances that a rule is about."""

from dataclasses import dataclass

from pricing.domain.performance import Performance

# Most that donations, a subsidy or an income floor may come to.
TOTAL_MINOR_MAX = 10**15


@dataclass(frozen=True, slots=True)
class Scope:
    """The performances that a rule is about: those that match all that is named."""

    production: str = ""
    venue_id: str = ""
    performance_id: str = ""

    def covers(self, performance: Performance) -> bool:
        """Return whether a performance is in the scope."""
        return (
            self.production in ("", performance.production)
            and self.venue_id in ("", performance.venue_id)
            and self.performance_id in ("", performance.id)
        )


EVERYWHERE = Scope()
