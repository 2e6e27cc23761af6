"""The ledger of solidarity funds: a projection of the log, entry by entry.

The books are played anew from the log with a journal beside their funds, so that the
ledger is what sales are held to and no second opinion of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from pricing.domain.fund import POOL, Account, Transfer
from pricing.quotes.funds import Funds
from pricing.store import events
from pricing.store.books import Books
from pricing.store.codec import kind_of
from pricing.store.events import Event, Recorded
from pricing.store.events_fund import FundIncomeRecorded


class FundEntry(NamedTuple):
    """A transfer with the event that caused it."""

    # 1 for the first of the season.
    number: int
    # Of the event, in the log of the organisation.
    sequence: int
    time: datetime
    # Kind of the event, as the log names it.
    cause: str
    # The quote that was offered, sold, ended or given back from, if it was one.
    quote_id: str
    transfer: Transfer
    # Of what was recorded by hand.
    source: str = ""
    note_id: str = ""

    @property
    def fund_id(self) -> str:
        """The fund, empty for a pool of suspended tickets."""
        name = self.transfer.fund_id
        return "" if name.startswith(POOL) else name

    @property
    def pool_id(self) -> str:
        """The pool of suspended tickets, empty for a fund."""
        name = self.transfer.fund_id
        return name.removeprefix(POOL) if name.startswith(POOL) else ""


@dataclass
class FundLedger:
    """The entries of an organisation by season, in the order of its log."""

    organization_id: str
    books: Books = field(init=False)
    entries: dict[str, list[FundEntry]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin before the first event."""
        self.books = Books(self.organization_id)

    def take(self, recorded: Recorded) -> None:
        """Take in the next event of the log."""
        self.books.apply(recorded)
        for season_id, of in self.books.seasons.items():
            if of.funds.journal is None:
                # The season is new: what its rules open its funds with.
                opening = Funds(journal=[])
                opening.restate(of.season)
                of.funds.journal = opening.journal
            if of.funds.journal:
                self._write(season_id, of.funds.journal, recorded)
                of.funds.journal.clear()

    def of_season(
        self, season_id: str, fund_id: str = "", after: int = 0
    ) -> Iterator[FundEntry]:
        """Yield the entries of a season with greater numbers, or of one fund of it."""
        found = self.entries.get(season_id, [])
        # The first has number 1.
        for place in range(max(0, after), len(found)):
            if fund_id in ("", found[place].fund_id):
                yield found[place]

    def balances_milli(self, season_id: str) -> Counter[tuple[str, Account]]:
        """Return debits less credits by fund or pool and account, from the entries."""
        found: Counter[tuple[str, Account]] = Counter()
        for _, transfer in ((e.number, e.transfer) for e in self.of_season(season_id)):
            found[transfer.fund_id, transfer.debit] += transfer.amount_milli
            found[transfer.fund_id, transfer.credit] -= transfer.amount_milli
        return found

    def _write(
        self, season_id: str, journal: Sequence[Transfer], recorded: Recorded
    ) -> None:
        entries = self.entries.setdefault(season_id, [])
        event = recorded.event
        plain = FundEntry(
            0, recorded.sequence, recorded.time, kind_of(event), quote_of(event),
            journal[0],
        )  # fmt: skip
        if isinstance(event, FundIncomeRecorded):
            income = event.income
            plain = plain._replace(source=income.source, note_id=income.note_id)
        for transfer in journal:
            number = len(entries) + 1
            entries.append(plain._replace(number=number, transfer=transfer))


def quote_of(event: Event) -> str:
    """Return the id of the quote that an event is about, empty for none."""
    match event:
        case events.QuoteOffered():
            return event.quote.id
        case events.QuoteAccepted() | events.QuoteVoided() | events.QuoteExpired():
            return event.quote_id
        case events.ItemsCancelled():
            return event.cancellation.quote_id
        case events.ItemsExchanged():
            return event.exchange.quote.id
        case _:
            return ""
