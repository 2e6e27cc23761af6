"""``make bench``: run every benchmark, print one table, keep the results.

A benchmark is a module ``benchmarks/bench_*.py`` with ``measure()``, which
returns rows (dicts of what was measured, beside what it competes with) or
raises ``FileNotFoundError`` where its data is absent. Results go to
``benchmarks/results/`` with machine and commit.
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
FILE_WIDTH = 200


def machine() -> dict[str, str | int]:
    """Return what the figures were measured on, without a name of its owner."""
    model = "unknown"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {
        "processor": model,
        "cores": os.cpu_count() or 0,
        "python": platform.python_version(),
        "system": platform.system(),
    }


def commit() -> str:
    """Return the commit measured, with a mark where files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=10"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=HERE, check=False
    )
    return done.stdout.strip() or "unknown"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks named, or all of them."""
    names = sorted(p.stem.removeprefix("bench_") for p in HERE.glob("bench_*.py"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"among {', '.join(names)}")
    chosen = parser.parse_args(arguments).names or names
    unknown = sorted(set(chosen) - set(names))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; known: {', '.join(names)}")
    # A file or a pipe has no width of its own to fit tables in.
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
    results = {}
    for name in chosen:
        started = time.perf_counter()
        module = importlib.import_module(f"benchmarks.bench_{name}")
        try:
            rows = module.measure()
        except FileNotFoundError as absent:
            console.print(f"[dim]{name}: skipped, {absent}[/dim]")
            continue
        seconds = time.perf_counter() - started
        results[name] = {"seconds": round(seconds, 1), "rows": rows}
        console.print(table_of(name, rows, seconds))
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    kept = HERE / "results" / f"{today}.json"
    kept.parent.mkdir(exist_ok=True)
    before = json.loads(kept.read_text()) if kept.is_file() else {"results": {}}
    record = {
        "machine": machine(),
        "commit": commit(),
        "results": before["results"] | results,
    }
    kept.write_text(json.dumps(record, indent=1) + "\n")
    return 0


def table_of(name: str, rows: list[dict[str, object]], seconds: float) -> Table:
    """Return the rows of a benchmark as a table."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(*columns, title=f"{name} ({seconds:.1f} s)")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    return table


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
