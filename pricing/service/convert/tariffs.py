"""Tariffs."""

from jauge.pricing.v1 import tariff_pb2
from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.errors import FieldInvalid
from pricing.domain.tariff import (
    Evidence,
    FixedAmount,
    MeansBracket,
    MeansGrid,
    Percentage,
    Tariff,
    TariffPrice,
)
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.service.convert.fields import (
    at,
    minor,
    money,
    optional_minor,
    present,
)
from pricing.service.convert.moments import (
    moment_from_proto,
    moment_to_proto,
    window_from_proto,
    window_to_proto,
)

_EVIDENCE = {
    Evidence.NONE: tariff_pb2.Tariff.EVIDENCE_NONE,
    Evidence.AT_BOOKING: tariff_pb2.Tariff.EVIDENCE_AT_BOOKING,
    Evidence.AT_ENTRY: tariff_pb2.Tariff.EVIDENCE_AT_ENTRY,
    Evidence.VOUCHER: tariff_pb2.Tariff.EVIDENCE_VOUCHER,
}
_EVIDENCE_IN = {value: key for key, value in _EVIDENCE.items()}
_SEATS_PER_ORDER = 10


def tariff_to_proto(tariff: Tariff, currency: str) -> tariff_pb2.Tariff:
    """Return a tariff as the message."""
    message = tariff_pb2.Tariff(
        id=tariff.id,
        display_name=tariff.name,
        solidarity=tariff.solidarity,
        evidence=_EVIDENCE[tariff.evidence],
        order_seat_count_max=tariff.seats_per_order_max,
        rounding_step=money(tariff.rounding_step_minor, currency),
        quota_permille=tariff.quota_permille,
        group_seat_count_min=tariff.group_size_min if tariff.group_size_min > 1 else 0,
        show_seat_count_max=tariff.seats_per_show_max,
        kept_permille=tariff.kept_permille,
        sale_window=window_to_proto(tariff.window),
        card_id=tariff.card_id,
        pack_only=tariff.pack_only,
    )
    if tariff.kept_until is not None:
        message.kept_until.CopyFrom(moment_to_proto(tariff.kept_until))
    match tariff.price:
        case Percentage(permille):
            message.price_permille = permille
        case FixedAmount(amount):
            message.fixed_price.CopyFrom(money(amount, currency))
        case MeansGrid(brackets):
            message.means_grid.brackets.extend(
                tariff_pb2.MeansBracket(id=b.id, price_permille=b.permille)
                for b in brackets
            )
        case AmongAmounts() | BetweenBounds():
            message.free_choice.CopyFrom(_choice_to_proto(tariff.price, currency))
        case Suspended(pool_id, paid):
            message.suspended_ticket.pool_id = pool_id
            message.suspended_ticket.holder_price.CopyFrom(money(paid, currency))
    if tariff.floor_minor:
        message.floor_price.CopyFrom(money(tariff.floor_minor, currency))
    if tariff.ceiling_minor != PRICE_MINOR_MAX:
        message.ceiling_price.CopyFrom(money(tariff.ceiling_minor, currency))
    return message


def _choice_to_proto(
    choice: AmongAmounts | BetweenBounds, currency: str
) -> tariff_pb2.FreeChoice:
    message = tariff_pb2.FreeChoice(
        suggested_price=money(choice.suggested_minor, currency)
    )
    if isinstance(choice, AmongAmounts):
        message.prices.extend(money(each, currency) for each in choice.amounts_minor)
    else:
        message.price_min.CopyFrom(money(choice.low_minor, currency))
        message.price_max.CopyFrom(money(choice.high_minor, currency))
    if choice.evidence_up_to_minor != PRICE_MINOR_MAX:
        up_to = money(choice.evidence_up_to_minor, currency)
        message.evidence_price_max.CopyFrom(up_to)
    return message


