"""The access report of a season as a browser shows it."""

import json
import re

import pytest

from tests.simulator.report.test_in_browser import ASK, BROWSER, WIDTHS, browse
from tests.simulator.test_season_access import access, sold

__all__ = ["sold"]

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here; on Debian: apt install chromium"
)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_its_chart_is_drawn_and_nothing_is_cut_off(sold, tmp_path, language):
    assert access(sold, tmp_path / "report.html", "--language", language) == 0
    for name, width in WIDTHS.items():
        (tmp_path / f"{name}.html").write_text(ASK.replace("WIDTH", str(width)))
        seen = browse(tmp_path, "--dump-dom", f"file://{tmp_path / name}.html")
        asked = re.search(r"data-found=\"([^\"]*)\"", seen.stdout)
        assert asked, seen.stderr
        found = json.loads(asked[1].replace("&quot;", '"').replace("&amp;", "&"))
        ((wide, high),) = found["charts"]
        assert 200 < wide <= width
        assert 50 < high < 1000
        assert found["cut"] == found["small"] == []
        assert found["width"] <= width
        assert "CONSOLE" not in seen.stderr
