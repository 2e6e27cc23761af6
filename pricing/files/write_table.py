"""Tables written whole or not at all; the name says the format."""

import csv
import gzip
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pricing.domain.errors import FileInvalid
from pricing.files.columns import replace_file

FORMATS = (".csv", ".csv.gz", ".parquet")
# Digits of amounts before and after the point, in Parquet.
AMOUNT_DIGITS = 18


def check_format(path: Path, formats: Sequence[str] = FORMATS) -> None:
    """Refuse a name that says no format, before anything is computed."""
    if not path.name.endswith(tuple(formats)):
        raise FileInvalid(
            str(path),
            f"expected a name ending in {', '.join(formats[:-1])} or {formats[-1]}",
        )


def write_table(
    columns: Mapping[str, Sequence[Any]],
    path: Path,
    text: Callable[[Any], object] = str,
) -> None:
    """Write columns of one length; ``text`` says a cell in CSV."""
    check_format(path)
    if path.suffix == ".parquet":
        # Slow to import and needed for this format only.
        import pyarrow

        write_parquet(pyarrow.table(dict(columns)), path)
        return
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([text(cell) for cell in row])
    write_text(lines.getvalue(), path)


def write_text(text: str, path: Path) -> None:
    """Write the text of a .csv or .csv.gz file."""
    raw = text.encode()
    replace_file(path, gzip.compress(raw, mtime=0) if path.suffix == ".gz" else raw)


def write_parquet(table: Any, path: Path) -> None:
    """Write a pyarrow table."""
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(table, buffer)
    replace_file(path, buffer.getvalue())