def tariff_from_proto(value: tariff_pb2.Tariff, currency: str, path: str) -> Tariff:
    """Return a message as a tariff."""
    price = _price_from_proto(value, currency, path)
    if value.evidence and value.evidence not in _EVIDENCE_IN:
        raise FieldInvalid(
            f"{path}.evidence", f"Expected a value, got {value.evidence}."
        )

    def amount(name: str, default: int) -> int:
        return optional_minor(value, name, currency, path, default)

    kept_until = None
    if value.HasField("kept_until"):
        kept_until = moment_from_proto(value.kept_until, f"{path}.kept_until")
    with at(path):
        return Tariff(
            id=value.id,
            name=value.display_name or value.id,
            price=price,
            solidarity=value.solidarity,
            evidence=_EVIDENCE_IN.get(value.evidence, Evidence.NONE),
            seats_per_order_max=value.order_seat_count_max
            if value.HasField("order_seat_count_max")
            else _SEATS_PER_ORDER,
            floor_minor=amount("floor_price", 0),
            ceiling_minor=amount("ceiling_price", PRICE_MINOR_MAX),
            rounding_step_minor=amount("rounding_step", 1),
            quota_permille=value.quota_permille
            if value.HasField("quota_permille")
            else 1000,
            group_size_min=value.group_seat_count_min or 1,
            seats_per_show_max=value.show_seat_count_max
            if value.HasField("show_seat_count_max")
            else None,
            kept_permille=value.kept_permille,
            kept_until=kept_until,
            window=window_from_proto(value.sale_window, f"{path}.sale_window"),
            card_id=value.card_id,
            pack_only=value.pack_only,
        )


def _price_from_proto(
    value: tariff_pb2.Tariff, currency: str, path: str
) -> TariffPrice:
    match value.WhichOneof("price"):
        case "price_permille":
            with at(f"{path}.price_permille"):
                return Percentage(value.price_permille)
        case "fixed_price":
            amount = minor(value.fixed_price, currency, f"{path}.fixed_price")
            with at(f"{path}.fixed_price"):
                return FixedAmount(amount)
        case "means_grid":
            brackets = []
            for i, bracket in enumerate(value.means_grid.brackets):
                here = f"{path}.means_grid.brackets[{i}]"
                present(bracket, "price_permille", here)
                with at(here):
                    brackets.append(MeansBracket(bracket.id, bracket.price_permille))
            with at(f"{path}.means_grid"):
                return MeansGrid(tuple(brackets))
        case "free_choice":
            return _choice_from_proto(
                value.free_choice, currency, f"{path}.free_choice"
            )
        case "suspended_ticket":
            here, ticket = f"{path}.suspended_ticket", value.suspended_ticket
            paid = optional_minor(ticket, "holder_price", currency, here, 0)
            with at(here):
                return Suspended(ticket.pool_id, paid)
        case _:
            raise FieldInvalid(f"{path}.price", "is required.")


def _choice_from_proto(
    value: tariff_pb2.FreeChoice, currency: str, path: str
) -> AmongAmounts | BetweenBounds:
    present(value, "suggested_price", path)
    suggested = minor(value.suggested_price, currency, f"{path}.suggested_price")
    name = "evidence_price_max"
    up_to = optional_minor(value, name, currency, path, PRICE_MINOR_MAX)
    bounds = [name for name in ("price_min", "price_max") if value.HasField(name)]
    if bool(value.prices) == bool(bounds) or len(bounds) == 1:
        raise FieldInvalid(path, "Expected prices, or price_min and price_max.")
    with at(path):
        if bounds:
            low, high = (
                minor(getattr(value, name), currency, f"{path}.{name}")
                for name in bounds
            )
            return BetweenBounds(low, high, suggested, up_to)
        amounts = tuple(
            minor(each, currency, f"{path}.prices[{i}]")
            for i, each in enumerate(value.prices)
        )
        return AmongAmounts(amounts, suggested, up_to)
