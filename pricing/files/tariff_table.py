"""[[tariffs]] of the season file, read and written."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from pricing.domain.chosen_price import AmongAmounts, BetweenBounds, Suspended
from pricing.domain.moment import Window
from pricing.domain.money import to_units
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
from pricing.files.moment_key import When, when, window_keys
from pricing.files.rule_reader import Keys, Values
from pricing.files.rule_writer import percent
from pricing.files.table import Amount, Id, Percent, Table

TARIFF_PERCENT_MAX = 1000
_PRICES = ("percent", "amount", "brackets", "choice", "between", "pool")


class BracketTable(Table):
    """A line of a grid by means."""

    id: Id
    percent: Percent


class TariffTable(Table):
    """[[tariffs]]: one of percent, amount, brackets, choice, between, pool.

    With a pool, ``amount`` is what the holder of a suspended ticket pays.
    """

    id: Id
    name: str = ""
    percent: Percent | None = None
    amount: Amount | None = None
    brackets: tuple[BracketTable, ...] | None = None
    choice: Annotated[
        tuple[Amount, ...] | None, Field(description="Amounts that buyers choose from.")
    ] = None
    between: Annotated[
        tuple[Amount, Amount] | None,
        Field(description="The least and the most that buyers may choose to pay."),
    ] = None
    suggested: Annotated[
        Amount | None, Field(description="Of a free choice: what plans count on.")
    ] = None
    evidence_up_to: Annotated[
        Amount | None, Field(description="Evidence is asked for up to this amount.")
    ] = None
    pool: Annotated[
        Id | None, Field(description="The pool that pays for suspended tickets.")
    ] = None
    solidarity: bool = False
    evidence: Literal["none", "at_booking", "at_entry", "voucher"] = "none"
    seats_per_order_max: int = 10
    seats_per_show_max: int | None = None
    group_size_min: int = 1
    floor: Amount = Decimal(0)
    ceiling: Amount | None = None
    rounding_step: Amount | None = None
    quota_percent: Percent = Decimal(100)
    kept_percent: Annotated[
        Percent, Field(description="Seats that only this tariff may take.")
    ] = Decimal(0)
    kept_until: When | None = None
    opens: When | None = None
    closes: When | None = None
    card: Annotated[
        Id | None, Field(description="The subscriber card that it asks for.")
    ] = None
    pack_only: bool = False


def tariff_of(table: TariffTable, at: Keys, values: Values) -> Tariff:
    """Return the tariff of a table; what does not fit names its line."""
    return Tariff(
        id=table.id,
        name=table.name or table.id,
        price=_price(table, at, values),
        solidarity=table.solidarity,
        evidence=Evidence(table.evidence),
        seats_per_order_max=table.seats_per_order_max,
        floor_minor=values.minor([*at, "floor"], table.floor),
        ceiling_minor=values.minor([*at, "ceiling"], table.ceiling, PRICE_MINOR_MAX),
        rounding_step_minor=values.minor(
            [*at, "rounding_step"], table.rounding_step, 1
        ),
        quota_permille=values.percent([*at, "quota_percent"], table.quota_percent),
        group_size_min=table.group_size_min,
        seats_per_show_max=table.seats_per_show_max,
        kept_permille=values.percent([*at, "kept_percent"], table.kept_percent),
        kept_until=table.kept_until,
        window=Window(table.opens, table.closes),
        card_id=table.card or "",
        pack_only=table.pack_only,
    )


def _price(table: TariffTable, at: Keys, values: Values) -> TariffPrice:
    given = [key for key in _PRICES if getattr(table, key) is not None]
    if given not in [[key] for key in _PRICES] and given != ["amount", "pool"]:
        raise ValueError(
            f"Expected one of {', '.join(_PRICES)} in tariff {table.id!r}, got "
            f"{' and '.join(given) or 'none'}."
        )
    if table.choice is not None or table.between is not None:
        return _choice(table, at, values)
    for key in ("suggested", "evidence_up_to"):
        if getattr(table, key) is not None:
            raise ValueError(
                f"Expected {key} beside choice or between only, in tariff {table.id!r}."
            )
    if table.pool is not None:
        return Suspended(table.pool, values.minor([*at, "amount"], table.amount))
    if table.percent is not None:
        most = TARIFF_PERCENT_MAX
        return Percentage(values.percent([*at, "percent"], table.percent, most))
    if table.amount is not None:
        return FixedAmount(values.minor([*at, "amount"], table.amount))

    def bracket(each: BracketTable, here: Keys) -> MeansBracket:
        share = values.percent(here, each.percent, TARIFF_PERCENT_MAX)
        return MeansBracket(each.id, share)

    return MeansGrid(values.each([*at, "brackets"], table.brackets or (), bracket))


def _choice(
    table: TariffTable, at: Keys, values: Values
) -> AmongAmounts | BetweenBounds:
    if table.suggested is None:
        raise ValueError(
            f"Expected a key 'suggested' in tariff {table.id!r}: the amount that plans "
            "count on."
        )
    suggested = values.minor([*at, "suggested"], table.suggested)
    up_to = values.minor([*at, "evidence_up_to"], table.evidence_up_to, PRICE_MINOR_MAX)
    if table.choice is not None:
        amounts = tuple(values.minor([*at, "choice"], each) for each in table.choice)
        return AmongAmounts(amounts, suggested, up_to)
    low, high = (values.minor([*at, "between"], each) for each in table.between or ())
    return BetweenBounds(low, high, suggested, up_to)


def tariff_table(tariff: Tariff, currency: str) -> dict[str, Any]:
    """Return the table of a tariff; what is new and at its default is left out."""
    table: dict[str, Any] = {"id": tariff.id, "name": tariff.name}
    table |= _price_keys(tariff.price, currency)
    table |= {
        "solidarity": tariff.solidarity,
        "evidence": tariff.evidence.value,
        "seats_per_order_max": tariff.seats_per_order_max,
        "floor": to_units(tariff.floor_minor, currency),
        "rounding_step": to_units(tariff.rounding_step_minor, currency),
        "quota_percent": percent(tariff.quota_permille),
    }
    if tariff.ceiling_minor < PRICE_MINOR_MAX:
        table["ceiling"] = to_units(tariff.ceiling_minor, currency)
    if tariff.group_size_min > 1:
        table["group_size_min"] = tariff.group_size_min
    if tariff.seats_per_show_max is not None:
        table["seats_per_show_max"] = tariff.seats_per_show_max
    if tariff.kept_permille:
        table["kept_percent"] = percent(tariff.kept_permille)
    if tariff.kept_until is not None:
        table["kept_until"] = when(tariff.kept_until)
    if tariff.card_id:
        table["card"] = tariff.card_id
    if tariff.pack_only:
        table["pack_only"] = True
    return table | window_keys(tariff.window)


def _price_keys(price: TariffPrice, currency: str) -> dict[str, Any]:
    match price:
        case Percentage(permille):
            return {"percent": percent(permille)}
        case FixedAmount(amount):
            return {"amount": to_units(amount, currency)}
        case Suspended(pool_id, paid):
            return {"pool": pool_id, "amount": to_units(paid, currency)}
        case MeansGrid(brackets):
            return {
                "brackets": [
                    {"id": each.id, "percent": percent(each.permille)}
                    for each in brackets
                ]
            }
        case AmongAmounts():
            amounts = [to_units(each, currency) for each in price.amounts_minor]
            keys: dict[str, Any] = {"choice": amounts}
        case BetweenBounds():
            bounds = (price.low_minor, price.high_minor)
            keys = {"between": [to_units(each, currency) for each in bounds]}
    keys["suggested"] = to_units(price.suggested_minor, currency)
    if price.evidence_up_to_minor < PRICE_MINOR_MAX:
        keys["evidence_up_to"] = to_units(price.evidence_up_to_minor, currency)
    return keys
