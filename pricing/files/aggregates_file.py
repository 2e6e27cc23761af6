"""Aggregates of sales as tables, for a CRM or an accounting system."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from pricing.domain.money import minor_digits
from pricing.domain.season import Season
from pricing.files.settlement_file import sums_cells
from pricing.files.write_table import AMOUNT_DIGITS, write_parquet, write_table
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
    nothing = sums_cells(Sums(), season.currency_code)
    columns |= {name: [] for name in nothing}
    for key, sums in rows:
        for name, value in zip(by, key, strict=True):
            columns[name].append(value)
        for name, value in sums_cells(sums, season.currency_code).items():
            columns[name].append(value)
    if path.suffix == ".parquet":
        _write_parquet(columns, nothing, season, path)
    else:
        write_table(columns, path)


def _write_parquet(
    columns: Mapping[str, Sequence[object]],
    nothing: Mapping[str, object],
    season: Season,
    path: Path,
) -> None:
    """Write columns with types that hang on no row, so that months can be joined."""
    # Slow to import and needed for this format only.
    import pyarrow as pa

    amount = pa.decimal128(AMOUNT_DIGITS, minor_digits(season.currency_code))
    types = {int: pa.int64(), Decimal: amount, type(None): pa.string()}
    arrays = {
        name: pa.array(cells, types[type(nothing.get(name))])
        for name, cells in columns.items()
    }
    write_parquet(pa.table(arrays), path)
