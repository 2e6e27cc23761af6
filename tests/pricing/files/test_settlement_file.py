"""Settlements and records of tickets as files, read back by other readers."""

import csv
import gzip
import io
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pyarrow.parquet
import pytest
from hypothesis import given, settings

from pricing.domain.errors import FileInvalid
from pricing.files.sales_file import SALES_COLUMNS, write_sales
from pricing.files.settlement_file import write_settlement
from pricing.files.write_table import write_table
from pricing.settlement.record import SalesRecord
from pricing.settlement.settle import settle
from tests.houses import OPENING
from tests.pricing.settlement.logs import SEASON, logs

LATER = OPENING + timedelta(days=30)


def record_of(records, season=SEASON):
    record = SalesRecord()
    for recorded in records:
        record.take(recorded)
    record.seasons["autumn"] = season
    return record


def rows_of(path):
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return list(csv.DictReader(io.StringIO(text.decode())))


@settings(max_examples=20, deadline=None)
@given(records=logs())
def test_every_format_says_the_same_of_a_settlement(tmp_path_factory, records):
    folder = tmp_path_factory.mktemp("settlement")
    settled = settle(record_of(records), SEASON, LATER)
    for ending in ("csv", "csv.gz", "parquet", "json"):
        write_settlement(settled, folder / f"s.{ending}")
    rows = rows_of(folder / "s.csv")
    assert rows == rows_of(folder / "s.csv.gz")
    table = pyarrow.parquet.read_table(folder / "s.parquet").to_pylist()
    assert rows == [{k: str(v) for k, v in row.items()} for row in table]
    plain = json.loads((folder / "s.json").read_text())
    assert rows == [{k: str(v) for k, v in row.items()} for row in plain["rows"]]
    for column in ("paid", "refunded", "face_value", "vat", "net"):
        total = sum(Decimal(row[column]) for row in rows)
        assert total == Decimal(plain["total"][column])
    for row in rows:
        of = {key: Decimal(row[key]) for key in row if _is_number(row[key])}
        taken = of["refunded"] + of["commission_on_top"] + of["gifts"]
        assert of["face_value"] == of["paid"] - taken + of["drawn"]
        assert of["face_value"] == of["vat"] + of["commission_inside"] + of["net"]


def _is_number(text):
    return text.replace("-", "", 1).replace(".", "", 1).isdigit()


@settings(max_examples=20, deadline=None)
@given(records=logs())
def test_tickets_are_told_alike_in_every_format_and_none_is_missing(
    tmp_path_factory, records
):
    folder = tmp_path_factory.mktemp("sales")
    # Such a name must be quoted in a text with commas.
    nights = [
        replace(each, production='Antigone, "ou"\nrien') for each in SEASON.performances
    ]
    season = replace(
        SEASON,
        performances=tuple(nights),
        settlement=type(SEASON.settlement)(),
        time_zone="Europe/Paris",
    )
    record = record_of(records, season)
    count = write_sales(record, season, folder / "s.csv")
    assert write_sales(record, season, folder / "s.parquet") == count
    rows = rows_of(folder / "s.csv")
    assert [int(row["serial"]) for row in rows] == list(range(1, count + 1))
    assert count == record.last_serial
    table = pyarrow.parquet.read_table(folder / "s.parquet").to_pylist()
    for row, same in zip(rows, table, strict=True):
        assert tuple(row) == tuple(same) == SALES_COLUMNS
        del row["sold_at"], same["sold_at"]
        assert row == {key: str(value) for key, value in same.items()}
    back = {serial for back in record.backs for serial in back.serials}
    for row in rows:
        assert (row["state"] != "sold") == (int(row["serial"]) in back)
        assert row["production"] == 'Antigone, "ou"\nrien'
    # What was paid and paid back for tickets is what the settlement says.
    settled = settle(record, season, LATER)
    sums = [row.sums for row in settled.rows if row.key.kind == "seat"]
    paid = sum(Decimal(row["price_paid"]) for row in rows)
    refunded = sum(Decimal(row["refunded"]) for row in rows)
    assert paid * 100 == sum(each.paid for each in sums)
    assert refunded * 100 == sum(each.refunded for each in sums)


def test_a_name_without_a_format_is_refused_before_anything_is_written(tmp_path):
    record = record_of([])
    settled = settle(record, SEASON, LATER)
    for write in (
        lambda path: write_sales(record, SEASON, path),
        lambda path: write_settlement(settled, path),
        lambda path: write_table({"a": [1]}, path),
    ):
        with pytest.raises(FileInvalid, match="expected a name ending in"):
            write(tmp_path / "s.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_nothing_sold_is_a_table_without_rows(tmp_path, ending):
    settled = settle(record_of([]), SEASON, OPENING - timedelta(days=1))
    path = tmp_path / f"s.{ending}"
    write_settlement(settled, path)
    if ending == "csv":
        assert path.read_text().startswith("performance_id,production,")
        assert path.read_text().endswith("share_venue,share_company\n")
    elif ending == "parquet":
        assert pyarrow.parquet.read_table(path).num_rows == 0
    else:
        assert json.loads(path.read_text())["rows"] == []
