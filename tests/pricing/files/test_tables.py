"""Tables: the three formats say the same, and a bad cell is named."""

import gzip
import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

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
    read_transactions,
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


SALES_HEADER = (
    "performance_id,venue,starts_at,seat_category,tariff,channel,sold_at,"
    "cancelled_at,quantity,unit_price"
)
SALES = [
    "n1,opera,2025-10-01T19:30:00+02:00,a,full,web,2025-07-01T10:00:00+02:00,,2,72.5",
    "n1,opera,2025-10-01T19:30:00+02:00,a,full,web,2025-08-01,2025-08-05,1,",
    "n2,opera,2025-11-02T15:00,b,,,2025-11-02T14:59,,4,nan",
]


def test_sales_read_alike_from_csv_gzip_semicolons_and_parquet(tmp_path):
    paris = ZoneInfo("Europe/Paris")
    plain = read_transactions(write(tmp_path / "s.csv", SALES, SALES_HEADER), paris)
    packed = tmp_path / "s.csv.gz"
    packed.write_bytes(gzip.compress((tmp_path / "s.csv").read_bytes()))
    french = tmp_path / "fr.csv"
    french.write_text(
        "\n".join([SALES_HEADER, *SALES]).replace(",", ";").replace("72.5", "72,5")
    )
    cells = list(zip(*(row.split(",") for row in SALES), strict=True))
    columns = dict(zip(SALES_HEADER.split(","), cells, strict=True))
    columns["quantity"] = [2, 1, 4]
    columns["unit_price"] = [72.5, None, math.nan]
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "s.parquet")
    for other in (packed, french, tmp_path / "s.parquet"):
        table = read_transactions(other, paris)
        assert table.sold_at == plain.sold_at
        assert table.cancelled_at == plain.cancelled_at
        assert table.quantity == plain.quantity == (2, 1, 4)
        assert [str(price) for price in table.unit_price] == ["72.5", "nan", "nan"]
    assert plain.cancelled_at == (None, datetime(2025, 8, 4, 22, tzinfo=UTC), None)
    # Times without a zone are those of the house.
    assert plain.starts_at[2] == datetime(2025, 11, 2, 14, tzinfo=UTC)
    assert read_transactions(tmp_path / "s.csv").starts_at[2].hour == 15


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("n3,v,2025-10-01,a,,,2025-13-01,,1,1", "sold_at", "expected a date"),
        ("n3,v,2025-10-01,a,,,,,1,1", "sold_at", "expected a date"),
        ("n3,v,0001-01-01,a,,,2025-01-01,,1,1", "starts_at", "a year of 1000"),
        ("n3,v,2025-10-01,a,,,2025-09-01,soon,1,1", "cancelled_at", "expected a date"),
        (
            "n3,v,2025-10-01,a,,,2025-09-02,2025-09-01,1,1",
            "cancelled_at",
            "after its sale",
        ),
        ("n3,v,2025-10-01,a,,,2025-09-01,,-1,1", "quantity", "of 0 to 1000000000"),
        ("n3,v,2025-10-01,a,,,2025-09-01,,1,-1", "unit_price", "0 or more"),
        (",v,2025-10-01,a,,,2025-09-01,,1,1", "performance_id", "expected a name"),
        ("n2,opera,2025-11-03,a,,,2025-09-01,,1,1", "starts_at", "line 4 says another"),
        ("n2,v,2025-11-02T15:00,a,,,2025-09-01,,1,1", "venue", "line 4 says another"),
        ("n3,v", "", "expected 10 cells"),
    ],
)
def test_a_bad_cell_of_a_sale_is_named(tmp_path, row, column, expected):
    path = write(tmp_path / "s.csv", [*SALES, row], SALES_HEADER)
    with pytest.raises(FileInvalid, match=expected) as fault:
        read_transactions(path)
    assert fault.value.metadata["line"] == "5"
    assert fault.value.metadata["column"] == column


def test_a_cancellation_told_by_its_day_may_be_of_the_day_of_the_sale(tmp_path):
    row = "n3,v,2025-10-01,a,,,2025-09-01T10:00,2025-09-01,1,1"
    assert len(read_transactions(write(tmp_path / "s.csv", [row], SALES_HEADER))) == 1


def test_a_missing_column_of_sales_is_named(tmp_path):
    with pytest.raises(FileInvalid, match="missing: sold_at"):
        read_transactions(
            write(tmp_path / "s.csv", SALES, SALES_HEADER.replace("sold_at", "sold"))
        )


@pytest.mark.parametrize("word", ["nan", "NaN", ""])
def test_a_price_that_is_no_number_is_missing_in_csv_as_in_parquet(tmp_path, word):
    row = f"n3,C,v,2025-10-01,a,1,{word},1,g"
    cells = {c: [v] for c, v in zip(HEADER.split(","), row.split(","), strict=True)}
    cells["unit_price"] = [math.nan]
    pyarrow.parquet.write_table(pyarrow.table(cells), tmp_path / "h.parquet")
    for path in (write(tmp_path / "h.csv", [row]), tmp_path / "h.parquet"):
        assert math.isnan(read_history(path).unit_price[0])


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
