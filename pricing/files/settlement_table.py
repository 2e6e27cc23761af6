"""[settlement] of the season file: rates of VAT and splits, read and written."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from pricing.domain.money import to_units
from pricing.domain.scope import Scope
from pricing.domain.settlement import SettlementTerms, Share, Split, VatRate
from pricing.files.rule_reader import Keys, Values
from pricing.files.rule_writer import percent
from pricing.files.table import Amount, Id, Percent, Table


class ScopedTable(Table):
    """What holds for the performances that match all that is named."""

    production: str = ""
    venue: str = ""
    performance: str = ""


class VatTable(ScopedTable):
    """A rate of VAT inside prices; the first that covers a performance holds."""

    percent: Percent
    first_performances: Annotated[
        int | None,
        Field(description="Only for so many of each production, the earliest."),
    ] = None
    given_before: Annotated[
        int, Field(description="How many of those were given before this season.")
    ] = 0


class ShareTable(Table):
    """A party's part of the net of a performance."""

    party: Id
    percent: Percent
    guaranteed_minimum: Annotated[
        Amount | None, Field(description="Least sum for a performance given.")
    ] = None


class SplitTable(ScopedTable):
    """Among whom a net is shared; the first that covers a performance holds."""

    shares: tuple[ShareTable, ...]


class SettlementTable(Table):
    """[settlement]: VAT where it is not the season's, and who shares the net."""

    vat: tuple[VatTable, ...] = ()
    splits: tuple[SplitTable, ...] = ()


# By the keys that lead to them.
SETTLEMENT_TABLES: Mapping[tuple[str, ...], type[Table]] = {
    ("settlement",): SettlementTable,
    ("settlement", "vat"): VatTable,
    ("settlement", "splits"): SplitTable,
    ("settlement", "splits", "shares"): ShareTable,
}


def settlement_of(table: SettlementTable, values: Values) -> SettlementTerms:
    """Return the terms of a table; what does not fit names its line."""
    return SettlementTerms(
        vat=tuple(
            _vat(each, ["settlement", "vat", index], values)
            for index, each in enumerate(table.vat)
        ),
        splits=tuple(
            _split(each, ["settlement", "splits", index], values)
            for index, each in enumerate(table.splits)
        ),
    )


def _vat(table: VatTable, at: Keys, values: Values) -> VatRate:
    permille = values.percent([*at, "percent"], table.percent)
    return values.checked(
        at,
        lambda: VatRate(
            permille, _scope(table), table.first_performances, table.given_before
        ),
    )


def _split(table: SplitTable, at: Keys, values: Values) -> Split:
    shares = tuple(
        _share(each, [*at, "shares", index], values)
        for index, each in enumerate(table.shares)
    )
    return values.checked(at, lambda: Split(shares, _scope(table)))


def _share(table: ShareTable, at: Keys, values: Values) -> Share:
    permille = values.percent([*at, "percent"], table.percent)
    least = values.minor([*at, "guaranteed_minimum"], table.guaranteed_minimum)
    return values.checked(at, lambda: Share(table.party, permille, least))


def _scope(table: ScopedTable) -> Scope:
    return Scope(table.production, table.venue, table.performance)


def settlement_table(terms: SettlementTerms, currency: str) -> dict[str, Any]:
    """Return the table of terms; nothing where they say nothing."""
    table: dict[str, Any] = {}
    if terms.vat:
        table["vat"] = [_vat_table(rate) for rate in terms.vat]
    if terms.splits:
        table["splits"] = [_split_table(split, currency) for split in terms.splits]
    return table


def _vat_table(rate: VatRate) -> dict[str, Any]:
    table: dict[str, Any] = {"percent": percent(rate.permille), **_named(rate.scope)}
    if rate.first_performances is not None:
        table["first_performances"] = rate.first_performances
    if rate.given_before:
        table["given_before"] = rate.given_before
    return table


def _split_table(split: Split, currency: str) -> dict[str, Any]:
    shares = []
    for share in split.shares:
        each: dict[str, Any] = {
            "party": share.party,
            "percent": percent(share.permille),
        }
        if share.guaranteed_minor:
            each["guaranteed_minimum"] = to_units(share.guaranteed_minor, currency)
        shares.append(each)
    return {**_named(split.scope), "shares": shares}


def _named(scope: Scope) -> Mapping[str, str]:
    names = {
        "production": scope.production,
        "venue": scope.venue_id,
        "performance": scope.performance_id,
    }
    return {key: name for key, name in names.items() if name}
