"""Tables: the three formats say the same, and a bad cell is named."""

import gzip
import math

import pyarrow
import pyarrow.csv
import pyarrow.parquet
import pytest

from pricing.domain.errors import FileInvalid
from pricing.domain.tables import ForecastTable
from pricing.files.tables import (
    read_forecast,
    read_history,
    read_programme,
    write_forecast,
)

HEADER = (
    "performance_id,production,venue,starts_at,seat_category,capacity,unit_price,"
    "quantity,x_genre"
)
ROWS = [
    "n1,Carmen,opera,2025-10-01T19:30:00+02:00,a,100,72.5,80,opera",
    "n1,Carmen,opera,2025-10-01T19:30:00+02:00,b,50,30,50,opera",
    "n2,Giselle,opera,2025-10-02,a,100,,104,ballet",
]


def write(path, rows=ROWS, header=HEADER):
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_csv_gzip_semicolons_and_parquet_say_the_same(tmp_path):
    plain = read_history(write(tmp_path / "h.csv"))
    packed = tmp_path / "h.csv.gz"
    packed.write_bytes(gzip.compress((tmp_path / "h.csv").read_bytes()))
    french = tmp_path / "fr.csv"
    french.write_text(
        "\ufeff" + "\n".join([HEADER, *ROWS]).replace(",", ";").replace("72.5", "72,5")
    )
    columns = HEADER.split(",")
    parquet = tmp_path / "h.parquet"
    cells = list(zip(*(row.split(",") for row in ROWS), strict=True))
    table = pyarrow.table(dict(zip(columns, cells, strict=True)))
    capacities = pyarrow.array([100, 50, 100])
    pyarrow.parquet.write_table(
        table.set_column(columns.index("capacity"), "capacity", capacities), parquet
    )
    for other in (read_history(p) for p in (packed, french, parquet)):
        assert other.unit_price[:2] == plain.unit_price[:2] == (72.5, 30.0)
        assert math.isnan(other.unit_price[2])
        assert other.starts_at == plain.starts_at
        assert other.quantity == plain.quantity == (80, 50, 104)
        assert other.covariates == {"genre": ("opera", "opera", "ballet")}


@pytest.mark.parametrize(
    ("row", "line", "column", "expected"),
    [
        ("n3,C,v,2025-13-01,a,1,1,1,g", 5, "starts_at", "expected a date"),
        ("n3,C,v,2025-10-01,a,1,inf,1,g", 5, "unit_price", "finite"),
        ("n3,C,v,2025-10-01,a,1,-2,1,g", 5, "unit_price", "0 or more"),
        ("n3,C,v,2025-10-01,a,1,1,-1,g", 5, "quantity", "of 0 to 1000000000"),
        ("n3,C,v,2025-10-01,a,1,1,1.5,g", 5, "quantity", "whole number"),
        ("n3,C,v,2025-10-01,a,x,1,1,g", 5, "capacity", "expected a number"),
        (",C,v,2025-10-01,a,1,1,1,g", 5, "performance_id", "expected a name"),
        ("n3,C,v", 5, "", "expected 9 cells"),
        ("n2,C,v,2025-10-01,a,1,1,1,g", 5, "", "line 4 has one already"),
    ],
)
def test_a_bad_cell_is_named(tmp_path, row, line, column, expected):
    with pytest.raises(FileInvalid, match=expected) as fault:
        read_history(write(tmp_path / "h.csv", [*ROWS, row]))
    assert fault.value.metadata["line"] == str(line)
    assert fault.value.metadata["column"] == column


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    rows = ['n0,"two\nlines",v,2025-10-01,a,1,1,1,g', "", "n9,C,v,x,a,1,1,1,g"]
    with pytest.raises(FileInvalid) as fault:
        read_history(write(tmp_path / "h.csv", rows))
    assert fault.value.metadata["line"] == "5"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("h.csv", b"", "header"),
        ("h.csv", HEADER.encode(), "at least one row"),
        ("h.csv", b"performance_id,venue\n1,2\n", "missing: production"),
        ("h.csv", b"a,a\n1,2\n", "stands twice"),
        ("h.csv", HEADER.encode() + b"\n\xff\xfe", "UTF-8"),
        ("h.csv.gz", b"not gzip", "cannot be read"),
        ("h.parquet", b"not parquet", "not a Parquet file"),
        ("h.xlsx", b"PK", r"\.csv"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileInvalid, match=expected):
        read_history(path)


def test_a_programme_does_not_look_at_quantities(tmp_path):
    rows = [row.replace(",80,", ",unknown,") for row in ROWS]
    assert read_programme(write(tmp_path / "p.csv", rows)).quantity is None


@pytest.mark.parametrize("name", ["f.csv", "f.csv.gz", "f.parquet"])
def test_a_forecast_is_read_back(tmp_path, name):
    forecast = ForecastTable(
        ("n1", "n1"), ("a", "b"), (80.5, 60.0), (78.25, 49.0), (60.0, 44.0),
        (79.0, 50.0), (97.0, 50.0),
    )  # fmt: skip
    write_forecast(forecast, tmp_path / name)
    assert read_forecast(tmp_path / name) == forecast
    assert not list(tmp_path.glob("*.partial"))


def test_a_folder_with_the_name_of_a_table_is_told_from_no_file(tmp_path):
    (tmp_path / "h.csv").mkdir()
    with pytest.raises(FileInvalid, match="is a folder"):
        read_history(tmp_path / "h.csv")
    with pytest.raises(FileInvalid, match="no such file"):
        read_history(tmp_path / "g.csv")
