"""Who holds how many seats in open quotes: a projection of the log.

A holder is who a token was given to, not a buyer. All their tokens count together,
in every process, so that rotating a token or asking elsewhere gains nothing.
"""

from dataclasses import dataclass, field

from pricing.domain.errors import HoldsExceeded
from pricing.domain.quote import Quote


@dataclass
class Holders:
    """Seats in open quotes by holder; quotes of nobody in particular do not count."""

    seats: dict[str, int] = field(default_factory=dict)
    # Of the open quotes that somebody holds, by quote.
    holder_of: dict[str, str] = field(default_factory=dict)

    def check(self, holder: str, quote: Quote, most: int) -> None:
        """Refuse a quote with which its holder would hold too much; 0 is no limit.

        Raises
        ------
        HoldsExceeded
            It says how much is held.
        """
        if not (holder and most):
            return
        held, wanted = self.seats.get(holder, 0), _seats(quote)
        if held + wanted > most:
            raise HoldsExceeded(wanted, held, most)

    def begin(self, quote: Quote, holder: str) -> None:
        """Count a quote that is offered; one of gifts and cards alone holds no seat."""
        seats = _seats(quote)
        if holder and seats:
            self.holder_of[quote.id] = holder
            self.seats[holder] = self.seats.get(holder, 0) + seats

    def end(self, quote: Quote) -> None:
        """Count a quote no longer, however it ended."""
        holder = self.holder_of.pop(quote.id, "")
        if holder:
            left = self.seats[holder] - _seats(quote)
            if left:
                self.seats[holder] = left
            else:
                del self.seats[holder]


def _seats(quote: Quote) -> int:
    return sum(priced.item.count for priced in quote.items)
