"""What is taken out of a sale, and among whom the rest is shared.

VAT is inside each price. Its rate may hang on the show: French law knows one
rate for the first performances of a work and another for those after them. What
a performance leaves after VAT, commissions and contributions is shared in
thousandths; a party may be promised a least sum, which the parties without such
a promise pay for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pricing.domain.ids import check_id, check_range, check_unique
from pricing.domain.performance import Performance
from pricing.domain.scope import EVERYWHERE, TOTAL_MINOR_MAX, Scope

PERFORMANCES_GIVEN_MAX = 100_000
WHOLE_PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class VatRate:
    """A rate of VAT, in thousandths of the price before it, and where it holds."""

    permille: int
    scope: Scope = EVERYWHERE
    # Of each production only so many performances, the earliest; None: all of them.
    first_performances: int | None = None
    # How many of them were given before this season.
    given_before: int = 0

    def __post_init__(self) -> None:
        """Check the rate and the counts."""
        check_range(self.permille, 0, WHOLE_PERMILLE, "a VAT rate")
        if self.first_performances is not None:
            check_range(
                self.first_performances,
                1,
                PERFORMANCES_GIVEN_MAX,
                "first_performances of a VAT rate",
            )
        check_range(
            self.given_before,
            0,
            PERFORMANCES_GIVEN_MAX,
            "given_before of a VAT rate",
        )
        if self.given_before and self.first_performances is None:
            raise ValueError(
                "Expected first_performances beside given_before of a VAT rate."
            )

    def holds(self, performance: Performance, given: int) -> bool:
        """Return whether it is the rate of a performance.

        ``given`` counts those of the same production that come before it.
        """
        if not self.scope.covers(performance):
            return False
        most = self.first_performances
        return most is None or self.given_before + given < most


@dataclass(frozen=True, slots=True)
class Share:
    """A party's part of what a performance leaves, in thousandths."""

    party: str
    permille: int
    # The least that it gets for a performance that was given.
    guaranteed_minor: int = 0

    def __post_init__(self) -> None:
        """Check the id, the part and the promise."""
        check_id(self.party, "a party of a split")
        check_range(self.permille, 0, WHOLE_PERMILLE, f"share of {self.party!r}")
        check_range(
            self.guaranteed_minor, 0, TOTAL_MINOR_MAX, f"minimum of {self.party!r}"
        )


@dataclass(frozen=True, slots=True)
class Split:
    """Among whom the net of the performances in a scope is shared."""

    shares: tuple[Share, ...]
    scope: Scope = EVERYWHERE

    def __post_init__(self) -> None:
        """Check that the shares make a whole, and that somebody bears the promises."""
        check_unique((share.party for share in self.shares), "parties of a split")
        total = sum(share.permille for share in self.shares)
        if total != WHOLE_PERMILLE:
            raise ValueError(
                f"Expected shares of a split that sum to 100 per cent, got "
                f"{total / 10:g}."
            )
        if not any(s.permille and not s.guaranteed_minor for s in self.shares):
            raise ValueError(
                "Expected a party of a split with a share and no guaranteed minimum: "
                "it bears what the others are promised."
            )


@dataclass(frozen=True, slots=True)
class SettlementTerms:
    """How a season's sales are settled: the first that covers a performance holds."""

    vat: tuple[VatRate, ...] = ()
    splits: tuple[Split, ...] = ()

    def split_of(self, performance: Performance) -> Split | None:
        """Return the split of a performance, None where nothing is shared."""
        for split in self.splits:
            if split.scope.covers(performance):
                return split
        return None


# One rate of VAT, and nothing shared.
PLAIN_TERMS = SettlementTerms()


def vat_rates(
    terms: SettlementTerms, performances: Sequence[Performance], otherwise: int
) -> Mapping[str, int]:
    """Return the VAT rate of each performance by id, in thousandths.

    ``otherwise`` is the rate where none of the terms holds. Performances of a
    production count in the order in which they start; one that is called off
    counts like any other, so that calling it off moves no rate of the rest.
    """
    found: dict[str, int] = {}
    given: Counter[str] = Counter()
    for each in sorted(performances, key=lambda p: (p.starts_at, p.id)):
        holding = (
            r.permille for r in terms.vat if r.holds(each, given[each.production])
        )
        found[each.id] = next(holding, otherwise)
        given[each.production] += 1
    return found
