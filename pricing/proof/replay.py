"""A log replayed against the rules in force at each moment: see ``SeasonProof``."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pricing.proof.findings import Findings, Place
from pricing.proof.quotes import Quotes
from pricing.proof.season_events import SeasonEvents
from pricing.proof.season_proof import SeasonProof
from pricing.store.codec import decode
from pricing.store.seal import Row

# Of no account for prices and sales.
_PASSED_OVER = frozenset(
    {"history_imported", "forecast_stored", "job_recorded", "plan_scheduled"}
)


@dataclass
class Replay:
    """The log of one organisation, judged as far as it was taken in."""

    organization_id: str
    findings: Findings = field(default_factory=Findings)
    seasons: dict[str, SeasonProof] = field(default_factory=dict)
    sequence: int = 0
    # Microseconds since 1970, of the last event.
    time: int = 0
    quotes: Quotes = field(init=False)
    events: SeasonEvents = field(init=False)
    # Most of a log, which is not decoded as it is elsewhere.
    _skimmed: dict[str, Callable[[str, int, int], None]] = field(init=False)

    def __post_init__(self) -> None:
        """Begin before the first event."""
        self.quotes = quotes = Quotes(self.findings, self.seasons)
        self.events = events = SeasonEvents(self.findings, self.seasons)
        self._skimmed = {
            "quote_offered": quotes.offer,
            "quote_accepted": quotes.accept,
            "quote_voided": quotes.release,
            "quote_expired": quotes.release,
            "items_cancelled": quotes.cancel,
            "items_exchanged": quotes.exchange,
            "price_changed": events.change_price,
            "price_kept": events.keep_price,
        }

    def take(self, row: Row) -> None:
        """Judge the next event.

        Raises
        ------
        ValueError
            Where it cannot follow those before it, whatever the rules are.
        """
        sequence, time, kind, body, _, _ = row
        if sequence != self.sequence + 1:
            raise ValueError(f"Expected event {self.sequence + 1}, got {sequence}.")
        if time < self.time:
            self.findings.breach("time_back", Place(sequence, time))
        skimmed = self._skimmed.get(kind)
        try:
            if skimmed is not None:
                skimmed(body, sequence, time)
            elif kind not in _PASSED_OVER:
                self.events.take(decode(kind, body), Place(sequence, time))
        except (ArithmeticError, AttributeError, LookupError, TypeError) as fault:
            raise ValueError(f"Expected a {kind} that can be, got {fault!r}.") from None
        self.sequence, self.time = sequence, time
