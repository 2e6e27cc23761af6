"""An access report as a table: one row a figure, so that any tool can pivot it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path

from pricing.domain.errors import FileInvalid
from pricing.domain.fund import MILLI
from pricing.domain.money import minor_digits
from pricing.domain.season import Season
from pricing.files.write_table import write_table
from pricing.report.access import AccessReport
from pricing.settlement.fund_view import FundView
from pricing.settlement.solidarity_use import SolidarityUse

ACCESS_COLUMNS = (
    "section", "performance_id", "seat_category", "tariff", "means_bracket", "rule",
    "measure", "value",
)  # fmt: skip
_TOTAL = "season"
Row = tuple[str, str, str, str, str, str, str, float]


def write_access(
    report: AccessReport,
    path: Path,
    kept: Sequence[SolidarityUse] = (),
    funds: Sequence[FundView] = (),
) -> None:
    """Write an access report as .csv, .csv.gz or .parquet.

    Amounts are in currency units, shares 0 to 1, counts in seats.

    Raises
    ------
    FileInvalid
        When the name says no format, or the file cannot be written.
    """
    columns = zip(*_rows(report), *_solidarity(report.season, kept, funds), strict=True)
    table = dict(zip(ACCESS_COLUMNS, columns, strict=True))
    write_table(table, path, text=_text)


def read_totals(path: Path) -> Mapping[str, float]:
    """Return the figures of the season in a report that was written as .csv.

    Raises
    ------
    FileInvalid
        When the file cannot be read or is no such report.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        totals = {
            row["measure"]: float(row["value"])
            for row in rows
            if row["section"] == _TOTAL
        }
        if not all(map(isfinite, totals.values())):
            raise ValueError("Expected finite figures.")
        return totals
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileInvalid(str(path), f"cannot be read: {error}") from None
    except (KeyError, TypeError, ValueError):
        raise FileInvalid(
            str(path), "is no access report (`jauge access --out REPORT.csv`)"
        ) from None


def _text(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _solidarity(
    season: Season, kept: Sequence[SolidarityUse], funds: Sequence[FundView]
) -> Iterator[Row]:
    """Yield how seats that are kept are used, and what funds hold."""
    for use in kept:
        at = "solidarity", use.performance_id, use.seat_category_id, "", "", ""
        yield *at, "kept", float(use.kept)
        yield *at, "sold", float(use.sold)
    for fund in funds:
        at = "fund", "", "", "", "", fund.id
        yield *at, "left", _units(fund.left_milli / MILLI, season)
        for account, amount in fund.accounts_milli.items():
            yield *at, account.value, _units(amount / MILLI, season)


def _units(minor: float, season: Season) -> float:
    scale: int = 10 ** minor_digits(season.currency_code)
    return minor / scale


def _rows(report: AccessReport) -> Iterator[Row]:
    season = report.season

    def units(minor: int) -> float:
        return _units(minor, season)

    names = [f"seats_under_{units(each):g}" for each in report.thresholds_minor]
    for measure, value in report.totals.items():
        yield _TOTAL, "", "", "", "", "", measure, value
    for group in report.groups:
        at = "group", "", "", group.tariff_id, group.means_bracket_id, ""
        yield *at, "seats", float(group.seats)
        yield *at, "paid", units(group.paid_minor)
        so_far = 0
        for name, count in zip(names, group.seats_by_band, strict=False):
            so_far += count
            yield *at, name, float(so_far)
        if group.audience_share is not None:
            yield *at, "audience_share", group.audience_share
    for each in report.performances:
        at = "performance", each.performance_id, "", "", "", ""
        yield *at, "capacity", float(each.capacity)
        yield *at, "seats", float(each.seats)
        yield *at, "paid", units(each.paid_minor)
        yield *at, "solidarity_seats", float(each.solidarity_seats)
        for name, count in zip(names, each.seats_under, strict=True):
            yield *at, name, float(count)
    for rule in report.rules:
        at = "rule", "", "", "", "", rule.rule_id
        yield *at, "seats_moved", float(rule.seats)
        yield *at, "performances_moved", float(rule.performances)
        yield *at, "moved", units(rule.moved_minor)
