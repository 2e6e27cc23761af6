"""The page as a browser shows it: drawn, without an error, nothing cut off."""

import json
import re
import shutil
import subprocess

import pytest

from simulator.report.page import page

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here; on Debian: apt install chromium"
)
WIDTHS = {"desk": 1200, "phone": 390, "narrow": 360}

# Asks the page in a frame of the width what it looks like; the report itself
# has no script.
ASK = """
<iframe id="page" src="report.html" style="border:0;height:900px;width:WIDTHpx">
</iframe><script>
document.getElementById("page").onload = (event) => {
  const page = event.target.contentDocument;
  const box = (each) => each.getBoundingClientRect();
  const charts = [...page.querySelectorAll("svg[role=img]")];
  const cut = (chart) => [...chart.querySelectorAll("text")].filter((text) =>
    box(text).left < box(chart).left - 1 || box(text).right > box(chart).right + 1);
  const result = {
    charts: charts.map((each) => [box(each).width, box(each).height]),
    cut: charts.flatMap((each) => cut(each).map((text) => text.textContent)),
    small: charts.flatMap((each) => [...each.querySelectorAll("text")]
      .filter((text) => text.textContent && box(text).height < 9)
      .map((text) => text.textContent)),
    width: page.documentElement.scrollWidth,
  };
  document.title = "done";
  document.body.dataset.found = JSON.stringify(result);
};
</script>
"""


def browse(folder, *flags):
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={folder / 'profile'}", "--allow-file-access-from-files",
        "--enable-logging=stderr", "--window-size=1300,1000", *flags,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module", params=["en", "fr"])
def folder(request, played, tmp_path_factory):
    made = tmp_path_factory.mktemp("report")
    (made / "report.html").write_text(page([("r.json", played)], request.param))
    for name, width in WIDTHS.items():
        (made / f"{name}.html").write_text(ASK.replace("WIDTH", str(width)))
    return made


@pytest.mark.parametrize("width", WIDTHS)
def test_charts_are_drawn_and_nothing_is_cut_off(folder, width):
    seen = browse(folder, "--dump-dom", f"file://{folder / width}.html")
    asked = re.search(r"data-found=\"([^\"]*)\"", seen.stdout)
    assert asked, seen.stderr
    found = json.loads(asked[1].replace("&quot;", '"').replace("&amp;", "&"))
    assert len(found["charts"]) == 8
    assert all(
        200 < wide <= WIDTHS[width] and 50 < high < 1000
        for wide, high in found["charts"]
    )
    assert found["cut"] == []
    assert found["small"] == []
    # The page never scrolls sideways; its wide tables do by themselves.
    assert found["width"] <= WIDTHS[width]
    assert "CONSOLE" not in seen.stderr


def test_the_page_prints_on_a_few_sheets(folder):
    printed = folder / "report.pdf"
    browse(folder, f"--print-to-pdf={printed}", f"file://{folder / 'report.html'}")
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
    assert 2 <= sheets <= 8
