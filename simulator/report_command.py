"""``jauge report``: the page of results that were saved."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pricing.commands.options import Language, out
from pricing.files.columns import replace_file
from pricing.files.writable import check_writable
from simulator.results import Results
from simulator.results import read as read_results


def report(
    results: Annotated[
        list[Path],
        typer.Argument(metavar="RESULTS.json...", help="Of `jauge simulate`."),
    ],
    out_path: Annotated[Path, typer.Option("--out", help="Where the page goes.")],
    language: Language = Language.en,
) -> None:
    """Make one HTML page of saved results; of several, compared with the first.

    Example: `jauge report results.json --out report.html --language fr`
    """
    check_writable(out_path)
    read = [(path.name, read_results(path)) for path in results]
    write_report(read, out_path, language)


def write_report(
    runs: Sequence[tuple[str, Results]], path: Path, language: Language
) -> None:
    """Write the page of one run or several, whole or not at all."""
    # The charts' library is slow to import and needed here only.
    from simulator.report.page import page

    replace_file(path, page(runs, language.value).encode())
    out.print(f"{path}", markup=False, soft_wrap=True)
