"""The cells of a table as text, from CSV, gzipped CSV or Parquet.

Every fault names file, line, column and what was expected. Spreadsheets saved
with semicolons and decimal commas are read as they are.
"""

import csv
import gzip
import io
import math
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from pricing.domain.errors import FileInvalid

T = TypeVar("T")

ROW_COUNT_MAX = 5_000_000
FILE_BYTES_MAX = 1 << 30
COUNT_MAX = 1_000_000_000


class Columns:
    """The cells of a table as text, with what is needed to name a bad one."""

    def __init__(
        self,
        path: Path,
        names: Sequence[str],
        cells: list[list[str]],
        lines: Sequence[int],
        decimal: str = ".",
    ) -> None:
        self.path = path
        self.names = list(names)
        self.cells = cells
        self.decimal = decimal
        self.lines = lines
        self.row_count = len(lines)
        repeated = {name for name in self.names if self.names.count(name) > 1}
        if repeated:
            raise self.fault(f"column {sorted(repeated)[0]!r} stands twice")

    def fault(
        self, message: str, row: int | None = None, column: str | None = None
    ) -> FileInvalid:
        """Return the fault of a cell, or of the file where no row is named."""
        line = None if row is None else self.lines[row]
        return FileInvalid(str(self.path), message, line, column)

    def require(self, names: Sequence[str]) -> None:
        """Refuse a table without the columns or without rows."""
        missing = [name for name in names if name not in self.names]
        if missing:
            raise self.fault(
                f"expected the columns {', '.join(names)}; missing: "
                f"{', '.join(missing)}; found: {', '.join(self.names)}"
            )
        if not self.row_count:
            raise self.fault("expected at least one row under the header")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a column as stripped text."""
        return tuple(cell.strip() for cell in self.cells[self.names.index(name)])

    def parsed(self, name: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        """Return a column parsed cell by cell; a ValueError names the cell."""
        values = []
        for row, cell in enumerate(self.texts(name)):
            try:
                values.append(parse(cell))
            except ValueError as error:
                raise self.fault(f"{error}, got {cell!r}", row, name) from None
        return tuple(values)

    def number(self, cell: str) -> float:
        """Return a finite number."""
        try:
            value = float(cell.replace(",", ".") if self.decimal == "," else cell)
        except ValueError:
            raise ValueError("expected a number") from None
        if not math.isfinite(value):
            raise ValueError("expected a finite number")
        return value

    def price(self, cell: str) -> float:
        """Return a price, NaN where the cell is empty or says so."""
        if not cell or cell.lower() == "nan":
            return math.nan
        value = self.number(cell)
        if value < 0:
            raise ValueError("expected a price of 0 or more")
        return value

    def count(self, cell: str) -> int:
        """Return a whole number of 0 to COUNT_MAX; "504.0" is whole."""
        value = self.number(cell)
        if not 0 <= value <= COUNT_MAX or value != int(value):
            raise ValueError(f"expected a whole number of 0 to {COUNT_MAX}")
        return int(value)


def name(cell: str) -> str:
    """Return a name that is not empty."""
    if not cell:
        raise ValueError("expected a name")
    return cell


def moment(cell: str, zone: tzinfo = UTC) -> datetime:
    """Return an ISO 8601 date or time; without a zone it is of the zone given."""
    try:
        value = datetime.fromisoformat(cell)
    except ValueError:
        raise ValueError("expected a date such as 2026-11-14 or a time") from None
    return value if value.tzinfo else value.replace(tzinfo=zone)


def read_columns(path: Path) -> Columns:
    """Return the cells of a .csv, .csv.gz or .parquet file as text."""
    if path.is_dir():
        raise FileInvalid(str(path), "is a folder; expected a file")
    if not path.is_file():
        raise FileInvalid(str(path), "no such file")
    if path.stat().st_size > FILE_BYTES_MAX:
        raise FileInvalid(str(path), f"over {FILE_BYTES_MAX >> 20} MiB; split it")
    suffixes = "".join(path.suffixes[-2:])
    if suffixes.endswith(".parquet"):
        return _parquet_columns(path)
    if suffixes.endswith((".csv", ".csv.gz")):
        return _csv_columns(path)
    raise FileInvalid(str(path), "expected a name ending in .csv, .csv.gz or .parquet")


def _csv_columns(path: Path) -> Columns:
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
                raw = stream.read(FILE_BYTES_MAX + 1)
        text = raw.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error) as error:
        raise FileInvalid(str(path), f"cannot be read: {error}") from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileInvalid(
            str(path), "expected UTF-8; save it as CSV UTF-8", line
        ) from None
    header = text.split("\n", 1)[0]
    semicolons = header.count(";") > header.count(",")
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if semicolons else ",", strict=True
    )
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        names = [cell.strip() for cell in next(reader, [])]
        for row in reader:
            if row and len(row) != len(names):
                raise FileInvalid(
                    str(path),
                    f"expected {len(names)} cells as in the header, got {len(row)}",
                    reader.line_num,
                )
            if row:
                rows.append(row)
                lines.append(reader.line_num)
            if len(rows) > ROW_COUNT_MAX:
                raise FileInvalid(str(path), f"over {ROW_COUNT_MAX} rows; split it")
    except csv.Error as error:
        raise FileInvalid(str(path), str(error), reader.line_num) from None
    if not names:
        raise FileInvalid(str(path), "expected a header of column names", 1)
    cells = [list(column) for column in zip(*rows, strict=True)]
    return Columns(
        path, names, cells or [[] for _ in names], lines, "," if semicolons else "."
    )


def _parquet_columns(path: Path) -> Columns:
    # Slow to import and needed for this format only.
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise FileInvalid(str(path), f"not a Parquet file: {error}") from None

    def text(value: object) -> str:
        if value is None or value != value:
            return ""
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    cells = [[text(v) for v in column.to_pylist()] for column in table.columns]
    return Columns(path, table.column_names, cells, range(1, table.num_rows + 1))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise FileInvalid(str(path), f"cannot be written: {error.strerror}") from None
    finally:
        # It took its place, or is left nowhere.
        with suppress(OSError):
            partial.unlink()
