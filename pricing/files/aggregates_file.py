"""Aggregates of sales as tables, for a CRM or an accounting system."""

from collections.abc import Sequence
from pathlib import Path

from pricing.domain.season import Season
from pricing.files.settlement_file import sums_cells
from pricing.files.write_table import write_table
from pricing.settlement.aggregates import Key
from pricing.settlement.settle import Sums


def write_aggregates(
    rows: Sequence[tuple[Key, Sums]], by: Sequence[str], season: Season, path: Path
) -> None:
    """Write sums as .csv, .csv.gz or .parquet; amounts are exact decimals.

    Raises
    ------
    FileInvalid
        When the name says no format, or the file cannot be written.
    """
    columns: dict[str, list[object]] = {name: [] for name in by}
    columns |= {name: [] for name in sums_cells(Sums(), season.currency_code)}
    for key, sums in rows:
        for name, value in zip(by, key, strict=True):
            columns[name].append(value)
        for name, value in sums_cells(sums, season.currency_code).items():
            columns[name].append(value)
    write_table(columns, path)
