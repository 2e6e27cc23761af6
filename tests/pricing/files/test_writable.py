"""Paths that no result could be written to are refused before the work."""

import os

import pytest

from pricing.domain.errors import FileInvalid
from pricing.files.writable import check_writable


def test_a_file_to_come_and_one_to_replace_are_fine_and_nothing_is_written(tmp_path):
    (tmp_path / "old.json").write_text("old")

    check_writable(tmp_path / "new.json", None, tmp_path / "old.json")

    assert [each.name for each in tmp_path.iterdir()] == ["old.json"]
    assert (tmp_path / "old.json").read_text() == "old"


def test_a_folder_or_a_file_in_no_folder_is_refused(tmp_path):
    with pytest.raises(FileInvalid, match="is a folder"):
        check_writable(tmp_path)
    with pytest.raises(FileInvalid, match=r"no folder .*gone"):
        check_writable(None, tmp_path / "gone" / "x.html")


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path, monkeypatch):
    """Said by the system: to whoever runs tests as root all folders are writable."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(FileInvalid, match="read-only"):
        check_writable(tmp_path / "x.html")
