import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from models import compiled as module
from models.compiled import compiled

ROOT = Path(__file__).parents[2]

FILES = {
    "__init__.py": "",
    "limits.py": "LIMIT = 10.0\nTABLE = (1.0, 2.0)\n",
    "inner.py": """
        from models.compiled import compiled
        from house.limits import LIMIT

        @compiled(no_cpython_wrapper=True)
        def innermost(value):
            return min(2.0 * value, LIMIT)
    """,
    "middle.py": """
        from models.compiled import compiled
        from house.inner import innermost

        @compiled
        def middle(value):
            return _further_down(value)

        @compiled
        def _further_down(value):
            return innermost(value) + 1.0
    """,
    "outer.py": """
        from models.compiled import compiled
        from house.middle import middle

        @compiled
        def outer(value):
            return middle(value)
    """,
}
RUN = """
from house.outer import outer
print(outer(3.0), sum(outer.stats.cache_hits.values()), outer.stats.cache_path)
"""


@pytest.fixture
def house(tmp_path):
    """A package of compiled functions that call each other across files."""
    folder = tmp_path / "house"
    folder.mkdir()
    for name, lines in FILES.items():
        (folder / name).write_text(textwrap.dedent(lines))
    return folder


def play(house, **environment):
    """Return what ``outer`` gives in a new process, what it found kept, and where."""
    made = subprocess.run(
        [sys.executable, "-B", "-c", RUN],
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(house.parent), str(ROOT)]),
            "XDG_CACHE_HOME": str(house.parent / "user"),
            **environment,
        },
    )
    value, hits, folder = made.stdout.split()
    return float(value), int(hits), folder


def edit(house, name, old, new):
    path = house / name
    path.write_text(path.read_text().replace(old, new))


def kept(house):
    return sorted(path.name for path in house.rglob("*.nb[ic]"))


def test_what_is_kept_is_found_by_the_next_process(house):
    assert play(house)[:2] == (7.0, 0)
    assert play(house)[:2] == (7.0, 1)


def test_a_changed_callee_two_files_away_is_seen(house):
    play(house)
    edit(house, "inner.py", "2.0 * value", "3.0 * value")
    assert play(house)[:2] == (10.0, 0)


def test_a_changed_constant_three_files_away_is_seen(house):
    play(house)
    edit(house, "limits.py", "10.0", "5.0")
    assert play(house)[:2] == (6.0, 0)


def test_a_change_that_nothing_compiled_uses_forgets_nothing(house):
    play(house)
    edit(house, "limits.py", "(1.0, 2.0)", "(1.0, 3.0)")
    assert play(house)[:2] == (7.0, 1)


def test_kept_files_do_not_pile_up_with_edits(house):
    play(house)
    first = kept(house)
    assert len(first) == 8
    for turn in range(2):
        edit(house, "inner.py", "@compiled", "\n@compiled")
        assert play(house)[:2] == (7.0, 0), turn
    last = kept(house)
    assert len(last) == len(first)
    assert not set(first) & set(last)


def test_sources_that_are_read_only_are_kept_in_the_users_folder(house):
    (house / "__pycache__").write_text("Not a folder: nothing can be kept in it.")
    value, _, folder = play(house)
    assert value == 7.0
    assert folder.startswith(str(house.parent / "user"))
    assert play(house)[:2] == (7.0, 1)


def test_where_nothing_can_be_written_functions_are_compiled_at_each_start(house):
    (house / "__pycache__").write_text("Not a folder: nothing can be kept in it.")
    (house.parent / "user").write_text("Nor is this.")
    for _ in range(2):
        assert play(house) == (7.0, 0, "None")


def test_without_compilation_functions_are_what_they_were(house):
    script = "from house.outer import outer; print(outer(3.0), type(outer).__name__)"
    made = subprocess.run(
        [sys.executable, "-B", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(house.parent), str(ROOT)]),
            "NUMBA_DISABLE_JIT": "1",
        },
    )
    assert made.stdout.split() == ["7.0", "function"]


def test_constants_of_any_plain_kind_are_told_apart():
    kinds = (1, 1.0, "1", b"1", True, np.int8(1), np.ones(1), np.ones(1, dtype=bool))
    found = [b"".join(module._parts(each)) for each in kinds]
    assert len(set(found)) == len(kinds)


def test_options_are_numbas():
    @compiled(error_model="numpy")
    def divide(one, two):
        return one / two

    assert divide(1.0, 0.0) == np.inf
