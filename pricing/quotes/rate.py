"""The price of one seat of a category at a tariff, and the same at another price."""

from dataclasses import dataclass, replace

from pricing.domain.channel import Channel
from pricing.domain.money import divide_to_step
from pricing.domain.quote import FULL_PRICE, LineKind, PriceLine
from pricing.domain.tariff import Tariff
from pricing.quotes.explain import commission_lines, tariff_lines


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of one seat of a category at a tariff; its lines sum to it."""

    seat_category_id: str
    tariff_id: str
    # Empty for a tariff without a grid by means.
    means_bracket_id: str
    unit_price_minor: int
    lines: tuple[PriceLine, ...]
    # Parts of the price; VAT is that of the ticket, without a commission on top.
    vat_included_minor: int
    commission_minor: int
    tier_id: str
    reference_price_minor: int
    # What a solidarity budget pays for a seat; nothing at other tariffs.
    reduction_minor: int = 0
    # What a pool of suspended tickets pays for a seat, beside what the buyer pays.
    drawn_minor: int = 0
    pool_id: str = ""
    # Where the buyer chooses the ticket's price: the prices to choose among, or the
    # lowest and the highest; what stands above is then at the one suggested.
    choices_minor: tuple[int, ...] = ()
    # Whether the choices are the lowest and the highest, and all between them.
    bounded: bool = False

    @property
    def full_minor(self) -> int:
        """Full price that is posted."""
        return sum(line.amount_minor for line in self.lines if line.kind in FULL_PRICE)

    @property
    def ticket_minor(self) -> int:
        """Price of a seat without a commission on top."""
        on_top = sum(
            line.amount_minor for line in self.lines if line.kind is LineKind.COMMISSION
        )
        return self.unit_price_minor - on_top


def repriced(
    rate: Rate,
    channel: Channel,
    vat_permille: int,
    ticket_minor: int,
    why: tuple[PriceLine, ...],
    language: str,
) -> Rate:
    """Return a rate at another price of the ticket.

    ``why`` leads from the posted full price to it; ``channel`` is on the terms of
    the counter that asks.
    """
    commission = channel.commission_minor(ticket_minor)
    on_top = 0 if channel.commission_inside else commission
    full_lines = tuple(line for line in rate.lines if line.kind in FULL_PRICE)
    return replace(
        rate,
        unit_price_minor=ticket_minor + on_top,
        lines=(*full_lines, *why, *commission_lines(channel, on_top, language)),
        vat_included_minor=divide_to_step(
            ticket_minor * vat_permille, 1000 + vat_permille, 1
        ),
        commission_minor=commission,
    )


def at_choice(
    rate: Rate,
    tariff: Tariff,
    channel: Channel,
    vat_permille: int,
    chosen_minor: int,
    language: str,
) -> Rate:
    """Return a rate at the price that the buyer chose."""
    why = tariff_lines(tariff, "", chosen_minor - rate.full_minor, language)
    found = repriced(rate, channel, vat_permille, chosen_minor, why, language)
    reduction = max(0, rate.reference_price_minor - chosen_minor)
    return replace(found, reduction_minor=reduction if tariff.solidarity else 0)
